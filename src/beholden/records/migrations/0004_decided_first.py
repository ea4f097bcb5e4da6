"""A use is approved by a decision, and an agreement comes into force only for an approved use."""

from django.db import migrations

from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, changed, put_up, take_down

_LATEST = "(SELECT yes FROM records_decision WHERE use_id = NEW.id ORDER BY id DESC LIMIT 1)"

GUARDS = (
    Guard("use_begins_stated", "records_datause", Change.INSERT, "NEW.state <> 'stated'"),
    Guard(
        "use_follows_its_decision",
        "records_datause",
        Change.UPDATE,
        f"({changed('state')}) AND (NEW.state = 'stated'"
        f" OR (NEW.state = 'approved' AND NOT COALESCE({_LATEST}, false))"
        f" OR (NEW.state = 'declined' AND COALESCE({_LATEST}, true)))",
    ),
    Guard(
        "agreement_of_an_approved_use",
        "records_agreement",
        Change.UPDATE,
        "NEW.state = 'in_force' AND OLD.state <> 'in_force' AND NOT EXISTS"
        " (SELECT 1 FROM records_datause WHERE id = NEW.use_id AND state = 'approved')",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Take the guards down."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Adds triggers only."""

    dependencies = (("records", "0003_entries_of_a_use"),)
    operations = (InPython(forwards, backwards),)
