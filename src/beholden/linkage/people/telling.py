"""What is told of a linkage: the row of every row, the report, and fairness by what is at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from beholden.kernel import Finding

from ..addresses import at_hand
from . import clustering
from .clustering import Flags, Floats, Ints, Judged, Links
from .columns import PersonColumns
from .fairness import FairnessReport

if TYPE_CHECKING:
    import pyarrow as pa

    from .model import Learnt

LARGE_GROUP = 20


def clusters_of(people: pa.Table, links: Links, *, person: Sequence[str], taken: Flags) -> pa.Table:
    """Return the row of every row: dataset, row, person, score and reason.

    ``taken`` flags the links within a person. Rows whose links were not taken say so.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = people.num_rows
    within = links.only(taken)
    best = clustering.best_links(rows, within)
    held = np.zeros(rows, dtype=bool)
    held[links.left[~taken]] = held[links.right[~taken]] = True
    known = pc.or_(*(pc.is_valid(people.column(c)) for c in ("surname", "birth")))
    known = pc.or_(known, pc.or_(*(pc.is_valid(people.column(c)) for c in ("nhs", "nino"))))
    score = np.append(within.score, np.nan)[best]
    told = clustering.reasons(within, best, comparable=known.to_numpy(), held=held)
    return pa.table(
        {
            "dataset": people.column("dataset"),
            "row": people.column("row"),
            "person": pa.array(person, type=pa.string()),
            "score": pa.array(score.round(6), from_pandas=True),
            "reason": pa.array(told, type=pa.string()),
        }
    )


def pairs_of(
    people: pa.Table, links: Links, *, own: Mapping[tuple[int, int], float] | None = None
) -> pa.Table:
    """Return links as pairs of rows; the one that comes later is named first.

    ``own`` tells the model's own score of those that reviewers decided, the smaller row first.
    """
    import pyarrow as pa

    later, earlier = np.maximum(links.left, links.right), np.minimum(links.left, links.right)
    return pa.table(
        {
            "dataset": people["dataset"].take(later),
            "row": people["row"].take(later),
            "other_dataset": people["dataset"].take(earlier),
            "other_row": people["row"].take(earlier),
            "score": links.score.round(6),
            "own_score": pa.array(_own_scores(links, own or {}).round(6), from_pandas=True),
            "reason": pa.array(links.words, pa.string()).take(pa.array(links.reason)),
        }
    )


def _own_scores(links: Links, own: Mapping[tuple[int, int], float]) -> Floats:
    if not own:
        return links.score
    scores = links.score.copy()
    for at, ends in enumerate(zip(links.left.tolist(), links.right.tolist(), strict=True)):
        scores[at] = own.get((min(ends), max(ends)), scores[at])
    return scores


def pairs_to_judge(
    people: pa.Table, linked: Links, near: Links, *, own: Mapping[tuple[int, int], float]
) -> pa.Table:
    """Return the pairs of both, with whether they are linked; ``own`` as ``pairs_of`` takes it."""
    import pyarrow as pa

    told = (pairs_of(people, links, own=own) for links in (linked, near))
    flags = pa.array([True] * len(linked) + [False] * len(near), pa.bool_())
    return pa.concat_tables(told).combine_chunks().append_column("linked", flags)


def worry_of_parted(pairs: int) -> list[str]:
    """Return the warning of pairs that were told apart when their rows held something else."""
    if not pairs:
        return []
    those = "One pair" if pairs == 1 else f"{pairs:,} pairs"
    return [
        f"{those} that a reviewer told apart would be linked as the rows are now. They stay apart "
        "until somebody has looked again."
    ]


def first_rows(people: pa.Table, first: Ints) -> list[str]:
    """Return the name of each row's person where no keys are kept: its first row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    at = pc.cast(people.column("row"), pa.string())
    names = pc.binary_join_element_wise(people.column("dataset"), at, ":")
    told: list[str] = names.take(pa.array(first)).to_pylist()
    return told


def dwellings(
    tables: Mapping[str, pa.Table], columns: Mapping[str, PersonColumns]
) -> list[str | None]:
    """Return "flat" or "house" for each row, as its address is written; None without one."""
    return [
        dwelling
        for name, table in tables.items()
        for dwelling in at_hand.dwellings(table, columns[name].address).to_pylist()
    ]


def report_of(
    judged: Judged,
    facts: Learnt,
    *,
    clusters: pa.Table,
    cut: int,
    findings: Sequence[Finding],
    fair: FairnessReport | None,
) -> dict[str, Any]:
    """Return plain facts of the run, without values."""
    sizes = clusters.group_by("person").aggregate([([], "count_all")]).column("count_all")
    groups = np.asarray(sizes.to_numpy())
    return {
        "rows": clusters.num_rows,
        "people": len(groups),
        "groups_of_several": int((groups > 1).sum()),
        "largest_group": int(groups.max()) if len(groups) else 0,
        "pairs_compared": facts.pairs,
        "pairs_linked": len(judged.links) - cut,
        "pairs_disputed": judged.disputed,
        "pairs_held_apart": judged.apart + cut,
        "compared": [c.name for c in facts.compared],
        "looked_at": list(facts.blocks),
        "left_out": list(facts.left_out),
        "learnt": facts.trained,
        "prior": facts.prior,
        "findings": [finding.to_dict() for finding in findings],
        "fairness": fair.to_dict() if fair else None,
        "warnings": [
            *facts.warnings,
            *_worries(groups, judged, cut),
            *_overused(findings),
            *(fair.warnings if fair else ()),
        ],
    }


def _worries(groups: Any, judged: Judged, cut: int) -> list[str]:
    worries = []
    if len(groups) and groups.max() > LARGE_GROUP:
        worries.append(f"A group has more than {LARGE_GROUP} rows; it may hold several people.")
    if judged.disputed:
        worries.append(
            "Some rows share an NHS or National Insurance number but neither first name nor date "
            "of birth; they were not linked."
        )
    if judged.apart:
        worries.append("Some rows are alike but have different NHS numbers; they were not linked.")
    if cut:
        worries.append("Some links would have joined what must be apart; they were not taken.")
    return worries


def _overused(findings: Sequence[Finding]) -> list[str]:
    if not any(finding.code.endswith("-overused") for finding in findings):
        return []
    return [
        "Some rows have an NHS or National Insurance number that too many people bear, perhaps "
        "one that stands for “not known”; it was not used for any of them."
    ]


def changes_of(changes: Sequence[tuple[str, str, str | None]]) -> pa.Table:
    """Return what a load did to persons, as a table."""
    import pyarrow as pa

    names = ("person", "change", "other")
    return pa.Table.from_pylist(
        [dict(zip(names, change, strict=True)) for change in changes],
        schema=pa.schema([(name, pa.string()) for name in names]),
    )
