"""Made-up addresses against a dense made-up gazetteer: all, by slice, and errors between flats."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from beholden import bench
from beholden.bench.intervals import Share
from beholden.linkage import Gazetteer, match_addresses

from .bars import Bar, Goal
from .made_up_files import MadeUp, made_up_files
from .peer import accepted
from .setting import CANONICAL, MESSY, Setting

# What is asked of all addresses together, and the goal of each.
_WHOLE = {
    "precision": ("precision", Goal(0.999)),
    "recall": ("recall", Goal(0.985)),
    "no_answer_matched": ("no answer, yet matched", Goal(at_most=0.01)),
    "flat_errors": ("errors inside a building, of the matched", Goal(at_most=0.003)),
}
_BY_SLICE = {"precision": ("precision", Goal()), "recall": ("recall", Goal())}


def made_up(setting: Setting) -> list[Bar]:
    """Return precision, recall, false matches and flat-level errors of both tools, by slice."""
    made = made_up_files(setting, rows=setting.rows, queries=setting.queries)
    asked = pq.read_table(made.addresses)
    ours = bench.score(asked, _ours(setting, made, asked))
    top = _peer(setting, made)
    theirs = {one.slice: one for one in bench.score(asked, top)} if top is not None else {}
    bars = []
    for one in (one for one in ours if one.answerable):
        told = _WHOLE if one.slice == "all" else _BY_SLICE
        title = f"{setting.queries:,} against {setting.rows:,}" if told is _WHOLE else one.slice
        bars += [
            _bar(f"{title}: {words}", name, goal, (one, theirs.get(one.slice)))
            for name, (words, goal) in told.items()
        ]
    return [bar for bar in bars if bar.ours is not None]


def _ours(setting: Setting, made: MadeUp, asked: pa.Table) -> pa.Table:
    gazetteer = pq.read_table(made.gazetteer, columns=CANONICAL)
    built = Gazetteer.build(gazetteer, progress=setting.progress)
    return match_addresses(
        asked.select(MESSY), built, threads=setting.threads, progress=setting.progress
    )


def _peer(setting: Setting, made: MadeUp) -> pa.Table | None:
    """Return the peer's accepted matches; what it did for the same files before is used again."""
    if setting.peer is None:
        return None
    top = made.folder / "peer.parquet"
    if not top.exists():
        setting.progress("the peer's matching", 0, 1)
        setting.peer.match(made.gazetteer, made.addresses, top)
        setting.progress("the peer's matching", 1, 1)
    found = pq.read_table(top)
    taken = accepted(found)
    # It leaves nobody out, and tells a weight, which is no probability.
    return taken.append_column("score", found["weight"])


def _bar(what: str, name: str, goal: Goal, pair: tuple[bench.Score, bench.Score | None]) -> Bar:
    ours: Share = getattr(pair[0], name)
    theirs: Share | None = getattr(pair[1], name) if pair[1] else None
    note = f"{ours.low:.4f}–{ours.high:.4f}" if ours.value is not None else ""
    return Bar("made up", what, ours.value, theirs.value if theirs else None, goal, note=note)
