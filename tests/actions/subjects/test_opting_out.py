"""Opt-outs from a kind of use: heeded at the next seal of each use that they reach, and by whom."""

from __future__ import annotations

import json
from typing import Any

import pytest

from beholden.actions import OptOutKind
from beholden.actions.subjects.choosing import reach_of
from beholden.gate import LeftOut, compile_terms, objection_marks
from beholden.kernel import BadInput, Refused

from ..ashmere import CODES, DPO, Case, uprn
from ..councils import entries_of, opened, records_of

AGREED, NOT_REQUIRED, RESEARCH = (
    OptOutKind.AGREED,
    OptOutKind.NOT_REQUIRED,
    OptOutKind.RESEARCH,
)


def add(council: Any, path: Any, kind: str = AGREED, **more: Any) -> Any:
    return council.add_opt_outs(by=DPO, kind=kind, subjects=path, **more)


def withdraw(council: Any, path: Any, kind: str = AGREED) -> Any:
    return council.withdraw_opt_outs(by=DPO, kind=kind, subjects=path)


def seal(council: Any) -> Any:
    return council.seal(by=DPO, use="warm-homes")


def agree_anew(council: Any, tmp_path: Any, **changed: Any) -> None:
    council.state_agreement(by=DPO, document={**Case(tmp_path).agreement, **changed})
    for party in ("revenues", "housing", "partner"):
        council.sign_agreement(by=CODES[party], agreement="warm-homes-2026")


def test_who_opted_out_is_in_no_table_of_the_next_extract(on_each_database, who):
    council = on_each_database
    before = dict(seal(council).rows)
    path = who("", f" {uprn(1)} ", uprn(2), uprn(1), uprn(10_000))
    kept = add(council, path)
    assert (kept.column, kept.changed, kept.standing) == ("uprn", 3, 3)
    extract = seal(council)
    assert extract.objected["council_tax"] == 2
    assert all(extract.rows[n] == rows - extract.objected[n] for n, rows in before.items())
    assert withdraw(council, path).standing == 0
    assert dict(seal(council).rows) == before


def test_an_objection_and_an_opt_out_of_one_household_leave_it_out_once(sealed, who):
    add(sealed, who(uprn(1), uprn(2)))
    sealed.add_objections(by=DPO, use="warm-homes", subjects=who(uprn(2), uprn(3)))
    assert seal(sealed).objected["council_tax"] == 3


def basis(article: str) -> dict[str, Any]:
    return {"lawful_basis": {"article_6": article}}


NOT_LEFT_OUT = {"objections": "not left out"}
RECORDS = {
    "outputs": {
        "records": {
            "to": ["Housing"],
            "for": "offer letters",
            "columns": ["uprn"],
            "approved_by": "two people",
        }
    }
}
DUTY, LIFE = basis("legal-obligation"), basis("vital-interests")

# What the agreement says, the kind, and a part of the reason where it is not reached.
REACHES = [
    ({}, AGREED, ""),
    ({}, NOT_REQUIRED, ""),
    ({}, RESEARCH, ""),
    (NOT_LEFT_OUT, AGREED, "objections are not left out"),
    (NOT_LEFT_OUT, NOT_REQUIRED, ""),
    (NOT_LEFT_OUT, RESEARCH, ""),
    (DUTY, AGREED, ""),
    (DUTY, NOT_REQUIRED, "The law requires this use"),
    (DUTY, RESEARCH, "The law requires this use"),
    (DUTY | NOT_LEFT_OUT, AGREED, "The law requires this use"),
    (LIFE, NOT_REQUIRED, "protects somebody's life"),
    (RECORDS, AGREED, ""),
    (RECORDS, NOT_REQUIRED, ""),
    (RECORDS, RESEARCH, "for offer letters"),
]


@pytest.mark.parametrize(("said", "kind", "because"), REACHES)
def test_which_uses_a_kind_reaches_is_read_off_the_agreement(tmp_path, said, kind, because):
    document = {**Case(tmp_path).agreement, **said}
    stewards = dict.fromkeys(document["datasets"], "-")
    terms = compile_terms(document, purpose="", stewards=stewards, columns=None)
    reach = reach_of(kind, terms, basis=document["lawful_basis"]["article_6"])
    assert (reach.reached, because in reach.because) == (not because, True)
    assert bool(reach.because) == bool(because)


