"""No worker outlives its key, however its end falls together with what others do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from waiting import until

from beholden.gate.running import workers as workers_of
from beholden.gate.running.answering import Worker
from beholden.gate.running.limits import Isolation, Limits

LIMITS = Limits()


class MadeUpProcess:
    """A process that only remembers whether it was killed."""

    def __init__(self) -> None:
        self.killed = False

    def kill(self) -> None:
        self.killed = True

    def close(self) -> None:
        return


def worker() -> Worker:
    return Worker(MadeUpProcess(), LIMITS.memory_mb)


def opening(
    gone: Callable[[], bool] = lambda: False, isolation: Isolation = Isolation.JAIL
) -> workers_of.Opening:
    return workers_of.Opening("x", (), isolation, None, gone)


@pytest.fixture
def pool() -> Iterator[workers_of.Workers]:
    made = workers_of.Workers()
    yield made
    made.end()


def test_a_worker_that_is_asked_for_while_others_are_ended_is_not_had(
    pool: workers_of.Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = pool._place(opening())
    place.idle[:] = both = [worker(), worker()]
    had: list[object] = []
    end = Worker.end

    def take() -> None:
        try:
            had.append(pool._taken(place, LIMITS, lambda: None))
        except workers_of._Ended:
            had.append(None)

    def end_while_another_takes(ending: Worker) -> None:
        taking = threading.Thread(target=take)
        taking.start()
        taking.join()
        end(ending)

    monkeypatch.setattr(Worker, "end", end_while_another_takes)
    pool.end("x")
    assert had == [None, None]
    assert [one.process.killed for one in both] == [True, True]
    assert not place.at_work


def test_a_worker_that_was_being_started_when_its_opening_closed_ends(
    pool: workers_of.Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, late = pool._place(opening()), worker()

    def start(*_: object) -> Worker:
        pool.end("x")
        return late

    monkeypatch.setattr(pool, "_started", start)
    with pytest.raises(workers_of._Ended):
        pool._taken(place, LIMITS, lambda: None)
    assert late.process.killed
    assert not place.at_work


def test_a_store_of_keys_that_gives_no_answer_ends_the_workers(
    pool: workers_of.Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_of, "_UNSURE_SECONDS", 0.2)

    def unknown() -> bool:
        raise PermissionError

    place = pool._place(opening(unknown))
    at_work, idle = worker(), worker()
    place.at_work.add(at_work)
    place.idle.append(idle)
    assert not place.has_lost_its_key()
    assert until(lambda: place.closed and at_work.process.killed and idle.process.killed)


def test_what_is_idle_ends_alone_and_not_what_has_the_same_name(pool: workers_of.Workers) -> None:
    busy = pool._place(opening())
    idle = pool._place(opening(isolation=Isolation.PORTABLE))
    at_work = worker()
    busy.at_work.add(at_work)
    idle.used = busy.used = time.monotonic() - 2 * workers_of._IDLE_SECONDS
    assert until(lambda: idle.closed)
    assert not busy.closed
    assert not at_work.process.killed
