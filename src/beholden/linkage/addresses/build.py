"""Build the index of a gazetteer in two readings: first its words, then its rows in their places.

Neither reading keeps the texts, so that a national gazetteer is read from its file in batches.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from beholden.kernel import Damaged, Progress

from . import shapes as sh
from .first_use import BUILDING, tell_first_use
from .kernel_index import MOST_KEYS, count_postings, fill_postings, index_rows, localise
from .kernel_words import letters_of_all
from .shapes import F32, I64, U8, U32, Array, Index, Table
from .texts import Texts
from .vocabulary import fixed_words
from .word_lists import Growing, WordList, merged

T = TypeVar("T")
R = TypeVar("R")
_POSTINGS_PER_ROW, _POSTINGS_PER_BUCKET = 8, 3


class Batch(NamedTuple):
    """Some rows of a gazetteer: their texts, packed postcodes and UPRNs."""

    texts: Texts
    postcodes: I64
    uprns: I64


Batches = Callable[[], Iterator[Callable[[], Batch]]]


class _Read(NamedTuple):
    sizes: U8
    postcodes: I64
    uprns: I64


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(work: Callable[[T], R], parts: Iterable[T], *, threads: int) -> Iterator[R]:
    """Yield the results of ``work`` in order; no more than a few parts are held at once."""
    waiting: list[Future[R]] = []
    with ThreadPoolExecutor(threads) as pool:
        for part in parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) > 2 * threads:
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()


def _collect(
    batches: Batches, threads: int, progress: Progress
) -> tuple[WordList, _Read, list[int]]:
    """Read all rows: their words; how many each has, its postcode and UPRN; rows of each batch."""
    lists = [Growing() for _ in range(threads)]
    idle = list(lists)

    def work(load: Callable[[], Batch]) -> _Read:
        growing = idle.pop()
        batch = load()
        sizes = growing.collect(batch.texts)
        idle.append(growing)
        return _Read(sizes, batch.postcodes, batch.uprns)

    read: list[_Read] = []
    firsts = [0]
    for one in each(work, batches(), threads=threads):
        read.append(one)
        firsts.append(firsts[-1] + len(one.uprns))
        progress("reading the gazetteer's words", firsts[-1], 0)
    none = _Read(np.zeros(0, np.uint8), np.zeros(0, np.int64), np.zeros(0, np.int64))
    whole = _Read(*(np.concatenate(column) for column in zip(none, *read, strict=True)))
    return merged(lists), whole, firsts


def weights_of(holding: Array, flags: Array, rows: int) -> F32:
    """Return each word's weight, 0.05–1: log((rows + 1) / rows with it) / log(rows + 1).

    Dividing by log(rows + 1) keeps weights alike for small and large gazetteers. Words for kinds of
    streets and buildings weigh 0.25 and 0.35 at most, however rare they are here.
    """
    weights = np.log((rows + 1) / holding.clip(1)) / np.log(max(rows + 1, 3))
    weights = np.where(holding == 0, sh.UNKNOWN, weights)
    weights = np.where(flags & sh.BUILDING, np.minimum(weights, sh.OF_BUILDING), weights)
    weights = np.where(flags & sh.TYPE, np.minimum(weights, sh.OF_TYPE), weights)
    return np.asarray(weights.clip(sh.LEAST, 1.0), np.float32)


def _index_rows(
    batches: Batches,
    table: Table,
    places: I64,
    *,
    firsts: list[int],
    starts: U32,
    threads: int,
    progress: Progress,
) -> tuple[U32, Array]:
    """Read all rows again, in any order of batches, and write each at its place."""
    row_words = np.zeros(int(starts[-1]), np.uint32)
    numbers = np.zeros(places.size, np.uint64)
    rooms = [
        (sh.text_scratch(), np.zeros(sh.MAX_WORDS, np.int64), np.zeros(sh.RECORD, np.int64))
        for _ in range(threads)
    ]

    def work(part: tuple[Callable[[], Batch], int]) -> int:
        room = rooms.pop()
        batch = part[0]()
        own = places[part[1] : part[1] + len(batch.uprns)]
        text, roles, record = room
        same = own.size == len(batch.uprns) and own.size == index_rows(
            *batch.texts, own, fixed_words(), text, roles, record, table, starts, row_words, numbers
        )
        if not same:
            raise _changed()
        rooms.append(room)
        return len(batch.uprns)

    done = 0
    # There is one more first than there are batches: the end.
    for rows in each(work, zip(batches(), firsts, strict=False), threads=threads):
        done += rows
        progress("reading the gazetteer's rows", done, int(places.size))
    return row_words, numbers


def _changed() -> Damaged:
    return Damaged(
        "The gazetteer changed while it was read.",
        why="It is read twice, and the second reading was not like the first.",
        next_step="Build again when nothing writes to it.",
    )


def _postings(
    starts: U32, row_words: U32, numbers: Array, weights: F32, flags: Array, *, threads: int
) -> tuple[U32, U32, U8]:
    """Return buckets, rows and tags; each thread lays out its own range of the buckets."""
    rows = starts.size - 1
    slots = 1 << max(10, (rows * _POSTINGS_PER_ROW // _POSTINGS_PER_BUCKET).bit_length())
    bounds = [slots * i // threads for i in range(threads + 1)]
    parts = list(pairwise(bounds))
    sizes = np.zeros(slots, np.uint32)

    def room() -> tuple[Array, Array, Array]:
        return (
            np.zeros(2 * sh.MAX_WORDS, np.int64),
            np.zeros(sh.RECORD, np.int64),
            np.zeros(MOST_KEYS, np.uint64),
        )

    def count(part: tuple[int, int]) -> None:
        count_postings(starts, row_words, numbers, weights, flags, sizes, *part, room())

    list(each(count, parts, threads=threads))
    buckets = np.zeros(slots + 1, np.uint32)
    np.cumsum(sizes, out=buckets[1:])
    posting_rows = np.zeros(int(buckets[-1]), np.uint32)
    tags = np.zeros(int(buckets[-1]), np.uint8)
    sizes[:] = 0

    def fill(part: tuple[int, int]) -> None:
        fill_postings(
            starts, row_words, numbers, weights, flags, buckets, sizes, *part, posting_rows, tags,
            room(),
        )  # fmt: skip

    list(each(fill, parts, threads=threads))
    return buckets, posting_rows, tags


def _localise(
    starts: U32, row_words: U32, row_blocks: U32, postcodes: I64, weights: F32, flags: Array,
    *, threads: int,
) -> None:  # fmt: skip
    """Weigh words by how rare they are nearby; each thread takes whole outward codes."""
    rows = row_blocks.size
    outwards = postcodes // 37**3
    edges = np.flatnonzero(np.diff(outwards, prepend=-1))
    firsts = np.append(np.searchsorted(row_blocks, edges), rows)
    cuts = firsts[np.searchsorted(firsts, [rows * i // threads for i in range(threads + 1)])]

    def work(part: tuple[int, int]) -> None:
        holding = np.zeros(weights.size, np.uint32)
        localise(starts, row_words, row_blocks, postcodes, weights, flags, holding, *part)

    list(each(work, pairwise(cuts.tolist()), threads=threads))


def frozen(index: Index) -> Index:
    """Make every array of an index read-only, so that one built and one opened are of one kind."""
    for array in (*index.table, *index[1:]):
        array.flags.writeable = False
    return index


def build_index(batches: Batches, progress: Progress, *, threads: int | None = None) -> Index:
    """Return the index of the rows that ``batches()`` yields, the same at each of its two calls."""
    threads = threads or cores()
    words, read, firsts = _collect(batches, threads, progress)
    # Said again: what was said before the words were read no longer stands on the screen.
    tell_first_use(BUILDING, progress)
    places, starts, uprns, blocks = _in_order(read)
    # What has had its use is let go before the largest arrays are made: 32 bytes a row in all.
    del read
    row_words, numbers = _index_rows(
        batches, words.table, places, firsts=firsts, starts=starts, threads=threads,
        progress=progress,
    )  # fmt: skip
    del places
    pa.default_memory_pool().release_unused()
    progress("laying out the index", 0, 0)
    return _laid_out(words, starts, uprns, blocks, row_words, numbers, threads=threads)


class _Blocks(NamedTuple):
    """The postcodes in order, where each one's rows begin (and the end), and which each row has."""

    postcodes: I64
    firsts: U32
    of_rows: U32


