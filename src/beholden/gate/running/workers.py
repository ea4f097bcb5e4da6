"""The workers of this process: which are open, which are idle, and when they end.

An extract is decrypted once, into an image that its workers share. A worker answers one question at
a time and is used again; it ends at every limit, after so many questions, when it has been idle,
and at once when the extract's key is gone.
"""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from ..extract.platforms import IS_LINUX
from .answering import Question, Stopped, Worker, begun
from .failures import jail_refused
from .images import Image
from .limits import Cancel, Isolation, Limits
from .starting import Starter, start_apart

_IDLE_SECONDS = 60.0
_WAIT_SECONDS = 600.0
_LOOK_SECONDS = 0.05
_UNSURE_SECONDS = 5.0  # as long may a store of keys give no answer


@dataclass(frozen=True, slots=True)
class Opening:
    """What a worker is opened on: whose it is, how it is kept in, how its image is filled.

    ``identity`` tells one opening from another; ``fill`` is None where there is no image; ``gone``
    says whether the key is.
    """

    name: str
    identity: tuple[Any, ...]
    isolation: Isolation
    fill: Callable[[int], None] | None
    gone: Callable[[], bool]

    @property
    def key(self) -> tuple[Any, ...]:
        """Return what tells this opening from every other."""
        return (self.name, self.isolation, *self.identity)


@dataclass(slots=True, eq=False)
class _Open:
    """One opening: its image, its idle workers, those at work, when it was used last.

    ``known`` is when the store of keys last said that the key is there.
    """

    opening: Opening
    image: Image | None
    idle: list[Worker] = field(default_factory=list)
    at_work: set[Worker] = field(default_factory=set)
    used: float = field(default_factory=time.monotonic)
    known: float = field(default_factory=time.monotonic)
    closed: bool = False

    def take(self, memory_mb: int) -> Worker | None:
        """Take an idle worker of this size to work; raise _Ended where nothing may work here."""
        if self.closed:
            raise _Ended
        worker = next((w for w in reversed(self.idle) if w.memory_mb == memory_mb), None)
        if worker is not None:
            self.idle.remove(worker)
            self.at_work.add(worker)
        return worker

    def close(self) -> list[Worker]:
        """Let nobody work here any more, kill who does, and return the idle ones, to be ended."""
        self.closed = True
        for worker in self.at_work:
            worker.process.kill()
        idle, self.idle = self.idle, []
        return idle

    def is_late(self) -> bool:
        """Return whether it has been idle for long."""
        return not self.at_work and time.monotonic() - self.used > _IDLE_SECONDS

    def has_lost_its_key(self) -> bool:
        """Return whether the key is gone, or its store has given no answer for too long."""
        try:
            gone = self.opening.gone()
        except OSError:
            return time.monotonic() - self.known > _UNSURE_SECONDS
        self.known = time.monotonic()
        return gone


