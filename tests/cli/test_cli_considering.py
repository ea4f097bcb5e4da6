"""Triage, canvas, papers and outcomes on the command line."""

from __future__ import annotations

import json

import pytest
from actions.ashmere import CANVAS, CODES, Case, write_yaml

from .running import Line


@pytest.fixture
def line(agreed, capsysbinary):
    agreed.close()
    return Line(capsysbinary, agreed.directory, CODES["owner"])


def plain_use(tmp_path):
    use = {**Case(tmp_path).use, "use": "plain", "personal_data": False, "canvas": {}}
    return write_yaml(tmp_path / "plain.yaml", use)


def test_triage_is_asked_in_a_terminal_and_leaves_out_what_is_known(line, tmp_path):
    assert line("use", "state", plain_use(tmp_path)).code == 0
    ran = line("use", "triage", "plain", stdin="1\n" * 10)
    assert ran.code == 0
    assert "A light review is owed." in ran.out
    assert "could be told apart" not in ran.out  # the statement says it already
    assert "Not answered" not in ran.out


def test_what_is_not_known_is_told(line, tmp_path):
    line("use", "state", plain_use(tmp_path))
    ran = line("use", "triage", "plain", stdin="1\n" + "0\n" * 9)
    assert "A full review is owed." in ran.out
    assert "Not answered: 9" in ran.out


def test_answers_come_from_a_file_and_are_data(line, tmp_path):
    line("use", "state", plain_use(tmp_path))
    answers = write_yaml(tmp_path / "answers.yaml", {"effect": "persons", "automated": "supports"})
    owed = line("use", "triage", "plain", "--answers", answers, "--json").json
    assert (owed["review"], owed["design_review"]) == ("full", True)
    wrong = write_yaml(tmp_path / "answers.yaml", {"effect": "perhaps"})
    ran = line("use", "triage", "plain", "--answers", wrong, "--json")
    assert (ran.code, ran.error["kind"]) == (6, "bad-input")


def test_the_canvas_is_shown_filled_in_and_given_back(line, tmp_path):
    rows = line("canvas", "show", "warm-homes", "--json").json
    assert [row["status"] for row in rows] == ["complete"] * 15
    new = write_yaml(
        tmp_path / "new.yaml", {"review": "Every month.", "sources": CANVAS["sources"]}
    )
    assert "Filled in: review." in line("canvas", "fill", "warm-homes", new).out
    assert "Nothing new" in line("canvas", "fill", "warm-homes", new).out
    history = line("canvas", "history", "warm-homes", "review", "--json").json
    assert [one["says"] for one in history] == [CANVAS["review"], "Every month."]
    out = tmp_path / "canvas.dec.json"
    assert line("canvas", "export", "warm-homes", "--out", out).code == 0
    assert len(json.loads(out.read_text())["blobs"]) == 15
    assert "Nothing new" in line("canvas", "import", "warm-homes", out).out
    out.write_text('{"blobs": [{"id": "weather"}]}')
    assert "left out: an area" in line("canvas", "import", "warm-homes", out).out


@pytest.mark.parametrize("kind", ["paper", "dpia"])
def test_documents_come_in_three_forms(line, tmp_path, kind):
    assert line("use", kind, "warm-homes").out.startswith("# ")
    assert line("use", kind, "warm-homes", "--format", "json").json["use"] == "warm-homes"
    page = tmp_path / "page.html"
    assert line("use", kind, "warm-homes", "--format", "html", "--out", page).code == 0
    assert page.read_text().startswith("<!doctype html>")


def test_a_started_form_that_is_not_finished_is_refused_with_what_is_missing(line, tmp_path):
    form = tmp_path / "review.yaml"
    assert line("use", "form", "design-review", "warm-homes", "--out", form).code == 0
    ran = line.by(CODES["designer"])("use", "design-review", form)
    assert ran.code == 6
    assert "verdict" in ran.err


def test_outcomes_are_a_table_and_data(line, tmp_path):
    outcome = {**Case(tmp_path).outcome, "on": "2026-12-10"}
    assert line("use", "outcome", write_yaml(tmp_path / "o.yaml", outcome)).code == 0
    rows = line("use", "outcomes", "warm-homes", "--json").json
    assert rows[0]["verdict"] == "foreseen, and happened"
    assert line("use", "outcomes", "warm-homes", "--csv").out.startswith("what,verdict")
    assert "371 of 400" in line("use", "outcomes", "warm-homes").out


def test_apply_fills_in_the_canvas_of_a_use_that_was_advised_on(line, tmp_path):
    folder = Case(tmp_path / "council").write()
    assert line("apply", folder, "--plan").code == 0
    changed = {**Case(folder).use, "canvas": {**CANVAS, "review": "Every month."}}
    folder = Case(tmp_path / "council").write(**{"uses/warm-homes.yaml": changed})
    plan = line("apply", folder, "--plan", "--json").json
    assert next((s["act"], s["change"]) for s in plan if s["name"] == "warm-homes") == (
        "fill canvas",
        "changed",
    )
    line("apply", folder, "--yes")
    assert line("canvas", "show", "warm-homes", "--json").json[13]["says"] == "Every month."
    plan = line("apply", folder, "--plan", "--json").json
    assert {s["change"] for s in plan if s["act"] == "fill canvas"} == {"same"}


def test_apply_records_design_review_and_advice_on_the_assessment(founded, capsysbinary, tmp_path):
    founded.close()
    case = Case(tmp_path / "council")
    folder = case.write(
        **{
            "uses/warm-homes.yaml": {**case.use, "triage": {"system": "new"}},
            "uses/warm-homes.design-review.yaml": case.design_review,
            "uses/warm-homes.dpia-advice.yaml": case.dpia_advice,
        }
    )
    for who in ("owner", "designer", "dpo", "secretary", "officer"):
        Line(capsysbinary, founded.directory, CODES[who])("apply", folder, "--yes")
    shown = Line(capsysbinary, founded.directory, CODES["officer"])
    plan = shown("apply", folder, "--plan", "--json").json
    same = {s["act"] for s in plan if s["change"] == "same"}
    assert {"state use", "review design", "advise on DPIA", "decide on use"} <= same
