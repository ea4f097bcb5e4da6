"""Rows on their way into a sealed table: what they are, and what is told where they stop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from beholden.gate.extract.building import building_engine
from beholden.gate.extract.image import Room
from beholden.gate.extract.naming import NamedRows
from beholden.gate.extract.ordering import FewTexts
from beholden.gate.extract.pseudonyms import NamedKeys, Pseudonyms
from beholden.gate.extract.sealing import Source
from beholden.kernel import Damaged, DatasetTerms, Unavailable
from gate_sealing.made_up import JOIN, Bench, column, sealed_rows, terms

KEYS = {"k": NamedKeys(Pseudonyms.of_column("k", secret=bytes(32)))}


class Stopping:
    """A query of the engine's whose rows stop with a fault."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    def to_arrow_reader(self, _: int) -> pa.RecordBatchReader:
        def rows() -> Iterator[pa.RecordBatch]:
            yield pa.record_batch({"k": [1]})
            raise self.fault

        return pa.RecordBatchReader.from_batches(pa.schema([("k", pa.int64())]), rows())


FAULTS = {
    "IO Error: No space left on device": duckdb.IOException,
    "Out of Memory Error: could not allocate": duckdb.OutOfMemoryException,
    "Conversion Error: Could not convert string 'AB123456C'": duckdb.Error,
}


@pytest.mark.parametrize("said", FAULTS)
def test_a_fault_of_the_engine_keeps_its_kind(said: str) -> None:
    rows = NamedRows(Stopping(OSError(said)), KEYS)
    with pytest.raises(OSError, match=said[:8]):
        rows.reader().read_all()
    with pytest.raises(FAULTS[said]) as caught:
        rows.refuse_failure()
    assert type(caught.value) is FAULTS[said]


def test_a_fault_of_naming_is_not_one_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Pseudonyms, "of", fail)
    rows = NamedRows(duckdb.connect().sql("SELECT 1 AS k"), KEYS)
    with pytest.raises(MemoryError):
        rows.reader().read_all()
    with pytest.raises(Unavailable, match="could not be made"):
        rows.refuse_failure()


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_who_stops_a_seal_is_told_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stop: type[BaseException]
) -> None:
    """Not that the agreement does not fit the data."""

    def stopped(*_: object) -> None:
        raise stop

    bench = Bench(tmp_path)
    monkeypatch.setattr(Pseudonyms, "of", stopped)
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


def test_a_text_that_was_not_there_at_first_stops_the_seal() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t AS SELECT 1 AS k, 'a' AS t UNION ALL SELECT 2, NULL")
    few = FewTexts.of(connection, "t", ["t"])
    carried = f"SELECT k, {few.number('t', 'VARCHAR')} FROM t"
    rows = NamedRows(connection.sql(carried), KEYS, few=few.lists.keys())
    assert sorted(rows.reader().read_all()["t"].to_pylist(), key=repr) == [1, None]
    connection.execute("UPDATE t SET t = 'b' WHERE k = 1")
    rows = NamedRows(connection.sql(carried), KEYS, few=few.lists.keys())
    with pytest.raises(Damaged):
        rows.reader().read_all()
    with pytest.raises(Damaged, match="was changed while it was sealed"):
        rows.refuse_failure()


def test_rows_that_came_whole_stopped_at_nothing() -> None:
    rows = NamedRows(duckdb.connect().sql("SELECT NULL::BIGINT AS k, 'a' AS t"), KEYS)
    assert rows.reader().read_all().to_pylist() == [{"k": None, "t": "a"}]
    rows.refuse_failure()


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
