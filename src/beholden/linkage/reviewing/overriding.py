"""Decisions about places, which stand above the score: a pair is matched, or not, as decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .calibrating import Calibration
from .labels import DECIDED_SAME, Answer

if TYPE_CHECKING:
    import pyarrow as pa

DECIDED_OTHER = "not matched: a person decided that it is another place"


@dataclass(frozen=True, slots=True)
class PlaceLabels:
    """Decided addresses (as ``texts_of`` gives them), candidates, answers: the oldest first."""

    texts: pa.Array
    candidates: Sequence[str]
    answers: Sequence[Answer]


def texts_of(table: pa.Table, address: Sequence[str], postcode: str | None) -> pa.Array:
    """Return each row's address with its postcode, as one text that tells equal addresses.

    Capitals and the spaces around are not looked at; a missing part counts as empty.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    names = [*address, *([postcode] if postcode else [])]
    parts = [pc.fill_null(pc.cast(table[name], pa.large_string()), "") for name in names]
    joined = pc.binary_join_element_wise(*parts, pa.scalar("\n", pa.large_string()))
    plain = pc.utf8_upper(pc.utf8_trim_whitespace(joined))
    return plain.combine_chunks() if isinstance(plain, pa.ChunkedArray) else plain


def with_calibration(matches: pa.Table, calibration: Calibration) -> pa.Table:
    """Return matches with their scores calibrated, and as they were under ``score_before``.

    Those of the places that came second are under ``runner_up_before``, for ``decided_places``.
    """
    import pyarrow as pa

    before = matches["score"].to_numpy()
    after = calibration.probability(before)
    second = matches["runner_up_score"].to_numpy(zero_copy_only=False)
    accepted = matches["uprn"].is_valid().to_numpy(zero_copy_only=False)
    told = calibration.probability(np.nan_to_num(second))
    # A runner-up beside a match is never likelier than what the match leaves over.
    told = np.where(accepted, np.minimum(told, 1.0 - after), told)
    at = matches.column_names.index
    scored = matches.set_column(at("score"), "score", pa.array(after, pa.float64()))
    scored = scored.set_column(
        at("runner_up_score"),
        "runner_up_score",
        pa.array(told, pa.float64(), mask=np.isnan(second)),
    )
    scored = scored.append_column("score_before", pa.array(before, pa.float64()))
    return scored.append_column("runner_up_before", matches["runner_up_score"])


def calibrated_scores(told: pa.Table, calibration: Calibration, *, name: str = "score") -> pa.Table:
    """Return clusters or pairs of people with their scores calibrated, and as they were beside.

    ``name`` is the column of scores. Where nothing was calibrated no ``score_before`` is added; one
    that is there, since a decision stands above some scores, stays as it is.
    """
    import pyarrow as pa

    if not calibration.changes:
        return told
    before = told[name].to_numpy(zero_copy_only=False)
    after = pa.array(calibration.probability(np.nan_to_num(before)), mask=np.isnan(before))
    at = told.column_names.index(name)
    kept = told[name]
    scored = told.set_column(at, name, after)
    own = "score_before" in told.column_names
    return scored if own else scored.append_column("score_before", kept)


def decided_places(
    matches: pa.Table, texts: pa.Array, *, labels: PlaceLabels, known: Collection[str]
) -> tuple[pa.Table, int]:
    """Return matches as people decided them, and how many rows a decision changed or bore out.

    ``texts`` are the rows' addresses in the order of ``matches``; rows with the text of a decided
    pair are decided with it. ``known`` are the candidates that the gazetteer still has: a place
    that is gone is not matched. Of two decisions about one pair, the later holds. A decided match
    has 1 as its score; ``score_before``, where there is one, keeps what the matcher itself gave
    this place: nothing, if it was neither its first nor its second.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    latest = _latest(labels)
    which = pc.index_in(texts, value_set=pa.array(list(latest), pa.large_string()))
    touched = pc.is_valid(which)
    decided = [list(latest.values())[said] for said in which.drop_null().to_pylist()]
    names = [name for name in _CHANGED if name in matches.column_names]
    rows = {name: matches[name].filter(touched).to_pylist() for name in names}
    changed = sum(_decide(rows, at, said, known) for at, said in enumerate(decided))
    for name in names if changed else ():
        at, kind = matches.column_names.index(name), matches.schema.field(name).type
        column = matches[name].combine_chunks()
        new = pc.replace_with_mask(column, touched, pa.array(rows[name], kind))
        matches = matches.set_column(at, name, new)
    left = [name for name in matches.column_names if name != "runner_up_before"]
    return matches.select(left), changed


_CHANGED = (
    "uprn",
    "score",
    "reason",
    "exact_to",
    "runner_up_uprn",
    "runner_up_score",
    "score_before",
    "runner_up_before",
)


def _latest(labels: PlaceLabels) -> dict[str, dict[str, Answer]]:
    latest: dict[str, dict[str, Answer]] = {}
    for text, candidate, answer in zip(
        labels.texts.to_pylist(), labels.candidates, labels.answers, strict=True
    ):
        said = latest.setdefault(text, {})
        said.pop(candidate, None)
        said[candidate] = answer
    return latest


def _decide(
    rows: dict[str, list[object]], at: int, said: Mapping[str, Answer], known: Collection[str]
) -> bool:
    """Write what was decided into one row; return whether anything was."""
    same = [c for c, answer in said.items() if answer is Answer.SAME and c in known]
    if same:
        if rows["uprn"][at] != same[-1]:
            _keep_own_score(rows, at, same[-1])
            _swap(rows, at, same[-1])
        rows["score"][at], rows["reason"][at] = 1.0, DECIDED_SAME
        return True
    if said.get(str(rows["uprn"][at])) is Answer.DIFFERENT:
        _swap(rows, at, None)
        rows["score"][at], rows["reason"][at] = 0.0, DECIDED_OTHER
        return True
    if rows["uprn"][at] is None and said.get(str(rows["runner_up_uprn"][at])) is Answer.DIFFERENT:
        # Nor is it proposed again.
        rows["runner_up_uprn"][at] = rows["runner_up_score"][at] = None
        rows["score"][at], rows["reason"][at] = 0.0, DECIDED_OTHER
        return True
    return False


def _keep_own_score(rows: dict[str, list[object]], at: int, uprn: str) -> None:
    """Keep the matcher's own score of the place that was decided, in that of its own choice."""
    if "score_before" in rows:
        second = rows["runner_up_uprn"][at] == uprn
        rows["score_before"][at] = rows["runner_up_before"][at] if second else None


def _swap(rows: dict[str, list[object]], at: int, uprn: str | None) -> None:
    rows["uprn"][at] = uprn
    if rows["runner_up_uprn"][at] == uprn:
        rows["runner_up_uprn"][at] = rows["runner_up_score"][at] = None
    if "exact_to" in rows:
        rows["exact_to"][at] = None
