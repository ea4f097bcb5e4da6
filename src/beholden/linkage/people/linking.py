"""Linking people: which rows, of one table or of several, are about the same person."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from beholden.kernel import Finding, Progress, Unavailable, silent

from . import clustering, near_misses, remembering, telling, true_identifiers
from .asked import DEFAULT_THRESHOLD, KINDS, check_asked, read_decisions
from .clustering import Flags, Ints, Judged, Links
from .columns import PersonColumns, checked_columns, find_person_columns
from .error_rate import ChosenThreshold, threshold_for
from .fairness_at_hand import fairness_at_hand
from .found_same import own_scores, with_decisions
from .grouping import Groups, Rules, group
from .identity import Named, PersonKeys, places_of
from .one_to_one import one_to_one

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from .model import Learnt, Weigh
    from .remembering import Recognised

_Said: TypeAlias = dict[tuple[int, int], bool | None]
"""By pair of rows whether they are one person; None takes an earlier decision back."""

_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class PeopleLinks:
    """Who is who.

    ``clusters`` has one row per row of every table, in order: ``dataset``, ``row`` (0-based),
    ``person``, ``score`` (0 to 1, of the best link to another row of the person; null for a row
    that stands alone) and ``reason`` (words without values: what agrees, what speaks against it).
    ``person`` is the key that ``keys`` hold; without keys it is the first row of the group, as
    "dataset:row", first by name of dataset and then by row. ``report`` holds plain facts of the
    run, fairness among them. ``keys`` is what to hand in at the next load, and ``changes``
    (``person``, ``change``: new, kept, joined or split, ``other``) what this load did to persons;
    both are None where no keys were handed in. ``pairs`` are what a person may judge (``dataset``,
    ``row``, ``other_dataset``, ``other_row``, ``score``, ``own_score``, ``reason``, ``linked``):
    the links that hold people together, one fewer than a person has rows, and the near misses, the
    likeliest of two people; nobody has decided these. ``own_score`` is the model's own, also of a
    link that a reviewer found (null where the model did not see it), whose ``score`` is 1.
    ``asked_again`` holds the pairs that a reviewer told apart at an earlier load and that are
    likely one person as their rows are now: they stay apart until somebody looks again.
    """

    clusters: pa.Table
    report: Mapping[str, Any]
    pairs: pa.Table
    keys: PersonKeys | None = None
    changes: pa.Table | None = None
    asked_again: pa.Table | None = None


def link_people(
    tables: Mapping[str, pa.Table],
    *,
    columns: PersonColumns | Mapping[str, PersonColumns] | None = None,
    threshold: float = DEFAULT_THRESHOLD,
    error_rate: float | None = None,
    kind: str = KINDS[0],
    known: PersonKeys | None = None,
    row_ids: Mapping[str, str] | None = None,
    anew: bool = False,
    decided: pa.Table | None = None,
    groups: pa.Table | None = None,
    weigh: Weigh | None = None,
    progress: Progress = silent,
) -> PeopleLinks:
    """Return which rows are about the same person, within a table and between tables.

    ``columns`` says what describes a person, for all tables or by table; without it the columns
    are found. ``threshold`` is the least probability (over 0, at most 1) of a link; ``error_rate``
    chooses it instead, so that at most this share of links is expected to be false. ``kind`` is
    "many-to-many", "one-to-one" (each row of one of two tables to at most one of the other), or
    "many-to-one" (the second of two tables has each person once). ``known`` are the keys of earlier
    loads (``PersonKeys.start()`` at the first): persons keep them, and only rows that are new or
    changed are compared, unless ``anew``; ``row_ids`` names by table the column that says which row
    is which. ``decided`` are reviewers' decisions on pairs (see ``asked.read_decisions``).
    ``groups`` has more columns, one row per row of all tables in order, to tell fairness by.
    ``weigh`` is another engine to weigh pairs with (see ``spark.link_people_on_spark``).

    The same rows give the same answer in whatever order the tables are named, but for which of two
    tables is the one of "many-to-one". Raise BadInput where what is asked for cannot be;
    Unavailable where the machine has too little memory.
    """
    check_asked(tables, threshold=threshold, error_rate=error_rate, kind=kind)
    asked = _Asked(threshold, error_rate, kind, known, anew=anew, weigh=weigh, progress=progress)
    return _told(_linked(tables, columns, asked, row_ids=row_ids or {}, decided=decided), groups)


@dataclass(frozen=True, slots=True)
class _Asked:
    """How rows are to be linked, and what is known of earlier loads."""

    threshold: float
    error_rate: float | None
    kind: str
    known: PersonKeys | None
    anew: bool
    weigh: Weigh | None
    progress: Progress

    @property
    def model(self) -> Mapping[str, Any] | None:
        """Return the model that is remembered, where it is to be used."""
        return self.known.model if self.known and not self.anew else None


def _linked(
    tables: Mapping[str, pa.Table],
    columns: PersonColumns | Mapping[str, PersonColumns] | None,
    asked: _Asked,
    *,
    row_ids: Mapping[str, str],
    decided: pa.Table | None,
) -> _Done:
    """Compare, judge and group rows; return all that there is to tell of it."""
    known, model = asked.known, asked.model
    ordered = {name: tables[name] for name in sorted(tables)}
    found = {name: _columns_of(name, table, columns) for name, table in ordered.items()}
    said = _by_pair(read_decisions(decided, ordered))
    rows = remembering.recognise(ordered, found, known, row_ids=row_ids) if known else None
    run = _scored(
        ordered, found, rows=rows, model=model, weigh=asked.weigh, progress=asked.progress
    )
    asked.progress("putting people together", 0, 0)
    now, again = set(said), set()
    if known and rows:
        said = _by_pair(remembering.remembered_decisions(known, rows)) | said
        again = remembering.parted_on_other_evidence(known, rows) - now
    judged, chosen = _judged(run, asked, rows)
    held = {pair: same for pair, same in said.items() if same is not None}
    who = _grouped(run.people, judged.links, held, kind=asked.kind, single=list(tables)[-1])
    learnt = model or run.facts.model
    after = _keys_after(known, rows, who, judged, (said, now), model=learnt)
    missed = who.links.only(~who.groups.taken).and_also(judged.near)
    near = near_misses.near_misses(missed, who.groups.first, but_of=held)
    own = own_scores(judged.links.and_also(judged.near), held)
    return _Done(tables, found, run, judged, chosen, who, after, near, judged.links.of(again), own)


def _judged(run: _Run, asked: _Asked, rows: Recognised | None) -> tuple[Judged, ChosenThreshold]:
    """Return the links that are taken, remembered ones among them, and what threshold took them."""
    least = _EVEN if asked.error_rate else asked.threshold
    floor = near_misses.least_near(least)
    judged = clustering.accept(run.pairs, run.facts.compared, threshold=least, near=floor)
    if asked.known and rows and asked.model:
        judged = _with_remembered(judged, asked.known, rows)
    chosen = _chosen(judged.links, asked.threshold, asked.error_rate)
    surely = (judged.links.score >= chosen.threshold) | _identified(judged.links)
    near = judged.near.and_also(judged.links.only(~surely))
    near = near.only(near.score >= near_misses.least_near(chosen.threshold))
    return replace(judged, links=judged.links.only(surely), near=near), chosen


@dataclass(frozen=True, slots=True)
class _Run:
    """What was compared: people in one form, the scored pairs, and what was learnt.

    ``overused`` flags, by identifier, the rows whose number was taken out of people.
    """

    people: pa.Table
    pairs: pa.Table
    facts: Learnt
    overused: Mapping[str, Flags]


@dataclass(frozen=True, slots=True)
class _Who:
    """Who is together, with the links that reviewers' decisions changed."""

    links: Links
    groups: Groups


