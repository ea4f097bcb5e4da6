"""Look up many addresses on all cores: the kernel's best places, their scores and features."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from beholden.kernel import Progress

from . import shapes as sh
from .build import cores
from .first_use import SEARCHING, tell_first_use
from .shapes import F64, I64, Card, Index, Scratch
from .texts import Texts
from .vocabulary import fixed_words

_BATCH = 4096


@dataclass(frozen=True, slots=True)
class Found:
    """For n addresses: ``rows`` and ``scores`` (n × HELD; -1 and -inf: none), best place first.

    ``features`` (n × m × FEATURES) are those of the best m places, ``records`` (n × RECORD) the
    address's own numbers, for the reason in words.
    """

    rows: I64
    scores: F64
    features: F64
    records: I64


def empty_found(total: int, depth: int = 1) -> Found:
    """Return room for ``total`` addresses, with the features of ``depth`` places of each."""
    return Found(
        np.full((total, sh.HELD), -1, np.int64),
        np.full((total, sh.HELD), -np.inf),
        np.zeros((total, depth, sh.FEATURES)),
        np.zeros((total, sh.RECORD), np.int64),
    )


def search_part(
    texts: Texts, postcodes: I64, part: slice, *, index: Index, card: Card, scratch: Scratch,
    found: Found,
) -> None:  # fmt: skip
    """Look up the addresses of one part, in this thread, and write what is found."""
    from .kernel_search import look_up_all

    look_up_all(
        texts.data, texts.offsets[part.start : part.stop + 1], postcodes[part], fixed_words(),
        index, card, scratch, found.rows[part], found.scores[part], found.features[part],
        found.records[part],
    )  # fmt: skip


def _batches(total: int) -> Iterator[slice]:
    for first in range(0, total, _BATCH):
        yield slice(first, min(total, first + _BATCH))


def search(
    texts: Texts,
    postcodes: I64,
    index: Index,
    *,
    card: Card,
    threads: int | None,
    progress: Progress,
    depth: int = 1,
) -> Found:
    """Return the best places of each address; the same for any number of threads."""
    tell_first_use(SEARCHING, progress)
    total = len(postcodes)
    found = empty_found(total, depth)
    workers = max(1, min(threads or cores(), -(-total // _BATCH) or 1))
    idle: queue.SimpleQueue[Scratch] = queue.SimpleQueue()
    for _ in range(workers):
        idle.put(sh.scratch(len(index.flags)))

    def work(part: slice) -> int:
        scratch = idle.get()
        try:
            search_part(
                texts, postcodes, part, index=index, card=card, scratch=scratch, found=found
            )
        finally:  # or the other threads would wait for it for ever
            idle.put(scratch)
        return int(part.stop - part.start)

    done = 0
    with ThreadPoolExecutor(workers) as pool:
        for finished in pool.map(work, _batches(total)):
            done += finished
            progress("matching addresses", done, total)
    return found
