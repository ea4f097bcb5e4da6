"""Two made-up uses on one server, each with rows that the other may not see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pyarrow as pa

from beholden.feeds import Access, FeedColumn, FeedServer, FeedTable, Login

LATER = datetime.now(UTC) + timedelta(days=30)
EARLIER = datetime.now(UTC) - timedelta(seconds=1)
MARKER = "zqxmarker"


def households(numbers: int = 6, *, tenure: str = "rented") -> FeedTable:
    """Return a table with what people write in columns, some of it awkward."""
    names = ("uprn", "tenure", 'say "so"; drop', "paid")
    rows = pa.table(
        {
            "uprn": pa.array(range(numbers), pa.int64()),
            "tenure": pa.array([tenure] * (numbers - 1) + [None]),
            names[2]: pa.array(['a "b", c\n\\.', "", "x\0y", *["é"] * (numbers - 3)]),
            "paid": pa.array([f"{n}.10" for n in range(numbers)]).cast(pa.decimal128(12, 2)),
        }
    )
    columns = tuple(FeedColumn(name, f"What {name} means.") for name in names)
    return FeedTable("council_tax", "Accounts of council tax (made up).", columns, rows)


def fill(server: FeedServer, schema: str, *tables: FeedTable, access=(), mark="extract-1"):
    """Fill a schema and return what it was filled with."""
    with server.filling(
        schema, tables=tables or (households(),), access=access, means="Rows.", mark=mark
    ) as built:
        pass
    return built.tables


def admit(server: FeedServer, schema: str, login: str, *, until: datetime = LATER) -> Login:
    with server.admitting(Access(login, until), schema=schema) as made:
        pass
    return made.login


def conninfo(login: Login) -> str:
    return psycopg.conninfo.make_conninfo(
        host=login.address, dbname=login.database, user=login.login, password=login.password
    )


def connected(login: Login) -> psycopg.Connection:
    """Connect as somebody who was given access, statement by statement."""
    return psycopg.connect(conninfo(login), autocommit=True)
