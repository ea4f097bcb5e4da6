"""Tiles: where hashes and entries of a log lie in files, and how they are read (C2SP tlog-tiles).

A tile holds up to 256 hashes of one level; each hash of level L stands for 256^L entries. An entry
bundle holds the up to 256 entries of one tile of level 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from beholden.kernel import Damaged, Unavailable

from .entries import decode_bundle
from .places import Files
from .tree import HASH_SIZE, fold, range_hash

WIDTH = 256
HEIGHT = 8
ENTRIES = -1
"""The level that stands for entry bundles, which lie under ``tile/entries``."""

_CACHED = 512
_PATH = re.compile(
    r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]{1,3}))?"
)

Place = tuple[int, int]
"""A level (or ENTRIES) and the index of a tile in it."""


def tile_path(place: Place, width: int = WIDTH) -> str:
    """Return the path of a tile below the log's folder, such as ``tile/0/x001/234.p/12``."""
    level, index = place
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03d}")
    partial = f".p/{width}" if width < WIDTH else ""
    return f"tile/{'entries' if level == ENTRIES else level}/{'/'.join(groups)}{partial}"


def count_at(size: int, level: int) -> int:
    """Return how many hashes (or entries) of a level the log of this size has."""
    return size >> (HEIGHT * max(level, 0))


def width_at(size: int, place: Place) -> int:
    """Return how many hashes (or entries) a tile has in the log of this size (0–256)."""
    level, index = place
    return min(max(count_at(size, level) - index * WIDTH, 0), WIDTH)


def place_at(path: str) -> tuple[Place, int] | None:
    """Return the place and width that a path below the log's folder stands for, or None."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    kind, groups, width = match.groups()
    index = int(groups.replace("x", "").replace("/", ""))
    return (ENTRIES if kind == "entries" else int(kind), index), int(width or WIDTH)


def covered(place: Place, size: int) -> str:
    """Return in words which entries of the log of this size a tile stands for."""
    level, index = place
    span = WIDTH ** (max(level, 0) + 1)
    return f"entries {index * span} to {min((index + 1) * span, size) - 1}"


def hashes_in(tile: bytes) -> list[bytes]:
    """Return the hashes of a tile, 32 bytes each."""
    return [tile[at : at + HASH_SIZE] for at in range(0, len(tile), HASH_SIZE)]


@dataclass(frozen=True, slots=True)
class TileReader:
    """The hashes and entries of the log of one size, read from its files, wherever they lie.

    ``known`` holds tiles that are not (or not yet) to be taken from files. Reads raise Damaged
    where a file is missing or has the wrong length, Unavailable where it cannot be read.
    """

    files: Files
    size: int
    known: Mapping[Place, bytes] = field(default_factory=dict)
    _cache: dict[Place, bytes] = field(default_factory=dict)

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the log, or that which it had at an earlier size."""
        return range_hash(self.node, 0, self.size if size is None else size)

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of the complete subtree of 2^level entries at an index."""
        height = level % HEIGHT
        start = index << height
        tile = self.tile((level // HEIGHT, start // WIDTH))
        first = start % WIDTH * HASH_SIZE
        return fold(hashes_in(tile[first : first + (HASH_SIZE << height)]))

    def tile(self, place: Place) -> bytes:
        """Return the hashes of a tile, one after the other (at most 8,192 bytes)."""
        if place in self.known:
            return self.known[place]
        if place not in self._cache:
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            self._cache[place] = self._tile(place)
        return self._cache[place]

    def entries(self, index: int) -> list[bytes]:
        """Return the entries of a bundle; raise Damaged where it holds fewer than it should."""
        entries, whole = self.bundle(index)
        if not whole:
            raise damaged((ENTRIES, index), self.size)
        return entries

    def bundle(self, index: int) -> tuple[list[bytes], bool]:
        """Return what entries a bundle's file holds of this log's, and whether it is whole."""
        place = (ENTRIES, index)
        content, width = self._read(place)
        entries, ends = decode_bundle(content)
        wanted = width_at(self.size, place)
        return entries[:wanted] if len(entries) == width else entries, ends and len(
            entries
        ) == width

    def span(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the entries from ``start`` up to ``end``, one bundle in memory at a time."""
        for index in range(start // WIDTH, -(-end // WIDTH)):
            first = index * WIDTH
            yield from self.entries(index)[max(start - first, 0) : end - first]

    def _tile(self, place: Place) -> bytes:
        tile, width = self._read(place)
        if len(tile) != width * HASH_SIZE:
            raise damaged(place, self.size)
        return tile[: width_at(self.size, place) * HASH_SIZE]

    def _read(self, place: Place) -> tuple[bytes, int]:
        """Return a file's bytes and width: the partial one, else the full one in its place."""
        for width in dict.fromkeys((width_at(self.size, place), WIDTH)):
            try:
                return self.files.read(tile_path(place, width)), width
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                raise Unavailable(
                    f"The ledger cannot be read: {error.strerror}.",
                    next_step="See to the disk and the files' owner, then try again.",
                ) from error
        raise damaged(place, self.size)


def damaged(place: Place, size: int) -> Damaged:
    """Return the error for a file of the ledger that is missing or not whole."""
    return Damaged(
        f"A file of the ledger is missing or not whole: {tile_path(place, width_at(size, place))}.",
        why=f"It stands for {covered(place, size)}.",
        next_step="Run beholden ledger verify, then put the file back from a copy.",
    )