@dataclass(frozen=True, slots=True)
class _Done:
    """All that there is to tell of a linkage; tables in the order in which they were named."""

    tables: Mapping[str, pa.Table]
    columns: Mapping[str, PersonColumns]
    run: _Run
    judged: Judged
    chosen: ChosenThreshold
    who: _Who
    after: tuple[PersonKeys, Named] | None
    near: Links
    again: Links
    own: Mapping[tuple[int, int], float]


def _columns_of(
    name: str, table: pa.Table, columns: PersonColumns | Mapping[str, PersonColumns] | None
) -> PersonColumns:
    stated = columns if isinstance(columns, PersonColumns) else (columns or {}).get(name)
    if stated is None:
        return find_person_columns(table)
    return checked_columns(table, stated, dataset=name)


def _by_pair(decisions: Iterable[tuple[int, int, bool | None]]) -> _Said:
    return {(min(one, other), max(one, other)): same for one, other, same in decisions}


def _scored(
    tables: Mapping[str, pa.Table],
    columns: Mapping[str, PersonColumns],
    *,
    rows: Recognised | None,
    model: Mapping[str, Any] | None,
    weigh: Weigh | None,
    progress: Progress,
) -> _Run:
    """Return scored pairs: of all rows, or where a model is remembered, of fresh rows with all."""
    import duckdb
    import pyarrow as pa
    from splink.internals.exceptions import SplinkException

    from .model import score_pairs
    from .preparing import prepare

    progress("reading names and dates", 0, 0)
    people = prepare(tables, columns)
    overused = true_identifiers.overused(people)
    people = true_identifiers.without_overused(people, overused)
    given: dict[str, Any] = {"model": model, "weigh": weigh} if model else {"weigh": weigh}
    if rows and model:
        people = people.append_column("fresh", pa.array(rows.fresh))
    try:
        with private_engine() as connection:
            pairs, facts = score_pairs(connection, people, progress=progress, **given)
    except (duckdb.Error, SplinkException):
        # The engine's own words may quote a value, so they are not passed on.
        raise _stopped() from None
    return _Run(people, pairs, facts, overused)


