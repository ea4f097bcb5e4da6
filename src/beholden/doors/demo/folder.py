"""The demonstration's folder: built beside and put in place whole, an earlier one replaced."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from filelock import FileLock, Timeout

from ...actions.reporting import full_disk_is_unavailable
from ...kernel import BadInput, Unavailable

MARKER = ".beholden-demo"
_SAYS = "Made by beholden demo, which may replace this folder. Keep nothing of your own in it.\n"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give an empty folder beside ``target`` that takes its place once the block is done.

    Whatever goes wrong, an earlier demonstration stays as it was. Raises BadInput where the folder
    is not a demonstration's, Unavailable where another demonstration is at work there.
    """
    target = target.absolute()
    _refuse_strange(target)
    with full_disk_is_unavailable():
        target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        _sweep(target)
        with full_disk_is_unavailable():
            building = Path(mkdtemp(prefix=_prefix(target), dir=target.parent))
            (building / MARKER).write_text(_SAYS, encoding="utf-8")
        try:
            yield building
            _swap(building, target)
        finally:
            shutil.rmtree(building, ignore_errors=True)


def _refuse_strange(target: Path) -> None:
    if not target.exists() or (target / MARKER).is_file():
        return
    if target.is_dir() and not any(target.iterdir()):
        return
    raise BadInput(
        f"The folder {target.name} was not made by a demonstration.",
        why="A demonstration replaces the folder that it is given, and this one may be yours.",
        next_step="Name another with --directory, or move this one away.",
    )


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    lock = FileLock(target.parent / f".{target.name}.lock", timeout=0)
    try:
        with lock:
            yield
    except Timeout:
        raise Unavailable(
            "Another demonstration is at work on this folder.",
            next_step="Wait for it to finish, or name another folder with --directory.",
        ) from None


def _sweep(target: Path) -> None:
    """Remove what a killed demonstration left half-built; nobody else is at work, by the lock."""
    for left in target.parent.glob(f"{_prefix(target)}*"):
        if (left / MARKER).is_file():
            shutil.rmtree(left, ignore_errors=True)


def _swap(building: Path, target: Path) -> None:
    with full_disk_is_unavailable():
        if not target.exists():
            building.rename(target)
            return
        old = Path(mkdtemp(prefix=_prefix(target), dir=target.parent))
        target.rename(old / "old")
        try:
            building.rename(target)
        except OSError:
            (old / "old").rename(target)
            raise
        finally:
            shutil.rmtree(old, ignore_errors=True)


def _prefix(target: Path) -> str:
    return f".{target.name}-being-built-"
