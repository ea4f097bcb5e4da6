"""``beholden apply``: a plan first; again changes nothing, and neither do bad files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from actions.ashmere import ADMIN, CODES, DAY, DPO, HEALTH, IN_TURN, Case, dumped
from actions.councils import copied, entries_of, opened, state_of


@pytest.fixture
def begun(told, tmp_path, line):
    """Give a command line at a home with its people, and the case's folder beside it."""
    line.home = copied(told("begin", DAY), tmp_path)
    case = Case(tmp_path / "stated")
    case.write()
    return line, case


def change(case: Case, name: str, **changed: Any) -> None:
    file = case.folder / name
    statement = yaml.safe_load(file.read_text(encoding="utf-8"))
    file.write_text(dumped({**statement, **changed}), encoding="utf-8")


def test_a_plan_changes_nothing(begun):
    line, case = begun
    before = state_of(opened(line.home))
    for options in (("--plan",), ("--plan", "--json")):
        assert line.by(ADMIN)("apply", case.folder, *options).code == 0
    refused = line.by(CODES["owner"])("apply", case.folder, stdin="n\n")
    assert refused.code == 130
    assert "Nothing was left half-done" in refused.err
    assert state_of(opened(line.home)) == before


def test_each_office_applies_in_turn_and_then_nothing_is_left(begun):
    line, case = begun
    for who in IN_TURN:
        ran = line.by(CODES[who])("apply", case.folder, "--yes", "--json")
        assert ran.code == 0, ran.err
    assert all(step["waits_for"] == "" for step in ran.json)
    before = state_of(opened(line.home))
    for who in IN_TURN:
        plan = line.by(CODES[who])("apply", case.folder, "--yes", "--json")
        assert {step["change"] for step in plan.json} == {"same"}
    assert state_of(opened(line.home)) == before
    acts = [e["act"] for e in entries_of(opened(line.home))]
    assert [a for a in acts if a != "person-added"] == [
        "home-made",
        *["dataset-registered"] * 4,
        "use-stated",
        "dpia-advised",
        "advice-recorded",
        "use-decided",
        "agreement-offered",
    ]


def test_what_belongs_to_another_office_waits(begun):
    line, case = begun
    ran = line.by(CODES["owner"])("apply", case.folder, "--yes")
    assert ran.code == 0
    assert "waits: decide on use warm-homes: the Director of Resources" in ran.out
    assert "waits: register dataset council_tax: a steward of Revenues and Benefits" in ran.out


def test_a_changed_file_changes_what_it_states(begun):
    line, case = begun
    for who in IN_TURN:
        line.by(CODES[who])("apply", case.folder, "--yes")
    change(case, "agreements/warm-homes-2026.yaml", until="2027-02-28")
    data = case.folder / "data/support_scheme.csv"
    data.write_text(data.read_text() + "100099999999,yes,nobody\n")
    change(case, "datasets/gazetteer.odcs.yaml", team={"name": "Land and Property"})
    for who in ("revenues", "planning", "dpo"):
        ran = line.by(CODES[who])("apply", case.folder, "--yes", "--json")
    assert {s["name"]: s["change"] for s in ran.json if s["change"] != "same"} == {
        "warm-homes-2026": "changed"
    }
    told = [(e["act"], e["facts"]) for e in entries_of(opened(line.home))][-3:]
    assert [(act, facts["version"]) for act, facts in told] == [
        ("dataset-registered", 2),
        ("dataset-registered", 1),
        ("agreement-offered", 2),
    ]
    assert told[1][1]["steward"] == "Land and Property"


AGREEMENT = "agreements/warm-homes-2026.yaml"
USE = "uses/warm-homes.yaml"

# Nine aliases of nine aliases of …: a short text that stands for an endless one.
LAUGHS = "a0: &a0 [x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)