@contextmanager
def private_engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an engine that spills, where it must, to a folder of this user alone, and leaves none.

    DuckDB's own choice is a folder in the place where one happens to work, which others may read.
    """
    import duckdb

    with (
        _to_spill_to() as folder,
        duckdb.connect(":memory:", config={"temp_directory": folder}) as connection,
    ):
        connection.execute("SET enable_progress_bar = false")
        yield connection


def _to_spill_to() -> TemporaryDirectory[str]:
    """Make the folder; raise Unavailable where the machine will not, as on a full disk."""
    try:
        return TemporaryDirectory(prefix="beholden-people-")
    except OSError as fault:
        raise Unavailable(
            "There is no folder for the work of linking people.",
            why=f"The system says: {os.strerror(fault.errno or 0)}.",
            next_step="Make room where temporary files lie (TMPDIR), then link again.",
        ) from None


def _stopped() -> Unavailable:
    return Unavailable(
        "Linking people stopped before it was done.",
        why="The engine that compares rows ran out of memory or of room for it.",
        next_step="Link fewer tables at once, or use a machine with more memory.",
    )


def _with_remembered(judged: Judged, known: PersonKeys, rows: Recognised) -> Judged:
    links, near = (remembering.remembered_links(of, rows) for of in (known.links, known.near))
    return replace(judged, links=judged.links.and_also(links), near=judged.near.and_also(near))


def _identified(links: Links) -> Flags:
    by_identifier: Flags = links.strength >= clustering.BY_IDENTIFIER - clustering.MOST_BITS
    return by_identifier


def _chosen(links: Links, threshold: float, error_rate: float | None) -> ChosenThreshold:
    if error_rate is None:
        return ChosenThreshold(threshold, None, "stated")
    return threshold_for(links.score, error_rate=error_rate)


def _grouped(
    people: pa.Table,
    links: Links,
    said: Mapping[tuple[int, int], bool],
    *,
    kind: str,
    single: str,
) -> _Who:
    """Return who is together under the rules; ``single`` is the table with each person once."""
    links = with_decisions(links, said)
    here = np.asarray(people["dataset"].to_numpy(zero_copy_only=False) == single, dtype=bool)
    kept = np.ones(len(links), dtype=bool)
    if kind == "one-to-one":
        kept = one_to_one(people.num_rows, links, side=here)
    once = np.where(here, np.arange(people.num_rows), -1)
    held = [_numbers(people)] + ([once] if kind == "many-to-one" else [])
    rules = Rules(
        np.stack(held, axis=1),
        apart=[pair for pair, same in said.items() if not same],
        together=[] if kind == "one-to-one" else [pair for pair, same in said.items() if same],
    )
    found = group(people.num_rows, links.only(kept), rules)
    return _Who(links, Groups(found.first, found.first[links.left] == found.first[links.right]))


def _numbers(people: pa.Table) -> Ints:
    """Return the NHS number of each row as a number of its own, -1 where there is none."""
    numbers = people["nhs"].combine_chunks().dictionary_encode()
    return places_of(people["nhs"], numbers.dictionary.to_pylist())


def _keys_after(
    known: PersonKeys | None,
    rows: Recognised | None,
    who: _Who,
    judged: Judged,
    said: tuple[_Said, set[tuple[int, int]]],
    *,
    model: Mapping[str, Any] | None,
) -> tuple[PersonKeys, Named] | None:
    if known is None or rows is None:
        return None
    decisions, now = said
    return remembering.next_keys(
        known, rows, first=who.groups.first, links=judged.links, near=judged.near,
        decisions=decisions, said_now=now, model=model,
    )  # fmt: skip


def _told(done: _Done, groups: pa.Table | None) -> PeopleLinks:
    people, who = done.run.people, done.who
    person = done.after[1].person if done.after else telling.first_rows(people, who.groups.first)
    clusters = telling.clusters_of(people, who.links, person=person, taken=who.groups.taken)
    order = _in_order_of(done.tables, people)
    clusters = clusters.take(order).combine_chunks()
    fair = fairness_at_hand(
        clusters,
        area=people["district"].take(order).to_pylist(),
        dwelling=telling.dwellings(done.tables, done.columns),
        more=groups,
    )
    report = telling.report_of(
        done.judged,
        done.run.facts,
        clusters=clusters,
        cut=int((~who.groups.taken).sum()),
        findings=_findings(done),
        fair=fair,
    )
    report |= {"threshold": done.chosen.threshold, "expected_false": done.chosen.expected}
    report["warnings"] += (*done.chosen.warnings, *telling.worry_of_parted(len(done.again)))
    held = near_misses.holding(who.links.only(who.groups.taken), who.groups.first)
    pairs = telling.pairs_to_judge(people, held, done.near, own=done.own)
    if done.after is None:
        return PeopleLinks(clusters, report, pairs)
    keys, named = done.after
    again = telling.pairs_of(people, done.again)
    return PeopleLinks(clusters, report, pairs, keys, telling.changes_of(named.changes), again)


def _findings(done: _Done) -> list[Finding]:
    return [
        *true_identifiers.findings(done.tables, done.columns),
        *true_identifiers.overuse_findings(done.run.people, done.columns, done.run.overused),
    ]


def _in_order_of(tables: Mapping[str, pa.Table], people: pa.Table) -> Ints:
    """Return the rows of people with the tables in the order in which they were named."""
    place = {name: at for at, name in enumerate(tables)}
    of_row = np.array([place[name] for name in people["dataset"].to_pylist()], dtype=np.int64)
    return np.argsort(of_row, kind="stable")
