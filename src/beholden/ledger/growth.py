"""Growth: which files a log gains with new entries, from the tiles at its right edge alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .entries import encode_bundle
from .tiles import ENTRIES, WIDTH, Place, TileReader, count_at, hashes_in, width_at
from .tree import HASH_SIZE, fold, leaf_hash


@dataclass(frozen=True, slots=True)
class Growth:
    """The tiles and bundles, at their new widths, of a log that has grown, and its new root."""

    size: int
    root: bytes
    contents: Mapping[Place, bytes]


def grow(reader: TileReader, entries: Sequence[bytes]) -> Growth:
    """Return what the log of the reader becomes with entries added; write nothing.

    Reads one tile per level and one bundle, whatever the size of the log.
    """
    size = reader.size + len(entries)
    tiles = _tiles(reader, [leaf_hash(entry) for entry in entries])
    grown = TileReader(reader.files, size, tiles)
    return Growth(size, grown.root(), _bundles(reader, entries) | tiles)


def _bundles(reader: TileReader, entries: Sequence[bytes]) -> dict[Place, bytes]:
    bundles: dict[Place, bytes] = {}
    for index, chunk in _chunks(reader.size, entries):
        place = (ENTRIES, index)
        old = reader.entries(index) if width_at(reader.size, place) else []
        bundles[place] = encode_bundle([*old, *chunk])
    return bundles


def _tiles(reader: TileReader, hashes: list[bytes]) -> dict[Place, bytes]:
    """Return the changed tiles: a level gains one hash for each tile filled on that below."""
    tiles: dict[Place, bytes] = {}
    level = 0
    while hashes:
        filled = []
        for index, chunk in _chunks(count_at(reader.size, level), hashes):
            place = (level, index)
            old = reader.tile(place) if width_at(reader.size, place) else b""
            tiles[place] = old + b"".join(chunk)
            if len(tiles[place]) == WIDTH * HASH_SIZE:
                filled.append(fold(hashes_in(tiles[place])))
        hashes, level = filled, level + 1
    return tiles


def _chunks(start: int, items: Sequence[bytes]) -> list[tuple[int, Sequence[bytes]]]:
    """Return items, the first of which is number ``start``, by the tile that they belong to."""
    chunks, at = [], 0
    while at < len(items):
        index, used = divmod(start + at, WIDTH)
        chunks.append((index, items[at : at + WIDTH - used]))
        at += WIDTH - used
    return chunks
