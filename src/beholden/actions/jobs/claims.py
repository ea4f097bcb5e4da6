"""Which worker is at which job: claimed in the database, by one statement.

A claim spares work. That nothing is done twice rests on the acts themselves, each of which looks
again under the ledger's lock; so a claim that ran out while its worker is still at it does no harm.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..home import Home
from .kinds import wait_after

# After so long a claim is over: its worker was killed, or hangs.
LEASE = timedelta(minutes=10)


def claim(home: Home, name: str, *, worker: str) -> bool:
    """Claim a job for a worker; return False where another one is at it."""
    from django.db.models import Q

    from ...records.models import Job

    now = home.clock.now()
    with home.at_work():
        Job.objects.get_or_create(name=name)
        # A claim from beyond its own length was made before the clock went back.
        free = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_until__gt=now + LEASE)
        taken = Job.objects.filter(free, name=name)
        return bool(taken.update(claimed_by=worker, claimed_until=now + LEASE))


def let_go(home: Home, name: str, *, worker: str) -> None:
    """Let go of a job that turned out not to be due."""
    _settle(home, name, worker)


def finish(home: Home, name: str, *, worker: str) -> None:
    """Note that a job was done."""
    done = home.clock.now()
    _settle(home, name, worker, done_at=done, failures=0, wait_until=None, tell="")


def fail(home: Home, name: str, *, worker: str, tell: str) -> None:
    """Note that a job failed: it waits longer each time before it is tried again."""
    from ...records.models import Job

    with home.at_work():
        failures = Job.objects.values_list("failures", flat=True).get(name=name) + 1
    wait = home.clock.now() + wait_after(failures)
    _settle(home, name, worker, failures=failures, wait_until=wait, tell=tell[:300])


def _settle(home: Home, name: str, worker: str, **noted: Any) -> None:
    from ...records.models import Job

    with home.at_work():
        own = Job.objects.filter(name=name, claimed_by=worker)
        own.update(claimed_by="", claimed_until=None, **noted)