def _in_order(read: _Read) -> tuple[I64, U32, I64, _Blocks]:
    """Return each row's place in the index; in that order: where words begin, UPRNs, postcodes."""
    order = np.lexsort((read.uprns, read.postcodes)).astype(np.int64, copy=False)
    starts = np.zeros(order.size + 1, np.uint32)
    np.cumsum(read.sizes[order], out=starts[1:], dtype=np.uint32)
    places = np.empty(order.size, np.int64)
    places[order] = np.arange(order.size)
    known, first = np.unique(read.postcodes[order], return_index=True)
    firsts = np.append(first, order.size).astype(np.uint32)
    of_rows = np.repeat(np.arange(known.size, dtype=np.uint32), np.diff(firsts))
    return places, starts, read.uprns[order], _Blocks(known, firsts, of_rows)


def _laid_out(
    words: WordList, starts: U32, uprns: I64, blocks: _Blocks, row_words: U32, numbers: Array,
    *, threads: int,
) -> Index:  # fmt: skip
    weights = weights_of(words.holding, words.flags, uprns.size)
    letters = np.zeros(words.flags.size, np.uint32)
    letters_of_all(words.spelt, words.spellings, letters)
    _localise(
        starts, row_words, blocks.of_rows, blocks.postcodes, weights, words.flags, threads=threads
    )
    postings = _postings(starts, row_words, numbers, weights, words.flags, threads=threads)
    return frozen(
        Index(
            words.table, words.spelt, words.spellings, letters, weights, words.flags, starts,
            row_words, numbers, uprns, blocks.of_rows, blocks.postcodes, blocks.firsts, *postings,
        )
    )  # fmt: skip
