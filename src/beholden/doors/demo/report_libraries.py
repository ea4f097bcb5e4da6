"""The half of the report that is about libraries: open data, real authorities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...actions.reporting import Chart, Facts, Paragraph, Section, Table, chart_svg, receipt_facts
from .fates import Fates
from .libraries import LibrariesRun
from .report_parts import ledger_facts, match_table, question, refusals, use_section
from .wording import hundredths, percent

_COUNCIL, _UNKNOWN = "council", "not found"


def libraries_figures(run: LibrariesRun) -> Iterator[tuple[str, str]]:
    """Yield the figures that stand first."""
    totals = _totals(run)
    yield "libraries that councils ran in 2016, placed and counted", f"{sum(totals.values()):,}"
    yield "of them closed or run by others in 2023, as far as they were found", _moved(totals)
    yield (
        "of the answers are right, where both published lists tell the truth",
        percent(run.fates.right / max(run.fates.known, 1)),
    )


def libraries_sections(run: LibrariesRun) -> Iterator[Section]:
    """Yield the sections on the libraries."""
    yield Section("Libraries: what became of those that councils ran in 2016", _answer(run))
    yield Section("Libraries: how far this answer can be trusted", _trust(run))
    yield Section(
        "Libraries: what the agreement stopped",
        (*refusals(run.asked, column="the year in which libraries closed"),
         *ledger_facts(run.entries, run.root)),
    )  # fmt: skip
    yield use_section("Libraries: the public page", run.use, home="libraries", made_up=False)


def _answer(run: LibrariesRun) -> tuple[Any, ...]:
    by_authority, total = run.asked.allowed
    totals = _totals(run)
    placed = sum(totals.values())
    rows = [
        {"run in 2023 by": name, "libraries": count}
        for name, count in totals.items()
        if name != _COUNCIL
    ]
    return (
        Paragraph(
            "In 2016 and in 2023 a list of the public libraries in England was published. The "
            "libraries are the same; the lists are not: names, addresses and codes are written in "
            "two ways. The number that both share, the UPRN, was taken away from both. Each "
            "address was then matched to an open gazetteer, the lists were joined on the UPRN "
            "found, and one question was asked of the sealed extract."
        ),
        Paragraph(
            f"Of {placed:,} libraries that councils ran and that could be placed, "
            f"{totals.get(_COUNCIL, 0):,} are still run by the council in 2023, "
            f"{totals.get('community', 0):,} by volunteers or the community, "
            f"{totals.get('commissioned', 0):,} by a commissioned body, and "
            f"{totals.get('closed', 0):,} are closed. Read the next section before quoting this: "
            "closed libraries are the hardest to place, so their number is too low."
        ),
        Chart(
            chart_svg(rows, x="libraries", y="run in 2023 by", colour=None,
                      title="Libraries that councils ran in 2016 and not in 2023"),
            "Libraries that councils ran in 2016 and that the council is not found to run in 2023. "
            "Libraries that could not be placed are not in this picture.",
        ),
        _authorities(by_authority.answered.table.to_pylist()),
        question(by_authority, "The question, as asked:"),
        receipt_facts(by_authority.answered.receipt),
        question(total, "The same in all, asked after it:"),
    )  # fmt: skip


def _authorities(cells: list[dict[str, Any]]) -> Table:
    statuses = sorted(
        {cell["run_by_in_2023"] or _UNKNOWN for cell in cells} - {_COUNCIL},
        key=lambda name: (name == _UNKNOWN, name),
    )
    by_place: dict[str, dict[str, int]] = {}
    for cell in cells:
        counts = by_place.setdefault(cell["local_authority"], {})
        counts[cell["run_by_in_2023"] or _UNKNOWN] = cell["libraries"]
    changed = {name: counts for name, counts in by_place.items() if set(counts) - {_COUNCIL}}
    columns = (_COUNCIL, *statuses)
    return Table(
        "By authority, where at least one library is not found to be run by the council any more",
        ("authority", *columns),
        tuple(
            (name, *(changed[name].get(status, 0) for status in columns))
            for name in sorted(changed)
        ),
        note=f"In the other {len(by_place) - len(changed)} authorities of the answer every library "
        "that could be placed is still run by the council. Shut or unknown: closed for now, or not "
        "stated. Not found: no library of the 2023 list was found at that UPRN.",
    )


def _trust(run: LibrariesRun) -> tuple[Any, ...]:
    found = run.fates
    left, right = run.lists
    return (
        Paragraph(
            f"Coverage. The agreement gives {found.in_scope:,} libraries that councils ran in "
            f"2016; {found.placed:,} ({percent(found.placed / max(found.in_scope, 1))}) were given "
            "a UPRN. The open gazetteer is small: it holds libraries whose UPRN was published, "
            "mostly ones that are open today. A council's own gazetteer holds every address."
        ),
        _coverage(run.fates),
        match_table(
            [left.match, right.match],
            caption="Addresses matched to the gazetteer, against the published keys",
            note="Right and wrong are counted where a key was published in the form of a UPRN. "
            "Wrong is every other UPRN than the published one. Missed could have been found: the "
            "gazetteer holds the published key. Precision: right matches of all that can be "
            "judged. Recall: right matches of all that could be found.",
        ),
        Paragraph(
            f"Rows without a published key cannot be judged: {left.no_key:,} in 2016 and "
            f"{right.no_key:,} in 2023 have none, {left.unusable_key:,} and {right.unusable_key:,} "
            "have a number of the council's own in its place. Of the wrong matches, "
            f"{left.same_postcode + right.same_postcode} are at the library's own postcode, "
            "where the two sources may be giving one building two numbers. They are counted as "
            "wrong all the same."
        ),
        Facts(_fates(found), "The answer's own error, where both lists publish the same key"),
        _statuses(found),
        Paragraph(
            f"Over the {found.authorities} authorities with such a library, a number in the table "
            f"by authority is off by {found.by_authority.mean:.2f} on average and by "
            f"{found.by_authority.largest} at most (those that the gazetteer lacks included); "
            f"{found.authorities_exact} authorities are right in every number. "
            f"{percent(found.alike / max(found.known, 1))} of these "
            "libraries are written the same in both lists, and the gazetteer's libraries come from "
            "the same publisher, so this is an easier job than most: read precision and recall as "
            "the best that can be hoped for."
        ),
    )


def _coverage(found: Fates) -> Table:
    return Table(
        "How many libraries of each kind in the 2023 list could be placed",
        ("run in 2023 by", "in the list", "placed", "placed, %"),
        tuple(
            (status, rows, placed, hundredths(placed / max(rows, 1)))
            for status, rows, placed in found.coverage
        ),
        note="Where few in a hundred are placed, the answer counts too few.",
    )


def _fates(found: Fates) -> tuple[tuple[str, str], ...]:
    known = max(found.known, 1)
    told = (
        ("Right", found.right),
        ("Wrong", found.wrong),
        ("Missing: not in the gazetteer", found.not_in_gazetteer),
        ("Missing: not matched", found.missed),
    )
    shares = tuple((name, f"{count:,} ({percent(count / known)})") for name, count in told)
    return (("Libraries where the truth is known", f"{found.known:,}"), *shares)


def _statuses(found: Fates) -> Table:
    names = sorted({*found.ours, *found.truth}, key=lambda name: -found.truth.get(name, 0))
    return Table(
        "Libraries where the truth is known, by who runs them in 2023",
        ("run in 2023 by", "our answer", "the truth", "difference"),
        tuple(
            (
                name,
                found.ours.get(name, 0),
                found.truth.get(name, 0),
                found.ours.get(name, 0) - found.truth.get(name, 0),
            )
            for name in names
        ),
    )


def _totals(run: LibrariesRun) -> Mapping[str, int]:
    rows = run.asked.allowed[1].answered.table.to_pylist()
    return {row["run_by_in_2023"] or _UNKNOWN: row["libraries"] for row in rows}


def _moved(totals: Mapping[str, int]) -> str:
    return f"{sum(totals.get(status, 0) for status in ('closed', 'community', 'commissioned')):,}"
