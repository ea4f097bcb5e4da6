"""A crisis keeps to its days however they are written: a day that is not read is none."""

from importlib import import_module

from django.db import migrations

from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, days_from, more_than_a_day, put_up, take_down

# Moments are kept in UTC, and the council's day may be the one before or after.
_UNTIL = days_from("NEW.confirmed_at", "NEW.until")
_REVIEW = days_from("NEW.confirmed_at", "NEW.review_by")

# In the place of the earlier guard of the same name.
GUARDS = (
    Guard(
        "opening_keeps_to_its_days",
        "records_opening",
        Change.UPDATE,
        # Later changes, and a review after the end, are refused as they were before.
        "OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL AND NEW.review_by <= NEW.until"
        " AND ("
        f"NOT {_UNTIL} BETWEEN NEW.days - 2 AND NEW.days"
        f" OR NOT {_REVIEW} BETWEEN NEW.review_within - 2 AND NEW.review_within"
        f" OR {days_from('NEW.review_by', 'NEW.until')} <> NEW.days - NEW.review_within"
        f" OR {more_than_a_day('NEW.until')} OR {more_than_a_day('NEW.review_by')})",
    ),
)


def _replaced():
    """Return the guard of the earlier migration in whose place this one stands."""
    earlier = import_module(f"{__package__}.0026_bounds_and_shorter_spans").GUARDS
    names = {guard.name for guard in GUARDS}
    return [guard for guard in earlier if guard.name in names]


def forwards(_apps, schema_editor):
    """Put this guard in the place of the earlier one."""
    take_down(_replaced(), schema_editor)
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Put the earlier guard in the place of this one."""
    take_down(GUARDS, schema_editor)
    put_up(_replaced(), schema_editor)


class Migration(migrations.Migration):
    """Changes a trigger only; nothing on record changes."""

    dependencies = (("records", "0039_releases_by_state"),)
    operations = (InPython(forwards, backwards),)
