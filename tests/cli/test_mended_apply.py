"""``beholden apply``: every stated part counts, what is refused is told, what is shown is done."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from actions.ashmere import ADMIN, CODES, DAY, DPO, Case, dumped
from actions.councils import copied, entries_of, opened, state_of

from beholden.kernel import BadInput

COUNCIL_TAX = "datasets/council_tax.odcs.yaml"
DECISION = "uses/warm-homes.decision.yaml"


@pytest.fixture
def applied(told, tmp_path, line):
    """Give a command line at a home where everybody has applied the case's folder."""
    line.home = copied(told("until_applied", DAY), tmp_path)
    return line, Case(tmp_path / "stated")


def change(case: Case, stated: str, **changed) -> None:
    file = case.folder / stated
    statement = yaml.safe_load(file.read_text(encoding="utf-8"))
    file.write_text(dumped({**statement, **changed}), encoding="utf-8")


def titled(title: str) -> dict:
    return {"schema": [{"name": "council_tax", "businessName": title, "properties": []}]}


@pytest.mark.parametrize(
    ("who", "name", "changed"),
    [
        ("revenues", COUNCIL_TAX, titled("Council tax accounts")),
        (
            "revenues",
            COUNCIL_TAX,
            {"slaProperties": [{"property": "retention", "value": 6, "unit": "y"}]},
        ),
        ("officer", DECISION, {"on_advice": {1: "accepted", 2: "accepted", 3: "accepted anew"}}),
    ],
)
def test_every_stated_part_is_compared_and_then_comes_to_rest(applied, who, name, changed):
    line, case = applied
    change(case, name, **changed)
    first = line.by(CODES[who])("apply", case.folder, "--plan", "--json").json
    assert [s["file"] for s in first if s["change"] != "same"] == [name]
    line.by(CODES[who])("apply", case.folder, "--yes")
    again = line.by(CODES[who])("apply", case.folder, "--plan", "--json").json
    assert {s["change"] for s in again} == {"same"}


def test_the_same_table_in_other_bytes_is_the_same(applied):
    line, case = applied
    data = case.folder / "data/council_tax.csv"
    data.write_bytes(data.read_bytes().replace(b"\r\n", b"\n"))
    before = state_of(opened(line.home))
    ran = line.by(CODES["revenues"])("apply", case.folder, "--yes", "--json")
    assert {s["change"] for s in ran.json} == {"same"}
    assert state_of(opened(line.home)) == before


def test_another_stewards_dataset_waits_for_them(applied):
    line, case = applied
    data = case.folder / "data/council_tax.csv"
    data.write_text(data.read_text() + data.read_text().splitlines()[-1] + "\n")
    ran = line.by(CODES["housing"])("apply", case.folder, "--yes")
    assert ran.code == 0
    assert "a steward of Revenues and Benefits" in ran.out


def test_what_is_refused_is_told_apart_from_what_waits(applied):
    line, case = applied
    change(case, "uses/warm-homes.yaml", title="Another title")
    ran = line.by(CODES["owner"])("apply", case.folder, "--yes", "--json")
    assert ran.code == 3
    (step,) = [s for s in ran.json if s["change"] != "same"]
    assert (step["waits_for"], "advised on or decided" in step["refused"]) == ("", True)
    assert ran.error["clause"] == "uses › statement"
    said = line.by(CODES["owner"])("apply", case.folder, "--yes")
    assert said.code == 3
    assert "refused: state use warm-homes" in said.out


def test_every_refusal_is_told_and_the_rest_is_done(applied):
    line, case = applied
    for name in ("council_tax", "support_scheme"):
        (case.folder / f"data/{name}.csv").write_bytes(b"PK\x03\x04 not a table")
    people = yaml.safe_load((case.folder / "people.yaml").read_text())["people"]
    people[-1]["office"] = "Master of none"
    change(case, "people.yaml", people=people)
    ran = line.by(CODES["revenues"])("apply", case.folder, "--yes")
    assert ran.code == 6
    assert "2 of the steps were refused" in ran.err
    assert "council_tax.odcs.yaml" in ran.err
    assert "support_scheme.odcs.yaml" in ran.err
    assert "waits: add person code-many: the administrator" in ran.out
    assert line.by(ADMIN)("apply", case.folder, "--yes").code == 0


@pytest.mark.parametrize("name", ["datasets/other.odcs.yaml", "uses/other.yaml"])
def test_what_is_stated_twice(applied, name):
    line, case = applied
    of = {"datasets/other.odcs.yaml": COUNCIL_TAX, "uses/other.yaml": "uses/warm-homes.yaml"}[name]
    (case.folder / name).write_text((case.folder / of).read_text())
    ran = line.by(DPO)("apply", case.folder, "--yes")
    assert ran.code == 6
    assert "stated more than once" in ran.err


def test_what_cannot_be_a_datasets_name(applied):
    line, case = applied
    change(case, COUNCIL_TAX, schema=[{"name": "Council Tax!", "properties": []}])
    ran = line.by(DPO)("apply", case.folder, "--plan")
    assert ran.code == 6
    assert "cannot be the name of a dataset" in ran.err


def test_what_is_done_is_what_was_shown(applied):
    line, case = applied
    council = opened(line.home)
    change(case, COUNCIL_TAX, **titled("Council tax accounts"))
    shown = council.plan_statements(by=CODES["revenues"], directory=case.folder)
    change(case, COUNCIL_TAX, **titled("Something else"))
    entries = entries_of(council)
    with pytest.raises(BadInput, match="no longer the one that was shown"):
        council.apply(by=CODES["revenues"], directory=case.folder, expected=shown)
    assert entries_of(council) == entries
    council.close()


def test_a_review_is_applied_by_its_officer_and_once(applied):
    line, case = applied
    file = case.folder / "uses" / "warm-homes.review.yaml"
    held = {**case.review, "on": date.today().isoformat()}
    file.write_text(dumped(held), encoding="utf-8")
    waits = line.by(DPO)("apply", case.folder, "--plan", "--json").json
    assert [s["waits_for"] for s in waits if s["act"] == "review use"] == [
        "the Director of Resources"
    ]
    done = line.by(CODES["officer"])("apply", case.folder, "--yes", "--json")
    assert done.code == 0, done.err
    again = line.by(CODES["officer"])("apply", case.folder, "--plan", "--json").json
    assert {s["change"] for s in again} == {"same"}
    assert [e["act"] for e in entries_of(opened(line.home))].count("use-reviewed") == 1
