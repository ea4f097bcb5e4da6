"""A review that the board asked for: owed, held, and owed again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beholden.kernel import BadInput, Refused
from beholden.records import reading

from .ashmere import ANALYST, CODES, DAY, DPO, QUESTION, Case
from .councils import entries_of, opened

OFFICER = CODES["officer"]
OWED = DAY + timedelta(days=53)


def on(council, day):
    """Return the same council on another day."""
    home = council.directory
    council.close()
    return opened(home, day)


def ask(council):
    return council.ask(by=ANALYST, use="warm-homes", question=QUESTION)


def owed(council) -> bool:
    decision = council.explain(by=ANALYST, use="warm-homes", question=QUESTION)
    try:
        ask(council)
    except Refused:
        return decision.refusal.clause == "conditions › review_by"
    return not decision.allowed


def review(council, day, **changes):
    said = {**Case(council.directory, day).review, "on": day.isoformat(), **changes}
    return council.review_use(by=OFFICER, statement=said)


@pytest.fixture
def on_the_day(on_each_database):
    council = on(on_each_database, OWED)
    yield council
    council.close()


def test_a_review_that_is_recorded_lets_questions_be_answered_again(on_the_day):
    assert owed(on_the_day)
    assert review(on_the_day, OWED) is None
    assert not owed(on_the_day)
    assert entries_of(on_the_day)[-2]["facts"] == {
        "on": OWED.isoformat(),
        "office": "Director of Resources",
        "continues": True,
        "next_review": None,
    }


def test_the_next_review_is_owed_on_its_own_day(sealed):
    council = on(sealed, OWED)
    review(council, OWED, next_review=(OWED + timedelta(days=20)).isoformat())
    assert not owed(council)
    council = on(council, OWED + timedelta(days=20))
    assert owed(council)
    council.close()


def test_a_version_of_the_agreement_that_is_stated_later_knows_of_the_review(sealed, tmp_path):
    council = on(sealed, OWED)
    after = OWED + timedelta(days=20)
    review(council, OWED, next_review=after.isoformat())
    terms = council.state_agreement(by=DPO, document=Case(tmp_path).agreement)
    assert terms.review_by == after
    assert review(council, OWED) is None
    assert council.state_agreement(by=DPO, document=Case(tmp_path).agreement).review_by is None
    council.close()


def test_an_answer_is_released_after_a_recorded_review_and_not_while_one_is_owed(sealed):
    council = on(sealed, OWED - timedelta(days=1))
    receipt = ask(council).receipt.id
    council = on(council, OWED)
    said = {"receipt": receipt, "name": "warm", "title": "Warm homes"}
    with pytest.raises(Refused) as no:
        council.request_release(by=ANALYST, **said)
    assert no.value.refusal.clause == "conditions › review_by"
    review(council, OWED)
    assert council.request_release(by=ANALYST, **said).state == "requested"
    council.close()


def test_nothing_is_approved_or_published_while_a_review_is_overdue(on_each_database):
    council = on(on_each_database, OWED - timedelta(days=1))
    said = {"receipt": ask(council).receipt.id, "title": "Warm homes"}
    waiting, approved = (
        council.request_release(by=ANALYST, name=name, **said).id for name in ("one", "two")
    )
    approve = {"by": CODES["reviewer"], "approve": True, "because": "Safe."}
    council.review_release(release_id=approved, **approve)
    council = on(council, OWED)
    for act in (
        lambda: council.review_release(release_id=waiting, **approve),
        lambda: council.publish(by=CODES["publisher"], release_id=approved),
    ):
        with pytest.raises(Refused) as no:
            act()
        assert no.value.refusal.clause == "conditions › review_by"
    review(council, OWED)
    assert council.review_release(release_id=waiting, **approve).state == "approved"
    assert council.publish(by=CODES["publisher"], release_id=approved).state == "published"
    council.close()


def test_a_review_that_was_to_come_after_the_end_holds_nothing_back(sealed, tmp_path):
    """The agreement ends before the day of its review, so nobody is owed one for it."""
    sooner = {**Case(tmp_path).agreement, "until": (OWED - timedelta(days=2)).isoformat()}
    sealed.state_agreement(by=DPO, document=sooner)
    for party in ("revenues", "housing", "partner"):
        sealed.sign_agreement(by=CODES[party], agreement="warm-homes-2026")
    sealed.seal(by=DPO, use="warm-homes")
    said = {"receipt": ask(sealed).receipt.id, "name": "one", "title": "Warm homes"}
    release = sealed.request_release(by=ANALYST, **said).id
    sealed.review_release(by=CODES["reviewer"], release_id=release, approve=True, because="Safe.")
    council = on(sealed, OWED + timedelta(days=1))
    assert council.publish(by=CODES["publisher"], release_id=release).state == "published"
    council.close()


def test_a_review_that_says_no_ends_the_agreement(sealed):
    review(sealed, DAY, continues=False)
    with pytest.raises(Refused, match="the agreement has ended"):
        ask(sealed)
    assert not list(sealed.keys_directory.glob("extract-*.key"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": (DAY + timedelta(days=1)).isoformat()}, "has not been held yet"),
        ({"next_review": DAY.isoformat()}, "must be later than today"),
        ({"because": ""}, "because"),
        ({"continues": "perhaps"}, "continues"),
    ],
)
def test_a_review_that_cannot_be_is_not_recorded(sealed, changes, said):
    with pytest.raises(BadInput) as caught:
        review(sealed, DAY, **changes)
    assert said in f"{caught.value} {caught.value.why}"


def test_nobody_reviews_what_they_stated_nor_what_another_answers_for(sealed, tmp_path):
    many = CODES["many"]
    with pytest.raises(Refused, match="answered for by another officer"):
        sealed.review_use(by=many, statement=Case(tmp_path).review)
    use = {**Case(tmp_path).use, "use": "own-use", "accountable_officer": "Jack of all trades"}
    sealed.state_use(by=many, statement=use)
    with pytest.raises(Refused) as caught:
        sealed.review_use(by=many, statement={**Case(tmp_path).review, "use": "own-use"})
    assert caught.value.refusal.clause == "S9 two people"


def told_of_review(council) -> str:
    """Return the line of the page of the use that says from which day nothing is asked."""
    (agreement,) = council.public_use(name="warm-homes").agreements
    return " ".join(c for c in agreement.conditions if "unless the use is reviewed" in c)


def test_the_page_and_the_record_tell_the_review_that_is_owed_now(sealed):
    with sealed.at_work():
        assert reading.agreement("warm-homes-2026").review_by == OWED
    assert "1 February 2027" in told_of_review(sealed)
    council = on(sealed, OWED)
    after = OWED + timedelta(days=20)
    review(council, OWED, next_review=after.isoformat())
    with council.at_work():
        held = reading.agreement("warm-homes-2026")
    assert (held.review_by, held.terms["review_by"]) == (after, OWED.isoformat())
    assert "21 February 2027" in told_of_review(council)
    review(council, OWED)
    assert told_of_review(council) == ""
    council.close()


def test_explain_tells_the_review_that_is_owed_now(sealed):
    council = on(sealed, OWED)
    after = OWED + timedelta(days=20)
    review(council, OWED, next_review=after.isoformat())
    decision = council.explain(by=ANALYST, use="warm-homes", question=QUESTION)
    said = {clause.where: clause.says for clause in decision.clauses}
    assert after.isoformat() in said["conditions › review_by"]
    council.close()
