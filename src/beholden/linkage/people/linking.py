"""Linking people: which rows, of one table or of several, are about the same person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from beholden.kernel import BadInput, Progress, Unavailable, silent

from . import clustering
from .clustering import Links
from .columns import PersonColumns, checked_columns, find_person_columns

if TYPE_CHECKING:
    import pyarrow as pa

    from .model import Learnt

DEFAULT_THRESHOLD = 0.95
LARGE_GROUP = 20


@dataclass(frozen=True, slots=True)
class PeopleLinks:
    """Who is who.

    ``clusters`` has one row per row of every table, in order: ``dataset``, ``row`` (0-based),
    ``person`` (the first row of the group, as "dataset:row", first by name of dataset and then by
    row), ``score`` (0 to 1, of the best link to another row of the person; null for a row that
    stands alone) and ``reason`` (words without values). ``report`` holds plain facts of the run.
    """

    clusters: pa.Table
    report: Mapping[str, Any]


def link_people(
    tables: Mapping[str, pa.Table],
    *,
    columns: PersonColumns | Mapping[str, PersonColumns] | None = None,
    threshold: float = DEFAULT_THRESHOLD,
    progress: Progress = silent,
) -> PeopleLinks:
    """Return which rows are about the same person, within a table and between tables.

    ``columns`` says what describes a person, for all tables or by table; without it the columns
    are found. ``threshold`` is the least probability (over 0, at most 1) of a link. The same rows
    give the same answer in whatever order the tables are named. Raise BadInput where there is no
    table, a named column is missing, nothing tells a person, or the threshold cannot be;
    Unavailable where the machine has too little memory.
    """
    _check(tables, threshold)
    ordered = {name: tables[name] for name in sorted(tables)}
    found = {name: _columns_of(name, table, columns) for name, table in ordered.items()}
    people, pairs, facts = _scored(ordered, found, progress)
    progress("putting people together", 0, 0)
    links = clustering.accept(pairs, facts.compared, threshold=threshold)
    clusters = _clusters(people, links)
    report = _report(people, links, facts, clusters=clusters, threshold=threshold)
    return PeopleLinks(_in_order_of(tables, ordered, clusters), report)


def _check(tables: Mapping[str, pa.Table], threshold: float) -> None:
    if not tables:
        raise BadInput("There is no table to link.", next_step="Name one table or several.")
    if not 0 < threshold <= 1:
        raise BadInput(
            "The threshold for linking people cannot be used.",
            why="It is a probability: over 0 and at most 1.",
            next_step=f"Leave it at {DEFAULT_THRESHOLD}, or name another between 0 and 1.",
        )


def _columns_of(
    name: str, table: pa.Table, columns: PersonColumns | Mapping[str, PersonColumns] | None
) -> PersonColumns:
    stated = columns if isinstance(columns, PersonColumns) else (columns or {}).get(name)
    if stated is None:
        return find_person_columns(table)
    return checked_columns(table, stated, dataset=name)


def _scored(
    tables: Mapping[str, pa.Table], columns: Mapping[str, PersonColumns], progress: Progress
) -> tuple[pa.Table, pa.Table, Learnt]:
    import duckdb
    from splink.internals.exceptions import SplinkException

    from .model import score_pairs
    from .preparing import prepare

    progress("reading names and dates", 0, 0)
    people = prepare(tables, columns)
    try:
        with duckdb.connect(":memory:") as connection:
            connection.execute("SET enable_progress_bar = false")
            pairs, facts = score_pairs(connection, people, progress=progress)
    except (duckdb.Error, SplinkException):
        # The engine's own words may quote a value, so they are not passed on.
        raise _stopped() from None
    return people, pairs, facts


def _stopped() -> Unavailable:
    return Unavailable(
        "Linking people stopped before it was done.",
        why="The engine that compares rows ran out of memory or of room for it.",
        next_step="Link fewer tables at once, or use a machine with more memory.",
    )


def _clusters(people: pa.Table, links: Links) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = people.num_rows
    first = clustering.components(rows, links)
    best = clustering.best_links(rows, links)
    known = pc.or_(*(pc.is_valid(people.column(c)) for c in ("surname", "birth")))
    known = pc.or_(known, pc.or_(*(pc.is_valid(people.column(c)) for c in ("nhs", "nino"))))
    score = np.append(links.score, np.nan)[best]
    told = clustering.reasons(links, best, comparable=known.to_numpy())
    at = pc.cast(people.column("row"), pa.string())
    names = pc.binary_join_element_wise(people.column("dataset"), at, ":")
    return pa.table(
        {
            "dataset": people.column("dataset"),
            "row": people.column("row"),
            "person": names.take(pa.array(first)),
            "score": pa.array(score.round(6), from_pandas=True),
            "reason": pa.array(told, type=pa.string()),
        }
    )


def _in_order_of(
    tables: Mapping[str, pa.Table], ordered: Mapping[str, pa.Table], clusters: pa.Table
) -> pa.Table:
    """Return the rows with the tables in the order in which they were named."""
    import pyarrow as pa

    parts, start = {}, 0
    for name, table in ordered.items():
        parts[name] = clusters.slice(start, table.num_rows)
        start += table.num_rows
    return pa.concat_tables([parts[name] for name in tables]).combine_chunks()


def _report(
    people: pa.Table, links: Links, facts: Learnt, *, clusters: pa.Table, threshold: float
) -> dict[str, Any]:
    sizes = clusters.group_by("person").aggregate([([], "count_all")]).column("count_all")
    groups = np.asarray(sizes.to_numpy())
    return {
        "rows": people.num_rows,
        "people": len(groups),
        "groups_of_several": int((groups > 1).sum()),
        "largest_group": int(groups.max()) if len(groups) else 0,
        "pairs_compared": facts.pairs,
        "pairs_linked": len(links.score),
        "pairs_disputed": links.disputed,
        "threshold": threshold,
        "compared": [c.name for c in facts.compared],
        "looked_at": list(facts.blocks),
        "left_out": list(facts.left_out),
        "learnt": facts.trained,
        "prior": facts.prior,
        "warnings": [*facts.warnings, *_worries(groups, links)],
    }


def _worries(groups: Any, links: Links) -> list[str]:
    worries = []
    if len(groups) and groups.max() > LARGE_GROUP:
        worries.append(f"A group has more than {LARGE_GROUP} rows; it may hold several people.")
    if links.disputed:
        worries.append(
            "Some rows share an NHS or National Insurance number but neither first name nor date "
            "of birth; they were not linked."
        )
    return worries
