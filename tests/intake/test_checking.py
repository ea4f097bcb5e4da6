"""The catalogue of checks: a table with one fault for each, and the finding that it must give."""

from datetime import date, timedelta

import pyarrow as pa
import pytest

from beholden.intake import Contract, ContractColumn, ContractRule, check, describe
from beholden.intake.capping import MOST_ROWS_NAMED
from beholden.intake.checks import CATALOGUE
from beholden.kernel import QualityDimension

TODAY = date(2026, 11, 22)
DAYS = [date(2020, 1, 1) + timedelta(days=n) for n in range(5)]
TWELVE = list(map(str, range(101, 113)))


def report(columns, contract=None):
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    return check(table, dataset="homes", contract=contract, today=TODAY)


def agreed(*columns, frequency=None, rules=()):
    return Contract("homes", "Housing", columns, frequency=frequency, rules=rules)


NOTHING = pa.array([None, None], pa.string())
ADDRESSES = [f"{n} High Street" for n in range(13)]
ONE_FAULT = [
    ("no-rows", {"a": pa.array([], pa.string())}, None, None),
    ("empty-column", {"a": ["x", "y"], "b": NOTHING}, "b", None),
    ("empty-row", {"a": ["x", None, "y"], "b": ["1x", None, "2x"]}, None, 2),
    ("missing-value", {"postcode": ["AM1 2AB", None, "AM1 2AD"], "n": [1, 2, 3]}, "postcode", 2),
    ("placeholder", {"said": ["x", "N/A", "y"], "n": [1, 2, 3]}, "said", 2),
    ("placeholder", {"said": ["x", "y", "  "], "n": [1, 2, 3]}, "said", 3),
    ("repeated-row", {"a": ["x", "y", "x"], "n": [1, 2, 1]}, None, 3),
    ("repeated-identifier", {"uprn": [*TWELVE, "101"], "address": ADDRESSES}, "uprn", 13),
    ("repeated-identifier", {"case_ref": [*TWELVE, "105"], "n": list(range(13))}, "case_ref", 13),
    ("end-before-start", {"start_date": DAYS[1:3], "end_date": [DAYS[2], DAYS[0]]}, "end_date", 2),
    ("end-before-start", {"opened": DAYS[1:3], "closed": [DAYS[0], None]}, "closed", 1),
    ("before-birth", {"dob": [DAYS[2]] * 2, "opened": [DAYS[3], DAYS[1]]}, "opened", 2),
    (
        "two-postcodes",
        {
            "uprn": ["12", "0012", "12.0", "13"],
            "postcode": ["AM1 2AB", "am12ab", "AM1 2AD", "AM1 2AB"],
        },
        "postcode",
        3,
    ),
    (
        "two-birth-dates",
        {
            "nhs_number": ["9434765919", "943 476 5919", "9434765870"],
            "dob": [DAYS[0], DAYS[1], DAYS[1]],
        },
        "dob",
        2,
    ),
    ("mixed-date-forms", {"opened": ["2024-01-31", "01/02/2024", "2024-02-02"]}, "opened", 2),
    (
        "category-spelling",
        {
            "tenure": ["Rented", "rented.", "Rented", "Owned", "Owned", "Rented"],
            "n": list(range(6)),
        },
        "tenure",
        2,
    ),
    ("future-date", {"opened": [DAYS[0], date(2027, 1, 1)]}, "opened", 2),
    ("invalid-postcode", {"postcode": ["AM1 2AB", "AM1 2AC", "AM1 2AD"]}, "postcode", 2),
    ("invalid-uprn", {"uprn": ["12", "1234567890123", "13"]}, "uprn", 2),
    ("invalid-uprn", {"uprn": ["12", "13", "000"]}, "uprn", 3),
    ("invalid-nhs-number", {"nhs_number": ["9434765919", "94347659"]}, "nhs_number", 2),
    ("invalid-nino", {"nino": ["AB123456C", "QQ123456C"]}, "nino", 2),
    ("invalid-email", {"email": ["a@example.org", "a.example.org"]}, "email", 2),
    ("invalid-phone", {"telephone": ["0117 922 2000", "0117"]}, "telephone", 2),
    ("invalid-date", {"opened": ["31/01/2024", "30/02/2024"]}, "opened", 2),
    ("invalid-date", {"opened": ["31/01/2024", "01/31/2024"]}, "opened", 2),
    ("invalid-number", {"rooms": [*TWELVE, "many"]}, "rooms", 13),
    ("stray-space", {"said": ["one thing", "one  thing "]}, "said", 2),
    ("stray-space", {"said": ["one thing", "one\u00a0thing"]}, "said", 2),
    ("garbled-letters", {"said": ["Zoë", "ZoÃ«"]}, "said", 2),
    ("garbled-letters", {"said": ["It’s", "It\ufffds"]}, "said", 2),
    ("wrong-check-digit", {"nhs_number": ["9434765919", "9434765918"]}, "nhs_number", 2),
    ("impossible-age", {"dob": [date(1906, 11, 24), date(1906, 11, 20)]}, "dob", 2),
    ("stand-in-date", {"opened": [DAYS[0], date(1900, 1, 1)]}, "opened", 2),
    (
        "outlying-postcode",
        {"postcode": [*(f"AM1 {n % 10}AB" for n in range(99)), "ZE1 0AA"], "n": list(range(100))},
        "postcode",
        100,
    ),
]
C, R = ContractColumn, ContractRule
BROKEN_CONTRACT = [
    (
        "missing-value",
        {"said": ["x", None], "n": [1, 2]},
        agreed(C("said", required=True), C("n")),
        "said",
        2,
    ),
    ("missing-column", {"a": ["x"]}, agreed(C("a"), C("b")), "b", None),
    ("unknown-column", {"a": ["x"], "b": ["y"]}, agreed(C("a")), "b", None),
    ("wrong-type", {"a": ["x"]}, agreed(C("a", "integer")), "a", None),
    (
        "repeated-identifier",
        {"a": ["x", "x"], "n": [1, 2]},
        agreed(C("a", unique=True), C("n")),
        "a",
        2,
    ),
    (
        "out-of-date",
        {"updated": [date(2026, 9, 1), date(2026, 8, 1)]},
        agreed(C("updated", "date"), frequency="1 month"),
        "updated",
        None,
    ),
]

