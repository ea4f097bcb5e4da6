"""Lawful concealment: with a reason, an end and two people; what is concealed is told to nobody."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from served_pages import page_of

from beholden.actions.subjects.concealing import Reason
from beholden.actions.subjects.telling import Because, Told
from beholden.kernel import BadInput, HeldClock, NotFound, Refused

from ..ashmere import CODES, DAY, DPO, uprn
from ..councils import copied, entries_of, opened

OFFICER = CODES["officer"]
UNTIL = DAY + timedelta(days=30)


def state(council: Any, **more: Any) -> str:
    said = {"use": "warm-homes", "reason": "crime", "until": UNTIL, **more}
    return council.state_concealment(by=DPO, **said)


def conceal(council: Any, **more: Any) -> str:
    name = state(council, **more)
    council.confirm_concealment(by=OFFICER, concealment=name)
    return name


@pytest.fixture
def certain(sealed):
    """Give a council that tells households exactly."""
    for dataset, columns in (("council_tax", ["liable_to"]), ("energy_certificates", [])):
        sealed.state_household_dataset(
            by=DPO, dataset=dataset, columns=columns, because="Every household is."
        )
    return sealed


def ask(council: Any, identifier: str) -> tuple[Any, ...]:
    return council.uses_of_subject(by=DPO, identifier=identifier, since=date(2020, 1, 1)).uses


def because(council: Any) -> dict[str, str]:
    return dict(ask(council, uprn(1))[-1].because)


def test_it_holds_from_the_second_persons_word_to_its_last_day(on_each_database):
    council = on_each_database
    council.state_household_dataset(
        by=DPO, dataset="council_tax", columns=["liable_to"], because="Every household is."
    )
    name = state(council)
    assert ask(council, uprn(1))[-1].told is Told.IN
    council.confirm_concealment(by=OFFICER, concealment=name)
    (answer,) = ask(council, uprn(1))
    assert (answer.told, set(answer.because.values())) == (Told.MAY, {Because.NOT_TOLD})
    on_last = council.holding(HeldClock.on(UNTIL))
    assert ask(on_last, uprn(1))[-1].told is Told.MAY
    after = council.holding(HeldClock.on(UNTIL + timedelta(days=1)))
    assert ask(after, uprn(1))[-1].told is Told.IN


def test_who_was_in_it_and_who_was_not_are_told_alike(certain):
    everybody = [*(uprn(i) for i in range(5)), "999999999999"]
    open_answers = {str(ask(certain, one)) for one in everybody}
    assert len(open_answers) > 1
    conceal(certain)
    assert len({str(ask(certain, one)) for one in everybody}) == 1


def test_one_dataset_of_a_use_may_be_concealed(certain):
    conceal(certain, dataset="council_tax")
    assert because(certain)["council_tax"] == Because.NOT_TOLD
    assert ask(certain, uprn(1))[-1].through == ("energy_certificates",)


def public_texts(council: Any, folder: Path) -> str:
    """Return all that the public pages and the public register tell, as one text."""
    council.export_all(to=folder)
    return "\n".join(
        [
            page_of(council, "/"),
            page_of(council, "/ledger/"),
            page_of(council, "/board/"),
            json.dumps(council.public_board_as_data()),
            page_of(council, "/register/"),
            *(f"{file.name} {file.read_text('utf-8')}" for file in sorted(folder.iterdir())),
        ]
    )


def test_what_is_concealed_from_the_pages_is_nowhere_on_them(certain, tmp_path):
    before = public_texts(certain, tmp_path / "before")
    conceal(certain, pages=True)
    assert ask(certain, uprn(1)) == ()
    after = public_texts(certain, tmp_path / "after")
    assert "warm-homes" in before
    assert "warm-homes" not in after
    with pytest.raises(NotFound) as hidden:
        certain.public_use(name="warm-homes")
    assert "warm-homes" not in str(hidden.value)
    within = certain.export(kind="odcs", name="council_tax", whole=True)
    assert "warm-homes" in within.text, "what is for within the council has it"


def words_of(council: Any, act: str, **about: Any) -> str:
    with pytest.raises(NotFound) as missing:
        getattr(council, act)(**about)
    return str(missing.value.to_dict())


@pytest.mark.parametrize(
    ("act", "key"), [("public_use", "name"), ("published_release", "release_id")]
)
def test_what_is_concealed_is_missed_as_what_was_never_there(told, tmp_path, act, key):
    council = opened(copied(told("until_published_and_refused", DAY), tmp_path))
    (published,) = council.path("releases").iterdir()
    named = {"name": "warm-homes", "release_id": published.name}[key]
    assert getattr(council, act)(**{key: named})
    conceal(council, pages=True)
    # A name that is near to it is not told what it is near to.
    assert words_of(council, act, **{key: named}) == words_of(council, act, **{key: f"{named}x"})
    council.close()


def test_the_public_register_has_nothing_of_it_and_the_councils_own_has(told, tmp_path):
    council = opened(copied(told("until_published_and_refused", DAY), tmp_path))
    conceal(council, pages=True)
    documents = council.export_all(to=tmp_path / "register")
    assert [one.file for one in documents if "warm-homes" in one.text] == []
    assert "council_tax" not in {one.file.split(".")[1] for one in documents}
    assert "council_tax" in council.export(kind="odcs", name="council_tax", whole=True).text
    council.close()


def test_the_ledger_has_the_reason_and_the_day_and_not_which_use(certain):
    name = conceal(certain)
    stated, confirmed = entries_of(certain)[-2:]
    for entry in (stated, confirmed):
        assert entry["facts"] == {"reason": "crime", "until": UNTIL.isoformat()}
        assert entry["use"] == ""
        assert "warm-homes" not in json.dumps(entry)
        assert name not in json.dumps(entry)


def test_how_much_is_concealed_is_public_by_reason(certain):
    conceal(certain)
    state(certain, reason="tax")  # not confirmed
    told = certain.concealments_public()
    assert told["crime"] == 1
    assert sum(told.values()) == 1
    assert set(told) == {reason.value for reason in Reason}


def test_the_calendar_ends_it_once(certain):
    conceal(certain)
    home = certain.directory
    certain.close()
    for _ in range(2):
        later = opened(home, UNTIL + timedelta(days=1))
        ended = [e for e in entries_of(later) if e["act"] == "concealment-ended"]
        later.close()
        assert [(e["by"], e["use"]) for e in ended] == [("the calendar", "")]


def test_it_may_be_lifted_and_is_then_over(certain):
    name = conceal(certain)
    certain.lift_concealment(by=DPO, concealment=name)
    assert ask(certain, uprn(1))[-1].told is Told.IN
    entries = len(entries_of(certain))
    certain.lift_concealment(by=DPO, concealment=name)
    assert len(entries_of(certain)) == entries
    with pytest.raises(BadInput, match="does not wait"):
        certain.confirm_concealment(by=OFFICER, concealment=name)


def test_nobody_confirms_their_own(certain):
    name = state(certain)
    with pytest.raises(Refused) as refused:
        certain.confirm_concealment(by=DPO, concealment=name)
    assert refused.value.refusal.clause == "S9 two people"


REFUSED = [
    ({"reason": "embarrassment"}, "no such reason"),
    ({"until": DAY - timedelta(days=1)}, "ends within 180 days"),
    ({"until": DAY + timedelta(days=181)}, "ends within 180 days"),
    ({"dataset": "no-such"}, "gives a dataset of that name"),
    ({"dataset": "council_tax", "pages": True}, "conceal a whole use"),
]


@pytest.mark.parametrize(("said", "why"), REFUSED)
def test_what_the_law_or_the_council_does_not_allow_is_refused(sealed, said, why):
    entries = len(entries_of(sealed))
    with pytest.raises(BadInput, match=why):
        state(sealed, **said)
    assert len(entries_of(sealed)) == entries


def test_the_council_says_how_long_it_may_last(sealed):
    sealed.state_span(by=DPO, of="concealment", days=10)
    with pytest.raises(BadInput, match="ends within 10 days"):
        state(sealed)
    assert state(sealed, until=DAY + timedelta(days=10))


def test_one_that_nobody_named_is_not_there(sealed):
    with pytest.raises(NotFound):
        sealed.confirm_concealment(by=OFFICER, concealment="concealment-0")
