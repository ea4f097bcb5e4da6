"""Rows on their way into a sealed table: what they are, and what is told where they stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from beholden.gate.extract.naming import NamedRows
from beholden.gate.extract.pseudonyms import NamedKeys, Pseudonyms
from beholden.gate.extract.sealing import Source
from beholden.kernel import DatasetTerms, Unavailable
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
