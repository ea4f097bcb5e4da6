"""What the calendar does for subjects: ends what is kept or concealed, tells what is late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ... import gate
from ..acting import acting_by_calendar
from ..home import Home
from .complaining import keep_complaint_dates
from .concealing import end_concealments
from .members_kept import members_file
from .requests import forget_old_requests
from .spans import SpanOf, span_days

_BAND = 10


def keep_subject_dates(home: Home) -> None:
    """Do what dates that have come ask for; called whenever the home is opened."""
    end_concealments(home)
    keep_complaint_dates(home)
    forget_old_requests(home)
    _end_members(home)
    _tell_answers(home)


def _end_members(home: Home) -> None:
    """Destroy the members of extracts that were destroyed longer ago than the council keeps them.

    The record comes first, so a kill between the two is made good the next time.
    """
    from ...records.models import MembersKept

    with home.at_work():
        last = home.clock.now() - timedelta(days=span_days(SpanOf.MEMBERS))
        over = MembersKept.objects.filter(destroyed_at__isnull=True, extract__state="destroyed")
        due = list(over.filter(extract__destroyed_at__lt=last).select_related("extract__use"))
    for kept in due:
        _end(home, kept)
    with home.at_work():
        gone = MembersKept.objects.filter(destroyed_at__isnull=False)
        dead = list(gone.values_list("extract_id", flat=True))
    for extract_id in dead:
        name = gate.members_key(extract_id)
        if home.keys.has(name):
            home.keys.destroy(name)
        members_file(home, extract_id).unlink(missing_ok=True)


def _end(home: Home, kept: Any) -> None:
    use = kept.extract.use.name
    with acting_by_calendar(home, name="members-destroyed", use=use) as act:
        found = type(kept).objects.filter(pk=kept.pk, destroyed_at__isnull=True)
        act.moot = not found.update(destroyed_at=act.at)
        act.facts.update(extract=kept.extract_id)


def _tell_answers(home: Home) -> None:
    """Tell the ledger how many answers were given on days that are over, in tens."""
    from ...records.models import AnswersOfDay

    with home.at_work():
        untold = AnswersOfDay.objects.filter(told=False, day__lt=home.clock.today())
        due = list(untold.order_by("day"))
    for day in due:
        with acting_by_calendar(home, name="subjects-answered", use="") as act:
            # Read again under the lock: one more may have been counted at the last moment.
            still = AnswersOfDay.objects.select_for_update().filter(pk=day.pk, told=False)
            found = still.first()
            act.moot = found is None
            if found is not None:
                found.told = True
                found.save(update_fields=["told"])
                up_to = -(-found.answers // _BAND) * _BAND
                act.facts.update(day=found.day.isoformat(), at_most=up_to)
