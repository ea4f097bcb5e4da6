"""``beholden link`` and ``match``: stable persons, fairness by group, indexes and listings."""

from __future__ import annotations

import csv
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from actions.ashmere import CODES, write_data
from actions.councils import entries_of
from reviewing.doubtful import write_csv

from beholden.actions import open_council
from beholden.actions.persons_kept import keep_persons, kept_persons
from beholden.kernel import Unavailable

from .running import Line

STEWARD = CODES["revenues"]
GIVEN = ("Amelia", "Bartholomew", "Clementine", "Desmond", "Euphemia", "Fitzgerald", "Georgina")
FAMILY = ("Quartermain", "Rusbridger", "Satterthwaite", "Thistlewood", "Umfreville")


def people(count: int) -> list[dict[str, Any]]:
    """Return made-up people, each on the list twice, the second time with a shorter name."""
    rows = []
    for i in range(count):
        person = {
            "forename": GIVEN[i % 7],
            "surname": FAMILY[i % 5],
            "date_of_birth": f"19{40 + i % 50:02d}-{i % 12 + 1:02d}-{i % 27 + 1:02d}",
            "postcode": f"ZX{i % 4 + 1} {i % 9 + 1}AB",
            "ward": ("Millbrook", "Saltmarsh")[i % 2],
        }
        rows += [person, person | {"forename": person["forename"][:4]}]
    return [{"patient": f"P{n}", **row} for n, row in enumerate(rows)]


@pytest.fixture
def at_steward(capsysbinary: Any, founded: Any) -> Line:
    """Give a command line for a steward, at a home without datasets."""
    return Line(capsysbinary, founded.directory, STEWARD)


def deliver(line: Line, folder: Path, rows: list[dict[str, Any]]) -> None:
    given = write_csv(folder / "visits.csv", rows)
    named = ("--name", "visits", "--steward", "Revenues and Benefits", "--made-up")
    assert line("register", given, *named).code == 0


def persons(line: Line, version: int, number: int = 1) -> list[str]:
    folder = Path(line.home or "") / "datasets/visits" / f"v{version}"
    keys: list[str] = pq.read_table(folder / f"person-{number}.parquet")["person"].to_pylist()
    return keys


def test_persons_keep_their_keys_in_the_next_version(at_steward, tmp_path):
    first, more = people(40), people(44)
    deliver(at_steward, tmp_path, first)
    (told,) = at_steward("link", "visits", "--row-id", "patient", "--json").json
    assert (told["persons_new"], told["persons_kept"]) == (len(set(persons(at_steward, 1))), 0)
    deliver(at_steward, tmp_path, [*more[80:], *first])
    # Which column names a row need not be said again.
    (told,) = at_steward("link", "visits", "--json").json
    assert told["persons_new"] >= 4
    assert persons(at_steward, 2)[8:] == persons(at_steward, 1)
    assert told["persons_joined"] == told["persons_split"] == 0


def test_linking_anew_keeps_the_keys(at_steward, tmp_path):
    deliver(at_steward, tmp_path, people(40))
    for options in ((), ("--anew",), ("--error-rate", "0.01")):
        assert at_steward("link", "visits", *options).code == 0
    assert persons(at_steward, 1, 1) == persons(at_steward, 1, 2) == persons(at_steward, 1, 3)


def test_rows_persons_and_rows_linked_to_another_are_told(at_steward, tmp_path):
    """Twenty made-up people are on the list twice, five once: they are linked to nobody."""
    alone = [row for row in people(45)[80:] if row["patient"][-1] in "02468"]
    deliver(at_steward, tmp_path, [*people(40), *alone])
    (told,) = at_steward("link", "visits", "--json").json
    assert "matched" not in told
    found = persons(at_steward, 1)
    several = sum(found.count(person) > 1 for person in found)
    assert (told["rows"], told["persons"]) == (85, len(set(found)))
    assert 0 < told["linked"] == several <= 80
    assert told["share"] == round(several / 85, 4)


def test_what_came_of_an_error_rate_is_told(at_steward, tmp_path):
    deliver(at_steward, tmp_path, people(40))
    (told,) = at_steward("link", "visits", "--error-rate", "0.01", "--json").json
    rate = told["error_rate"]
    assert rate["met"] is True
    assert rate["asked"] == 0.01
    assert 0 <= rate["expected_false"] <= 0.01
    assert 0.5 <= rate["threshold"] <= 1
    assert "this is kept" in at_steward("link", "visits", "--error-rate", "0.01").out
    strict = ("link", "visits", "--error-rate", "1e-15")
    assert at_steward(*strict, "--json").json[0]["error_rate"] == {
        "asked": 1e-15, "threshold": 1.0, "expected_false": None, "met": False,
    }  # fmt: skip
    assert "no threshold keeps it" in at_steward(*strict).out
    assert "error_rate" not in at_steward("link", "visits", "--json").json[0]


def test_the_file_of_keys_is_for_its_owner_alone(at_steward, tmp_path):
    deliver(at_steward, tmp_path, people(20))
    at_steward("link", "visits")
    kept = Path(at_steward.home or "") / "datasets/visits/person.keys"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept.write_bytes(kept.read_bytes()[:-40])
    assert at_steward("link", "visits").code == 8


