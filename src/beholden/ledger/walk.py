"""The walk over a log's files: every entry hashed anew, every tile compared, up to the root.

Where an entry and its tile disagree, the hash above the tile tells which of the two was changed:
it vouches for the tile, or clears the entries. Tiles at the right edge, which are not full, have no
hash above them; the signed root takes its place.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from beholden.kernel import Damaged, Progress

from .entries import EntryCheck, decode_bundle, encode_bundle, nothing_to_say
from .places import Folder
from .tiles import (
    ENTRIES,
    WIDTH,
    Place,
    TileReader,
    hashes_in,
    place_at,
    tile_path,
    width_at,
)
from .tree import HASH_SIZE, fold, leaf_hash

MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was signed; ``entry`` is its entry's index, where known."""

    entry: int | None
    what: str


@dataclass(slots=True)
class Faults:
    """The faults found so far, each once."""

    found: dict[Fault, None] = field(default_factory=dict)

    def add(self, what: str, entry: int | None = None) -> None:
        """Note a fault."""
        self.found[Fault(entry, what)] = None

    def listed(self) -> tuple[Fault, ...]:
        """Return the first 100 faults, in the order in which they were found."""
        return tuple(self.found)[:MOST_FAULTS]

    @property
    def enough(self) -> bool:
        """Return whether there are as many faults as are listed."""
        return len(self.found) >= MOST_FAULTS


