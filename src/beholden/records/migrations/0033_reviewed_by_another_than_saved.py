"""Whoever saved a question to a use reviews no release of its text (S9)."""

from django.db import migrations

from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, changed, put_up, take_down

GUARDS = (
    Guard(
        "release_reviewed_by_another_than_saved",
        "records_release",
        Change.UPDATE,
        f"({changed('reviewed_by_id')}) AND EXISTS (SELECT 1 FROM records_receipt"
        " JOIN records_savedquestion ON records_savedquestion.use_id = records_receipt.use_id"
        " AND records_savedquestion.question = records_receipt.question"
        " WHERE records_receipt.id = NEW.receipt_id"
        " AND records_savedquestion.saved_by_id = NEW.reviewed_by_id)",
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

    dependencies = (("records", "0032_areas_of_releases"),)
    operations = (InPython(forwards, backwards),)
