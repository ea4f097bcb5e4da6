"""What holds for residents, stated in a file: each step by its own office, and nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beholden.actions.subjects.concealing import concealed_uses
from beholden.kernel import BadInput
from beholden.records import reading

from ..ashmere import CODES, DAY, DPO, dumped
from ..councils import state_of

UNTIL = (DAY + timedelta(days=9)).isoformat()
STATED = {
    "households": [
        {"dataset": "council_tax", "because": "Every household is.", "columns": ["liable_to"]}
    ],
    "spans": {"members": {"days": 365, "confirmed_by": "Director of Resources"}},
    "concealments": [
        {
            "use": "warm-homes",
            "reason": "crime",
            "until": UNTIL,
            "pages": True,
            "confirmed_by": "Director of Resources",
        }
    ],
}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "files"
    made.mkdir()
    (made / "subjects.yaml").write_text(dumped(STATED))
    return made


def test_the_second_person_confirms_what_the_first_stated_and_nothing_is_done_twice(sealed, folder):
    first = sealed.apply(by=DPO, directory=folder)
    assert [(step.act, step.is_done, step.waits_for) for step in first] == [
        ("state household dataset", True, ""),
        ("state span", True, ""),
        ("confirm span", False, "the Director of Resources"),
        ("state concealment", True, ""),
        ("confirm concealment", False, "the Director of Resources"),
    ]
    assert concealed_uses(sealed) == frozenset()
    assert sealed.list_spans()["members"] == 730
    sealed.apply(by=CODES["officer"], directory=folder)
    assert concealed_uses(sealed) == {"warm-homes"}
    with sealed.at_work():
        assert reading.household_datasets()[0].columns == ("liable_to",)
    assert sealed.list_spans()["members"] == 365
    before = state_of(sealed)
    for who in (DPO, CODES["officer"]):
        assert {step.change for step in sealed.apply(by=who, directory=folder)} == {"same"}
    assert state_of(sealed) == before


def test_what_was_lifted_is_not_stated_again_by_the_same_file(sealed, folder):
    sealed.apply(by=DPO, directory=folder)
    with sealed.at_work():
        (held,) = reading.concealments()
    sealed.lift_concealment(by=DPO, concealment=held.id)
    again = sealed.apply(by=DPO, directory=folder)
    assert {step.change for step in again if "concealment" in step.act} == {"same"}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"complaints": [{"text": "x"}]}, "complaints"),
        ({"spans": {"extracts": 3}}, "extracts"),
        ({"households": [{"dataset": "council_tax"}]}, "because"),
    ],
)
def test_what_no_such_file_may_hold_is_told(sealed, folder, said, why):
    (folder / "subjects.yaml").write_text(dumped(said))
    before = state_of(sealed)
    with pytest.raises(BadInput) as fault:
        sealed.apply(by=DPO, directory=folder)
    assert why in str(fault.value.to_dict())
    assert state_of(sealed) == before
