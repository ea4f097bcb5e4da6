"""Look up many addresses on all cores: the kernel's best two rows and their features."""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from beholden.kernel import Progress

from . import shapes as sh
from .shapes import F64, I64, Index, Query, Scratch
from .texts import Texts
from .vocabulary import fixed_words

_BATCH = 2048


@dataclass(frozen=True, slots=True)
class Found:
    """For n addresses: ``picks`` n × 2 rows (-1: none), ``features`` n × 2 × FEATURES, ``records``.

    ``records`` (n × RECORD) are the address's own numbers, for the reason in words.
    """

    picks: I64
    features: F64
    records: I64


def _scratch(index: Index) -> Scratch:
    words = len(index.flags)
    return Scratch(
        sh.text_scratch(),
        Query(
            np.zeros(sh.MAX_WORDS, np.int64),
            np.zeros(sh.MAX_WORDS, np.int64),
            np.zeros(sh.MAX_WORDS, np.int64),
            np.zeros(sh.MAX_WORDS, np.float64),
            np.zeros((sh.MAX_RECORDS, sh.RECORD), np.int64),
            np.zeros(sh.MAX_RECORDS, np.int64),
            np.zeros(sh.MAX_RECORDS, np.int64),
            np.zeros(3, np.int64),
        ),
        seen=np.zeros(words, np.int64),
        near=np.zeros(words, np.int64),
        keys=np.zeros(512, np.uint64),
        sizes=np.zeros(512, np.int64),
        best=np.zeros(sh.FEATURES),
        second=np.zeros(sh.FEATURES),
        trial=np.zeros(sh.FEATURES),
        picks=np.zeros(2, np.int64),
        osa=np.zeros((3, sh.LONGEST_WORD + 2), np.int64),
        record=np.zeros(sh.RECORD, np.int64),
        relations=np.zeros(sh.MAX_RECORDS, np.int64),
        rows=np.zeros(sh.MOST_BLOCK, np.int64),
        words=np.zeros(sh.MAX_WORDS, np.int64),
        tried=np.zeros((2048, 2), np.int64),
        masses=np.zeros(2 * sh.SEGMENTS),
    )


def _batches(total: int) -> Iterator[slice]:
    for first in range(0, total, _BATCH):
        yield slice(first, min(total, first + _BATCH))


def search(
    texts: Texts,
    postcodes: I64,
    index: Index,
    *,
    rank: F64,
    threads: int | None,
    progress: Progress,
) -> Found:
    """Return the best two rows of each address; the same for any number of threads."""
    from .kernel_search import look_up_all

    total = len(postcodes)
    found = Found(
        np.full((total, 2), -1, np.int64),
        np.zeros((total, 2, sh.FEATURES)),
        np.zeros((total, sh.RECORD), np.int64),
    )
    workers = max(1, min(threads or os.cpu_count() or 1, -(-total // _BATCH) or 1))
    idle: queue.SimpleQueue[Scratch] = queue.SimpleQueue()
    for _ in range(workers):
        idle.put(_scratch(index))

    def work(part: slice) -> int:
        scratch = idle.get()
        look_up_all(
            texts.data, texts.offsets[part.start : part.stop + 1], postcodes[part], fixed_words(),
            index, rank, scratch, found.picks[part], found.features[part], found.records[part],
        )  # fmt: skip
        idle.put(scratch)
        return int(part.stop - part.start)

    done = 0
    with ThreadPoolExecutor(workers) as pool:
        for finished in pool.map(work, _batches(total)):
            done += finished
            progress("matching addresses", done, total)
    return found
