"""One pass of a worker over what is due: each job by itself, none twice, none stops the rest."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ...kernel import BeholdenError
from ..home import Home
from .claims import claim, fail, finish, let_go
from .kinds import Job, Regular, jobs_of

# The name under which it is noted when a worker was last at work here.
AT_WORK = "at-work"


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that failed, and what it said; never a value of the data."""

    job: str
    says: str
    tell: str


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass did, what failed, and from when on something is due again."""

    done: tuple[str, ...]
    failed: tuple[Failed, ...]
    next_due: datetime

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "done": list(self.done),
            "failed": [{"job": one.job, "tell": one.tell} for one in self.failed],
            "next_due": self.next_due.isoformat(timespec="seconds"),
        }


def never() -> bool:
    """Return False: nobody tells a worker to stop."""
    return False


def work_once(
    home: Home,
    *,
    worker: str,
    also: Sequence[Regular] = (),
    stopping: Callable[[], bool] = never,
) -> Pass:
    """Do what is due now, one job after the other; ``stopping`` is asked before each.

    A job that another worker is at is left to it; one that fails is noted, and tried again later.
    """
    done: list[str] = []
    failed: list[Failed] = []
    for job in jobs_of(home, also=also):
        if stopping():
            break
        if not _is_due(home, job) or not claim(home, job.name, worker=worker):
            continue
        outcome = _claimed(home, job.name, worker=worker, also=also)
        if isinstance(outcome, Failed):
            failed.append(outcome)
        elif outcome:
            done.append(job.name)
    note_pass(home, worker=worker)
    rest = jobs_of(home, also=also)
    return Pass(tuple(done), tuple(failed), min(one.due for one in rest))


def note_pass(home: Home, *, worker: str) -> None:
    """Note that a worker was at work here, whatever it found to do."""
    if claim(home, AT_WORK, worker=worker):
        finish(home, AT_WORK, worker=worker)


def _is_due(home: Home, job: Job) -> bool:
    return job.due <= home.clock.now()


def _claimed(home: Home, name: str, *, worker: str, also: Sequence[Regular]) -> Failed | bool:
    """Do a job that was claimed, unless another worker did it just before; say what came of it."""
    job = next(iter(jobs_of(home, also=also, only=name)), None)
    if job is None or not _is_due(home, job):
        let_go(home, name, worker=worker)
        return False
    try:
        job.do(home)
    except BeholdenError as fault:
        tell = " ".join(filter(None, [fault.what, fault.why]))
    except Exception as fault:  # noqa: BLE001
        # The outermost door of a job: a fault of ours stops neither the worker nor the other jobs.
        tell = _place_of(fault)
    else:
        finish(home, name, worker=worker)
        return True
    fail(home, name, worker=worker, tell=tell)
    return Failed(name, job.says, tell)


def _place_of(fault: Exception) -> str:
    """Return the kind and the place of a fault of ours: its text may hold a value (S8)."""
    *_before, last = traceback.extract_tb(fault.__traceback__)
    return (
        f"A fault in Beholden: {type(fault).__name__} at {Path(last.filename).name}:{last.lineno}."
    )
