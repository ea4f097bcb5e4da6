"""People on Spark: the persons, reasons and report of one machine."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from beholden.borough import make
from beholden.kernel import BadInput, Unavailable
from beholden.linkage.people import PeopleLinks, PersonColumns, PersonKeys, link_people
from beholden.linkage.spark import link_people_on_spark

TENANTS = PersonColumns(
    name="tenant_name", date_of_birth="dob", postcode="postcode", address=("address",)
)


@pytest.fixture(scope="module")
def lists() -> Mapping[str, pa.Table]:
    """Give lists of people of a made-up borough: nobody in them exists."""
    tables = make(households=500, seed=4).tables
    return {name: tables[name] for name in ("vaccinations", "housing_tenancies")}


def assert_same(one: PeopleLinks, other: PeopleLinks) -> None:
    """Fail unless rows, persons and reasons are equal, and scores but for their last digits."""
    assert one.clusters.drop_columns("score").equals(other.clusters.drop_columns("score"))
    scores = [links.clusters["score"].fill_null(-1.0).to_pylist() for links in (one, other)]
    assert scores[0] == pytest.approx(scores[1], rel=0, abs=1e-9)
    facts = ("pairs_compared", "pairs_linked", "pairs_disputed", "looked_at", "learnt", "warnings")
    assert [one.report[fact] for fact in facts] == [other.report[fact] for fact in facts]


def groups_of(links: PeopleLinks) -> list[int]:
    """Return the group of each row by number: the keys of new persons are drawn by chance."""
    seen: dict[str, int] = {}
    return [seen.setdefault(key, len(seen)) for key in links.clusters["person"].to_pylist()]


def test_persons_reasons_and_scores_are_those_of_one_machine(
    spark: Any, lists: Mapping[str, pa.Table]
) -> None:
    spread = link_people_on_spark(spark, lists)
    alone = link_people(lists)
    assert_same(spread, alone)
    assert alone.report["learnt"]
    assert alone.report["pairs_linked"] > 100
    assert not spark.sparkContext._jsc.getPersistentRDDs()


def test_keys_and_the_model_of_an_earlier_load_are_used_again(
    spark: Any, lists: Mapping[str, pa.Table]
) -> None:
    first = {**lists, "vaccinations": lists["vaccinations"].slice(0, 1_000)}
    keys = link_people(first, known=PersonKeys.start()).keys
    assert keys
    assert keys.model
    spread = link_people_on_spark(spark, lists, known=keys)
    alone = link_people(lists, known=keys)
    assert groups_of(spread) == groups_of(alone)
    assert spread.report["pairs_compared"] == alone.report["pairs_compared"]
    assert spread.keys
    assert spread.keys.model == keys.model
    assert set(keys.rows["person"].to_pylist()) <= set(spread.keys.persons["person"].to_pylist())


def test_of_a_dataframe_only_the_stated_columns_are_fetched(
    spark: Any, lists: Mapping[str, pa.Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    tenants = lists["housing_tenancies"].slice(0, 40)

    def asked(tables: Mapping[str, pa.Table], **options: Any) -> PeopleLinks:
        seen.extend(table.column_names for table in tables.values())
        return link_people(tables, **options)

    monkeypatch.setattr("beholden.linkage.spark.people.link_people", asked)
    rows = spark.createDataFrame(tenants).coalesce(1)
    spread = link_people_on_spark(
        spark, {"tenants": rows}, columns=TENANTS, row_ids={"tenants": "tenancy_ref"}
    )
    assert seen == [["tenancy_ref", "tenant_name", "dob", "address", "postcode"]]
    assert_same(spread, link_people({"tenants": tenants}, columns=TENANTS))


def test_a_stated_column_that_is_not_there_is_told_as_on_one_machine(
    spark: Any, lists: Mapping[str, pa.Table]
) -> None:
    rows = spark.createDataFrame(lists["housing_tenancies"].slice(0, 5))
    columns = PersonColumns(name="nobody", date_of_birth="dob")
    with pytest.raises(BadInput) as caught:
        link_people_on_spark(spark, {"tenants": rows}, columns=columns)
    with pytest.raises(BadInput) as expected:
        link_people({"tenants": rows.toArrow()}, columns=columns)
    assert caught.value.what == expected.value.what


def test_rows_that_spark_cannot_read_are_told_of_without_its_words(spark: Any) -> None:
    rows = spark.createDataFrame(pa.table({"name": ["Ada Made-Up"], "dob": ["not a date"]}))
    broken = rows.selectExpr("name", "CAST(dob AS DATE) AS dob")
    with pytest.raises(Unavailable) as caught:
        link_people_on_spark(spark, {"made_up": broken})
    assert "not a date" not in str(caught.value)
    assert "count()" in caught.value.next_step


def test_a_session_that_is_not_on_the_driver_is_refused(lists: Mapping[str, pa.Table]) -> None:
    pytest.importorskip("pyspark", exc_type=ModuleNotFoundError)
    with pytest.raises(Unavailable) as caught:
        link_people_on_spark(SimpleNamespace(), lists)
    assert "Spark Connect" in caught.value.what
