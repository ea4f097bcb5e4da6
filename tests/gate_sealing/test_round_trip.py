"""Whatever a cell holds, it is in the extract and in an answer as it was in the source."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from beholden.gate.running.engine import end_workers, run
from beholden.kernel import ColumnTerms, DatasetTerms
from gate_sealing.made_up import DIMENSION, JOIN, MEASURE, Bench, MadeUpPlan, column, terms

MOMENTS = st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1))
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


def whole(bits: int, *, signed: bool = True) -> st.SearchStrategy[int]:
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    return st.sampled_from([low, high, 0]) | st.integers(low, high)


def decimals(digits: int, scale: int) -> st.SearchStrategy[Decimal]:
    most = 10**digits - 1
    return (st.sampled_from([most, -most, 0]) | st.integers(-most, most)).map(
        lambda number: Decimal(f"{number}e-{scale}")
    )


COLUMNS: dict[str, tuple[pa.DataType, st.SearchStrategy[Any], Any]] = {
    "tiny": (pa.int8(), whole(8), DIMENSION),
    "small": (pa.int16(), whole(16), DIMENSION),
    "int": (pa.int32(), whole(32), DIMENSION),
    "big": (pa.int64(), whole(64), DIMENSION),
    "unsigned": (pa.uint64(), whole(64, signed=False), DIMENSION),
    "narrow": (pa.decimal128(5, 2), decimals(5, 2), DIMENSION),
    "wide": (pa.decimal128(38, 10), decimals(38, 10), DIMENSION),
    "double": (pa.float64(), st.floats(allow_nan=False), DIMENSION),
    "float": (pa.float32(), st.floats(width=32, allow_nan=False), DIMENSION),
    "amount": (pa.int64(), whole(64), MEASURE),
    "yes": (pa.bool_(), st.booleans(), DIMENSION),
    "day": (pa.date32(), st.dates(date(1, 1, 1), date(9999, 12, 31)), DIMENSION),
    "hour": (pa.time64("us"), st.times(), DIMENSION),
    "moment": (pa.timestamp("us"), MOMENTS, DIMENSION),
    "zoned": (pa.timestamp("us", "UTC"), MOMENTS.map(lambda m: m.replace(tzinfo=UTC)), DIMENSION),
    "text": (pa.string(), TEXTS.map("–".__add__), DIMENSION),
    "nothing": (pa.null(), st.none(), DIMENSION),
}
ROWS = st.lists(
    st.fixed_dictionaries({name: st.none() | cells for name, (_, cells, _) in COLUMNS.items()}),
    max_size=8,
)


def dataset() -> DatasetTerms:
    given_columns = tuple(ColumnTerms(name, role) for name, (_, _, role) in COLUMNS.items())
    return DatasetTerms("t", "Steward", (column("uprn", JOIN), *given_columns))


@settings(
    max_examples=3,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=ROWS)
def test_every_kind_of_column_comes_out_as_it_went_in(
    tmp_path: Path, rows: list[dict[str, Any]]
) -> None:
    bench = Bench(tmp_path)
    table = {
        name: pa.array([row[name] for row in rows], kind) for name, (kind, _, _) in COLUMNS.items()
    }
    source = bench.source("t", {"uprn": pa.array(range(len(rows)), pa.int64()), **table})
    extract = bench.seal(terms(dataset()), {"t": source})
    names = ", ".join(f'"{name}"' for name in COLUMNS if name != "wide")
    # A wide decimal leaves the engine as a double, so it is asked for as its text.
    plan = MadeUpPlan(f'SELECT {names}, CAST("wide" AS VARCHAR) AS "wide" FROM t')
    found = run(plan, extract, keys=bench.keys).table.to_pylist()
    end_workers(extract.id)
    assert Counter(map(_comparable, found)) == Counter(map(_comparable, rows))


def _comparable(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(_plain(row[name], name) for name in COLUMNS)


def _plain(value: Any, name: str) -> Any:
    if value is None:
        return None
    if name == "wide":
        return Decimal(value)
    if isinstance(value, Decimal):
        return float(value)
    return value


TEXT_ROWS = [None, "", " ", "yes", "Ä–x" * 5000, "a\nb\t'\"\\", "\u202e", "😀", "NULL", "0x", "é"]


@pytest.mark.parametrize("cells", [TEXT_ROWS, ["x" * 2_000_000, "y"]], ids=["odd", "long"])
def test_texts_come_out_as_they_went_in(bench: Bench, cells: list[Any]) -> None:
    texts = DatasetTerms("t", "Steward", (column("uprn", JOIN), column("text")))
    source = bench.source("t", {"uprn": range(len(cells)), "text": pa.array(cells, pa.string())})
    extract = bench.seal(terms(texts), {"t": source})
    found = run(MadeUpPlan("SELECT text FROM t"), extract, keys=bench.keys).table
    assert Counter(found["text"].to_pylist()) == Counter(cells)