# One fault in the folder, and what the refusal must say of it.
TEXTS = [
    (USE, "use: a\nuse: b\n", "the key 'use' is written twice"),
    (USE, "1: a\n'1': b\n", "the key '1' is written twice"),
    (USE, "use:\n\tname: x\n", "line 2"),
    (USE, "- a\n- b\n", "not a list of names"),
    (USE, "use: warm-homes\nnonsense: 1\n", "'nonsense' was unexpected"),
    (USE, "# " + "x" * (2 << 20), "larger than a mebibyte"),
    (USE, "use: &a [*a]\n", "an alias (*) stands where a value must be (line 1)"),
    (USE, "use: a\nends: 2027-02-30\n", "there is no such day or moment (line 2)"),
    (USE, LAUGHS, "an alias (*) stands where a value must be (line 2)"),
    (USE, "use: " + "[" * 60 + "]" * 60 + "\n", "more than a statement can"),
    (USE, "use: " + "[" * 5000 + "]" * 5000 + "\n", "more than a statement can"),
    (USE, "use: .nan\n", "use: a number is not finite"),
    (USE, "canvas: {aims: [1, -.inf]}\n", "canvas › aims › 2: a number is not finite"),
    (USE, "use: 9007199254740993\n", "larger than"),
    (USE, 'use: "\\ud800"\n', "half a character"),
    (USE, '"\\ud800": x\n', "half a character"),
    (USE, 'canvas: {aims: "a\\0b"}\n', "canvas › aims: a text holds a character that is none"),
    (AGREEMENT, "agreement: warm-homes-2026\n", "does not name itself"),
    ("uses/warm-homes.advice.yaml", "use: warm-homes\nmeeting: 12 November\n", "meeting"),
    ("people.yaml", "people: [{code: a}]\n", "'office' is a required property"),
    (
        "people.yaml",
        "people: [{code: a, office: O, organisation: P, roles: [wizard]}]\n",
        "no role called wizard",
    ),
    ("datasets/council_tax.odcs.yaml", "kind: DataContract\n", "council_tax.odcs.yaml"),
]
STATED = [
    (AGREEMENT, {"until": "2026-01-01"}, "until"),
    (AGREEMENT, {"from": "soon"}, "from"),
    (AGREEMENT, {"unknown": 1}, "unknown"),
    (AGREEMENT, {"joins": {"key": "name", "among": ["council_tax", "support_scheme"]}}, "joins"),
    (USE, {"personal_data": "perhaps"}, "personal_data"),
    (USE, {"canvas": "../../outside.yaml"}, "outside its folder"),
    ("uses/warm-homes.decision.yaml", {"on": "2026-02-30"}, "'2026-02-30' is not a 'date'"),
]


def refused(line, case, *said: str, offices: Sequence[str] = ("dpo",)) -> str:
    """Apply in some offices; each is refused with every fault, and nothing is written."""
    before = state_of(opened(line.home))
    for who in offices:
        ran = line.by(CODES[who])("apply", case.folder, "--yes", "--json")
        assert ran.code == 6, ran.err
        for words in said:
            assert words in ran.error["why"], ran.error
    assert state_of(opened(line.home)) == before
    return ran.error["why"]


@pytest.mark.parametrize(("name", "text", "said"), TEXTS)
def test_a_file_that_cannot_be_read(begun, name, text, said):
    line, case = begun
    (case.folder / name).write_text(text, encoding="utf-8")
    refused(line, case, said)


@pytest.mark.parametrize(("name", "changed", "said"), STATED)
def test_a_statement_that_does_not_fit(begun, name, changed, said):
    line, case = begun
    change(case, name, **changed)
    refused(line, case, name, said)


@pytest.mark.parametrize("name", [USE, AGREEMENT, "people.yaml", "datasets/x.odcs.yaml"])
def test_a_folder_in_the_place_of_a_file(begun, name):
    line, case = begun
    file = case.folder / name
    file.unlink(missing_ok=True)
    file.mkdir()
    refused(line, case, name)


def test_an_agreement_on_what_is_not_there(begun):
    line, case = begun
    for who in ("revenues", "housing"):
        line.by(CODES[who])("apply", case.folder, "--yes")
    datasets = case.agreement["datasets"]
    datasets["council_tax"]["columns"]["shoe_size"] = {"role": "dimension"}
    datasets["nowhere"] = {"columns": {"uprn": {"role": "join"}}}
    change(case, AGREEMENT, datasets=datasets)
    refused(line, case, "shoe_size", "nowhere")


def test_two_agreements_that_disagree(begun):
    line, case = begun
    other = {**case.agreement, "agreement": "warm-homes-other"}
    other["outputs"] = {"aggregate": {"to": [HEALTH], "smallest_group": 5, "round_to": 5}}
    Path(case.folder / "agreements/other.yaml").write_text(dumped(other))
    refused(line, case, "other.yaml and warm-homes-2026.yaml", "smallest_group")


JOINED = {"key": "name", "among": ["council_tax", "support_scheme"]}


def test_every_fault_is_told_at_once_and_to_everybody(begun):
    line, case = begun
    (case.folder / USE).write_text("use: a\nuse: b\n")
    change(case, AGREEMENT, until="2026-01-01", joins=JOINED)
    change(case, "uses/warm-homes.advice.yaml", quorum="nearly")
    (case.folder / "data/gazetteer.csv").unlink()
    faults = ("written twice", "until", "joins", "quorum", "gazetteer")
    why = refused(line, case, *faults, offices=IN_TURN)
    assert "people.yaml" not in why


def test_a_dataset_that_is_not_what_its_name_says_is_refused_when_it_is_read(begun):
    line, case = begun
    (case.folder / "data/council_tax.csv").write_bytes(b"PK\x03\x04 not a table")
    ran = line.by(CODES["revenues"])("apply", case.folder, "--yes")
    assert ran.code == 6
    names = [e["facts"].get("dataset") for e in entries_of(opened(line.home))]
    assert "council_tax" not in names


def test_no_folder_and_an_empty_one(begun, tmp_path):
    line, _ = begun
    assert line.by(DPO)("apply", tmp_path / "nowhere").code == 6
    (tmp_path / "empty").mkdir()
    assert line.by(DPO)("apply", tmp_path / "empty").code == 6
