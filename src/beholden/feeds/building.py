"""Building a use's two schemas: the rows, which nobody may name, and the views of them.

The views read the rows by the right of their owner, who is bound by row-level security (FORCE) as
well: a row is there for a login on the list, before its moment, and for nobody else. That a view
reads by its owner's right is meant: whoever has it has no right to the table behind it, so that
table stands in no list of tables that a tool shows.

Tables are UNLOGGED: no row is in the server's journal, in a replica or in a copy of its files. No
statistics are kept of them, for those hold values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from psycopg import sql

from .names import ROWS
from .rows_as_text import RowsText, column_type
from .values import Access, FeedTable, Filled, FilledTables

if TYPE_CHECKING:
    from psycopg import Connection

ACCESS, MARK = "access", "filled_from"
_KEPT_PLAIN = sql.SQL("WITH (autovacuum_enabled = false, toast.autovacuum_enabled = false)")


def build(
    connection: Connection[tuple[object, ...]],
    schema: str,
    *,
    tables: Sequence[FeedTable],
    access: Sequence[Access],
    means: str,
    mark: str,
) -> FilledTables:
    """Make the schemas of a use anew with these tables, as a part of a transaction.

    ``mark`` names what the rows come from; it goes when the server loses its unlogged tables.
    """
    tear_down(connection, schema)
    rows = schema + ROWS
    for name in (schema, rows):
        _do(connection, "CREATE SCHEMA {}", sql.Identifier(name))
    _comment(connection, "SCHEMA {}", sql.Identifier(schema), text=means)
    _do(
        connection,
        "CREATE TABLE {} (login name PRIMARY KEY, until timestamptz NOT NULL)",
        sql.Identifier(rows, ACCESS),
    )
    _do(connection, "CREATE UNLOGGED TABLE {} (mark text)", sql.Identifier(rows, MARK))
    into = sql.SQL("INSERT INTO {} VALUES (%s)").format(sql.Identifier(rows, MARK))
    connection.execute(into, [mark])
    filled = {table.name: _table(connection, schema, table) for table in tables}
    for one in access:
        admit(connection, schema, one)
    return filled


def tear_down(connection: Connection[tuple[object, ...]], schema: str) -> None:
    """Drop the schemas of a use with all that is in them."""
    for name in (schema, schema + ROWS):
        _do(connection, "DROP SCHEMA IF EXISTS {} CASCADE", sql.Identifier(name))


def admit(connection: Connection[tuple[object, ...]], schema: str, access: Access) -> None:
    """Let a login read the views of a schema until its moment."""
    login = sql.Identifier(access.login)
    _do(connection, "GRANT USAGE ON SCHEMA {} TO {}", sql.Identifier(schema), login)
    _do(
        connection,
        "GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}",
        sql.Identifier(schema),
        login,
    )
    listed = sql.SQL(
        "INSERT INTO {} VALUES (%s, %s) ON CONFLICT (login) DO UPDATE SET until = excluded.until"
    ).format(sql.Identifier(schema + ROWS, ACCESS))
    connection.execute(listed, [access.login, access.until])


def dismiss(connection: Connection[tuple[object, ...]], login: str) -> None:
    """Take a login off every list, with all that it was given."""
    for schema in schemas_there(connection):
        if schema.endswith(ROWS):
            listed = sql.SQL("DELETE FROM {} WHERE login = %s")
            connection.execute(listed.format(sql.Identifier(schema, ACCESS)), [login])
            continue
        for what in ("ALL TABLES IN SCHEMA", "SCHEMA"):
            _do(
                connection,
                f"REVOKE ALL ON {what} {{}} FROM {{}}",
                sql.Identifier(schema),
                sql.Identifier(login),
            )


def schemas_there(connection: Connection[tuple[object, ...]]) -> list[str]:
    """Return the schemas of feeds: a database of feeds has no others but PostgreSQL's own."""
    found = connection.execute(
        "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'"
        " AND nspname NOT IN ('information_schema', 'public')"
    )
    return [str(name) for (name,) in found.fetchall()]


def _table(connection: Connection[tuple[object, ...]], schema: str, table: FeedTable) -> Filled:
    """Make one table of rows, put the policy before it, then the view of it."""
    behind = sql.Identifier(schema + ROWS, table.name)
    kinds = [column_type(field.type) for field in table.rows.schema]
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(kind))
        for column, kind in zip(table.columns, kinds, strict=True)
    )
    _do(connection, "CREATE UNLOGGED TABLE {} ({}) {}", behind, columns, _KEPT_PLAIN)
    text = RowsText(table.rows)
    # Before the policy: PostgreSQL copies into no table that has one.
    with connection.cursor().copy(
        sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(behind)
    ) as copy:
        for piece in text.pieces():
            copy.write(piece)
    _guard(connection, schema, behind)
    _view(connection, schema, table, behind)
    return text.filled


def _guard(connection: Connection[tuple[object, ...]], schema: str, behind: sql.Identifier) -> None:
    """Put row-level security before a table, for its owner too."""
    listed = sql.Identifier(schema + ROWS, ACCESS)
    for statement in (
        "ALTER TABLE {} ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE {} FORCE ROW LEVEL SECURITY",
    ):
        _do(connection, statement, behind)
    _do(
        connection,
        "CREATE POLICY whoever_is_listed ON {} FOR SELECT USING (EXISTS ("
        "SELECT 1 FROM {} AS a WHERE a.login = current_user AND now() < a.until))",
        behind,
        listed,
    )


def _view(
    connection: Connection[tuple[object, ...]],
    schema: str,
    table: FeedTable,
    behind: sql.Identifier,
) -> None:
    view = sql.Identifier(schema, table.name)
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    _do(
        connection,
        "CREATE VIEW {} WITH (security_barrier = true) AS SELECT {} FROM {}",
        view,
        names,
        behind,
    )
    _comment(connection, "VIEW {}", view, text=table.means)
    for column in table.columns:
        at = sql.Identifier(schema, table.name, column.name)
        _comment(connection, "COLUMN {}", at, text=column.means)


def _comment(
    connection: Connection[tuple[object, ...]], what: str, named: sql.Identifier, *, text: str
) -> None:
    _do(connection, f"COMMENT ON {what} IS {{}}", named, sql.Literal(text))


def _do(connection: Connection[tuple[object, ...]], statement: str, *parts: sql.Composable) -> None:
    connection.execute(sql.SQL(statement).format(*parts))
