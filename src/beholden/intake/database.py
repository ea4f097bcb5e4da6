"""A table of any database that SQLAlchemy knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from beholden.kernel import BadInput, Finding, NotFound, Unavailable

from .headers import column_names
from .limits import ReadLimits
from .records import table_of

if TYPE_CHECKING:
    from sqlalchemy import Engine

_AT_ONCE = 10_000
_URL = re.compile(r"[a-z][a-z0-9_]*(\+[a-z0-9_]+)?://", re.IGNORECASE)


def is_url(source: str) -> bool:
    """Return whether a source is named by a URL and not by a path."""
    return _URL.match(source) is not None


def read_database(
    url: str, *, table: str | None, limits: ReadLimits
) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return a table of the database at a URL, in the types that its values have.

    ``table`` may be ``schema.table``. The URL, which may hold a password, stands in no error.
    Raises BadInput for a URL that cannot be used, NotFound for a table that is not there, and
    Unavailable where the database does not answer.
    """
    if table is None:
        raise BadInput(
            "A database has many tables.", next_step="Say which one with table= (--table)."
        )
    import sqlalchemy
    from sqlalchemy import exc

    engine = _engine(url)
    try:
        return _read(engine, table, limits)
    except exc.NoSuchTableError:
        raise NotFound(
            f"The database has no table named {table}.",
            next_step="Check its spelling and whether it needs its schema (schema.table).",
        ) from None
    except (exc.SQLAlchemyError, sqlalchemy.exc.DBAPIError):
        raise Unavailable(
            "The database did not answer as it should.",
            why="It may be down, or the name, password or rights in the URL may be wrong.",
            next_step="Try the same URL with the database's own client.",
            ask="the administrator of that database",
        ) from None
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    import sqlalchemy
    from sqlalchemy import exc

    try:
        engine = sqlalchemy.create_engine(url)
        if engine.dialect.name == "sqlite":
            sqlalchemy.event.listen(engine, "connect", _any_text)
        return engine
    except (exc.ArgumentError, exc.NoSuchModuleError, ValueError):
        raise BadInput(
            "The source is not the URL of a database that can be read.",
            next_step="Write it as postgresql+psycopg://…, sqlite:///… or another SQLAlchemy URL; "
            "download a file on the web first.",
        ) from None
    except ModuleNotFoundError as error:
        raise BadInput(
            f"The driver of that database is not installed ({error.name}).",
            next_step=f"Install it: pip install {error.name}",
        ) from None


def _any_text(connection: Any, _: object) -> None:
    """Let SQLite give text that is not UTF-8: it becomes a finding where it stands."""
    connection.text_factory = lambda stored: stored.decode("utf-8", "surrogateescape")


def _read(engine: Engine, table: str, limits: ReadLimits) -> tuple[pa.Table, tuple[Finding, ...]]:
    import sqlalchemy

    schema, _, name = table.rpartition(".")
    found = sqlalchemy.Table(
        name, sqlalchemy.MetaData(), schema=schema or None, autoload_with=engine
    )
    names, renamed = column_names([column.name for column in found.columns], limits)
    columns: list[list[Any]] = [[] for _ in names]
    with engine.connect().execution_options(stream_results=True) as connection:
        rows = connection.execute(sqlalchemy.select(*found.columns))
        for part in rows.partitions(_AT_ONCE):
            for column, values in zip(columns, zip(*part, strict=True), strict=True):
                column.extend(values)
    result, findings = table_of(dict(zip(names, columns, strict=True)))
    return result, (*renamed, *findings)
