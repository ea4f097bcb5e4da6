"""Whoever approves a release of which something was left to judge says how they judged it."""

from django.db import migrations

from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, changed, put_up, take_down

# Read alike by both databases: one keeps JSON as text, the other writes it in the same way.
_CHECKED = 'CAST(NEW."checked" AS text)'

GUARDS = (
    Guard(
        "release_judged_with_reason",
        "records_release",
        Change.UPDATE,
        f"({changed('state')}) AND NEW.state = 'approved' AND TRIM(NEW.because) = ''"
        f" AND REPLACE({_CHECKED}, '\"findings\": [{{', '') <> {_CHECKED}",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guard up."""
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Take the guard down."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Adds a trigger only."""

    dependencies = (("records", "0034_offices_called_before"),)
    operations = (InPython(forwards, backwards),)
