"""Contracts: written, read and written again they are the same; what is none is told why."""

from datetime import date

import pyarrow as pa
import pytest
import yaml

from beholden.intake import (
    ColumnKind,
    Contract,
    ContractColumn,
    ContractRule,
    check,
    describe,
    read_contract,
    save_contract,
    write_contract,
)
from beholden.kernel import BadInput, Unavailable

TABLE = pa.table(
    {
        "uprn": ["1", "2", None],
        "arrears": [1.5, 2.5, 3.5],
        "opened": [date(2024, 1, 31)] * 3,
        "in_arrears": [True, False, True],
        "rooms": [1, 2, 3],
    }
)
FULL = Contract(
    name="council_tax",
    steward="Revenues and Benefits",
    purpose="To bill households.",
    retention="6 years",
    frequency="1 month",
    version="1.2.0",
    columns=(
        ContractColumn("uprn", kind=ColumnKind.UPRN, required=True, unique=True, primary_key=True),
        ContractColumn(
            "tenure",
            description="How the home is held",
            classification="internal",
            rules=(
                ContractRule(
                    "invalidValues",
                    "mustBeLessThan",
                    1,
                    "percent",
                    "conformity",
                    "known tenures",
                    {"validValues": ["owned", "rented"]},
                ),
                ContractRule("nullValues", "mustBeBetween", (0, 5)),
            ),
        ),
    ),
    rules=(ContractRule("rowCount", "mustBeGreaterThan", 100),),
)
LEAST = """\
version: 1.0.0
apiVersion: v3.1.0
kind: DataContract
id: homes
status: active
team: {name: Housing}
schema:
  - name: homes
    properties: [{name: uprn, logicalType: string}]
"""


def test_what_was_written_is_read(tmp_path):
    save_contract(FULL, tmp_path / "a.odcs.yaml")
    assert read_contract(tmp_path / "a.odcs.yaml") == FULL
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.odcs.yaml"]


def test_a_contract_made_from_a_dataset(tmp_path):
    description = describe(TABLE)
    report = check(TABLE, dataset="homes", description=description, today=date(2026, 11, 22))
    made = write_contract(
        tmp_path / "homes.odcs.yaml",
        name="homes",
        steward="Housing",
        description=description,
        report=report,
        retention="6 yrs",
    )
    assert made == read_contract(tmp_path / "homes.odcs.yaml")
    assert (made.steward, made.retention) == ("Housing", "6 years")
    assert [(c.name, c.type, c.classification, c.required) for c in made.columns] == [
        ("uprn", "string", "personal", False),
        ("arrears", "number", "internal", True),
        ("opened", "date", "internal", True),
        ("in_arrears", "boolean", "internal", True),
        ("rooms", "integer", "internal", True),
    ]
    assert made.columns[0].rules[0].value == 33.4
    kept = check(TABLE, dataset="homes", contract=made, today=date(2026, 11, 22))
    assert set(kept.counts) == {"missing-value"}


@pytest.mark.parametrize(
    ("period", "days"),
    [("1 day", 1), ("2 weeks", 14), ("1 month", 31), ("0.5 years", 183), ("3 wk", 21)],
)
def test_periods(tmp_path, period, days):
    made = write_contract(
        tmp_path / "a.yaml", name="a", steward="b", description=describe(TABLE), frequency=period
    )
    assert made.frequency_days == days
    assert read_contract(tmp_path / "a.yaml") == made


@pytest.mark.parametrize(
    "team",
    [
        "team: [{username: x@council.example, role: Owner, name: Housing}]",
        "team: {members: [{username: Housing, role: Data Steward}]}",
    ],
)
def test_the_steward_may_stand_among_the_team(tmp_path, team):
    (tmp_path / "a.yaml").write_text(LEAST.replace("team: {name: Housing}", team))
    assert read_contract(tmp_path / "a.yaml").steward == "Housing"


def test_rules_that_people_must_check_are_left_out(tmp_path):
    quality = "quality: [{type: text, description: Looked at each May}]"
    (tmp_path / "a.yaml").write_text(LEAST.replace("string}", f"string, {quality}}}"))
    assert read_contract(tmp_path / "a.yaml").columns[0].rules == ()


@pytest.mark.parametrize(
    ("change", "to", "said"),
    [
        ("version: 1.0.0\n", "", "lacks version"),
        ("kind: DataContract", "kind: Other", "$.kind breaks the rule enum"),
        ("logicalType: string", "logicalType: text", "logicalType"),
        ("team: {name: Housing}\n", "", "who the steward is"),
        ("schema:", "schema:\n  - name: other", "describes 2 tables"),
        ("team: {name", "team: {{name", "line 7"),
        (LEAST, "homes", "holds no fields"),
        (LEAST, "", "holds no fields"),
        (LEAST, "x" * 2**21, "too large"),
        (
            "string}",
            "string, quality: [{metric: nullValues}]}",
            "is not a contract",
        ),
        (
            "status: active",
            "slaProperties: [{property: retention, value: 6, unit: moons}]",
            "not a period",
        ),
    ],
)
def test_what_is_not_a_contract(tmp_path, change, to, said):
    assert change in LEAST
    (tmp_path / "a.yaml").write_text(LEAST.replace(change, to))
    with pytest.raises(BadInput) as error:
        read_contract(tmp_path / "a.yaml")
    assert said in str(error.value)


def test_a_contract_that_is_not_there_or_not_utf8(tmp_path):
    with pytest.raises(BadInput, match="no file named"):
        read_contract(tmp_path / "a.yaml")
    (tmp_path / "a.yaml").write_bytes(b"name: \xff")
    with pytest.raises(BadInput, match="not in UTF-8"):
        read_contract(tmp_path / "a.yaml")


def test_a_contract_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    target = tmp_path / "a.yaml"
    save_contract(FULL, target)
    before = target.read_bytes()

    def no_space(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", no_space)
    with pytest.raises(Unavailable, match="No space left"):
        save_contract(FULL, target)
    assert target.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.yaml"]


def test_the_file_reads_like_a_page(tmp_path):
    save_contract(FULL, tmp_path / "a.yaml")
    document = yaml.safe_load((tmp_path / "a.yaml").read_text())
    assert document["team"]["name"] == "Revenues and Benefits"
    assert document["slaProperties"] == [
        {"property": "retention", "value": 6, "unit": "y"},
        {"property": "frequency", "value": 1, "unit": "mo"},
    ]
    assert document["schema"][0]["properties"][0]["primaryKey"] is True


def test_names_and_periods_that_cannot_be(tmp_path):
    for given in ({"name": "Council Tax"}, {"name": "a", "retention": "for ever"}):
        with pytest.raises(BadInput):
            write_contract(tmp_path / "a.yaml", steward="b", description=describe(TABLE), **given)
    assert list(tmp_path.iterdir()) == []
