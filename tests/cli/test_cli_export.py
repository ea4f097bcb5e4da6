"""Exporting by the command line: on the screen, to a file, all at once, and what is refused."""

from __future__ import annotations

import json

import pytest

from beholden.actions import EXPORT_KINDS


def test_the_help_tells_every_kind_with_its_forms(line):
    told = " ".join(line("export", "--help").out.split())
    for kind in EXPORT_KINDS:
        assert kind.sentence in told
        assert f"({', '.join(kind.forms)})" in told


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["dcat"], '"dcat:Catalog"'),
        (["dcat", "--form", "ttl"], "a dcat:Catalog"),
        (["odrl", "warm-homes-2026"], '"odrl:Agreement"'),
        (["odcs", "council_tax"], "kind: DataContract"),
        (["data-use-register"], "project_id,project_title"),
        (["satre"], "# What is met"),
    ],
)
def test_an_export_is_printed(at_home, arguments, says):
    ran = at_home("export", *arguments)
    assert ran.code == 0
    assert says in ran.out


def test_what_is_not_stated_is_told_beside_the_document(at_home):
    ran = at_home("export", "atrs", "warm-homes")
    assert ran.code == 0
    assert "Not stated: summary_information.contact_email" in ran.err
    assert ran.json["tier_1"]["contact_email"] is None
    assert any(gap.startswith("summary_information.contact_email") for gap in ran.json["gaps"])


def test_an_export_is_written_whole_in_place_of_what_was_there(at_home, tmp_path):
    file = tmp_path / "uses.csv"
    file.write_text("old", encoding="utf-8")
    ran = at_home("export", "data-use-register", "--out", file)
    assert (ran.code, ran.out) == (0, "Written to uses.csv.\n")
    assert file.read_bytes().startswith(b"project_id,project_title")
    assert file.read_bytes().endswith(b"\r\n")
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_all_that_is_public_is_written_into_a_folder(at_home, tmp_path):
    ran = at_home("export", "all", "--out", tmp_path / "register")
    names = {file.name for file in (tmp_path / "register").iterdir()}
    assert ran.out == f"{len(names)} files written to register.\n"
    assert {"dcat.jsonld", "dcat.ttl", "dea.json", "atrs.warm-homes.md", "satre.csv"} <= names
    assert json.loads((tmp_path / "register/dea.json").read_text("utf-8"))["agreements"]


REFUSED = [
    (["all"], 6),
    (["all", "--out", "register", "--whole"], 6),
    (["atrs"], 6),
    (["atrs", "nowhere"], 7),
    (["dcat", "--form", "csv"], 6),
    (["satre", "warm-homes"], 6),
    (["dcat", "--out", "nowhere/catalogue.jsonld"], 6),
    (["nothing"], 2),
]


@pytest.mark.parametrize(("arguments", "code"), REFUSED)
def test_what_cannot_be_exported_is_refused(at_home, arguments, code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert at_home("export", *arguments).code == code


@pytest.mark.parametrize("form", ["jsonld", "ttl"])
def test_a_name_cannot_steer_the_terminal(at_home, form):
    settings = at_home.home / "council.toml"
    said = settings.read_text(encoding="utf-8").replace("Borough of", "Borough\\u009b2J of")
    settings.write_text(said, encoding="utf-8")
    ran = at_home("export", "dcat", "--form", form)
    assert (ran.code, "2J of Ashmere" in ran.out, "\x9b" in ran.out) == (0, True, False)
