"""Two at work on one home: both finish, or one is told clearly to try again; nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from processes import PROCESSES
from waiting import PATIENCE

from beholden.kernel import BeholdenError, Unavailable

from .ashmere import ANALYST, CODES, DAY, QUESTION, Case
from .councils import copied, entries_of, faults_in_whole, opened
from .test_killed import apply, register, seal


def ask(council: Any, stated: Path) -> None:
    for _ in range(2):
        council.ask(by=ANALYST, use="warm-homes", question=QUESTION)


def _child(home: Path, act: Callable[..., None], ready: Any, told: Path) -> None:
    council = opened(home)
    ready.wait(60)
    told.write_text(_outcome(act, council, home.with_name("stated")))


def _outcome(act: Callable[..., None], council: Any, stated: Path) -> str:
    try:
        act(council, stated)
    except BeholdenError as fault:
        return f"{type(fault).__name__}: {fault.what}"
    return "done"


def at_once(home: Path, *acts: Callable[..., None]) -> list[str]:
    """Do acts at the same moment, each in a process of its own; return how each ended."""
    ready = PROCESSES.Barrier(len(acts))
    told = [home.with_name(f"outcome-{number}") for number in range(len(acts))]
    children = [
        PROCESSES.Process(target=_child, args=(home, act, ready, to))
        for act, to in zip(acts, told, strict=True)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join(timeout=PATIENCE)
    return [to.read_text() for to in told]


@pytest.mark.parametrize(
    "acts",
    [(register, register), (seal, seal), (seal, ask), (apply, apply), (seal, register, ask)],
    ids=lambda acts: " and ".join(act.__name__ for act in acts),
)
def test_two_processes(told, tmp_path, acts):
    home = copied(told("begin" if apply in acts else "until_sealed", DAY), tmp_path)
    Case(tmp_path / "stated").write()
    outcomes = at_once(home, *acts)
    assert "done" in outcomes
    assert all(one == "done" or one.startswith(Unavailable.__name__) for one in outcomes), outcomes
    council = opened(home)
    assert faults_in_whole(council) == []
    if acts == (register, register):
        assert outcomes == ["done", "done"]
        assert [e["facts"].get("dataset") for e in entries_of(council)].count("more") == 1
    if acts == (apply, apply):
        assert outcomes == ["done", "done"]
        assert [e["act"] for e in entries_of(council)].count("use-stated") == 1
        assert [e["act"] for e in entries_of(council)].count("advice-recorded") == 1
    council.close()


def test_threads_of_one_process(sealed, tmp_path):
    """Each thread has its own connection and its own place in the queue."""
    outcomes: list[str] = []
    stated = sealed.directory.with_name("stated")

    def work(number: int) -> None:
        def one(council: Any, stated: Path) -> None:
            if number % 2:
                council.ask(by=ANALYST, use="warm-homes", question=QUESTION)
            else:
                data = tmp_path / f"{number}.csv"
                data.write_text(f"uprn,tenure\n10001000{number:04d},owned\n", encoding="utf-8")
                council.register(by=CODES["housing"], source=data, name="more", steward="Housing")

        outcomes.append(_outcome(one, sealed, stated))
        sealed.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    assert outcomes == ["done"] * 6
    assert faults_in_whole(sealed) == []
    versions = [
        e["facts"]["version"] for e in entries_of(sealed) if e["facts"].get("dataset") == "more"
    ]
    assert versions == [1, 2, 3]
