"""The files of a delivery, one by one: plain, in folders, in zip archives, in archives within."""

from __future__ import annotations

import errno
import io
import lzma
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from beholden.kernel import BadInput, OutOfLimits

from .wide import in_utf8

_DATA = (".csv", ".txt", ".dtf", ".parquet", ".zip")
_GIB = 2**30
# What reading an archive raises where its bytes are not as they were packed.
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError)


@dataclass(frozen=True, slots=True)
class DeliveryLimits:
    """The bounds of one delivery: files, bytes once unpacked, and how far a file may be packed.

    ``ratio`` is the most that a member of an archive may grow; ``depth`` how many archives may
    stand within one another.
    """

    files: int = 100_000
    unpacked_bytes: int = 400 * _GIB
    nested_bytes: int = 8 * _GIB
    ratio: int = 400
    depth: int = 3


@dataclass(frozen=True, slots=True)
class Volume:
    """One file of a delivery: its name, its size in bytes once unpacked, and how to open it."""

    name: str
    size: int
    opened: Callable[[], BinaryIO]
    path: Path | None = None

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the file for reading, UTF-16 as UTF-8; raise BadInput where it is damaged."""
        if self.path is not None:
            with self.opened() as stream:
                yield in_utf8(stream, self.name)
            return
        with _unpacking(self.name), self.opened() as stream:
            yield in_utf8(stream, self.name)

    def head(self, size: int = 2**18) -> bytes:
        """Return the first bytes of the file."""
        with self.open() as stream:
            return stream.read(size)


@contextmanager
def _unpacking(name: str) -> Iterator[None]:
    """Say in the house's words what is wrong with an archive that cannot be unpacked."""
    try:
        yield
    except (RuntimeError, NotImplementedError) as error:
        raise BadInput(
            f"{Path(name).name} cannot be unpacked.",
            why="It has a password, is packed in a way that is not read here, or is damaged.",
            next_step="Unpack it, and name the folder; or fetch it again.",
        ) from error
    except _DAMAGE as error:
        raise _damaged(name) from error
    except OSError as error:
        # What the disk says has a number; what the unpacking says has none, or seeks before nought.
        if error.errno not in (None, errno.EINVAL):
            raise
        raise _damaged(name) from error


@dataclass(slots=True)
class Delivery:
    """The volumes of a delivery while they are found; ``spooled`` keeps unpacked archives open."""

    limits: DeliveryLimits
    volumes: list[Volume] = field(default_factory=list)
    skipped: int = 0
    bytes: int = 0
    spooled: list[BinaryIO] = field(default_factory=list)

    def add(self, volume: Volume) -> None:
        """Take one more file into the delivery; raise OutOfLimits where that is too much."""
        self.volumes.append(volume)
        self.bytes += volume.size
        if len(self.volumes) > self.limits.files or self.bytes > self.limits.unpacked_bytes:
            raise OutOfLimits(
                "The delivery is larger than is read.",
                why=f"It holds more than {self.limits.files:,} files or "
                f"{self.limits.unpacked_bytes // _GIB:,} GiB.",
                next_step="Name its parts one by one, or raise the limits: DeliveryLimits(…).",
            )


@contextmanager
def delivery_of(
    paths: Sequence[Path | str], limits: DeliveryLimits | None = None
) -> Iterator[Delivery]:
    """Find the files of a delivery in files, folders and archives, by name.

    Raises BadInput where a path is missing, empty or damaged, OutOfLimits for an archive that grows
    beyond the limits.
    """
    found = Delivery(limits or DeliveryLimits())
    try:
        for path in map(Path, paths):
            _add_path(found, path, given=True)
        found.volumes = [volume for volume in found.volumes if volume.size]
        if not found.volumes:
            raise BadInput(
                "There is nothing to read.",
                why="No file with data was found in what was named.",
                next_step="Name the files (.csv, .zip, .parquet) or their folder.",
            )
        yield found
    finally:
        for stream in found.spooled:
            stream.close()


def _add_path(found: Delivery, path: Path, *, given: bool = False) -> None:
    if not path.exists():
        raise BadInput(f"There is no file named {path.name}.", next_step="Check the path.")
    if path.is_dir():
        for inside in sorted(path.rglob("*")):
            if inside.is_file() and not inside.name.startswith("."):
                _add_path(found, inside)
    elif not given and path.suffix.lower() not in _DATA:
        found.skipped += 1
    elif zipfile.is_zipfile(path) and not _is_workbook(path):
        _add_archive(found, path.name, lambda: zipfile.ZipFile(path), depth=1)
    else:
        found.add(Volume(path.name, path.stat().st_size, lambda: path.open("rb"), path))


def _is_workbook(path: Path) -> bool:
    with _unpacking(path.name), zipfile.ZipFile(path) as archive:
        return "[Content_Types].xml" in archive.namelist()


def _add_archive(
    found: Delivery, name: str, opened: Callable[[], zipfile.ZipFile], *, depth: int
) -> None:
    if depth > found.limits.depth:
        raise OutOfLimits(
            f"{name} holds archives within archives, too deep.", next_step="Unpack it first."
        )
    with _unpacking(name), opened() as archive:
        members = sorted(archive.infolist(), key=lambda member: member.filename)
    for member in members:
        if member.is_dir():
            continue
        _refuse_bomb(member, found.limits, name)
        ending = Path(member.filename).suffix.lower()
        if ending == ".zip":
            _add_nested(found, member, opened, depth=depth)
        elif ending in _DATA:
            found.add(_member(member, opened))
        else:
            found.skipped += 1


def _member(member: zipfile.ZipInfo, opened: Callable[[], zipfile.ZipFile]) -> Volume:
    return Volume(
        Path(member.filename).name, member.file_size, lambda: _Member(opened(), member.filename)
    )


class _Member(io.BufferedReader):
    """One member of an archive, which is closed with it."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        super().__init__(archive.open(name), 2**20)  # type: ignore[arg-type]

    def close(self) -> None:
        """Close the member and its archive."""
        super().close()
        self._archive.close()


def _add_nested(
    found: Delivery,
    member: zipfile.ZipInfo,
    opened: Callable[[], zipfile.ZipFile],
    *,
    depth: int,
) -> None:
    """Unpack an archive that stands in an archive into a temporary file, and look into that."""
    if member.file_size > found.limits.nested_bytes:
        raise OutOfLimits(
            f"{Path(member.filename).name} is too large to be unpacked within its archive.",
            next_step="Unpack the outer archive, and name its folder.",
        )
    spool = tempfile.SpooledTemporaryFile(2**26)  # noqa: SIM115 (closed with the delivery)
    found.spooled.append(spool)  # type: ignore[arg-type]
    with _unpacking(member.filename), opened() as archive, archive.open(member) as stream:
        while block := stream.read(2**20):
            spool.write(block)
    _add_archive(found, member.filename, lambda: zipfile.ZipFile(spool), depth=depth + 1)


def _refuse_bomb(member: zipfile.ZipInfo, limits: DeliveryLimits, name: str) -> None:
    grown = member.file_size / max(member.compress_size, 1)
    if grown > limits.ratio and member.file_size > 2**24:
        raise OutOfLimits(
            f"{name} holds a file that grows more than {limits.ratio} times when unpacked.",
            why="Addresses do not pack so well; archives that do are made to fill a disk.",
            next_step="Unpack it where there is room, look at it, and name the unpacked file.",
        )


def _damaged(name: str) -> BadInput:
    return BadInput(
        f"{Path(name).name} is a damaged archive.",
        why="It is cut short, or it changed on the way.",
        next_step="Fetch it again.",
    )
