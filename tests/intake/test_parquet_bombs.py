"""Parquet files of a few bytes that stand for many: refused before they are unfolded."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from beholden.intake import ReadLimits, read
from beholden.kernel import BadInput

MIB = 2**20
LIMITS = ReadLimits(file_bytes=MIB)


@cache
def nothing() -> pa.Array:
    return pa.array([0] * MIB, pa.int64())


@cache
def long() -> pa.Array:
    """Return a gigabyte; it is made when a test asks, not when the tests are looked for."""
    return pa.array(["x" * 100_000]).take(pa.array([0] * 10_000, pa.int8()))


@cache
def rows() -> pa.Array:
    return pa.array(range(10_001), pa.int32())


@pytest.fixture(scope="module", autouse=True)
def let_go() -> Iterator[None]:
    """Keep nothing of that for the tests of other files."""
    yield
    for one in (nothing, long, rows):
        one.cache_clear()


def parquet(column: pa.Array, **options) -> bytes:
    content = io.BytesIO()
    pq.write_table(pa.table({"a": column}), content, compression="zstd", **options)
    return content.getvalue()


BOMBS: dict[str, Callable[[], bytes]] = {
    "a number many times": lambda: parquet(nothing()),
    "a number in many groups": lambda: parquet(nothing(), row_group_size=2**14),
    "nothing many times": lambda: parquet(pa.nulls(2 * MIB, pa.string())),
    "a text many times": lambda: parquet(long()),
    "one long text": lambda: parquet(pa.array(["x" * (48 * MIB)])),
    "one long text that is in no dictionary": lambda: parquet(
        pa.array(["x" * (48 * MIB)]), use_dictionary=False
    ),
    "a text as bytes": lambda: parquet(long().cast(pa.binary())),
    "a text many times in a record": lambda: parquet(pa.StructArray.from_arrays([long()], ["k"])),
    "a text many times in lists": lambda: parquet(pa.ListArray.from_arrays(rows(), long())),
    "one list of many": lambda: parquet(pa.ListArray.from_arrays([0, MIB], nothing())),
    "one list of a text": lambda: parquet(pa.ListArray.from_arrays([0, 10_000], long())),
    "a text many times in a map": lambda: parquet(
        pa.MapArray.from_arrays(rows(), pa.array(map(str, range(10_000))), long())
    ),
    "a label many times": lambda: parquet(long().dictionary_encode()),
}


# Of this module's own, so that it knows how much was taken at once; what is taken from a pool may
# be given back later, so it is never let go.
POOL = pa.proxy_memory_pool(pa.default_memory_pool())


@pytest.fixture
def content(name: str) -> bytes:
    """Give a file that is asked for by its name."""
    return (BOMBS | DAMAGED)[name]()


@pytest.fixture
def memory(content: bytes):
    """Count what is taken, once there is something to be read."""
    usual = pa.default_memory_pool()
    pa.set_memory_pool(POOL)
    yield POOL
    pa.set_memory_pool(usual)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_is_unfolded(tmp_path, content, memory):
    file = tmp_path / "a.parquet"
    file.write_bytes(content)
    assert len(content) < 200_000
    with pytest.raises(BadInput, match="unpacks to more than 2 MiB") as refused:
        read(file, limits=LIMITS)
    assert refused.value.next_step
    assert memory.max_memory() < 8 * MIB


DAMAGED: dict[str, Callable[[], bytes]] = {
    # Each text would be unfolded from the one before as it is read.
    "what differs from the text before": lambda: parquet(
        long(), use_dictionary=False, column_encoding={"a": "DELTA_BYTE_ARRAY"}
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_what_cannot_be_counted_before_it_is_unfolded_is_not_read(tmp_path, content, memory):
    file = tmp_path / "a.parquet"
    file.write_bytes(content)
    with pytest.raises(BadInput, match="damaged or unknown form of Parquet"):
        read(file, limits=LIMITS)
    assert memory.max_memory() < 8 * MIB


TEXTS = pa.array(["x", None, "ßé", ""])
KINDS = {
    "text": TEXTS,
    "long text": TEXTS.cast(pa.large_string()),
    "bytes": TEXTS.cast(pa.binary()),
    "bytes of one length": pa.array([b"ab", None, b"cd", b"ef"], pa.binary(2)),
    "labels": TEXTS.dictionary_encode(),
    "a record": pa.array([{"k": "x", "n": 1}, None, {"k": None, "n": None}]),
    "lists": pa.array([["x", None], None, [], ["y"]]),
    "lists of lists": pa.array([[["x"]], None, [], [[], None]]),
    "a map": pa.array([[("x", "y")], None, []], pa.map_(pa.string(), pa.string())),
    "a list of records": pa.array([[{"k": "x"}], None, []]),
    "amounts": pa.array([Decimal("1.20"), None], pa.decimal128(9, 2)),
    "days": pa.array([date(2026, 1, 2), None]),
    "moments": pa.array([datetime(2026, 1, 2, 3, 4), None]),
    "yes or no": pa.array([True, None, False]),
    "none": pa.array([None, None]),
    "no rows": pa.array([], pa.string()),
}


def _unfolded(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind) or pa.types.is_large_string(kind):
        return pa.string()
    return kind


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("options", [{}, {"row_group_size": 2}, {"use_dictionary": False}])
def test_every_kind_of_column_comes_out_as_it_went_in(tmp_path, name, options):
    file, column = tmp_path / "a.parquet", KINDS[name]
    file.write_bytes(parquet(column, **options))
    found = read(file).table.column("a").combine_chunks()
    assert found.type == _unfolded(column.type)
    assert found.to_pylist() == column.to_pylist()
