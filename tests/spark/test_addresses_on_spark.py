"""Addresses on Spark: the rows of one machine, and clear errors from far away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from beholden.kernel import BadInput, BeholdenError, Damaged, NotFound
from beholden.linkage import AddressColumns, Gazetteer, match_addresses
from beholden.linkage.spark import match_addresses_on_spark, worker_errors


def by_id(table: pa.Table) -> pa.Table:
    return table.take(pc.sort_indices(table["unique_id"])).combine_chunks()


@pytest.mark.parametrize("shipped", [True, False])
def test_the_rows_are_those_of_one_machine(
    spark: Any, index: Path, gazetteer: Gazetteer, addresses: pa.Table, shipped: bool
) -> None:
    rows = spark.createDataFrame(addresses).repartition(3)
    found = match_addresses_on_spark(rows, index, shipped=shipped).toArrow()
    assert by_id(found).equals(by_id(match_addresses(addresses, gazetteer)))


def test_a_stated_threshold_and_stated_columns_hold(
    spark: Any, index: Path, gazetteer: Gazetteer, addresses: pa.Table
) -> None:
    renamed = addresses.rename_columns(["our ref", "where `it` is. now", "code"])
    columns = AddressColumns("our ref", ("where `it` is. now",), "code", None)
    found = match_addresses_on_spark(
        spark.createDataFrame(renamed), index, threshold=0.9999, columns=columns
    ).toArrow()
    alone = match_addresses(renamed, gazetteer, threshold=0.9999, columns=columns)
    assert by_id(found).equals(by_id(alone))
    assert 0 < alone["uprn"].null_count < alone.num_rows


def test_only_the_columns_of_an_address_reach_the_matcher(
    spark: Any, index: Path, addresses: pa.Table
) -> None:
    with_more = addresses.append_column("health", pa.array(["made up"] * addresses.num_rows))
    found = match_addresses_on_spark(spark.createDataFrame(with_more), index)
    plan = found._jdf.queryExecution().optimizedPlan().toString()
    assert "address_0" in plan
    assert "health" not in plan


def test_a_row_without_an_id_keeps_none(spark: Any, index: Path) -> None:
    rows = pa.table(
        {
            "unique_id": pa.array([None, 7], pa.int64()),
            "address_concat": ["1 Nowhere Street", "2 Nowhere Street"],
        }
    )
    found = match_addresses_on_spark(spark.createDataFrame(rows), index).toArrow()
    assert set(found["unique_id"].to_pylist()) == {None, "7"}


def test_no_rows_are_no_matches(
    spark: Any, index: Path, gazetteer: Gazetteer, addresses: pa.Table
) -> None:
    none = spark.createDataFrame(addresses).where("unique_id = 'another'")
    found = match_addresses_on_spark(none, index).toArrow()
    assert found.schema == match_addresses(addresses, gazetteer).schema
    assert found.num_rows == 0


@pytest.mark.parametrize(
    ("change", "given", "told"),
    [
        ({"unique_id": "note"}, {}, "No column of these addresses can be read as the row's id."),
        ({"address_concat": "note"}, {}, "No column of this table can be read as an address."),
        ({}, {"threshold": 1.5}, "The threshold is not a probability."),
        (
            {},
            {"columns": AddressColumns("unique_id", ("street",), None, None)},
            "The table has no column street.",
        ),
    ],
)
def test_what_cannot_be_matched_is_told_before_any_work(
    spark: Any,
    index: Path,
    addresses: pa.Table,
    change: dict[str, str],
    given: dict[str, Any],
    told: str,
) -> None:
    rows = addresses.rename_columns([change.get(c, c) for c in addresses.column_names])
    with pytest.raises(BadInput) as caught:
        match_addresses_on_spark(spark.createDataFrame(rows), index, **given)
    assert caught.value.what == told


def absent(path: Path) -> None:
    path.unlink()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def of_another_version(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8] ^= 0x7F
    path.write_bytes(content)


FAULTS = [(absent, NotFound), (cut_short, Damaged), (of_another_version, Damaged)]


@pytest.mark.parametrize(("fault", "kind"), FAULTS)
def test_a_bad_index_is_refused_on_the_driver(
    spark: Any,
    index: Path,
    addresses: pa.Table,
    tmp_path: Path,
    fault: Any,
    kind: type[BeholdenError],
) -> None:
    mine = tmp_path / "mine.index"
    mine.write_bytes(index.read_bytes())
    fault(mine)
    with pytest.raises(kind) as caught:
        match_addresses_on_spark(spark.createDataFrame(addresses), mine)
    assert "mine.index" in caught.value.what
    assert caught.value.next_step


@pytest.mark.parametrize(("fault", "kind"), FAULTS)
def test_a_bad_index_on_a_worker_is_told_plainly_and_nothing_is_written(
    spark: Any,
    index: Path,
    addresses: pa.Table,
    tmp_path: Path,
    fault: Any,
    kind: type[BeholdenError],
) -> None:
    mine = tmp_path / "mine.index"
    mine.write_bytes(index.read_bytes())
    found = match_addresses_on_spark(spark.createDataFrame(addresses), mine, shipped=False)
    fault(mine)
    with pytest.raises(kind) as caught, worker_errors():
        found.write.parquet(str(tmp_path / "matched"))
    assert "mine.index" in caught.value.what
    assert caught.value.next_step
    assert not list((tmp_path / "matched").glob("*.parquet"))
    assert not (tmp_path / "matched" / "_SUCCESS").exists()


def test_an_index_built_anew_in_its_place_is_another_index(spark: Any, tmp_path: Path) -> None:
    path = tmp_path / "rebuilt.index"
    rows = spark.createDataFrame(
        pa.table({"unique_id": ["a"], "address_concat": ["1 Nowhere Street"]})
    )
    results = []
    for uprn in ("1001", "1002"):
        table = pa.table({"uprn": [uprn], "address_concat": ["1 Nowhere Street"]})
        Gazetteer.build(table).save(path)
        results.append(match_addresses_on_spark(rows, path, threshold=0.0))
    assert [found.toArrow()["uprn"].to_pylist() for found in results] == [["1001"], ["1002"]]


def test_errors_that_are_not_ours_pass_as_spark_tells_them(spark: Any) -> None:
    from pyspark.errors import PythonException

    def fails(batches: Any) -> Any:
        raise ZeroDivisionError("made up")

    with pytest.raises(PythonException), worker_errors():
        spark.range(1).mapInArrow(fails, "id long").toArrow()