def test_the_ledger_counts_persons_and_names_none(at_steward, tmp_path):
    deliver(at_steward, tmp_path, people(40))
    at_steward("link", "visits", "--groups", "ward")
    (entry,) = [e for e in entries_of(open_council(at_steward.home)) if "keys-made" in e["act"]]
    assert set(entry["facts"]["persons"]) == {"new", "kept", "joined", "split"}
    assert not any(name in str(entry) for name in ("Millbrook", *FAMILY, *persons(at_steward, 1)))


def test_linkage_is_told_by_group(at_steward, tmp_path):
    deliver(at_steward, tmp_path, people(40))
    out = tmp_path / "fairness.csv"
    ran = at_steward("link", "visits", "--groups", "ward", "--fairness", out)
    assert ran.code == 0, ran.err
    assert "Saltmarsh" in ran.out
    with out.open(encoding="utf-8") as file:
        shares = {(r["column"], r["group"]): r["of"] for r in csv.DictReader(file)}
    assert shares["ward", "Millbrook"] == shares["ward", "Saltmarsh"] == "40"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--groups", "nowhere"), 6),
        (("--row-id", "nowhere"), 6),
        (("--row-id", "ward"), 6),
        (("--row-id", "others.patient"), 2),
        (("--kind", "one-to-one"), 6),
        (("--error-rate", "0.01", "--threshold", "0.9"), 6),
        (("--use", "nope"), 6),
        (("--fairness", "fairness.doc"), 6),
    ],
)
def test_what_cannot_be_asked_of_a_linkage(at_steward, tmp_path, options, code):
    deliver(at_steward, tmp_path, people(20))
    ran = at_steward("link", "visits", *options)
    assert ran.code == code, ran.err
    assert not (Path(at_steward.home or "") / "datasets/visits/person.keys").exists()
    assert not any(name in ran.err for name in FAMILY)


def test_of_two_linkages_at_once_the_later_is_refused(founded):
    with founded.at_work():
        kept = kept_persons(founded, datasets=["visits"], use="")
        after = replace(kept.keys, load=1)
        keep_persons(founded, kept, after)
        with pytest.raises(Unavailable):
            keep_persons(founded, kept, after)
        again = kept_persons(founded, datasets=["visits"], use="")
    assert again.keys.secret == kept.keys.secret


def test_a_use_keeps_its_persons_apart_under_another_secret(founded):
    with founded.at_work():
        own = kept_persons(founded, datasets=["visits"], use="warm-homes")
        keep_persons(founded, own, replace(own.keys, load=1))
        several = kept_persons(founded, datasets=["visits", "more"], use="warm-homes")
    assert own.place == "datasets/visits/person.keys"
    assert several.place == "links/warm-homes/person.keys"
    assert several.keys.load == 0
    assert several.keys.secret != own.keys.secret


@pytest.fixture
def delivered(line: Line, tmp_path: Path) -> Path:
    """Give a folder with made-up lists, an index and a listing of their gazetteer."""
    write_data(tmp_path)
    built = ("--out", tmp_path / "place.gaz", "--listing", tmp_path / "listing")
    assert line("gazetteer", "build", tmp_path / "gazetteer.csv", *built).code == 0
    rows = [{"id": i, "address": f"{i} Mill Lane, Ashmere", "ward": "AB"[i % 2]} for i in range(60)]
    write_csv(tmp_path / "list.csv", rows)
    return tmp_path


def test_a_table_an_index_and_a_listing_give_the_same_matches(line, delivered):
    found = []
    for gazetteer in ("gazetteer.csv", "place.gaz", "listing", "listing"):
        out = delivered / "out.csv"
        asked = ("match", delivered / "list.csv", "--gazetteer", delivered / gazetteer)
        assert line(*asked, "--out", out).code == 0
        found.append(out.read_text())
    assert len(set(found)) == 1
    assert "10001045" in found[0]
    assert (delivered / "listing/index.gaz").is_file()


def test_an_index_in_a_listing_that_is_damaged_is_built_again(line, delivered):
    asked = ("match", delivered / "list.csv", "--gazetteer", delivered / "listing")
    out = ("--out", delivered / "out.csv", "--review", delivered / "review.csv")
    assert line(*asked, *out).code == 0
    kept = delivered / "listing/index.gaz"
    whole = kept.read_bytes()
    kept.write_bytes(whole[:1000])
    assert line(*asked, *out).code == 0
    assert kept.read_bytes() == whole


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--gazetteer", "place.gaz", "--review", "review.csv"), 6),
        (("--gazetteer", "no.gaz"), 7),
        (("--gazetteer", "short.gaz"), 8),
        (("--gazetteer", "."), 7),
        (("--gazetteer", "place.gaz", "--uprn-column", "other"), 6),
        (("--gazetteer", "place.gaz", "--groups", "nowhere"), 6),
        (("--gazetteer", "place.gaz", "--groups", "ward", "--fairness", "out.csv"), 6),
    ],
)
def test_what_cannot_be_matched_against(line, delivered, monkeypatch, options, code):
    monkeypatch.chdir(delivered)
    Path("short.gaz").write_bytes(Path("place.gaz").read_bytes()[:500])
    ran = line("match", "list.csv", "--out", "out.csv", *options)
    assert ran.code == code, ran.err
    assert not Path("out.csv").exists()


def test_matching_is_told_by_group(line, delivered):
    asked = ("match", delivered / "list.csv", "--gazetteer", delivered / "place.gaz")
    ran = line(*asked, "--out", delivered / "out.csv", "--groups", "ward", "--json")
    (told,) = ran.json
    assert {figure["group"] for figure in told["fairness"]["figures"]} == {"A", "B"}
