"""A sealed file opens whole with its own key, terms and record, or not at all (S6, S8)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from beholden.gate.extract.encryption import CHUNK, FIRST_LINE
from beholden.gate.extract.extracts import Extract
from beholden.gate.noted import Noted
from beholden.gate.running.engine import run
from beholden.kernel import BadInput, Damaged, NotFound, RecordsOutput, Refused
from gate_sealing.made_up import (
    COUNCIL_TAX,
    Bench,
    MadeUpPlan,
    column,
    council_tax,
    floor,
    image_bytes,
    sealed_rows,
    terms,
)


def test_a_record_of_an_extract_reads_back_as_it_was_written(bench: Bench) -> None:
    extract = bench.seal()
    assert Extract.from_dict(json.loads(json.dumps(extract.to_dict()))) == extract


def test_the_fingerprint_is_that_of_the_file(bench: Bench) -> None:
    extract = bench.seal()
    digest = hashlib.sha256(extract.path.read_bytes()).hexdigest()
    assert extract.fingerprint == f"sha256:{digest}"


def test_the_file_is_private_and_nothing_lies_beside_it(bench: Bench) -> None:
    extract = bench.seal()
    assert extract.path.stat().st_mode & 0o777 == 0o600
    assert list(extract.path.parent.iterdir()) == [extract.path]


def test_the_header_says_in_words_what_it_is(bench: Bench) -> None:
    extract = bench.seal(version=7)
    first, second = extract.path.read_bytes().split(b"\n")[:2]
    said = json.loads(second)
    assert first + b"\n" == FIRST_LINE
    assert (said["extract"], said["agreement"], said["terms"]) == (
        extract.id,
        "warm-homes-2026",
        terms().hash,
    )
    assert (said["version"], said["engine"].split()[0], said["chunk"]) == (7, "duckdb", CHUNK)


def flip(place: Callable[[int], int]) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        at = place(len(content))
        return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]

    return change


def swap_chunks(content: bytes) -> bytes:
    start = content.index(b"\n", len(FIRST_LINE)) + 1
    first, second = start + CHUNK + 16, start + 2 * (CHUNK + 16)
    return content[:start] + content[first:second] + content[start:first] + content[second:]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "first byte": flip(lambda n: 0),
    "header": flip(lambda n: len(FIRST_LINE) + 20),
    "key in the header": flip(lambda n: len(FIRST_LINE) + 150),
    "first chunk": flip(lambda n: 4096),
    "middle": flip(lambda n: n // 2),
    "last byte": flip(lambda n: n - 1),
    "one byte short": lambda c: c[:-1],
    "half": lambda c: c[: len(c) // 2],
    "only a header": lambda c: c[: c.index(b"\n", len(FIRST_LINE)) + 1],
    "empty": lambda c: b"",
    "one byte more": lambda c: c + b"x",
    "a chunk missing": lambda c: c[: -(CHUNK + 16)],
    "two chunks swapped": swap_chunks,
    "another file": lambda c: b"uprn,tenure\n1,owned\n",
    "a header without end": lambda c: FIRST_LINE + b"{" * 100_000,
    "a header that is a list": lambda c: FIRST_LINE + b"[]\n",
    "a version in quotes": lambda c: c.replace(b'"version":1', b'"version":"1"', 1),
    "a larger version": lambda c: c.replace(b'"version":1', b'"version":2', 1),
}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, Extract, bytes]:
    bench = Bench(tmp_path_factory.mktemp("large"))
    more = column("name"), column("account")
    wanted = terms(replace(COUNCIL_TAX, columns=(*COUNCIL_TAX.columns, *more)))
    extract = bench.seal(wanted, {"council_tax": bench.source("t", council_tax(240_000))})
    content = extract.path.read_bytes()
    assert len(content) > 3 * CHUNK
    return bench, extract, content


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_changed_file_is_damaged(large: tuple[Bench, Extract, bytes], damage: str) -> None:
    bench, extract, content = large
    changed = DAMAGES[damage](content)
    assert changed != content
    extract.path.write_bytes(changed)
    with pytest.raises(Damaged, match="not as it was sealed"):
        image_bytes(extract, bench.keys)
    extract.path.write_bytes(content)
    assert len(image_bytes(extract, bench.keys)) > 3 * CHUNK


@pytest.mark.parametrize(
    "changed",
    [
        {"agreement": "other"},
        {"terms_hash": "sha256:00"},
        {"use": "other"},
        {"version": 9},
        {"noted": Noted({"council_tax": (("uprn",), ("tenure",))})},
        {"noted": Noted()},
    ],
    ids=str,
)
def test_an_extract_opens_under_its_own_record_only(bench: Bench, changed: dict[str, Any]) -> None:
    extract = bench.seal()
    with pytest.raises(Damaged):
        image_bytes(replace(extract, **changed), bench.keys)


def test_an_extract_that_is_open_is_not_asked_by_a_changed_record(bench: Bench) -> None:
    extract = bench.seal()
    asked = MadeUpPlan("SELECT count(*) AS n FROM council_tax")
    assert run(asked, extract, keys=bench.keys).table.num_rows == 1
    keys = (*extract.noted.once["council_tax"], ("tenure",))
    noted = replace(extract.noted, once={**extract.noted.once, "council_tax": keys})
    with pytest.raises(Damaged):
        run(asked, replace(extract, noted=noted), keys=bench.keys)


def test_it_is_noted_which_keys_stand_once(bench: Bench) -> None:
    twice = council_tax(9)
    twice["uprn"][3] = twice["uprn"][4]
    assert bench.seal().noted.once["council_tax"] == (("uprn",),)
    again = bench.seal(None, {**bench.both(), "council_tax": bench.source("twice", twice)})
    assert "council_tax" not in again.noted.once


def test_how_many_numbers_and_values_there_are_is_noted(bench: Bench) -> None:
    noted = bench.seal().noted
    assert noted.numbers["council_tax"] == {"uprn": 40}
    assert noted.values["council_tax"]["tenure"] == 2
    assert Extract.from_dict(json.loads(json.dumps(bench.seal().to_dict()))).noted == noted


def test_a_key_that_is_given_row_by_row_has_no_numbers(bench: Bench) -> None:
    given = bench.seal(terms(records=RECORDS))
    assert not given.noted.numbers


def test_a_record_of_before_only_keys_were_noted_is_tied_as_it_was(bench: Bench) -> None:
    once = {"council_tax": (("uprn",),)}
    assert replace(bench.seal(), noted=Noted(once)).tied_to.endswith('\n{"council_tax":[["uprn"]]}')


def test_the_key_of_another_extract_does_not_open_it(bench: Bench) -> None:
    first = bench.seal(to=bench.folder / "a.sealed")
    second = bench.seal(to=bench.folder / "b.sealed")
    other = bench.keys.directory / f"{second.id}.key"
    (bench.keys.directory / f"{first.id}.key").write_bytes(other.read_bytes())
    with pytest.raises(Damaged, match="does not fit"):
        image_bytes(first, bench.keys)


def test_one_extract_in_the_place_of_another_is_damaged(bench: Bench) -> None:
    first = bench.seal(to=bench.folder / "a.sealed")
    second = bench.seal(to=bench.folder / "b.sealed")
    first.path.write_bytes(second.path.read_bytes())
    with pytest.raises(Damaged):
        image_bytes(first, bench.keys)


def test_a_file_that_is_gone_is_not_found(bench: Bench) -> None:
    extract = bench.seal()
    extract.path.unlink()
    with pytest.raises(NotFound, match="not where it was sealed"):
        image_bytes(extract, bench.keys)


def test_after_its_key_is_destroyed_no_copy_opens_and_others_do(bench: Bench) -> None:
    ended = bench.seal(to=bench.folder / "a.sealed")
    other = bench.seal(to=bench.folder / "b.sealed")
    backup = replace(ended, path=bench.folder / "backup.sealed")
    backup.path.write_bytes(ended.path.read_bytes())
    bench.keys.destroy(ended.id)
    for extract in (ended, backup):
        with pytest.raises(NotFound):
            image_bytes(extract, bench.keys)
    assert sealed_rows(other, bench.keys, "council_tax")


def test_sealing_again_keeps_pseudonyms_and_shares_no_key(bench: Bench) -> None:
    first = bench.seal(to=bench.folder / "a.sealed")
    second = bench.seal(to=bench.folder / "b.sealed")
    for dataset in ("council_tax", "energy_certificates"):
        assert sealed_rows(first, bench.keys, dataset) == sealed_rows(second, bench.keys, dataset)
    assert first.id != second.id
    assert bench.keys.read(first.id) != bench.keys.read(second.id)
    assert first.path.read_bytes()[4096:8192] != second.path.read_bytes()[4096:8192]


RECORDS = RecordsOutput(to=("Housing",), act="visit", columns=("uprn",))


def test_two_uses_of_the_same_rows_share_no_pseudonym(bench: Bench) -> None:
    here = bench.seal(terms(records=RECORDS), to=bench.folder / "a.sealed")
    there = bench.seal(terms(records=RECORDS, use="vaccination"), to=bench.folder / "b.sealed")
    names = [
        {row["uprn"] for row in sealed_rows(e, bench.keys, "council_tax")} for e in (here, there)
    ]
    assert len(names[0]) == len(names[1]) == 32
    assert not names[0] & names[1]


def test_the_numbers_of_two_uses_are_two_orders_of_the_same_subjects(bench: Bench) -> None:
    """A number tells nothing outside its extract: of 32 homes about one has the same in both."""
    orders = []
    for use in ("warm-homes", "vaccination", "a-third"):
        extract = bench.seal(terms(use=use), to=bench.folder / "a.sealed")
        orders.append([row["arrears"] for row in sealed_rows(extract, bench.keys, "council_tax")])
    for one, other in combinations(orders, 2):
        assert sorted(one) == sorted(other)
        assert sum(a == b for a, b in zip(one, other, strict=True)) < 12


@pytest.mark.parametrize(("dataset", "name"), [("council_tax", "uprn"), ("Council_Tax", "UPRN")])
def test_an_extract_less_complete_than_agreed_is_refused(
    bench: Bench, dataset: str, name: str
) -> None:
    source = council_tax()
    source["uprn"] = [None if i in (1, 2, 3, 4) else u for i, u in enumerate(source["uprn"])]
    sources = {**bench.both(), "council_tax": bench.source("t", source)}
    wanted = terms(quality=(floor(dataset, name, 0.95),))
    with pytest.raises(Refused) as caught:
        bench.seal(wanted, sources)
    refusal = caught.value.refusal
    assert refusal.clause.lower() == "quality › council_tax.uprn"
    assert "87.5 in 100" in refusal.why
    assert "95 in 100" in refusal.why
    assert "Revenues and Benefits" in refusal.ask
    assert not bench.sealed.exists()


@pytest.mark.parametrize("complete", [0.875, 0.5, 0.0])
def test_completeness_is_counted_over_the_permitted_rows(bench: Bench, complete: float) -> None:
    source = council_tax()
    blank = {0, 5, 10, 15, 1, 2, 3, 4}  # the first four are not permitted, the others are
    source["uprn"] = ["" if i in blank else u for i, u in enumerate(source["uprn"])]
    sources = {**bench.both(), "council_tax": bench.source("t", source)}
    extract = bench.seal(terms(quality=(floor("council_tax", "uprn", complete),)), sources)
    assert extract.without_subject["council_tax"] == 4


BAD_SOURCES: list[tuple[str, type[Exception], str]] = [
    ("no source", BadInput, "no source for energy_certificates"),
    ("no file", NotFound, "is not there"),
    ("not parquet", Damaged, "cannot be read"),
    ("cut short", Damaged, "cannot be read"),
    ("a column is missing", BadInput, "has no column rating"),
    ("lists in a column", BadInput, "composed values"),
    ("a row named twice", BadInput, "none twice"),
    ("a row after the last", BadInput, "none twice"),
    ("a row before the first", BadInput, "none twice"),
    ("rows that are texts", BadInput, "none twice"),
    ("keys without rows", BadInput, "none twice"),
]


@pytest.mark.parametrize(
    ("fault", "error", "told"), BAD_SOURCES, ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_source_that_does_not_fit(
    bench: Bench, fault: str, error: type[Exception], told: str
) -> None:
    sources: dict[str, Any] = bench.both()
    key = bench.folder / "energy" / "uprn.parquet"
    data = bench.folder / "energy" / "data.parquet"
    uprns = [str(i) for i in range(40)]
    from gate_sealing.made_up import parquet

    changes: dict[str, Callable[[], Any]] = {
        "no source": lambda: sources.pop("energy_certificates"),
        "no file": data.unlink,
        "not parquet": lambda: data.write_text("uprn,rating\nMADEUP,A\n"),
        "cut short": lambda: data.write_bytes(data.read_bytes()[:-20]),
        "a column is missing": lambda: parquet(data, {"certificate": ["a"] * 40}),
        "lists in a column": lambda: parquet(data, {"rating": [["A"]] * 40}),
        "a row named twice": lambda: parquet(key, {"row": [0] * 40, "uprn": uprns}),
        "a row after the last": lambda: parquet(key, {"row": range(1, 41), "uprn": uprns}),
        "a row before the first": lambda: parquet(key, {"row": range(-1, 39), "uprn": uprns}),
        "rows that are texts": lambda: parquet(key, {"row": ["MADEUP"] * 40, "uprn": uprns}),
        "keys without rows": lambda: parquet(key, {"uprn": uprns}),
    }
    changes[fault]()
    with pytest.raises(error, match=told) as caught:
        bench.seal(None, sources)
    assert "MADEUP" not in str(caught.value)
    assert not bench.sealed.exists()
    assert list(Path(bench.keys.directory).glob("*.key")) == []