RULES = [
    (R("rowCount", "mustBeGreaterThan", 4), None, True),
    (R("rowCount", "mustBeLessOrEqualTo", 4), None, False),
    (R("rowCount", "mustBeBetween", (1, 5)), None, True),
    (R("rowCount", "mustNotBeBetween", (1, 5)), None, False),
    (R("duplicateValues", "mustBe", 1, arguments={"properties": ["a", "n"]}), None, True),
    (R("duplicateValues", "mustBe", 0, arguments={"properties": ["a", "n"]}), None, False),
    (R("duplicateValues", "mustBe", 0, arguments={"properties": ["nowhere"]}), None, False),
    (R("nullValues", "mustBe", 0), None, False),
    (R("nullValues", "mustBe", 1), "a", True),
    (R("nullValues", "mustBeLessThan", 20, "percent"), "a", False),
    (R("nullValues", "mustBeLessOrEqualTo", 20, "percent"), "a", True),
    (R("missingValues", "mustBe", 2, arguments={"missingValues": ["", "z"]}), "a", True),
    (R("missingValues", "mustNotBe", 2, arguments={"missingValues": ["", "z"]}), "a", False),
    (R("invalidValues", "mustBe", 0, arguments={"validValues": ["x", "y", "z"]}), "a", True),
    (R("invalidValues", "mustBe", 0, arguments={"validValues": ["x", "y"]}), "a", False),
    (R("invalidValues", "mustBe", 0, arguments={"pattern": "[xyz]"}), "a", True),
    (R("invalidValues", "mustBe", 0, arguments={"pattern": "[xy]"}), "a", False),
    (R("invalidValues", "mustBe", 0, arguments={"pattern": "["}), "a", False),
    (R("invalidValues", "mustBe", 0), "a", False),
    (R("duplicateValues", "mustBeGreaterOrEqualTo", 1), "a", True),
    (R("duplicateValues", "mustBe", 0), "a", False),
]


