"""The commands around an agreement: rehearse, export, review, objections."""

from __future__ import annotations

import json
from datetime import date

import pytest
import yaml
from actions.ashmere import CODES, DPO, QUESTION, REFUSED, Case, uprn


@pytest.fixture
def home(at_home):
    return at_home.by(DPO)


def test_a_question_is_rehearsed_and_says_that_it_is_made_up(home):
    ran = home.by(CODES["looker"])("rehearse", "warm-homes", "--ask", QUESTION)
    assert ran.code == 0
    assert "neighbourhood 1" in ran.out
    assert "MADE UP: 7 shown." in ran.err
    refused = home("rehearse", "warm-homes", "--ask", "-", stdin=REFUSED)
    assert refused.code == 3
    assert "would list arrears" in refused.err


def test_made_up_tables_are_written_to_a_new_folder(home, tmp_path):
    ran = home("rehearse", "warm-homes", "--to", tmp_path / "new", "--format", "csv")
    assert ran.code == 0
    assert "made-up rows" in ran.out
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        "README-MADE-UP.md",
        "council_tax.MADE-UP.csv",
        "energy_certificates.MADE-UP.csv",
        "support_scheme.MADE-UP.csv",
    }
    assert home("rehearse", "warm-homes", "--to", tmp_path / "new").code == 6
    assert home("rehearse", "warm-homes").code == 2


def test_a_stated_contract_gives_the_made_up_types(home, tmp_path):
    column = {"name": "in_arrears", "logicalType": "boolean"}
    contract = {
        "version": "1.0.0",
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": "council-tax",
        "status": "active",
        "schema": [{"name": "council_tax", "logicalType": "object", "properties": [column]}],
        "team": {"members": [{"username": "Revenues and Benefits", "role": "steward"}]},
    }
    path = tmp_path / "council_tax.odcs.yaml"
    path.write_text(yaml.safe_dump(contract), "utf-8")
    question = "select in_arrears, count(*) as n from council_tax group by 1 order by 1"
    ran = home("rehearse", "warm-homes", "--ask", question, "--contract", path)
    assert ran.code == 0, ran.err
    assert "in_arrears 1" not in ran.out


@pytest.mark.parametrize(("form", "key"), [("odrl", "@context"), ("dea", "agreement")])
def test_an_agreement_is_exported(home, form, key):
    ran = home("export", form, "warm-homes-2026")
    assert ran.code == 0
    assert key in json.loads(ran.out)
    assert home("export", form, "no-such").code == 7


def test_a_review_is_recorded_from_a_file(home, tmp_path):
    path = tmp_path / "review.yaml"
    path.write_text(yaml.safe_dump(Case(tmp_path, date.today()).review), "utf-8")
    ran = home.by(CODES["officer"])("use", "review", path)
    assert (ran.code, ran.out) == (0, "Recorded. The review is public.\n")
    assert home("use", "review", path).code == 3


def test_objections_are_added_and_withdrawn_from_a_file(home, tmp_path):
    path = tmp_path / "objectors.txt"
    path.write_text(f"{uprn(1)}\n{uprn(2)}\n", "utf-8")
    about = ("--use", "warm-homes", "--subject-file", path)
    added = home("objection", "add", *about)
    assert added.code == 0
    assert added.out.startswith("2 recorded; 2 stand, by uprn.\n")
    assert "next seal" in added.out
    assert uprn(1) not in added.out
    assert home("objection", "withdraw", *about).out.startswith("2 withdrawn; 0 stand")
    assert home("objection", "add", *about, "--column", "tenure").code == 6
