"""The manifest of a backup: what it is of, and the fingerprint of every file in it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ...kernel import BadInput, Damaged, NotFound, Progress

MANIFEST = "manifest.json"
HOME, KEYS = "home", "keys"
_FORM = 1
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    ``of`` is ``home`` or ``keys``; ``files`` maps each path within the backup to its fingerprint.
    ``entries`` and ``root`` are the ledger's when it was taken, ``database`` the kind that the
    records are in and ``migration`` the newest of theirs.
    """

    of: str
    council: str
    taken: str
    entries: int
    root: str
    files: Mapping[str, str]
    database: str = ""
    migration: str = ""
    form: int = _FORM

    def text(self) -> str:
        """Return it as it is written."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint by which the ledger tells of this backup."""
        return "sha256:" + hashlib.sha256(self.text().encode()).hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a manifest into the folder of its backup, and see it safe on the disk."""
    write_new(folder / MANIFEST, manifest.text())


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, closed to all but its owner and safe on the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder: Path, *, of: str) -> Manifest:
    """Read the manifest of a backup of a home, or of keys.

    Raises NotFound where there is none, BadInput where it is of the other, or of another form,
    Damaged where it cannot be read.
    """
    try:
        text = (folder / MANIFEST).read_bytes().decode("utf-8")
        said = json.loads(text)
        found = Manifest(**said) if said["form"] == _FORM else None
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(
            "There is no backup there.",
            why=f"A backup is a folder with {MANIFEST} in it.",
            next_step="Name the folder that `beholden backup` made.",
        ) from None
    except (ValueError, TypeError, KeyError):
        raise damaged(f"its {MANIFEST} cannot be read") from None
    if found is None or found.of != of:
        raise BadInput(
            f"This is no backup of {'a home' if of == HOME else 'keys'} that can be read here.",
            why="It is of another form." if found is None else f"It is a backup of {found.of}.",
            next_step="Name the other folder, or use the version of Beholden that made it.",
        )
    _refuse_strange(found, text)
    return found


def _refuse_strange(manifest: Manifest, text: str) -> None:
    """Raise Damaged where a name would lead out of the backup: whoever changed it may wish so.

    So it is where the text is not the one that is fingerprinted and signed.
    """
    if not isinstance(manifest.files, dict):
        raise damaged("its list of files is none")
    for name, print_ in manifest.files.items():
        parts = PurePosixPath(name).parts
        odd = not parts or name.startswith("/") or ".." in parts or "\\" in name or "\0" in name
        if odd or ":" in parts[0] or not isinstance(print_, str):
            raise damaged("it names a file outside itself")
    if manifest.text() != text:
        raise damaged(f"its {MANIFEST} is written otherwise than Beholden writes it")


def copy_file(source: Path, target: Path) -> str:
    """Copy one file, closed to all but its owner and safe on the disk; return its fingerprint."""
    digest = hashlib.sha256()
    private_folder(target.parent)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as reading, os.fdopen(descriptor, "wb") as writing:
        while piece := reading.read(_PIECE):
            digest.update(piece)
            writing.write(piece)
        writing.flush()
        os.fsync(writing.fileno())
    return "sha256:" + digest.hexdigest()


def private_folder(folder: Path) -> None:
    """Make a folder and those above it, each closed to all but its owner."""
    if not folder.is_dir():
        private_folder(folder.parent)
        folder.mkdir(mode=0o700)


def copy_all(source: Path, target: Path, *, progress: Progress, step: str) -> dict[str, str]:
    """Copy every file of a folder; return the fingerprint of each by its path within."""
    files = sorted(files_within(source))
    copied = {}
    for done, name in enumerate(files):
        progress(step, done, len(files))
        copied[name] = copy_file(source / name, target / name)
    progress(step, len(files), len(files))
    return copied


def copy_checked(folder: Path, manifest: Manifest, target: Path, *, progress: Progress) -> None:
    """Copy what a manifest names out of its backup; raise Damaged where it is not what it was."""
    for done, (name, print_) in enumerate(manifest.files.items()):
        progress(f"checking and copying {manifest.of}", done, len(manifest.files))
        source = folder / name
        if source.is_symlink() or not source.is_file():
            raise damaged(f"{name} is not there")
        if copy_file(source, target / name) != print_:
            raise damaged(f"{name} is not as it was written")


def files_within(folder: Path) -> Iterator[str]:
    """Yield the path of each file of a folder, without locks, drafts and unfinished work."""
    for path, folders, files in os.walk(folder):
        folders[:] = [one for one in folders if not one.startswith(".")]
        for name in files:
            if not name.startswith("."):
                yield (Path(path) / name).relative_to(folder).as_posix()


def damaged(why: str) -> Damaged:
    """Return the error of a backup that is not whole."""
    return Damaged(
        "This backup is not as it was written, and nothing was brought back.",
        why=f"In it, {why}.",
        next_step="Take the backup before it, or another copy of this one.",
        ask="the administrator",
    )


def facts_of(manifest: Manifest) -> dict[str, Any]:
    """Return what the ledger says of a backup."""
    return {
        "manifest": manifest.fingerprint,
        "files": len(manifest.files),
        "entries": manifest.entries,
        "root": manifest.root,
    }
