"""Treatments from the agreement's words to the answer, over a whole council."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from served_pages import use_page

from beholden.kernel import BadInput, Refused

from .ashmere import ANALYST, CODES, DPO, HEALTH, HOUSEHOLDS, HOUSING, REVENUES, Case, uprn

QUESTION = "select area, ring, count(*) as n from council_tax group by all order by 1, 2"


def places(council, tmp_path) -> None:
    """Register which ring each property of Ashmere lies in."""
    path = tmp_path / "places.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["uprn", "ring"])
        writer.writerows([uprn(i), ("inner", "outer")[i % 2]] for i in range(HOUSEHOLDS))
    council.register(
        by=CODES["planning"], source=path, name="places", steward="Planning", made_up=True
    )


def stated(council, **changes: Any) -> dict[str, Any]:
    """Return the case's agreement with two columns made coarser."""
    agreement = Case(council.directory.with_name("stated")).agreement
    look_up = {"dataset": "places", "key": "uprn", "value": "ring"}
    agreement["between"] = [REVENUES, HOUSING, HEALTH, "Planning"]
    agreement["datasets"]["council_tax"]["columns"] |= {
        "area": {"role": "dimension", "of": "postcode", "treatment": {"postcode": "area"}},
        "ring": {"role": "dimension", "of": "uprn", "treatment": {"look_up": look_up}},
    }
    return agreement | changes


def in_force(council, agreement: dict[str, Any]) -> None:
    council.state_agreement(by=DPO, document=agreement)
    for who in ("revenues", "housing", "partner", "planning"):
        council.sign_agreement(by=CODES[who], agreement="warm-homes-2026")


def test_a_question_is_asked_of_the_coarser_columns_only(agreed, tmp_path):
    places(agreed, tmp_path)
    in_force(agreed, stated(agreed))
    agreed.seal(by=DPO, use="warm-homes")
    rows = agreed.ask(by=ANALYST, use="warm-homes", question=QUESTION).table.to_pylist()
    assert [(row["area"], row["ring"]) for row in rows] == [("ZZ", "inner"), ("ZZ", "outer")]
    with pytest.raises(Refused, match="a column that the agreement does not give"):
        agreed.ask(by=ANALYST, use="warm-homes", question="select postcode from council_tax")


def test_the_page_says_what_is_sealed_instead(agreed, tmp_path):
    places(agreed, tmp_path)
    in_force(agreed, stated(agreed))
    page = str(use_page(agreed, "warm-homes"))
    assert "as its area only, made from postcode" in page
    assert "as its ring by the dataset places only, made from uprn" in page


def test_the_steward_of_a_look_up_dataset_is_a_party(agreed, tmp_path):
    places(agreed, tmp_path)
    with pytest.raises(BadInput, match="not agreed to") as caught:
        agreed.state_agreement(by=DPO, document=stated(agreed, between=[REVENUES, HOUSING, HEALTH]))
    assert "Planning" in caught.value.why


def test_a_look_up_dataset_that_nobody_registered_is_a_fault(agreed):
    with pytest.raises(BadInput) as caught:
        agreed.state_agreement(by=DPO, document=stated(agreed))
    assert "look_up › dataset: there is no such dataset." in caught.value.why


@pytest.mark.parametrize(
    ("dimension", "score", "sealed"),
    [("completeness", 0.5, True), ("completeness", 1.0, False), ("timeliness", 0.1, False)],
)
def test_a_dataset_under_its_agreed_score_is_not_sealed(agreed, tmp_path, dimension, score, sealed):
    places(agreed, tmp_path)
    quality = {"council_tax": {dimension: score}}
    in_force(agreed, stated(agreed, quality=quality))
    if sealed:
        assert agreed.seal(by=DPO, use="warm-homes").rows
        return
    with pytest.raises(Refused) as caught:
        agreed.seal(by=DPO, use="warm-homes")
    assert caught.value.refusal.clause == f"quality › council_tax › {dimension}"
