"""A worker at work: pass after pass, until it is told to end; then the job at hand is finished."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from threading import Event
from typing import Any

from ...actions import Council, Pass, work_once
from ...kernel import BeholdenError, new_id
from .pages_jobs import PAGES

LOG = logging.getLogger("beholden.worker")
# It looks so often, since what somebody schedules for today is due at once.
LOOK_EVERY = 60.0
_PARENT_EVERY = 2.0


class Told:
    """Whether a worker was told to end: by a signal, or because the process beside it is gone."""

    def __init__(self, *, beside: int = 0) -> None:
        self._beside = beside
        self._event = Event()

    def listen(self) -> None:
        """End at SIGTERM and at Ctrl-C, in an orderly way."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._event.set())

    def end(self) -> None:
        """Tell it to end."""
        self._event.set()

    def __call__(self) -> bool:
        """Return whether it was told."""
        return self._event.is_set() or self._is_alone()

    def wait(self, seconds: float) -> None:
        """Wait until it is told, at most so long."""
        while seconds > 0 and not self():
            self._event.wait(min(seconds, _PARENT_EVERY))
            seconds -= _PARENT_EVERY

    def _is_alone(self) -> bool:
        return bool(self._beside) and os.getppid() != self._beside


def work_on(council: Council, told: Told, *, each: Callable[[Pass], Any] = lambda _: None) -> None:
    """Do what is due, pass after pass; ``each`` hears of every pass.

    A pass that cannot be made at all, as where the database is not there, is made again later.
    """
    worker = new_id("worker")
    while not told():
        try:
            done = work_once(council, worker=worker, also=PAGES, stopping=told)
        except BeholdenError as fault:
            LOG.warning("nothing could be done: %s", fault.what)
        else:
            _log(done)
            each(done)
        council.close()  # a connection that is cut off while it waits is not missed
        told.wait(LOOK_EVERY)


def _log(done: Pass) -> None:
    for name in done.done:
        LOG.info("done: %s", name)
    for failed in done.failed:
        LOG.warning("failed, and tried again later: %s: %s", failed.job, failed.tell)
