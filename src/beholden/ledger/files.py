"""Files that appear whole or not at all, and stay after the power fails."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def write_files(files: Mapping[Path, bytes], *, drafts: Path) -> None:
    """Write each file as a draft, then give each its name, and wait until the disk has them all.

    ``drafts`` is a folder on the same disk. Files take their names in the mapping's order. A file
    of the same name is replaced at once: nobody ever reads half of one. Raises OSError.
    """
    changed = _folders(drafts)
    named = {target: drafts / str(number) for number, target in enumerate(files)}
    for target, draft in named.items():
        changed |= _folders(target.parent)
        _write(draft, files[target])
    for target, draft in named.items():
        os.replace(draft, target)
        changed.add(target.parent)
    for folder in changed:
        sync_directory(folder)


def sync_directory(folder: Path) -> None:
    """Wait until the disk has the names in a folder; do nothing where folders cannot be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _folders(folder: Path) -> set[Path]:
    """Make a folder with those above it; return the folders whose names changed."""
    if folder.is_dir():
        return set()
    above = _folders(folder.parent)
    folder.mkdir(exist_ok=True)
    return above | {folder.parent}
