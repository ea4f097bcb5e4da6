"""Names on their way into a sealed table: what is told where they stop, and what comes through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from beholden.gate.extract.building import building_engine
from beholden.gate.extract.image import Room
from beholden.gate.extract.ordering import FewTexts
from beholden.gate.extract.pseudonyms import Pseudonyms
from beholden.gate.extract.sealing import Source
from beholden.kernel import Damaged, DatasetTerms
from gate_sealing.made_up import JOIN, Bench, column, parquet, sealed_rows, terms


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_who_stops_a_seal_is_told_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stop: type[BaseException]
) -> None:
    """Not that the agreement does not fit the data."""

    def stopped(*_: object) -> None:
        raise stop

    bench = Bench(tmp_path)
    monkeypatch.setattr(Pseudonyms, "numbered", stopped)
    with pytest.raises(stop):
        bench.seal()


@pytest.mark.parametrize(
    ("said", "told"),
    [("Query interrupted", KeyboardInterrupt), ("another fault", RuntimeError)],
)
def test_the_engine_that_is_stopped_says_so(
    tmp_path: Path, said: str, told: type[BaseException]
) -> None:
    (tmp_path / "spill").mkdir()
    room = Room(tmp_path, tmp_path / "image", tmp_path / "spill")
    with pytest.raises(told), building_engine(room, []):
        raise RuntimeError(said)


CHANGES: dict[str, dict[str, Any]] = {
    "another key": {"uprn": [1, 2, 9], "person": ["p", None, "q"], "ward": ["a", "b", "c"]},
    "a row less": {"uprn": [1, 2], "person": ["p", None], "ward": ["a", "b"]},
    "another key beside none": {"uprn": [1, 2, 3], "person": ["p", None, "r"], "ward": ["a"] * 3},
    "another text": {"uprn": [1, 2, 3], "person": ["p", None, "q"], "ward": ["a", "b", "new"]},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_is_changed_between_two_readings_stops_the_seal(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    columns = (column("uprn", JOIN), column("person", JOIN), column("ward"))
    first = {"uprn": [1, 2, 3], "person": ["p", None, "q"], "ward": ["a", "b", "c"]}
    source = bench.source("h", first)
    look = FewTexts.of

    def then_change(*given: Any) -> FewTexts:
        found = look(*given)
        parquet(source.data, CHANGES[change])
        return found

    monkeypatch.setattr(FewTexts, "of", then_change)
    with pytest.raises(Damaged, match="was changed while it was sealed"):
        bench.seal(terms(DatasetTerms("homes", "S", columns)), {"homes": source})
    assert not bench.sealed.exists()


PLAIN: dict[str, Any] = {
    "whole": "(-9223372036854775808)::BIGINT",
    "unsigned": "18446744073709551615::UBIGINT",
    "long_decimal": "12345678901234567890123456789012345678::DECIMAL(38, 0)",
    "exact": "-0.01::DECIMAL(9, 2)",
    "near": "0.1::FLOAT",
    "nought": "'-0'::DOUBLE",
    "day": "DATE '0001-01-01'",
    "moment": "TIMESTAMP '2026-03-29 01:30:00.123456'",
    "moment_ns": "'2026-03-29 01:30:00.123456'::TIMESTAMP_NS",
    "zoned": "TIMESTAMPTZ '2026-03-29 01:30:00+05'",
    "time": "TIME '23:59:59.999999'",
    "mark": "'00000000-0000-4000-8000-00000000000f'::UUID",
    "yes": "true",
    "long_text": "repeat('é', 5000)",
}


def test_every_plain_kind_of_value_comes_through_as_it_was(bench: Bench) -> None:
    chosen = ", ".join(f"CASE WHEN i > 0 THEN {v} END AS {n}" for n, v in PLAIN.items())
    folder = bench.source("kinds", {"a": [1]}).data
    duckdb.sql(f"COPY (SELECT i AS uprn, {chosen} FROM range(2) AS t(i)) TO '{folder}'")
    dataset = DatasetTerms("t", "Steward", (column("uprn", JOIN), *map(column, PLAIN)))
    extract = bench.seal(terms(dataset), {"t": Source(folder)})
    got = {row["yes"]: row for row in sealed_rows(extract, bench.keys, "t")}
    wanted = duckdb.sql(f"FROM '{folder}' ORDER BY uprn").to_arrow_table().to_pylist()
    for row in wanted:
        assert {**got[row["yes"]], "uprn": row["uprn"]} == row