@pytest.mark.parametrize(("code", "columns", "column", "row"), ONE_FAULT)
def test_each_fault_gives_its_own_finding_at_its_place_and_no_other(code, columns, column, row):
    found = report(columns)
    assert [(f.code, f.column, f.row) for f in found.findings] == [(code, column, row)]
    assert found.counts == {code: 1}
    said = {check.code: check.dimension for check in CATALOGUE}
    assert found.findings[0].dimension is said[code]
    if row is not None:
        assert found.scores[said[code].value] < 1


@pytest.mark.parametrize(("code", "columns", "contract", "column", "row"), BROKEN_CONTRACT)
def test_each_departure_from_the_contract(code, columns, contract, column, row):
    found = report(columns, contract)
    assert [(f.code, f.column, f.row) for f in found.findings] == [(code, column, row)]
    assert report(columns).counts == {}


@pytest.mark.parametrize(("rule", "column", "holds"), RULES)
def test_each_rule_of_a_contract(rule, column, holds):
    table = {"a": ["x", "y", "z", None, "x"], "n": [1, 2, 3, 4, 1]}
    rules = {name: (rule,) if name == column else () for name in table}
    contract = agreed(
        *(C(name, rules=rules[name]) for name in table), rules=() if column else (rule,)
    )
    broken = [f for f in report(table, contract).findings if f.code == "contract-rule"]
    assert [f.column for f in broken] == ([] if holds else [column])


def test_every_check_of_the_catalogue_is_shown_above():
    shown = {row[0] for row in ONE_FAULT} | {row[0] for row in BROKEN_CONTRACT} | {"contract-rule"}
    assert {check.code for check in CATALOGUE} == shown
    assert {check.dimension for check in CATALOGUE} == set(QualityDimension)


def test_a_table_without_fault_has_none():
    found = report(
        {
            "uprn": TWELVE,
            "postcode": [f"AM1 {n % 10}AB" for n in range(12)],
            "full_name": [f"Anne {'abcdefghijkl'[n]}rown" for n in range(12)],
            "dob": [date(1950 + n, 1, 31) for n in range(12)],
            "valid_to": [date(2030, 1, 1)] * 12,
        }
    )
    assert found.findings == ()
    assert set(found.scores.values()) == {1.0}
    assert set(found.by_column.values()) == {1.0}


def test_scores_are_what_the_formulas_say():
    found = report({"said": ["a b", "c  d", None, "N/A"], "n": [1, 2, 3, 4]})
    assert found.by_column == {"said": 0.5, "n": 1.0}
    assert found.scores["completeness"] == 0.75
    assert found.scores["validity"] == 1 - 1 / 2
    assert found.scores["uniqueness"] == 1.0
    assert "accuracy" not in found.scores


def test_many_faults_of_one_kind_name_the_first_hundred_and_count_the_rest():
    found = report(
        {
            "postcode": [f"AM{n % 40} {n % 10}AB" for n in range(200)]
            + [f"{n}" for n in range(30)] * 5
        }
    )
    faults = [f for f in found.findings if f.code == "invalid-postcode"]
    assert [f.row for f in faults] == [*range(201, 201 + MOST_ROWS_NAMED), None]
    assert "150 rows in all" in faults[-1].message
    assert found.counts["invalid-postcode"] == 150


def test_a_contract_decides_what_a_column_holds():
    values = {"code": ["AM1 2AB", "one", "two", "three"]}
    assert report(values).counts == {}
    assert report(values, agreed(C("code", kind=describe_kind("postcode")))).counts == {
        "invalid-postcode": 3
    }


def describe_kind(name):
    return describe(pa.table({name: ["AM1 2AB"]})).columns[0].kind


def test_columns_of_every_type_can_be_checked():
    table = {
        "tags": [["a"], ["b"]],
        "at": pa.array([10**9, 10**9 + 1], pa.timestamp("s")),
        "share": pa.array([1, 2], pa.decimal128(5, 2)),
        "data": [b"x", b"y"],
        "kind": pa.array(["a", "b"]).dictionary_encode(),
        "long": pa.array(["a", "b "], pa.large_string()),
        "none": pa.nulls(2),
    }
    assert report(table).counts == {"empty-column": 1, "stray-space": 1}


def test_a_report_as_plain_data():
    found = report({"postcode": ["AM1 2AB", None], "n": [1, 2]}).to_dict()
    assert found["findings"][0]["code"] == "missing-value"
    assert (found["dataset"], found["rows"]) == ("homes", 2)
