"""Who opened a use in a crisis does not decide on it at its review (S9)."""

from django.db import migrations

from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, put_up, take_down

GUARDS = (
    Guard(
        "decision_by_no_opener",
        "records_decision",
        Change.INSERT,
        "EXISTS (SELECT 1 FROM records_opening"
        " WHERE use_id = NEW.use_id AND confirmed_by_id = NEW.decided_by_id)",
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

    dependencies = (("records", "0019_signing_the_document"),)
    operations = (InPython(forwards, backwards),)
