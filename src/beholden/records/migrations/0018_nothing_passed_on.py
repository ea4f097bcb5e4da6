"""What was done is nobody else's afterwards: people keep their codes, meetings who was there."""

from django.db import migrations

from beholden.records.moving import InPython
from beholden.records.triggers import (
    Change,
    Guard,
    as_unique,
    changed,
    never_deleted,
    never_replaced,
    put_up,
    take_down,
)

_FIXED = (
    "EXISTS (SELECT 1 FROM records_boardmeeting AS m WHERE m.id = {meeting}"
    " AND (m.state = 'minuted' OR EXISTS (SELECT 1 FROM records_advicegiven AS g"
    " JOIN records_boarditem AS i ON i.id = g.item_id WHERE i.meeting_id = m.id)))"
)
_OF_ITEM = "(SELECT i.meeting_id FROM records_boarditem AS i WHERE i.id = NEW.item_id)"


def _not_moved_into(table, name, *, by, meeting):
    """Return the guard of rows that are not moved to a meeting that is minuted or has advised."""
    fault = f"({changed(by)}) AND {_FIXED.format(meeting=meeting)}"
    return Guard(f"{name}_fixed_when_moved", f"records_{table}", Change.UPDATE, fault)


GUARDS = (
    # Two people (S9) are told apart by their rows: with codes exchanged, what one did is another's.
    Guard("person_keeps_code", "records_person", Change.UPDATE, changed("id", "code")),
    *never_deleted("person"),
    *never_replaced("person", records_person_code_key="code = NEW.code"),
    _not_moved_into("boarditem", "item", by="meeting_id", meeting="NEW.meeting_id"),
    _not_moved_into("boardattendance", "attendance", by="meeting_id", meeting="NEW.meeting_id"),
    _not_moved_into("stoodaside", "standing_aside", by="item_id", meeting=_OF_ITEM),
    # UPDATE OR REPLACE would put one meeting in the place of another.
    Guard(
        "boardmeeting_day_not_replaced",
        "records_boardmeeting",
        Change.UPDATE,
        f"({changed('on')}) AND EXISTS (SELECT 1 FROM records_boardmeeting"
        ' WHERE "on" = NEW."on" AND id <> NEW.id)',
        says=as_unique("boardmeeting", "on"),
        sqlite_only=True,
    ),
    # An opening that was reviewed with a no has not lapsed, and is over all the same.
    Guard(
        "agreement_of_no_declined_use",
        "records_agreement",
        Change.UPDATE,
        "NEW.state = 'in_force' AND OLD.state <> 'in_force' AND EXISTS"
        " (SELECT 1 FROM records_datause AS u JOIN records_opening AS o ON o.use_id = u.id"
        " WHERE u.id = NEW.use_id AND u.state = 'declined'"
        " AND o.confirmed_at IS NOT NULL AND o.lapsed_at IS NULL)",
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

    dependencies = (("records", "0017_concealing_and_complaining"),)
    operations = (InPython(forwards, backwards),)