@dataclass(slots=True)
class Walk:
    """One pass over the log of one size in a folder, which ought to have a root.

    Faults are noted, not raised. Memory: one bundle, and 32 bytes for each 256 entries.
    """

    folder: Folder
    size: int
    root: bytes
    faults: Faults
    progress: Progress
    about_entry: EntryCheck = nothing_to_say
    reader: TileReader = field(init=False)
    _edges: dict[Place, list[bytes]] = field(default_factory=dict)
    _noted: list[range] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the log of the size that the checkpoint states."""
        self.reader = TileReader(self.folder, self.size)

    def check(self) -> None:
        """Compare entries with tiles, tiles with the tiles above, and the edge with the root."""
        level = 0
        tiles: Iterable[tuple[int, list[bytes]]] = self._bundles()
        while hashes := self._level(level, tiles):
            level += 1
            tiles = enumerate(_in_tiles(hashes))
        if not self.faults.enough:
            self._check_edge()

    def _level(self, level: int, tiles: Iterable[tuple[int, list[bytes]]]) -> list[bytes]:
        """Compare a level's tiles with their computed hashes; return the hashes of full ones."""
        full = []
        for index, computed in tiles:
            place = (level, index)
            self._check_earlier_tiles(place, computed)
            if len(computed) < WIDTH:
                self._edges[place] = computed
                continue
            full.append(fold(computed))
            self._check_full(place, computed, full[-1])
            if self.faults.enough:
                return []
        return full

    def _check_full(self, place: Place, computed: list[bytes], root: bytes) -> None:
        """Compare a full tile; the tile above says which side to believe."""
        held = self._tile(place)
        if held is not None and held != b"".join(computed):
            level, index = place
            above = hashes_in(self._tile((level + 1, index // WIDTH)) or b"")
            right = above[index % WIDTH] if above else None
            self._blame(
                place, computed, vouched=fold(hashes_in(held)) == right, cleared=root == right
            )

    def _bundles(self) -> Iterator[tuple[int, list[bytes]]]:
        """Yield the leaf hashes of each bundle; of one that is not whole, its tile's instead."""
        total = -(-self.reader.size // WIDTH)
        for index in range(total):
            yield index, self._leaves(index)
            self.progress("verify", index + 1, total)

    def _leaves(self, index: int) -> list[bytes]:
        width = width_at(self.reader.size, (ENTRIES, index))
        try:
            entries, whole = self.reader.bundle(index)
        except Damaged as error:
            first = index * WIDTH
            self._note(f"{error.what} {error.why}", range(first, first + width), first)
            entries, whole = [], True
        leaves = [leaf_hash(entry) for entry in entries]
        if whole and len(leaves) == width:
            self._check_earlier_bundles(index, entries)
            self._check_form(index, entries)
            return leaves
        signed = hashes_in(self._tile((0, index)) or bytes(width * HASH_SIZE))
        if entries or not whole:
            self._bundle_not_whole(index, leaves, signed)
        return signed

    def _check_form(self, index: int, entries: list[bytes]) -> None:
        """Note entries that are as they were signed and not in the form that entries have."""
        for at, entry in enumerate(entries):
            if what := self.about_entry(entry):
                self.faults.add(what, index * WIDTH + at)

    def _bundle_not_whole(self, index: int, leaves: list[bytes], signed: list[bytes]) -> None:
        """Note a bundle that lost, gained or garbled entries, at the first that differs."""
        pairs = enumerate(zip(leaves, signed, strict=False))
        first = next(
            (i for i, (got, right) in pairs if got != right), min(len(leaves), len(signed))
        )
        entry = index * WIDTH + min(first, len(signed) - 1)
        name = tile_path((ENTRIES, index), len(signed))
        self._note(
            f"The bundle {name} does not hold the {len(signed)} entries that were written; "
            f"it differs from entry {entry} on.",
            range(entry, index * WIDTH + len(signed)),
            entry,
        )

    def _check_edge(self) -> None:
        """Compare the tiles that are not full; the signed root says which side to believe."""
        right = {place: b"".join(hashes) for place, hashes in self._edges.items()}
        vouched = self._stored_root() == self.root
        cleared = TileReader(self.folder, self.reader.size, right).root() == self.root
        for place, computed in self._edges.items():
            if self._tile(place) not in (None, right[place]):
                self._blame(place, computed, vouched=vouched, cleared=cleared)
        if not cleared and (not vouched or not self.faults.found):
            self.faults.add("The entries do not lead to the root that the checkpoint signs.")

    def _stored_root(self) -> bytes | None:
        held = [self._tile(place) for place in self._edges]
        return None if None in held else self.reader.root()

    def _blame(self, place: Place, computed: list[bytes], *, vouched: bool, cleared: bool) -> None:
        """Note what was changed where a tile differs from the hashes computed for it.

        A tile that is vouched for differs from entries that were changed, or, above level 0, from
        what was noted below it already.
        """
        held = hashes_in(self._tile(place) or b"")
        pairs = enumerate(zip(computed, held, strict=True))
        differing = [place[1] * WIDTH + i for i, (got, right) in pairs if got != right]
        if vouched or (place[0] == 0 and not cleared):
            maybe = "" if vouched else ", or its hash in the tile is not"
            for at in differing:
                self._entries_changed(self._span(place[0], at, at), maybe)
        else:
            self._tile_changed(place, self._span(place[0], differing[0], differing[-1]))

    def _entries_changed(self, entries: range, maybe: str) -> None:
        first, last = entries[0], entries[-1]
        if len(entries) == 1:
            self._note(f"Entry {first} is not what was written{maybe}.", entries, first)
        elif not any(r.start <= last and first < r.stop for r in self._noted):
            what = f"Entries {first} to {last} are not what was written; their tile fits them."
            self._note(what, entries)

    def _tile_changed(self, place: Place, entries: range) -> None:
        name = tile_path(place, width_at(self.reader.size, place))
        what = f"it is wrong for entries {entries[0]} to {entries[-1]}."
        self._note(f"The tile {name} is not what was written: {what}", entries)

    def _span(self, level: int, first: int, last: int) -> range:
        """Return the entries that the hashes ``first`` to ``last`` of a level stand for."""
        span = WIDTH**level
        return range(first * span, min((last + 1) * span, self.reader.size))

    def _note(self, what: str, entries: range, entry: int | None = None) -> None:
        self._noted.append(entries)
        self.faults.add(what, entry)

    def _tile(self, place: Place) -> bytes | None:
        """Return a tile's bytes; note it once where it is missing or has the wrong length."""
        try:
            return self.reader.tile(place)
        except Damaged as error:
            self.faults.add(f"{error.what} {error.why}")
            return None

    def _check_earlier_tiles(self, place: Place, computed: list[bytes]) -> None:
        """Check the narrower files of a tile, kept for those who hold an earlier checkpoint."""
        for width, content in self._earlier(place):
            if content != b"".join(computed[:width]):
                held = self._tile(place)
                if held is None or content != held[: width * HASH_SIZE]:
                    self._earlier_changed(place, width)

    def _check_earlier_bundles(self, index: int, entries: list[bytes]) -> None:
        place = (ENTRIES, index)
        for width, content in self._earlier(place):
            if content != encode_bundle(entries[:width]):
                got, whole = decode_bundle(content)
                signed = hashes_in(self._tile((0, index)) or b"")[:width]
                if not whole or [leaf_hash(entry) for entry in got] != signed:
                    self._earlier_changed(place, width)

    def _earlier(self, place: Place) -> Iterator[tuple[int, bytes]]:
        """Yield the width and bytes of narrower files; stop where an append takes them away."""
        with suppress(FileNotFoundError):
            for width, path in self.folder.partials(tile_path(place)):
                if width < width_at(self.reader.size, place):
                    yield width, path.read_bytes()

    def _earlier_changed(self, place: Place, width: int) -> None:
        self.faults.add(f"The earlier file {tile_path(place, width)} is not what was written.")


def files_beyond(directory: Path, size: int) -> int:
    """Return how many files under ``tile/`` no log of this size has or had."""
    beyond = 0
    for folder, _, names in os.walk(directory / "tile"):
        for name in names:
            found = place_at((Path(folder) / name).relative_to(directory).as_posix())
            if found is None or found[1] > width_at(size, found[0]):
                beyond += 1
    return beyond


def _in_tiles(hashes: Sequence[bytes]) -> Iterator[list[bytes]]:
    for at in range(0, len(hashes), WIDTH):
        yield list(hashes[at : at + WIDTH])
