"""Whether the worker works: when it ran last, what is overdue, what failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..home import Home
from .kinds import SCHEDULE, SESSIONS, Job, jobs_of
from .passing import AT_WORK

# What is due for longer, while no worker ran for as long, is overdue.
PATIENCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class JobState:
    """A job of the worker: what it does, when it was done last, from when on it is due.

    ``failures`` counts its tries that failed since it was done last, ``tell`` says what the newest
    of them came to.
    """

    job: str
    says: str
    done: datetime | None
    due: datetime
    failures: int
    tell: str


@dataclass(frozen=True, slots=True)
class WorkerState:
    """When a worker ran last, what it failed at, and what is overdue since none ran.

    ``missed`` says that one should have run: something is overdue, and either a worker ran here
    before or a question is scheduled.
    """

    last_ran: datetime | None
    missed: bool
    overdue: tuple[JobState, ...]
    failing: tuple[JobState, ...]
    next_due: datetime


def worker_state(home: Home) -> WorkerState:
    """Return whether the worker of a home works. It needs no right: nothing of the record is in it.

    A home at which everybody acts by commands needs no worker: each command does first what a date
    asks for. So none is missed before one has run, unless a question is scheduled.
    """
    from ...records.models import Job as JobRecord

    now = home.clock.now()
    with home.at_work():
        ran = JobRecord.objects.filter(name=AT_WORK).values_list("done_at", flat=True).first()
    jobs = jobs_of(home, also=(SESSIONS,))
    idle = ran is None or ran > now or now - ran > PATIENCE
    overdue = [one for one in jobs if idle and now - one.due > PATIENCE]
    counts = ran is not None or any(one.name.startswith(SCHEDULE) for one in overdue)
    return WorkerState(
        last_ran=ran,
        missed=bool(overdue) and counts,
        overdue=tuple(map(_state, overdue)),
        failing=tuple(_state(one) for one in jobs if one.failures),
        next_due=min(one.due for one in jobs),
    )


def _state(job: Job) -> JobState:
    return JobState(job.name, job.says, job.done, job.due, job.failures, job.tell)
