"""Agreement → terms, in golden pairs; the first is the worked case word for word."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from beholden.gate import compile_terms
from beholden.kernel import Terms

from .warm_homes import COLUMNS, CONDITIONS, GOLDEN, STEWARDS, agreement, terms

WORKED_CASE = Path(__file__).parents[2] / "docs" / "worked-case.md"
SETTINGS = sorted(GOLDEN.glob("*.setting.yaml"))


def test_the_worked_case_in_the_docs_is_the_golden_agreement():
    golden = (GOLDEN / "warm-homes-2026.agreement.yaml").read_text("utf-8")
    assert golden.strip() in WORKED_CASE.read_text("utf-8")


def test_the_worked_case_compiles_to_its_golden_terms():
    expected = json.loads((GOLDEN / "warm-homes-2026.terms.json").read_text("utf-8"))
    assert terms().to_dict() == expected


@pytest.mark.parametrize("path", SETTINGS, ids=lambda path: path.name.split(".")[0])
def test_an_agreement_compiles_to_its_golden_terms(path):
    setting = yaml.safe_load(path.read_text("utf-8"))
    name = path.name.removesuffix(".setting.yaml")
    text = (GOLDEN / f"{name}.agreement.yaml").read_text("utf-8")
    expected = json.loads((GOLDEN / f"{name}.terms.json").read_text("utf-8"))
    assert compile_terms(yaml.safe_load(text), **setting).to_dict() == expected


def test_terms_come_back_whole_from_plain_data():
    assert Terms.from_dict(terms().to_dict()) == terms()
    assert Terms.from_dict(terms().to_dict()).hash == terms().hash


def test_days_may_be_days_or_text():
    as_text = agreement() | {"from": "2026-12-01", "until": "2027-03-31"}
    as_days = agreement() | {"from": date(2026, 12, 1), "until": date(2027, 3, 31)}
    assert terms(as_text) == terms(as_days)


def test_what_the_board_put_can_only_tighten():
    looser = ({"smallest_group": 2, "when": ["neighbourhood"]}, *CONDITIONS)
    for dimensions in (frozenset({"neighbourhood"}), frozenset({"tenure"}), frozenset()):
        before = terms().smallest_group(dimensions).size
        assert terms(conditions=looser).smallest_group(dimensions).size >= before


def test_the_earliest_review_holds():
    earlier = ({"review_by": date(2027, 1, 5), "else": "stop"}, *CONDITIONS)
    assert terms(conditions=earlier).review_by == date(2027, 1, 5)


def test_columns_that_are_not_known_yet_are_not_checked():
    strange = agreement()
    strange["datasets"]["council_tax"]["columns"]["not_there_yet"] = {"role": "dimension"}
    compiled = compile_terms(strange, purpose="p", stewards=STEWARDS, columns=None)
    assert compiled.dataset("council_tax").column("not_there_yet")


def test_a_row_condition_is_written_anew_with_quoted_columns():
    changed = agreement()
    changed["datasets"]["council_tax"]["rows"] = "LIABLE_TO is null or Tenure in ('a', 'b')"
    rows = terms(changed).dataset("council_tax").rows
    assert rows == "\"liable_to\" IS NULL OR \"tenure\" IN ('a', 'b')"


def test_a_row_condition_may_use_a_column_that_is_not_given():
    assert "liable_to" in COLUMNS["council_tax"]
    assert terms().dataset("council_tax").column("liable_to") is None
    assert terms().dataset("council_tax").rows == '"liable_to" IS NULL'
