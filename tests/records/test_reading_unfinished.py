"""What is not finished is read alike from each kind of database, in as many queries at any size."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from beholden.records import databases, reading
from beholden.records.reading import ConcealmentStanding, DraftStanding, FeedStanding

from . import story

TODAY = date(2026, 12, 1)
OF_ANOTHER = ("openings", "concealments", "feeds", "drafts")


@pytest.fixture
def register(shared_register: str) -> Iterator[str]:
    """Give the register at work; what a test writes to it is taken back."""
    from django.db import transaction

    with databases.at_work(shared_register), transaction.atomic(using=shared_register):
        yield shared_register
        transaction.set_rollback(True, using=shared_register)


def begin_all(name: str) -> None:
    """Begin one of everything that somebody else has to finish."""
    use = story.a_use(name)
    story.a_decision(use)
    agreement = story.an_agreement(use, name=f"{name}-2026")
    story.a_concealment(use, id=f"concealment-{name}")
    story.an_opening(use)
    story.asked_feed(agreement, id=f"feed-{name}")
    story.a_draft(use, name=f"{name}-next")


def test_what_another_has_to_finish_is_read_as_what_it_is(register: str) -> None:
    begin_all("flood-help")
    found = reading.unfinished(TODAY)
    by = story.author()
    (opening,) = found.openings
    assert (opening.use, opening.asked_by, opening.asked_at) == ("flood-help", by.code, story.at(2))
    assert (opening.confirmed, opening.decided, opening.review_by) == (False, True, None)
    assert opening.accountable_officer == "Director of Resources"
    assert found.concealments == (
        ConcealmentStanding(
            "concealment-flood-help", "flood-help", story.reviewer().code, story.at(7)
        ),
    )
    assert found.feeds == (FeedStanding("flood-help", "Finding cold homes", by.code, story.at(7)),)
    assert found.drafts == (
        DraftStanding(
            "flood-help-next", "flood-help", "approved", by.code, by.office, story.at(17)
        ),
    )


def test_a_crisis_that_was_confirmed_and_is_not_decided_says_so_with_its_day(register: str) -> None:
    use = story.a_use("flood-help")
    opening = story.an_opening(use)
    for name, value in story.confirmation().items():
        setattr(opening, name, value)
    opening.save()
    (found,) = reading.unfinished(TODAY, parts=frozenset({"openings"})).openings
    assert (found.confirmed, found.decided) == (True, False)
    assert found.review_by == story.confirmation()["review_by"]


def test_nothing_is_read_of_what_nobody_asked_for(register: str) -> None:
    begin_all("flood-help")
    found = reading.unfinished(TODAY, parts=frozenset({"feeds"}))
    assert found.feeds
    assert (found.openings, found.concealments, found.drafts) == ((), (), ())


def test_what_many_people_began_is_read_in_one_query(register: str) -> None:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    for number in range(3):
        begin_all(f"use-{number}")
    with CaptureQueriesContext(connections[register]) as asked:
        found = reading.unfinished(TODAY, parts=frozenset(OF_ANOTHER))
    assert len(asked) == 1
    assert [len(getattr(found, part)) for part in OF_ANOTHER] == [3, 3, 3, 3]


def test_what_parties_said_is_their_newest_word_and_withdrawing_takes_a_signature_away(
    register: str,
) -> None:
    agreement = story.an_agreement(story.a_use("flood-help"), in_force=False, name="flood-2026")
    story.a_signature(agreement)
    story.a_signature(agreement, party="Adult Social Care")
    story.an_answer(agreement)
    story.an_answer(agreement, text="Leave out the ward too.")
    story.an_answer(agreement, party="Housing", says="withdrawn", text="We cannot.")
    said = reading.what_parties_said([agreement.pk])[agreement.pk]
    assert said.signed == {"Adult Social Care"}
    assert {party: answer[:2] for party, answer in said.answers.items()} == {
        "Revenues and Benefits": ("asks_for_changes", "Leave out the ward too."),
        "Housing": ("withdrawn", "We cannot."),
    }


def test_what_was_said_of_a_use_is_each_point_with_the_newest_decision_and_review(
    register: str,
) -> None:
    use, silent = story.a_use("flood-help"), story.a_use("tree-survey")
    story.some_advice(use)
    decision = story.a_decision(use)
    review = story.looked_at_again(use)
    said = reading.what_was_said([use.pk, silent.pk])
    assert [one.point for one in said[use.pk].points] == [
        point.point for one in use.advice.all() for point in one.points.all()
    ]
    assert said[use.pk].points[0].condition["smallest_group"] == 20
    told = said[use.pk].decision
    assert told is not None
    assert (told.on, told.on_advice) == (decision.on, decision.on_advice)
    assert told.recorded_at == decision.recorded_at
    newest = said[use.pk].review
    assert newest is not None
    assert (newest.on, newest.next_review) == (review.on, review.next_review)
    assert said[silent.pk] == reading.SaidOfUse()
