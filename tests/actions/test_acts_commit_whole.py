"""An act and its ledger entry commit together or not at all (S5), wherever the act is stopped."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from beholden.actions import Council
from beholden.kernel import Refused, Unavailable

from .ashmere import ADMIN, ANALYST, CODES, DPO, QUESTION, REFUSED, Case, until_requested
from .councils import faults_in_whole, state_of

AGREEMENT = "warm-homes-2026"


class Stopped(Exception):
    """What the tests raise inside an act."""


@contextmanager
def stopping_at(council: Council, number: int) -> Iterator[list[str]]:
    """Raise at the given write to the register, counted from 0."""
    from django.db import connections

    connection = connections[council.alias]
    seen: list[str] = []

    def stop(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.split(maxsplit=1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            seen.append(sql)
            if len(seen) == number + 1:
                raise Stopped
        return execute(sql, *rest)

    with connection.execute_wrapper(stop):
        yield seen


def stop_everywhere(council: Council, act: Callable[[], Any]) -> None:
    """Stop an act at each of its writes in turn, then let it be; nothing may be left of a stop."""
    before = state_of(council)
    for number in range(100):
        try:
            with stopping_at(council, number) as seen:
                act()
        except Stopped:
            assert state_of(council) == before, f"after write {number}"
            continue
        except Refused:
            pass  # a refused question is recorded as an act, and then told
        break
    assert number == len(seen) >= 3, "an act writes its record, its entry and the head"


def test_acts_that_only_record(founded):
    case = Case(founded.directory.with_name("stated"))
    for act in (
        lambda: founded.add_person(
            by=ADMIN, code="new", office="New", organisation="New", roles=["analyst", "reviewer"]
        ),
        lambda: founded.state_use(by=CODES["owner"], statement=case.use),
        lambda: founded.advise_on_dpia(by=CODES["dpo"], statement=case.dpia_advice),
        lambda: founded.record_advice(by=CODES["secretary"], statement=case.advice),
        lambda: founded.decide_use(by=CODES["officer"], statement=case.decision),
        lambda: founded.record_outcome(by=CODES["owner"], statement=case.outcome),
    ):
        stop_everywhere(founded, act)
    assert faults_in_whole(founded) == []


def test_acts_of_an_agreement(agreed):
    changed = Case(Path("unused")).agreement
    changed["until"] = "2027-02-28"
    for act in (
        lambda: agreed.state_agreement(by=DPO, document=changed),
        lambda: agreed.sign_agreement(by=CODES["revenues"], agreement=AGREEMENT),
        lambda: agreed.sign_agreement(by=CODES["housing"], agreement=AGREEMENT),
        # The last signature supersedes the first version.
        lambda: agreed.sign_agreement(by=CODES["partner"], agreement=AGREEMENT),
        lambda: agreed.end_agreement(by=DPO, agreement=AGREEMENT, because="A test."),
    ):
        stop_everywhere(agreed, act)
    assert faults_in_whole(agreed) == []


def test_acts_with_files(on_each_database, tmp_path):
    council = on_each_database
    data = tmp_path / "more.csv"
    data.write_text("uprn,tenure\n100010000019,owned\n", encoding="utf-8")
    for act in (
        lambda: council.register(by=CODES["housing"], source=data, name="more", steward="Housing"),
        lambda: council.seal(by=DPO, use="warm-homes"),
    ):
        stop_everywhere(council, act)
    assert faults_in_whole(council) == []


def test_questions(sealed):
    stop_everywhere(sealed, lambda: sealed.ask(by=ANALYST, use="warm-homes", question=QUESTION))
    stop_everywhere(sealed, lambda: sealed.ask(by=ANALYST, use="warm-homes", question=REFUSED))
    assert faults_in_whole(sealed) == []


def test_releases(sealed):
    release = until_requested(sealed)
    for act in (
        lambda: sealed.review_release(
            by=CODES["reviewer"], release_id=release, approve=True, because="Safe."
        ),
        lambda: sealed.publish(by=CODES["publisher"], release_id=release),
    ):
        stop_everywhere(sealed, act)
    assert faults_in_whole(sealed) == []


def test_a_commit_that_fails_leaves_nothing(sealed, tmp_path):
    from django.db import OperationalError, connections

    full = OperationalError("database or disk is full")
    data = tmp_path / "more.csv"
    data.write_text("uprn,tenure\n100010000019,owned\n", encoding="utf-8")
    before = state_of(sealed)
    for act in (
        lambda: sealed.register(by=CODES["housing"], source=data, name="more", steward="Housing"),
        lambda: sealed.seal(by=DPO, use="warm-homes"),
        lambda: sealed.end_agreement(by=DPO, agreement=AGREEMENT, because="A test."),
        lambda: sealed.ask(by=ANALYST, use="warm-homes", question=QUESTION),
    ):
        with (
            patch.object(connections[sealed.alias], "commit", side_effect=full),
            pytest.raises(Unavailable),
        ):
            act()
        assert state_of(sealed) == before
    assert sealed.ask(by=ANALYST, use="warm-homes", question=QUESTION).receipt.shown == 2


@pytest.mark.parametrize("call", ["rename", "fsync", "mkdir"])
def test_a_disk_that_refuses_leaves_nothing(sealed, tmp_path, call):
    data = tmp_path / "more.csv"
    data.write_text("uprn,tenure\n100010000019,owned\n", encoding="utf-8")
    before = state_of(sealed)
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    for act in (
        lambda: sealed.register(by=CODES["housing"], source=data, name="more", steward="Housing"),
        lambda: sealed.seal(by=DPO, use="warm-homes"),
    ):
        with patch(f"os.{call}", side_effect=full), pytest.raises(Unavailable):
            act()
        assert state_of(sealed) == before
    assert faults_in_whole(sealed) == []


def test_a_ledger_that_cannot_be_written_is_made_good_by_the_next_act(sealed):
    with patch("beholden.ledger.TileLog.append", side_effect=Unavailable("The disk is full.")):
        extract = sealed.seal(by=DPO, use="warm-homes")
    assert sealed.keys.has(extract.id)
    assert "the ledger's size" in " ".join(faults_in_whole(sealed))
    assert sealed.ask(by=ANALYST, use="warm-homes", question=QUESTION).receipt.shown == 2
    assert faults_in_whole(sealed) == []
