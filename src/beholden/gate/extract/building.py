"""The engine that an extract is built in: it reads the sources, writes the image, nothing else.

Faults of the engine are told in fixed words: its own may hold values.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from beholden.kernel import BadInput, BeholdenError, Damaged, Unavailable

from .extracts import no_room
from .image import Room
from .sources import pattern
from .sql_text import literal

IMAGE = "sealed"
_CHANGED = "beholden: changed while it was read"


def or_changed(sql: str) -> str:
    """Return the SQL of what is never null, unless a file is not what it was when read before."""
    return f"coalesce({sql}, error({literal(_CHANGED)}))"


def changed() -> Damaged:
    """Return the error for a source that was not the same each time it was read."""
    return Damaged(
        "A file of a dataset was changed while it was sealed, so nothing was sealed.",
        why="It was read more than once, and not each time the same stood in it.",
        next_step="Register the dataset again, then seal.",
    )


@contextmanager
def building_engine(room: Room, files: Sequence[Path]) -> Iterator[Any]:
    """Yield a connection that can read the files and write the room's image, attached as IMAGE.

    The image is a valid empty file first, attached without a write-ahead log, so that what is in it
    is nowhere else.
    """
    _make_empty(room)
    connection = duckdb.connect(":memory:")
    try:
        _close_in(connection, room, files)
        yield connection
        connection.execute(f"DETACH {IMAGE}")
    except duckdb.Error as error:
        raise _told(error) from None
    except RuntimeError as error:
        if "Query interrupted" not in str(error):
            raise
        raise KeyboardInterrupt from None  # the engine saw Ctrl-C before the interpreter did
    finally:
        connection.close()


def _make_empty(room: Room) -> None:
    empty = room.directory / "empty"
    try:
        duckdb.connect(str(empty)).close()
    except duckdb.IOException as error:
        raise _told(error) from None
    room.image.write_bytes(empty.read_bytes())


def _close_in(connection: Any, room: Room, files: Sequence[Path]) -> None:
    paths = sorted({name for file in files for name in (str(file), pattern(file))})
    image = literal(str(room.image))
    for step in (
        f"SET temp_directory = {literal(str(room.spill))}",
        f"SET allowed_paths = [{', '.join(map(literal, paths))}]",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        "SET python_enable_replacements = false",
        "SET enable_progress_bar = false",
        # Joins stay as they are written: it takes a dataset's rows for fewer than names of keys.
        "SET disabled_optimizers = 'join_order,build_side_probe_side'",
        "SET arrow_lossless_conversion = true",
        "SET arrow_large_buffer_size = true",
        f"ATTACH {image} AS {IMAGE} (RECOVERY_MODE no_wal_writes)",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ):
        connection.execute(step)


def _told(error: duckdb.Error) -> BeholdenError:
    """Return what a fault of the engine means; its own text stays here, it may hold a value."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return Unavailable(
            "The extract cannot be sealed on this machine.",
            why="There is not memory enough.",
            next_step="Close other work or seal on a larger machine.",
        )
    if isinstance(error, duckdb.IOException):
        if "No space left" in str(error) or "File too large" in str(error):
            return no_room(OSError(errno.ENOSPC, ""))
        return Damaged(
            "A file of a dataset cannot be read to its end.",
            why="It is not as it was registered.",
            next_step="Register the dataset again, then seal.",
        )
    if str(error).endswith(_CHANGED):
        return changed()
    return BadInput(
        "The datasets cannot be sealed under these terms.",
        why="A condition or a band of the agreement does not fit the values of its column.",
        next_step="Check the datasets (beholden check), then the agreement's rows and bands.",
    )
