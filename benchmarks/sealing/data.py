"""Made-up tables in the shape of TPC-H, written as Parquet; nothing in them is about anybody real.

The sizes, types and distributions are those that matter to an engine (TPC-H 3.0.1, §4.2): at scale
1 there are 6,000,000 line items of 1,500,000 orders of 150,000 customers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

import duckdb

from beholden.gate.extract.sealing import Source
from beholden.kernel import (
    AggregateOutput,
    ColumnRole,
    ColumnTerms,
    DatasetTerms,
    GroupRule,
    JoinTerms,
    Terms,
)

NO_ORDER: Mapping[str, str] = MappingProxyType({})
JOIN, DIMENSION, MEASURE = ColumnRole.JOIN, ColumnRole.DIMENSION, ColumnRole.MEASURE
LINES_OF_AN_ORDER, ORDERS_OF_A_CUSTOMER, SUPPLIERS = 4, 10, 10_000

_ITEMS = """SELECT range // {lines} AS orderkey, (1 + hash(range, 1) % 200000)::BIGINT AS partkey,
    (1 + hash(range, 2) % {suppliers})::BIGINT AS suppkey, range % {lines} AS linenumber,
    (1 + hash(range, 3) % 50)::DECIMAL(15, 2) AS quantity,
    ((90000 + hash(range, 4) % 10400000) / 100)::DECIMAL(15, 2) AS extendedprice,
    ((hash(range, 5) % 11) / 100)::DECIMAL(15, 2) AS discount,
    ((hash(range, 6) % 9) / 100)::DECIMAL(15, 2) AS tax,
    ['A', 'N', 'R'][1 + (hash(range, 7) % 3)::INT] AS returnflag,
    ['F', 'O'][1 + (hash(range, 8) % 2)::INT] AS linestatus,
    DATE '1992-01-02' + (hash(range, 9) % 2526)::INT AS shipdate,
    DATE '1992-01-31' + (hash(range, 10) % 2466)::INT AS commitdate,
    DATE '1992-01-04' + (hash(range, 11) % 2554)::INT AS receiptdate,
    ['COLLECT COD', 'DELIVER IN PERSON', 'NONE', 'TAKE BACK RETURN']
        [1 + (hash(range, 12) % 4)::INT] AS shipinstruct,
    ['AIR', 'FOB', 'MAIL', 'RAIL', 'REG AIR', 'SHIP', 'TRUCK']
        [1 + (hash(range, 13) % 7)::INT] AS shipmode,
    'made up, line ' || hash(range, 14) AS comment
    FROM range({rows})"""
_ORDERS = """SELECT range AS orderkey, (1 + hash(range, 21) % {customers})::BIGINT AS custkey,
    ['F', 'O', 'P'][1 + (hash(range, 22) % 3)::INT] AS orderstatus,
    ((85000 + hash(range, 23) % 55500000) / 100)::DECIMAL(15, 2) AS totalprice,
    DATE '1992-01-01' + (hash(range, 24) % 2406)::INT AS orderdate,
    ['1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW']
        [1 + (hash(range, 25) % 5)::INT] AS orderpriority,
    'made up, order ' || hash(range, 26) AS comment
    FROM range({rows})"""
_CUSTOMERS = """SELECT 1 + range AS custkey, 'Made-up Customer ' || range AS name,
    ['AUTOMOBILE', 'BUILDING', 'FURNITURE', 'HOUSEHOLD', 'MACHINERY']
        [1 + (hash(range, 31) % 5)::INT] AS mktsegment,
    'NATION ' || (hash(range, 32) % 25) AS nation,
    ((hash(range, 33) % 1100000)::BIGINT / 100 - 1000)::DECIMAL(15, 2) AS acctbal
    FROM range({rows})"""

GIVEN = {
    "lineitem": {
        "orderkey": JOIN,
        "partkey": JOIN,
        "suppkey": JOIN,
        "linenumber": DIMENSION,
        "quantity": MEASURE,
        "extendedprice": MEASURE,
        "discount": MEASURE,
        "tax": MEASURE,
        "returnflag": DIMENSION,
        "linestatus": DIMENSION,
        "shipdate": DIMENSION,
        "commitdate": DIMENSION,
        "receiptdate": DIMENSION,
        "shipinstruct": DIMENSION,
        "shipmode": DIMENSION,
    },
    "orders": {
        "orderkey": JOIN,
        "custkey": JOIN,
        "orderstatus": DIMENSION,
        "totalprice": MEASURE,
        "orderdate": DIMENSION,
        "orderpriority": DIMENSION,
    },
    "customer": {
        "custkey": JOIN,
        "mktsegment": DIMENSION,
        "nation": DIMENSION,
        "acctbal": MEASURE,
    },
}


@dataclass(frozen=True)
class MadeUpTrade:
    """A folder with the three tables as Parquet, and the terms to seal them under."""

    folder: Path
    rows: int

    @property
    def sources(self) -> dict[str, Source]:
        return {name: Source(self.folder / f"{name}.parquet") for name in GIVEN}

    @property
    def bytes(self) -> int:
        return sum(source.data.stat().st_size for source in self.sources.values())

    def write(self) -> None:
        """Write the tables, once: files that are there are kept."""
        orders = max(1, self.rows // LINES_OF_AN_ORDER)
        customers = max(1, orders // ORDERS_OF_A_CUSTOMER)
        texts = {
            "lineitem": _ITEMS.format(rows=self.rows, lines=LINES_OF_AN_ORDER, suppliers=SUPPLIERS),
            "orders": _ORDERS.format(rows=orders, customers=customers),
            "customer": _CUSTOMERS.format(rows=customers),
        }
        for name, sql in texts.items():
            path = self.folder / f"{name}.parquet"
            if not path.exists():
                duckdb.sql(f"COPY ({sql}) TO '{path}'")

    def create_plain(self, target: Path, order: Mapping[str, str] = NO_ORDER) -> None:
        """Write the permitted columns into a plain DuckDB file: the peer of sealing."""
        target.unlink(missing_ok=True)
        with duckdb.connect(str(target)) as connection:
            for name, columns in GIVEN.items():
                source = self.folder / f"{name}.parquet"
                connection.execute(
                    f"CREATE TABLE {name} AS SELECT {', '.join(columns)} "
                    f"FROM read_parquet('{source}') {order.get(name, '')}"
                )


def terms() -> Terms:
    """Return the terms that give the tables' dimensions and measures, customers being counted."""
    given = {
        name: tuple(
            ColumnTerms(column, role, functions=("sum", "avg") if role is MEASURE else ())
            for column, role in columns.items()
        )
        for name, columns in GIVEN.items()
    }
    return Terms(
        agreement="benchmark",
        use="benchmark",
        purpose="To measure (made up).",
        between=("Benchmarks",),
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        subject="customer",
        subject_column="custkey",
        datasets=tuple(DatasetTerms(name, "Benchmarks", c) for name, c in given.items()),
        joins=(
            JoinTerms("orderkey", ("lineitem", "orders")),
            JoinTerms("custkey", ("orders", "customer")),
        ),
        group_rules=(GroupRule(10, "benchmark"),),
        aggregate=AggregateOutput(("Benchmarks",)),
    )