class Workers:
    """All workers of this process; ``at_once`` of them may be at work at one time."""

    def __init__(self, *, at_once: int = 0) -> None:
        self._lock = threading.RLock()
        self._open: dict[tuple[Any, ...], _Open] = {}
        self._turns = threading.Semaphore(at_once or max(2, os.cpu_count() or 2))
        self._keeper: threading.Thread | None = None
        self._starter = Starter()
        self._opening = threading.Lock()
        self.jail_holds: bool | None = None  # not known before a worker was ready or told

    def ask(self, opening: Opening, question: Question, cancel: Cancel) -> pa.Table | str:
        """Return the answer to a question, or the name of what went wrong."""

        def stop() -> str | None:
            if cancel.stopped:
                return "cancelled"
            return "ended" if self._is_lost(opening) else None

        if not self._wait_for_a_turn(cancel):
            return "cancelled" if cancel.stopped else "busy"
        try:
            return self._ask(opening, question, stop)
        except Stopped as stopped:
            return str(stopped)
        finally:
            self._turns.release()

    def _is_lost(self, opening: Opening) -> bool:
        with self._lock:
            place = self._open.get(opening.key)
        return place is None or place.has_lost_its_key()

    def _wait_for_a_turn(self, cancel: Cancel) -> bool:
        until = time.monotonic() + _WAIT_SECONDS
        while not self._turns.acquire(timeout=_LOOK_SECONDS):
            if cancel.stopped or time.monotonic() > until:
                return False
        return True

    def _ask(
        self, opening: Opening, question: Question, stop: Callable[[], str | None]
    ) -> pa.Table | str:
        """Ask a worker; where a used one has too little memory left, ask a new one."""
        until = None
        while True:
            with self._borrowed(opening, question.limits, stop) as worker:
                until = until or time.monotonic() + question.limits.seconds
                fresh = worker.asked == 0
                left = max(0.0, until - time.monotonic())
                answer = worker.ask(question, seconds=left, stop=stop)
                worker.spent |= isinstance(answer, str) and answer != "question"
            if fresh or answer != "memory":
                return answer

    @contextmanager
    def _borrowed(
        self, opening: Opening, limits: Limits, stop: Callable[[], str | None]
    ) -> Iterator[Worker]:
        """Yield a worker that nobody else uses; it goes back if it is whole, else it ends."""
        place = self._place(opening)
        worker = self._taken(place, limits, stop)
        whole = False
        try:
            yield worker
            whole = True
        finally:
            with self._lock:
                place.at_work.discard(worker)
                place.used = time.monotonic()
                again = whole and not place.closed and not worker.spent
                if again:
                    place.idle.append(worker)
            if not again:
                worker.end()

    def _place(self, opening: Opening) -> _Open:
        with self._opening:  # two that ask at once decrypt once
            with self._lock:
                place = self._open.get(opening.key)
            if place is None:
                place = _Open(opening, Image.filled(opening.fill) if opening.fill else None)
                with self._lock:
                    self._open[opening.key] = place
                    self._keep()
        return place

    def _taken(self, place: _Open, limits: Limits, stop: Callable[[], str | None]) -> Worker:
        with self._lock:
            worker = place.take(limits.memory_mb)
        return worker or self._put_to_work(place, self._started(place, limits, stop))

    def _put_to_work(self, place: _Open, worker: Worker) -> Worker:
        """Return a new worker, at work; one whose opening was closed meanwhile ends."""
        with self._lock:
            if not place.closed:
                place.at_work.add(worker)
                return worker
        worker.end()
        raise _Ended

    def _started(self, place: _Open, limits: Limits, stop: Callable[[], str | None]) -> Worker:
        if reason := stop():  # it may have come while the extract was decrypted
            raise Stopped(reason)
        with self._shared(place) as image:
            if place.opening.isolation is Isolation.JAIL:
                if not IS_LINUX:
                    raise jail_refused()
                process = self._starter.start(image.descriptor if image else None)
                return begun(Worker(process, limits.memory_mb), limits, stop=stop, jailed=True)
            with image.as_file() if image else _no_file() as path:
                worker = Worker(start_apart(), limits.memory_mb)
                return begun(worker, limits, stop=stop, image=path)

    @contextmanager
    def _shared(self, place: _Open) -> Iterator[Image | None]:
        """Yield the image of an opening for the time of a start, even if it is closed meanwhile."""
        with self._lock:
            if place.closed:
                raise _Ended
            image = place.image.shared() if place.image else None
        try:
            yield image
        finally:
            if image is not None:
                image.close()

    def end(self, name: str | None = None) -> None:
        """End the workers of one name, or all, and let go of their images."""
        self._close(lambda place: name in (None, place.opening.name))
        if name is None:
            self._starter.stop()

    def _close(self, wanted: Callable[[_Open], bool]) -> None:
        """Close what is wanted; which that is, and what is idle there, is seen in one moment."""
        with self._lock:
            places = [place for place in self._open.values() if wanted(place)]
            idle = [worker for place in places for worker in place.close()]
            for place in places:
                del self._open[place.opening.key]
        for worker in idle:
            worker.end()
        for place in places:
            if place.image is not None:
                place.image.close()

    def _keep(self) -> None:
        if self._keeper is None or not self._keeper.is_alive():
            self._keeper = threading.Thread(target=self._look_after, daemon=True)
            self._keeper.start()

    def _look_after(self) -> None:
        """End what has been idle, and what has lost its key, until nothing is open."""
        while True:
            time.sleep(1.0)
            with self._lock:
                if not self._open:
                    self._keeper = None
                    return
                places = list(self._open.values())
            lost = {place for place in places if place.has_lost_its_key()}
            self._close(lambda place: place in lost or place.is_late())  # noqa: B023


class _Ended(Stopped):
    """The opening was closed while a worker was to be started on it."""

    def __init__(self) -> None:
        super().__init__("ended")


@contextmanager
def _no_file() -> Iterator[str]:
    yield ""


class _OfThisProcess:
    """Holds the workers of this process; a process that was forked from it has none of them."""

    def __init__(self) -> None:
        self.workers = Workers()
        atexit.register(lambda: self.workers.end())
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._renew)

    def _renew(self) -> None:
        self.workers = Workers()


_HERE = _OfThisProcess()


def workers() -> Workers:
    """Return the workers of this process."""
    return _HERE.workers
