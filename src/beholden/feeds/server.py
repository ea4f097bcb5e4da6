"""The server of a council's feeds, as acts use it: each change is one transaction, or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from beholden.kernel import BadInput, BeholdenError, Unavailable

from .names import ROWS, fresh_password
from .settings import FeedSettings
from .values import Access, FeedTable, FilledTables, Login

if TYPE_CHECKING:
    from psycopg import Connection

_WAIT_SECONDS = 5
_ONE_AT_A_TIME = 0x6665656473  # "feeds", as a number: who builds holds it until the end


@dataclass(frozen=True, slots=True)
class FeedServer:
    """The server that a council's settings name."""

    settings: FeedSettings

    def refuse_unfit(self) -> None:
        """Raise BadInput with all that is wrong with the server, so that no row goes there."""
        from .checking import faults_of

        with self._transaction() as connection:
            faults = list(faults_of(connection))
        if faults:
            raise BadInput(
                "The server of the feeds is not ready for rows.",
                why="; ".join(faults) + ".",
                next_step="beholden feed prepare, for what a superuser does there once.",
                ask="the administrator of the server",
            )

    @contextmanager
    def filling(
        self,
        schema: str,
        *,
        tables: Sequence[FeedTable],
        access: Sequence[Access],
        means: str,
        mark: str,
    ) -> Iterator[Built]:
        """Fill a schema anew; it is there once that is kept, and as it was where the block fails.

        Whoever reads it meanwhile is cut off, and comes in again once it is filled.
        """
        from .building import build
        from .logins import cut_off, let_in

        logins = {one.login for one in access}
        with self._shut_for_now(logins), self._transaction() as connection:
            cut_off(connection, logins)
            filled = build(connection, schema, tables=tables, access=access, means=means, mark=mark)
            let_in(connection, logins)
            yield Built(filled, connection.commit)

    @contextmanager
    def admitting(self, access: Access, *, schema: str) -> Iterator[Admitted]:
        """Create a login that may read a schema; it is there once that is kept."""
        from .building import admit
        from .logins import create_login

        password = fresh_password()
        with self._transaction() as connection:
            create_login(
                connection, access, schema=schema, password=password, settings=self.settings
            )
            admit(connection, schema, access)
            login = Login(
                login=access.login,
                password=password,
                database=self.settings.name,
                schema=schema,
                address=self.settings.reached_at or self._host(connection),
                until=access.until,
            )
            yield Admitted(login, connection.commit)

    def dismiss(self, logins: Collection[str]) -> None:
        """Shut logins out, end their sessions and drop them; who is gone already stays gone."""
        from .building import dismiss
        from .logins import cut_off, drop_login, is_there, shut_out

        with self._transaction() as connection:
            shut_out(connection, logins)
        with self._transaction() as connection:
            cut_off(connection, logins)
            for login in logins:
                if is_there(connection, login):
                    dismiss(connection, login)
                    drop_login(connection, login, settings=self.settings)

    def drop(self, schema: str, *, logins: Collection[str]) -> None:
        """Drop a schema with its rows, and the logins that could read it."""
        from .building import tear_down
        from .logins import cut_off, drop_login, is_there, shut_out

        with self._transaction() as connection:
            shut_out(connection, logins)
        with self._transaction() as connection:
            cut_off(connection, logins)
            tear_down(connection, schema)
            for login in logins:
                if is_there(connection, login):
                    drop_login(connection, login, settings=self.settings)

    def mark_of(self, schema: str) -> str | None:
        """Return what the rows of a schema come from; None where it has none, or lost them."""
        from psycopg import sql

        from .building import MARK

        with self._transaction() as connection:
            there = connection.execute("SELECT to_regclass(%s)", [f'"{schema}{ROWS}"."{MARK}"'])
            if (there.fetchone() or (None,))[0] is None:
                return None
            query = sql.SQL("SELECT mark FROM {}").format(sql.Identifier(schema + ROWS, MARK))
            row = connection.execute(query).fetchone()
            return str(row[0]) if row else None

    def strangers(self, *, schemas: Collection[str], logins: Collection[str]) -> Strangers:
        """Return what is there and should not be: a copy of the server that was put back."""
        from .building import schemas_there
        from .logins import logins_there

        known = {*schemas, *(name + ROWS for name in schemas)}
        with self._transaction() as connection:
            there = set(schemas_there(connection))
            left = {name.removesuffix(ROWS) for name in there - known}
            return Strangers(left, logins_there(connection, self.settings) - set(logins))

    @contextmanager
    def _shut_for_now(self, logins: Collection[str]) -> Iterator[None]:
        """Let nobody in during a block: whoever came back would hold what is to be replaced."""
        from .logins import let_in, shut_out

        if not logins:
            yield
            return
        with self._transaction() as connection:
            shut_out(connection, logins)
        try:
            yield
        except BaseException:
            with suppress(BeholdenError), self._transaction() as connection:
                let_in(connection, logins)
            raise

    @contextmanager
    def _transaction(self) -> Iterator[Connection[tuple[object, ...]]]:
        """Give a connection at work, alone among those that change feeds."""
        psycopg = _driver()
        try:
            with psycopg.connect(
                self.settings.database,
                connect_timeout=_WAIT_SECONDS,
                application_name="beholden",
                options="-c client_min_messages=error",
            ) as connection:
                connection.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
                yield connection
        except psycopg.Error as fault:
            state = fault.sqlstate or ""
            # 08 a connection that failed, 57P the server goes down, 28 it lets nobody in.
            lost = isinstance(fault, psycopg.OperationalError) and state[:2] in {"", "08", "28"}
            raise (_unreachable() if lost or state[:3] == "57P" else _refused(state)) from None

    def _host(self, connection: Connection[tuple[object, ...]]) -> str:
        info = connection.info
        return info.host if info.host.startswith("/") else f"{info.host}:{info.port}"


@dataclass(frozen=True, slots=True)
class Built:
    """Tables that are built; ``keep`` makes them last, at the end of the block at the latest."""

    tables: FilledTables
    keep: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Admitted:
    """A login that is created; ``keep`` makes it last, at the end of the block at the latest."""

    login: Login
    keep: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Strangers:
    """Schemas and logins on the server that no record knows."""

    schemas: set[str]
    logins: set[str]


def _driver() -> Any:
    try:
        import psycopg
    except ImportError:
        raise BadInput(
            "Feeds need the driver of PostgreSQL, which is not installed.",
            next_step="python -m pip install 'beholden[postgres]'",
        ) from None
    return psycopg


def _unreachable() -> BeholdenError:
    return Unavailable(
        "The server of the feeds cannot be reached.",
        why="It did not answer, or did not let this process in.",
        next_step="Check [feed] database in council.toml, and the server; then try again.",
        ask="the administrator of the server",
    )


def _refused(state: str) -> BeholdenError:
    # Without the server's own text, which may hold a value.
    return Unavailable(
        "The server of the feeds did not do it, and nothing was changed.",
        why=f"It says {state or 'nothing more'} (SQLSTATE).",
        next_step="beholden feed prepare, for what a superuser does there once; then try again.",
        ask="the administrator of the server",
    )
