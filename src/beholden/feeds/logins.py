"""Logins of people: one for each person and use, who may read and do nothing else."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from psycopg import sql

from .settings import FeedSettings
from .values import Access

if TYPE_CHECKING:
    from psycopg import Connection

_NOTHING_ELSE = (
    "LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    " CONNECTION LIMIT {} PASSWORD {} VALID UNTIL {}"
)


def create_login(
    connection: Connection[tuple[object, ...]],
    access: Access,
    *,
    schema: str,
    password: str,
    settings: FeedSettings,
) -> None:
    """Create the login of one person; the server keeps a verifier, and never sees the password."""
    login, database = sql.Identifier(access.login), sql.Identifier(settings.name)
    verifier = connection.pgconn.encrypt_password(
        password.encode(), access.login.encode(), b"scram-sha-256"
    ).decode()
    _do(
        connection,
        f"CREATE ROLE {{}} {_NOTHING_ELSE}",
        login,
        sql.Literal(settings.connections),
        sql.Literal(verifier),
        sql.Literal(access.until.isoformat()),
    )
    _do(
        connection,
        "COMMENT ON ROLE {} IS {}",
        login,
        sql.Literal(mark_of(settings)),
    )
    for name, value in _usual(schema, settings).items():
        _do(
            connection,
            f"ALTER ROLE {{}} IN DATABASE {{}} SET {name} = {{}}",
            login,
            database,
            value,
        )
    _do(connection, "GRANT CONNECT ON DATABASE {} TO {}", database, login)


def mark_of(settings: FeedSettings) -> str:
    """Return the comment by which a login is known to be of this database's feeds."""
    return f"A feed of Beholden in the database {settings.name}"


def logins_there(connection: Connection[tuple[object, ...]], settings: FeedSettings) -> set[str]:
    """Return the logins of this database's feeds, whatever the records say of them."""
    found = connection.execute(
        "SELECT rolname FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = %s",
        [mark_of(settings)],
    )
    return {str(name) for (name,) in found}


def shut_out(connection: Connection[tuple[object, ...]], logins: Collection[str]) -> None:
    """Let logins in no more; who is in stays until cut off."""
    _alter(connection, logins, "NOLOGIN")


def let_in(connection: Connection[tuple[object, ...]], logins: Collection[str]) -> None:
    """Let logins in again."""
    _alter(connection, logins, "LOGIN")


def _alter(connection: Connection[tuple[object, ...]], logins: Collection[str], how: str) -> None:
    for login in logins:
        if is_there(connection, login):
            _do(connection, f"ALTER ROLE {{}} {how}", sql.Identifier(login))


def cut_off(connection: Connection[tuple[object, ...]], logins: Collection[str]) -> None:
    """End the sessions of logins, and wait until they have."""
    connection.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = ANY (%s)",
        [sorted(logins)],
    )


def drop_login(
    connection: Connection[tuple[object, ...]], login: str, *, settings: FeedSettings
) -> None:
    """Drop a login that is there and to which nothing else is given any more."""
    named = sql.Identifier(login)
    _do(connection, "REVOKE ALL ON DATABASE {} FROM {}", sql.Identifier(settings.name), named)
    _do(connection, "DROP ROLE {}", named)


def is_there(connection: Connection[tuple[object, ...]], login: str) -> bool:
    """Return whether there is a login of a name."""
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login])
    return found.fetchone() is not None


def _usual(schema: str, settings: FeedSettings) -> dict[str, sql.Composable]:
    """Return the settings with which a login begins; within a session they can be changed."""
    milliseconds = sql.Literal(settings.seconds * 1000)
    return {
        "search_path": sql.Identifier(schema),
        "default_transaction_read_only": sql.Literal("on"),
        "statement_timeout": milliseconds,
        "idle_in_transaction_session_timeout": milliseconds,
    }


def _do(connection: Connection[tuple[object, ...]], statement: str, *parts: sql.Composable) -> None:
    connection.execute(sql.SQL(statement).format(*parts))
