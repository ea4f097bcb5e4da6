"""Pairs that a linkage made or nearly made, in one form for places and for people.

A table of pairs has ``row`` (int64, counted from 1), ``candidate`` (string: a UPRN, or another row
as ``dataset:row``), ``probability`` (0–1), ``matched`` (whether the linkage took the pair) and
``reason`` (words).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from .labels import DECIDED_SAME, FOUND_SAME, Answer, Label

PARTED = "decided before: different, and a row may have changed since"

if TYPE_CHECKING:
    import pyarrow as pa


def pairs_of_places(matches: pa.Table) -> pa.Table:
    """Return the pair that each matched row was given, and of each other row its likeliest one.

    ``matches`` has the columns of ``match_addresses``, a row for each address in order; rows
    without any candidate are left out. Where scores were calibrated, ``score_before`` is that which
    the matcher itself gave a match.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    matched = pc.is_valid(matches["uprn"])
    candidate = pc.coalesce(matches["uprn"], matches["runner_up_uprn"])
    chance = pc.if_else(matched, matches["score"], matches["runner_up_score"])
    row = pa.array(range(1, matches.num_rows + 1), pa.int64())
    pairs = _pairs(row, candidate, chance, matched, matches["reason"])
    if "score_before" not in matches.column_names:
        return pairs
    return pairs.append_column(
        "score_before", matches["score_before"].take(pc.subtract(pairs["row"], 1))
    )


def pairs_of_people(pairs: pa.Table, *, dataset: str) -> pa.Table:
    """Return the pairs of one dataset's rows, of those that ``link_people`` tells.

    ``pairs`` has ``dataset``, ``row`` (from 0), ``other_dataset``, ``other_row``, ``score``,
    ``reason``, ``linked`` and ``own_score``. The score and the reason are those of these two rows;
    ``score_before`` is the matcher's own, also where somebody decided the pair.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    own = pairs.filter(pc.equal(pairs["dataset"], dataset))
    counted = pc.cast(pc.add(own["other_row"], 1), pa.string())
    others = pc.binary_join_element_wise(pc.cast(own["other_dataset"], pa.string()), counted, ":")
    counted = pc.add(own["row"], 1)
    pairs = _pairs(counted, others, own["score"], own["linked"], own["reason"])
    return pairs.append_column("score_before", own["own_score"])


def decided_before(pairs: pa.Table) -> pa.Array:
    """Return of each pair whether a person had decided that it is one, before it was linked."""
    import pyarrow as pa
    import pyarrow.compute as pc

    said = pa.array([DECIDED_SAME, FOUND_SAME], pa.string())
    return pc.is_in(pairs["reason"].combine_chunks(), value_set=said)


def parted_pairs(pairs: pa.Table, *, dataset: str) -> pa.Table:
    """Return the pairs of one dataset's rows that ``link_people`` asks of again.

    ``pairs`` is as ``pairs_of_people`` takes it, but for ``linked``. Their rows may have changed
    since they were told apart, so a person should look again; the reason says what was decided.
    """
    import pyarrow as pa

    apart = pa.array([False] * pairs.num_rows, pa.bool_())
    told = pairs_of_people(pairs.append_column("linked", apart), dataset=dataset)
    now = [f"{PARTED}; now: {reason}" for reason in told["reason"].to_pylist()]
    at = told.column_names.index("reason")
    return told.set_column(at, "reason", pa.array(now, pa.string()))


def people_decisions(labels: Iterable[tuple[str, Label]]) -> pa.Table | None:
    """Return decisions about people as ``link_people`` takes them, or None where there is none.

    Each label comes with the dataset that its row is of. Of two decisions about one pair, the later
    holds; one that nobody could tell says nothing.
    """
    import pyarrow as pa

    said: dict[tuple[tuple[str, int], tuple[str, int]], Answer] = {}
    for dataset, label in labels:
        one, other = sorted(((dataset, int(label.row)), row_of(label.candidate)))
        said[one, other] = label.answer
    told = [
        (*pair, answer is Answer.SAME)
        for pair, answer in said.items()
        if answer is not Answer.CANNOT_TELL
    ]
    if not told:
        return None
    return pa.table(
        {
            "dataset_l": [one[0] for one, _, _ in told],
            "row_l": pa.array([one[1] - 1 for one, _, _ in told], pa.int64()),
            "dataset_r": [other[0] for _, other, _ in told],
            "row_r": pa.array([other[1] - 1 for _, other, _ in told], pa.int64()),
            "same": [same for *_, same in told],
        }
    )


def named_pairs(names: Iterable[tuple[int, str]]) -> pa.Table:
    """Return pairs of which only the row (from 1) and the candidate are known, as a table."""
    import pyarrow as pa

    named = list(names)
    return pa.table(
        {
            "row": pa.array([row for row, _ in named], pa.int64()),
            "candidate": pa.array([candidate for _, candidate in named], pa.string()),
        }
    )


def rows_at(table: pa.Table, places: Sequence[int]) -> pa.Table:
    """Return the rows of a table at these places (from 0), in their order; none for no place."""
    import pyarrow as pa

    return table.take(pa.array(places, pa.int64()))


def row_of(candidate: str) -> tuple[str, int]:
    """Return the dataset and the row (counted from 1) that a candidate of a person names."""
    dataset, _, row = candidate.rpartition(":")
    return dataset, int(row)


def _pairs(row: Any, candidate: Any, chance: Any, matched: Any, reason: Any) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    table = pa.table(
        {
            "row": pc.cast(row, pa.int64()),
            "candidate": pc.cast(candidate, pa.string()),
            "probability": pc.cast(chance, pa.float64()),
            "matched": matched,
            "reason": pc.cast(reason, pa.string()),
        }
    )
    there = pc.and_(pc.is_valid(table["candidate"]), pc.is_valid(table["probability"]))
    return table.filter(there)
