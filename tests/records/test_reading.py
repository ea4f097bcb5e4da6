"""What doors see of the worked case."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from beholden.kernel import NotFound
from beholden.records import databases, reading

from . import story

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def written(shared_register: str) -> str:
    with databases.at_work(shared_register):
        story.whole_case()
    return shared_register


@pytest.fixture
def case(written: str) -> Iterator[str]:
    """Give the register of the case, at work; what a test writes to it is taken back."""
    from django.db import transaction

    with databases.at_work(written), transaction.atomic(using=written):
        yield written
        transaction.set_rollback(True, using=written)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("home", reading.home_facts),
        ("people", reading.people),
        ("datasets", reading.datasets),
        ("uses", reading.uses),
        ("use", lambda: reading.use("warm-homes")),
        ("agreement", lambda: reading.agreement("warm-homes-2026")),
        ("undertakings", reading.undertakings),
        ("receipts", lambda: reading.receipts("warm-homes")),
        ("receipt", lambda: reading.receipt("answer-1")),
        ("release", lambda: reading.release("release-1")),
        ("ledger", reading.ledger),
    ],
)
def test_a_view_of_the_case(case: str, name: str, read: Callable[[], Any]) -> None:
    assert reading.plain(read()) == json.loads((GOLDEN / f"{name}.json").read_text())


def test_lists_hold_what_single_views_hold(case: str) -> None:
    assert reading.datasets() == (reading.dataset("council_tax"),)
    assert reading.agreements() == (reading.agreement("warm-homes-2026", 1),)
    assert reading.releases() == (reading.release("release-1").summary,)
    assert reading.releases("other-use") == ()
    assert reading.receipts("other-use") == ()
    assert reading.receipts() == reading.use("warm-homes").receipts


def test_what_is_in_force_and_decided_is_found_in_the_use(case: str) -> None:
    use = reading.use("warm-homes")
    assert use.in_force is not None
    assert use.in_force.name == "warm-homes-2026"
    assert use.decision is not None
    assert use.decision.office == "Director of Resources"
    latest = reading.dataset("council_tax").latest
    assert latest is not None
    assert latest.number == 1


def test_the_newest_version_of_an_agreement_is_meant(case: str) -> None:
    from beholden.records.models import DataUse

    story.an_agreement(DataUse.objects.get(), in_force=False, version=2)
    assert reading.agreement("warm-homes-2026").version == 2
    assert reading.agreement("warm-homes-2026", 1).state == "in_force"


def test_the_ledger_is_read_in_pieces(case: str) -> None:
    assert reading.ledger_size() == 3
    assert [entry.index for entry in reading.ledger(1, 1)] == [1]
    assert [entry.index for entry in reading.ledger(1)] == [1, 2]
    assert reading.ledger(3) == ()
    assert reading.ledger(0, 0) == ()


@pytest.mark.parametrize(
    ("read", "name", "near"),
    [
        (reading.dataset, "councl_tax", "council_tax"),
        (reading.use, "warm-home", "warm-homes"),
        (reading.agreement, "warm-homes-2025", "warm-homes-2026"),
    ],
)
def test_a_name_that_is_not_there_brings_the_nearest(
    case: str, read: Callable[[str], Any], name: str, near: str
) -> None:
    with pytest.raises(NotFound) as caught:
        read(name)
    assert near in caught.value.why
    assert name not in str(caught.value).replace(near, "")


@pytest.mark.parametrize(
    "read",
    [
        lambda: reading.receipt("answer-x"),
        lambda: reading.release("release-x"),
        lambda: reading.agreement("warm-homes-2026", 7),
        lambda: reading.use("nothing-like-it"),
    ],
)
def test_what_is_not_there_says_what_to_do(case: str, read: Callable[[], Any]) -> None:
    with pytest.raises(NotFound) as caught:
        read()
    assert caught.value.next_step


def test_views_are_frozen(case: str) -> None:
    with pytest.raises(FrozenInstanceError):
        reading.use("warm-homes").state = "declined"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("read", "most"),
    [
        (reading.home_facts, 8),
        (reading.people, 2),
        (reading.datasets, 3),
        (reading.uses, 6),
        (lambda: reading.use("warm-homes"), 20),
        (lambda: reading.use_to_document("warm-homes"), 15),
        (reading.uses_to_export, 13),
        (lambda: reading.complaints(date(2026, 12, 1)), 1),
        (reading.agreements, 4),
        (reading.receipts, 2),
        (reading.releases, 1),
        (reading.ledger, 1),
    ],
)
def test_few_queries_however_many_rows(case: str, read: Callable[[], Any], most: int) -> None:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    for number in range(2, 6):
        story.a_dataset(f"dataset-{number}")
        story.person(f"person-{number}", "Office")
        use = story.a_use(f"use-{number}")
        story.a_decision(use)
        story.an_agreement(use, name=f"agreement-{number}")
        story.a_refusal(use, id=f"receipt-{number}-more")
    with CaptureQueriesContext(connections[case]) as queries:
        read()
    assert len(queries) <= most
