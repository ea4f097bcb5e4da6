"""How good matches are: every error counts, and addresses without an answer count too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..kernel import BadInput
from .arrays import Flags, Numbers
from .intervals import Bin, Share, calibration_error, reliability, share

ALL = "all"
_NONE = -1


@dataclass(frozen=True, slots=True)
class Score:
    """How good the matches of one slice are.

    ``precision`` is right / matched, ``recall`` right / answerable, ``no_answer_matched`` the share
    of addresses without an answer that were matched all the same, ``flat_errors`` the share of
    matches that went to another place of the same building. ``recall_at_99`` and ``recall_at_999``
    are the best recalls at any score threshold where precision is at least 0.99 and 0.999 (None
    where it never is). ``calibration_error`` and ``bins`` are None where scores are no
    probabilities: where any of all the addresses, in any slice, is not from 0 to 1.
    """

    slice: str
    rows: int
    answerable: int
    matched: int
    right: int
    precision: Share
    recall: Share
    f1: float
    no_answer_matched: Share
    flat_errors: Share
    recall_at_99: float | None
    recall_at_999: float | None
    calibration_error: float | None
    bins: tuple[Bin, ...] | None


@dataclass(frozen=True, slots=True)
class _Rows:
    true: Numbers
    found: Numbers
    claimed: Flags
    score: NDArray[np.float64]
    building_from: Numbers
    building_to: Numbers

    def only(self, here: Flags) -> _Rows:
        return _Rows(
            self.true[here],
            self.found[here],
            self.claimed[here],
            self.score[here],
            self.building_from[here],
            self.building_to[here],
        )


def score(addresses: pa.Table, matches: pa.Table) -> list[Score]:
    """Return the scores of all addresses together and of each slice.

    ``addresses`` as in ``Bench``; ``matches``: unique_id, uprn (null where none), score, and
    ``claimed`` where not every UPRN told is claimed to be a match: the others serve the sweep of
    thresholds and the reliability alone. Raises BadInput unless each address has exactly one row.
    """
    rows = _rows(addresses, matches)
    names = np.asarray(addresses["slice"].to_pylist(), dtype=object)
    probable = reliability(*_swept(rows)) is not None
    parts = [(str(name), rows.only(names == name)) for name in sorted(set(names))]
    return [_score(name, part, probable) for name, part in [(ALL, rows), *parts]]


def _rows(addresses: pa.Table, matches: pa.Table) -> _Rows:
    order = pc.index_in(addresses["unique_id"], matches["unique_id"])
    if order.null_count or len(matches) != len(addresses):
        raise BadInput(
            "The matches are not those of these addresses.",
            why="Each address needs exactly one row, by its unique_id.",
            next_step="Match the addresses of this benchmark anew.",
        )
    told = matches.take(order)
    found = _numbers(told["uprn"])
    claimed = found != _NONE
    if "claimed" in told.column_names:
        claimed &= np.asarray(pc.fill_null(told["claimed"], False))
    scores = np.asarray(pc.fill_null(pc.cast(told["score"], pa.float64()), 0.0))
    ends = (_numbers(addresses[name]) for name in ("building_from", "building_to"))
    return _Rows(_numbers(addresses["true_uprn"]), found, claimed, scores, *ends)


def _numbers(column: pa.ChunkedArray) -> Numbers:
    return np.asarray(pc.fill_null(pc.cast(column, pa.int64()), _NONE))


def _score(name: str, rows: _Rows, probable: bool) -> Score:
    answerable = rows.true != _NONE
    right = rows.claimed & answerable & (rows.found == rows.true)
    matched, hits = int(rows.claimed.sum()), int(right.sum())
    no_answer = ~answerable
    inside = (rows.building_from <= rows.found) & (rows.found <= rows.building_to)
    bins = reliability(*_swept(rows)) if probable else None
    at_99, at_999 = (best_recall(*_swept(rows), int(answerable.sum()), p) for p in (0.99, 0.999))
    total = matched + int(answerable.sum())
    return Score(
        slice=name,
        rows=len(rows.true),
        answerable=int(answerable.sum()),
        matched=matched,
        right=hits,
        precision=share(hits, matched),
        recall=share(hits, int(answerable.sum())),
        f1=2 * hits / total if total else 0.0,
        no_answer_matched=share(int((rows.claimed & no_answer).sum()), int(no_answer.sum())),
        flat_errors=share(int((rows.claimed & ~right & inside).sum()), matched),
        recall_at_99=at_99,
        recall_at_999=at_999,
        calibration_error=calibration_error(bins),
        bins=bins,
    )


def _swept(rows: _Rows) -> tuple[NDArray[np.float64], Flags]:
    told = rows.found != _NONE
    return rows.score[told], (rows.found == rows.true)[told]


def best_recall(
    scores: NDArray[np.float64], right: Flags, answerable: int, precision: float
) -> float | None:
    """Return the most recall at any threshold whose matches are at least so precise, or None."""
    if not answerable or not len(scores):
        return None
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    # A threshold takes all rows of a score or none.
    last = np.append(np.diff(scores[order]) != 0, True)
    fine = last & (hits / np.arange(1, len(hits) + 1) >= precision)
    return float(hits[fine].max()) / answerable if fine.any() else None
