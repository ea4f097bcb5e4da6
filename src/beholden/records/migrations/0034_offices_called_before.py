"""Which office somebody had before, so that what was signed keeps the office of its day."""

from django.db import migrations, models

from beholden.records.going_back import records_of, refuse_to_let_go
from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, changed, not_added_to, put_up, take_down

_NOT_ADDED_TO = not_added_to("called_before", office='OLD."office"')
GUARDS = (
    Guard(
        "person_keeps_earlier_offices",
        "records_person",
        Change.UPDATE,
        f"(({changed('office')}) <> ({changed('called_before')}))"
        f" OR (({changed('office')}) AND ({_NOT_ADDED_TO}))",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guard up."""
    put_up(GUARDS, schema_editor)


def backwards(apps, schema_editor):
    """Take the guard down, unless an earlier name would be lost."""
    refuse_to_let_go(
        records_of(apps, schema_editor, "Person").filter(called_before__isnull=False),
        of="offices that were called something else before",
        next_step="Keep this version of the register: what was signed shows the name of its day.",
    )
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Adds a column, then its trigger."""

    dependencies = (("records", "0033_reviewed_by_another_than_saved"),)
    operations = (
        migrations.AddField("person", "called_before", models.JSONField(null=True)),
        InPython(forwards, backwards),
    )
