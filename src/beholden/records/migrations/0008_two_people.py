"""Two people (S9), where only the code kept it: signing, one's own question, a use passed on."""

from django.db import migrations

from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, changed, put_up, take_down

GUARDS = (
    # Whoever stated a use could otherwise pass it on, and then decide on it.
    Guard(
        "use_stays_with_its_author",
        "records_datause",
        Change.UPDATE,
        changed("stated_by_id"),
    ),
    Guard(
        "signature_by_another",
        "records_signature",
        Change.INSERT,
        "EXISTS (SELECT 1 FROM records_agreement"
        " WHERE id = NEW.agreement_id AND stated_by_id = NEW.signed_by_id)",
    ),
    Guard(
        "release_reviewed_by_another_than_asked",
        "records_release",
        Change.UPDATE,
        "EXISTS (SELECT 1 FROM records_receipt"
        " WHERE id = NEW.receipt_id AND asked_by_id = NEW.reviewed_by_id)",
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

    dependencies = (("records", "0007_looking_again"),)
    operations = (InPython(forwards, backwards),)
