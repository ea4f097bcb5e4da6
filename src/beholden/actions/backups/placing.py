"""Where a backup or a restored home is put: made beside its place, and moved there when whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from ...kernel import BadInput, new_id
from ..full_disk import full_disk_is_unavailable

_UNFINISHED = ".part"


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """Give a private folder beside a target for what is not whole yet; it is gone afterwards.

    A lock holds it, so what a killed process left beside the same target is swept first.
    """
    with full_disk_is_unavailable():
        _sweep(target)
        folder = target.with_name(f".{target.name}.{new_id('making')}{_UNFINISHED}")
        lock = FileLock(f"{folder}.lock")
        with lock:
            try:
                folder.mkdir(mode=0o700)
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
                with suppress(OSError):
                    os.unlink(lock.lock_file)


def _sweep(target: Path) -> None:
    for left in target.parent.glob(f".{target.name}.making-*{_UNFINISHED}"):
        lock = FileLock(f"{left}.lock")
        with suppress(Timeout, OSError), lock.acquire(timeout=0):
            shutil.rmtree(left, ignore_errors=True)
            os.unlink(lock.lock_file)


def put_in_place(made: Path, target: Path) -> None:
    """Give what is whole its name; raise BadInput where something has taken it meanwhile.

    Whoever gave it must see to it that it goes again where what follows fails, and ``sync``.
    """
    with suppress(OSError):  # an empty folder may stand there
        target.rmdir()
    if target.exists():
        raise _taken(target)
    made.rename(target)


def sync(folder: Path) -> None:
    """Have the machine write a folder's list of names, where it can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def checked_place(target: Path, *, apart_from: tuple[Path, ...] = ()) -> Path:
    """Return where something new may be put; raise BadInput where it may not.

    It must be empty or not there yet, in a folder that is, and neither hold nor be held by any of
    the folders that it is to be ``apart_from``.
    """
    place = Path(os.path.abspath(target))
    if not place.parent.is_dir():
        raise BadInput(
            f"The folder in which {place.name} is to be is not there.",
            why="It may be on a disk that is not mounted.",
            next_step="Make it, or name another.",
        )
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise _taken(place)
    whole = place.resolve()
    for other in (one.resolve() for one in apart_from):
        if whole.is_relative_to(other) or other.is_relative_to(whole):
            raise BadInput(
                f"{place.name} cannot be there: it and {other.name} would be one inside the other.",
                why="The home, its keys and the backups of each lie apart: who has both the home "
                "and its keys has everything.",
                next_step="Name a folder elsewhere.",
            )
    return place


def _taken(place: Path) -> BadInput:
    return BadInput(
        f"There is something in {place.name} already.",
        why="Nothing is written over.",
        next_step="Name a folder that is empty or not there yet.",
    )
