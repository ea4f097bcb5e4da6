"""Stopping an act at one of the calls by which work becomes lasting, by an error or by a kill.

Counted are writes to the register, its commits, and the file system's fsync, link, rename, replace,
unlink and mkdir: what a disk may refuse, and where a machine may stop.
"""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from actions.councils import files_of, opened
from processes import PROCESSES
from waiting import PATIENCE

from beholden.actions import Council

CALLS = ("fsync", "link", "rename", "replace", "unlink", "mkdir")
WRITES = {"INSERT", "UPDATE", "DELETE"}
# Drawn when first asked for, and of no act: they stay when the act that asked first is undone.
DRAWN = (".secret", ".council")
# Made once and kept for the next time, before the act is recorded, so that they may stay without
# it: a gazetteer's index (actions/indexes.py), and a load's persons (actions/persons_kept.py).
KEPT_FOR_NEXT_TIME = ("/index.gaz", "/person.keys")
# How many answers residents were given: the ledger tells of a day once it is over.
TOLD_LATER = {"records_answersofday"}


def _writes(name: str, *args: Any) -> bool:
    """Return whether a call would write: no disk refuses what is there or gone already.

    An act passes over a folder that exists. Were that call refused, it would be done, and its later
    calls never tried.
    """
    if name == "mkdir":
        return not os.path.isdir(args[0])
    return name != "unlink" or os.path.lexists(args[0])


@contextmanager
def watched(council: Council, reached: Callable[[str], None]) -> Iterator[None]:
    """Call a function, which may raise, before each lasting call of a block."""
    from django.db import connections

    connection = connections[council.alias]

    def before(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def doing(*args: Any, **kwargs: Any) -> Any:
            if _writes(name, *args):
                reached(name)
            return call(*args, **kwargs)

        return doing

    def statement(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.split(maxsplit=1)[0] in WRITES:
            reached("write")
        return execute(sql, *rest)

    with ExitStack() as stack:
        for name in CALLS:
            stack.enter_context(patch.object(os, name, before(name, getattr(os, name))))
        stack.enter_context(patch.object(connection, "commit", before("commit", connection.commit)))
        stack.enter_context(connection.execute_wrapper(statement))
        yield


def refusing_at(number: int, seen: list[str]) -> Callable[[str], None]:
    """Return a function that refuses the call of that number, from 0, as a full disk would."""
    from django.db import OperationalError

    def reached(name: str) -> None:
        seen.append(name)
        if len(seen) == number + 1:
            if name in {"write", "commit"}:
                raise OperationalError("database or disk is full")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return reached


def _die(folder: Path, at: int, number: int) -> None:
    from .story import STORY

    council, seen = opened(folder / "home"), 0

    def reached(_: str) -> None:
        nonlocal seen
        seen += 1
        if seen == number + 1:
            os.kill(os.getpid(), signal.SIGKILL)

    with watched(council, reached):
        STORY[at].do(council, folder)


def killed_at(folder: Path, at: int, number: int) -> bool:
    """Do a step of the story in a process that is killed at the call of that number.

    Return whether it came so far.
    """
    child = PROCESSES.Process(target=_die, args=(folder, at, number))
    child.start()
    child.join(PATIENCE)
    assert child.exitcode in {0, -signal.SIGKILL}, child.exitcode
    return child.exitcode != 0


def snapshot(council: Council) -> tuple[dict[str, list[Any]], set[str]]:
    """Return every row and every file of a council, to be compared."""
    from django.db import connections

    with council.at_work():
        connection = connections[council.alias]
        with connection.cursor() as cursor:
            rows = {}
            for table in set(connection.introspection.table_names(cursor)) - TOLD_LATER:
                cursor.execute(f'SELECT * FROM "{table}"')
                rows[table] = cursor.fetchall()
    return rows, {
        name for name in files_of(council) if not name.endswith(DRAWN + KEPT_FOR_NEXT_TIME)
    }


def entries_in(state: tuple[dict[str, list[Any]], set[str]]) -> int:
    """Return how many ledger entries a state has."""
    return len(state[0]["records_ledgerentry"])
