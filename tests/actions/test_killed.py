"""Kill -9 in the middle: the next opening finds a whole state, and the same act succeeds.

The child is killed as it makes one of the calls by which work becomes lasting: a write to the
register, its commit, and the file system's fsync, link, rename, replace and unlink.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from processes import PROCESSES
from waiting import PATIENCE

from beholden.kernel import BadInput, BeholdenError, Refused

from .ashmere import CODES, DAY, DPO, Case, until_requested
from .councils import copied, faults_in_whole, opened

CALLS = ("fsync", "link", "rename", "replace", "unlink")
POINTS = 5  # how many of an act's calls are tried, spread over all of them


def seal(council: Any, stated: Path) -> None:
    council.seal(by=DPO, use="warm-homes")


def register(council: Any, stated: Path) -> None:
    council.register(
        by=CODES["housing"],
        source=stated / "data/council_tax.csv",
        name="more",
        steward="Housing",
    )


def apply(council: Any, stated: Path) -> None:
    council.apply(by=CODES["revenues"], directory=stated)
    council.apply(by=CODES["owner"], directory=stated)
    council.apply(by=CODES["secretary"], directory=stated)


def publish(council: Any, stated: Path) -> None:
    from beholden.records.models import Release

    with council.at_work():
        release = Release.objects.get().pk
    council.publish(by=CODES["publisher"], release_id=release)


def end(council: Any, stated: Path) -> None:
    council.end_agreement(by=DPO, agreement="warm-homes-2026", because="A test.")


def _child(home: Path, act: Callable[..., None], fatal: int, told: Path) -> None:
    """Do an act, and be killed at its call of that number; tell how many calls there were."""
    from django.db import connections

    council = opened(home)
    connection = connections[council.alias]
    seen = 0

    def count() -> None:
        nonlocal seen
        seen += 1
        if seen == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def doing(*args: Any, **kwargs: Any) -> Any:
            count()
            return call(*args, **kwargs)

        return doing

    def statement(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.split(maxsplit=1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            count()
        return execute(sql, *rest)

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))
    connection.commit = counted(connection.commit)
    with connection.execute_wrapper(statement):
        act(council, home.with_name("stated"))
    told.write_text(str(seen))


def run(home: Path, act: Callable[..., None], fatal: int) -> int:
    """Run an act in a child and return its number of calls, or 0 where it was killed."""
    told = home.with_name("calls")
    child = PROCESSES.Process(target=_child, args=(home, act, fatal, told))
    child.start()
    child.join(timeout=PATIENCE)
    if child.exitcode == -signal.SIGKILL:
        return 0
    assert child.exitcode == 0
    return int(told.read_text())


def prepared(told: Callable[..., Path], act: Callable[..., None], to: Path) -> Path:
    home = copied(told("begin" if act is apply else "until_sealed", DAY), to)
    Case(to / "stated").write()
    if act is publish:
        council = opened(home)
        release = until_requested(council)
        council.review_release(
            by=CODES["reviewer"], release_id=release, approve=True, because="Safe."
        )
        council.close()
    return home


@pytest.mark.parametrize("act", [register, seal, apply, publish, end])
def test_a_kill_leaves_a_whole_state(told, tmp_path, act):
    began = prepared(told, act, tmp_path / "began").parent
    calls = run(copied(began, tmp_path / "whole"), act, fatal=-1)
    assert calls >= 5
    for fatal in sorted({1 + (calls - 1) * point // (POINTS - 1) for point in range(POINTS)}):
        home = copied(began, tmp_path / f"killed-{fatal}")
        assert run(home, act, fatal) == 0, "the child was to be killed"
        council = opened(home)
        assert faults_in_whole(council) == [], f"killed at call {fatal} of {calls}"
        _again(council, act, home.with_name("stated"))
        assert faults_in_whole(council) == [], f"after call {fatal} of {calls}, done again"
        council.close()


def _again(council: Any, act: Callable[..., None], stated: Path) -> None:
    """Do the act again; where the kill came after its record, it is done already."""
    said = _refusal_of(act, council, stated)
    if said is not None:
        assert act in {publish, end}
        assert "published" in str(said) or "ended already" in str(said)


def _refusal_of(act: Callable[..., None], council: Any, stated: Path) -> BeholdenError | None:
    try:
        act(council, stated)
    except (BadInput, Refused) as said:
        return said
    return None
