"""The jobs of a home, and from when on each is due: decided from the calendar and the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from ...kernel import day_begins, day_of
from ..agreements import keep_dates
from ..answers_in_pages import forget_answers_in_pages
from ..begun_forms import forget_old_begun_forms
from ..ending import destroy_dead_keys
from ..feeding.keeping import look_at_server
from ..home import Home
from ..log_keeping import publish_entries
from ..scheduling.running import rhythm_of, run_schedule
from ..sealing_again import seal_again
from ..sent_once import forget_old_keys
from ..subjects.dates import keep_subject_dates
from ..sweeping import sweep

SCHEDULE = "question/"


@dataclass(frozen=True, slots=True)
class Regular:
    """A job that is done again and again: once a day as it begins, or once in so long.

    ``says`` is what it does, in words for whoever keeps the home.
    """

    name: str
    says: str
    do: Callable[[Home], Any]
    every: timedelta | None = None

    def due(self, done: datetime | None, now: datetime) -> datetime:
        """Return from when on it is due again; a clock that went back makes it due now."""
        if done is None or done > now:
            return _begins(day_of(now))
        if self.every is not None:
            return done + self.every
        return _begins(day_of(done) + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Job:
    """One job as it stands: what it does, from when on it is due, and what its tries came to."""

    name: str
    says: str
    due: datetime
    do: Callable[[Home], Any]
    done: datetime | None = None
    failures: int = 0
    tell: str = ""


def _begins(day: date) -> datetime:
    return day_begins(day).astimezone(UTC)


def _end_what_ends(home: Home) -> None:
    keep_dates(home)
    keep_subject_dates(home)
    destroy_dead_keys(home)


HOURLY = timedelta(hours=1)
# In the order in which they are done: what a day ends comes before anything is asked on it.
OURS = (
    Regular("dates", "end what a day ends, and destroy its keys", _end_what_ends),
    Regular("answers", "forget answers that were read in pages", forget_answers_in_pages),
    Regular("feeds", "bring the server of feeds to what the register says", look_at_server, HOURLY),
    Regular("ledger", "publish what could not be published at once", publish_entries, HOURLY),
    Regular("seals", "seal again what changed, where council.toml says so", seal_again, HOURLY),
    Regular("sweeping", "remove what killed processes left", sweep),
    Regular("forms", "delete forms that were begun and not come back to", forget_old_begun_forms),
    Regular(
        "requests",
        "forget requests that were kept lest they be done twice",
        forget_old_keys,
        HOURLY,
    ),
)


# Done by the pages' own function, which they give to whoever works for them; told of here too.
SESSIONS = Regular("sessions", "forget sessions and codes that are over", lambda _: None, HOURLY)


def jobs_of(home: Home, *, also: Sequence[Regular] = (), only: str = "") -> tuple[Job, ...]:
    """Return the jobs of a home in the order in which they are done, or the one of a name.

    ``also`` are regular jobs of whoever runs the worker.
    """
    from ...records.models import Job as JobRecord

    with home.at_work():
        records = JobRecord.objects.filter(name=only) if only else JobRecord.objects.all()
        noted = {one.name: one for one in records}
        now = home.clock.now()
        regular = (_regular(one, noted, now) for one in (*OURS, *also))
        found = [*regular, *_schedules(home, noted, now, only)]
    return tuple(one for one in found if only in ("", one.name))


def _regular(one: Regular, noted: Mapping[str, Any], now: datetime) -> Job:
    record = noted.get(one.name)
    due = one.due(record.done_at if record else None, now)
    return _job(one.name, one.says, due, one.do, record, now)


def _schedules(home: Home, noted: Mapping[str, Any], now: datetime, only: str) -> Iterator[Job]:
    """Yield a job for each schedule that asks today or on a later day."""
    from django.db.models import Max

    from ...records.models import Schedule

    today = home.clock.today()
    standing = Schedule.objects.filter(end__isnull=True, until__gte=today)
    if only.startswith(SCHEDULE):
        standing = standing.filter(pk=only.removeprefix(SCHEDULE))
    elif only:
        return
    for one in standing.annotate(asked=Max("runs__due")).order_by("pk"):
        rhythm = rhythm_of(one)
        day = rhythm.due(today, asked=one.asked) or rhythm.next(today)
        if day is not None:
            name = f"{SCHEDULE}{one.pk}"
            do = partial(run_schedule, schedule=one.pk)
            says = f"ask the question of schedule {one.pk}"
            due = max(_begins(day), one.scheduled_at)
            yield _job(name, says, due, do, noted.get(name), now)


def _job(name: str, says: str, due: datetime, do: Any, record: Any, now: datetime) -> Job:
    if record is None:
        return Job(name, says, due, do)
    wait = record.wait_until
    if wait is not None and due <= now < wait <= now + LONGEST_WAIT:
        due = wait
    return Job(name, says, due, do, record.done_at, record.failures, record.tell)


LONGEST_WAIT = timedelta(hours=6)


def wait_after(failures: int) -> timedelta:
    """Return how long a job that failed so often waits: a minute, then twice as long each time."""
    return min(timedelta(minutes=2 ** min(failures - 1, 10)), LONGEST_WAIT)