def test_a_use_that_the_law_requires_seals_everybody_and_says_why(sealed, who, tmp_path):
    add(sealed, who(uprn(1)), NOT_REQUIRED)
    agree_anew(sealed, tmp_path, **DUTY)
    assert seal(sealed).objected["council_tax"] == 0
    told = {one.kind: one for one in sealed.uses_reached()}
    assert told[AGREED].reached
    assert told[NOT_REQUIRED].because.startswith("The law requires this use")


def test_an_opt_out_from_what_no_law_requires_stands_above_the_agreement(sealed, who, tmp_path):
    add(sealed, who(uprn(1)), AGREED)
    add(sealed, who(uprn(2)), NOT_REQUIRED)
    agree_anew(sealed, tmp_path, **NOT_LEFT_OUT)
    assert seal(sealed).objected["council_tax"] == 1


def test_what_the_agreement_tells_nobody_apart_by_is_passed_over(sealed, who):
    add(sealed, who(uprn(1)), column="person")
    assert seal(sealed).objected["council_tax"] == 0


def test_neither_whom_nor_how_many_is_in_the_ledger(sealed, who):
    everybody = [uprn(i) for i in range(30)]
    add(sealed, who(*everybody))
    told = entries_of(sealed)[-1]
    assert (told["act"], told["use"]) == ("opt-outs-recorded", "")
    assert told["facts"] == {"kind": "agreed", "column": "uprn"}
    kept = " ".join(records_of(sealed)["OptOut"])
    assert not any(one in kept for one in everybody)


def test_the_same_again_changes_nothing(sealed, who):
    add(sealed, who(uprn(1)))
    entries = len(entries_of(sealed))
    assert add(sealed, who(uprn(1))).changed == 0
    assert withdraw(sealed, who(uprn(9))).changed == 0
    assert add(sealed, who(uprn(1)), RESEARCH).changed == 1
    assert len(entries_of(sealed)) == entries + 1


def test_marks_of_an_opt_out_and_of_an_objection_do_not_meet(sealed):
    secrets = [sealed.keys.council_secret("opt-outs"), sealed.keys.use_secret("warm-homes")]
    marks = [objection_marks([uprn(1)], column="uprn", secret=one) for one in secrets]
    assert not marks[0] & marks[1]


def test_no_use_can_have_the_secret_of_the_opt_outs(sealed):
    assert sealed.keys.use_secret("opt-outs") != sealed.keys.council_secret("opt-outs")


def test_the_terms_do_not_change_and_the_seal_proves_whom_it_left_out(sealed, who):
    def newest() -> dict[str, Any]:
        return next(e for e in reversed(entries_of(sealed)) if e["act"] == "extract-sealed")

    before = newest()["facts"]
    assert sealed.choices_hold(use="warm-homes")
    add(sealed, who(uprn(1)))
    assert not sealed.choices_hold(use="warm-homes")
    seal(sealed)
    assert sealed.choices_hold(use="warm-homes")
    after = newest()["facts"]
    assert before["terms"] == after["terms"]
    assert before["choices"] != after["choices"]
    seal(sealed)  # the same choices: nobody can tell
    assert newest()["facts"]["choices"] != after["choices"]
    assert "objected" not in json.dumps(newest())


def test_a_commitment_is_of_the_marks_the_secret_and_the_extract():
    one = LeftOut({"uprn": frozenset({1, 2})}, b"1" * 32)
    others = [
        LeftOut({"uprn": frozenset({1})}, b"1" * 32),
        LeftOut({"person": frozenset({1, 2})}, b"1" * 32),
        LeftOut({"uprn": frozenset({1, 2})}, b"2" * 32),
    ]
    assert one.commitment("a") == LeftOut({"uprn": frozenset({2, 1})}, b"1" * 32).commitment("a")
    told = {one.commitment("a"), one.commitment("b"), *(o.commitment("a") for o in others)}
    assert len(told) == 5


def test_opt_outs_that_cannot_be_heeded_stop_the_seal(sealed, who):
    add(sealed, who(uprn(1)))
    (sealed.keys_directory / "opt-outs.council").unlink()
    with pytest.raises(Refused) as caught:
        seal(sealed)
    assert caught.value.refusal.clause == "objections"


def test_a_kind_that_there_is_not_is_refused(sealed, who):
    with pytest.raises(BadInput, match="no such kind"):
        add(sealed, who(uprn(1)), "everything")


def test_opt_outs_outlive_a_reopening(sealed, who):
    add(sealed, who(uprn(1)))
    home = sealed.directory
    sealed.close()
    again = opened(home)
    assert seal(again).objected["council_tax"] == 1
    again.close()
