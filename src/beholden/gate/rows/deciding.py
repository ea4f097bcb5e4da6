"""Deciding on rows: may they be given under these terms today, to whom, of which columns.

Pure, as a question's decision is: it depends on the terms, the day, whose organisation asks and
which courses they lack, never on data (S2). Days and training are checked by the very code that
checks them for a question, so that one policy holds whichever door is used.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from beholden.kernel import (
    Clause,
    ColumnRole,
    ColumnTerms,
    RecordsOutput,
    Refusal,
    Refused,
    Terms,
)

from ..agreement.closed_outputs import closed_output
from ..agreement.form import place
from ..question.deciding import check_days, check_trained
from ..question.meant_names import listed
from ..question.refusing import Words

_AT = "outputs › records"
_EVERYBODY = "all staff"


@dataclass(frozen=True, slots=True)
class RowsTable:
    """The columns of one dataset that are given row by row; every permitted row has them."""

    dataset: str
    columns: tuple[ColumnTerms, ...]


@dataclass(frozen=True, slots=True)
class RowsDecision:
    """Yes with the tables and the last day on which they may be had, or no with a refusal."""

    refusal: Refusal | None
    clauses: tuple[Clause, ...] = ()
    tables: tuple[RowsTable, ...] = ()
    until: date | None = None

    @property
    def allowed(self) -> bool:
        """Return whether the rows may be had."""
        return self.refusal is None


def decide_rows(
    terms: Terms, *, today: date, organisation: str | None = None, lacks: Collection[str] = ()
) -> RowsDecision:
    """Return whether rows may be given, and which.

    ``organisation`` is that of whoever is to have them; None asks for anybody whom the agreement
    names. ``lacks`` are the courses that they have not passed, of those that the terms ask for.
    """
    words = Words(terms)
    try:
        check_days(terms, today, words)
        output = _output(terms)
        _check_named(terms, output, organisation)
        check_trained(terms, lacks, words)
        tables = tuple(_tables(terms, output))
        _check_tables(terms, tables)
    except Refused as refused:
        said = refused.refusal
        return RowsDecision(said, (Clause(said.clause, said.why),))
    return RowsDecision(None, tuple(_clauses(output, tables)), tables, last_day(terms))


def last_day(terms: Terms) -> date:
    """Return the last day on which anything may be had: of the agreement, or before a review."""
    if terms.review_by is None:
        return terms.ends
    return min(terms.ends, terms.review_by - timedelta(days=1))


def _output(terms: Terms) -> RecordsOutput:
    if terms.records is not None:
        return terms.records
    if terms.closed_by("records"):
        raise Refused(closed_output(terms, "records"))
    raise _refused(
        "this agreement gives no rows.",
        f"The agreement {terms.agreement} does not name the output records, or a party whose data "
        "it needs has not signed.",
        clause=_AT,
        ask="the owner of the use to change the agreement.",
    )


def _check_named(terms: Terms, output: RecordsOutput, organisation: str | None) -> None:
    """Refuse whom the agreement does not name; "all staff" names nobody."""
    named = [name for name in output.to if name != _EVERYBODY]
    if named and organisation in (None, *named):
        return
    raise _refused(
        "this agreement does not give rows to your organisation."
        if named
        else "this agreement gives rows to nobody whom it names.",
        f"The agreement {terms.agreement} gives them to {listed(named, 'and') or 'all staff'}, "
        f"for {output.act} only.",
        clause=f"{_AT} › to",
        ask="the data-protection officer.",
    )


def _tables(terms: Terms, output: RecordsOutput) -> Iterator[RowsTable]:
    wanted = {name.lower() for name in output.columns}
    for dataset in terms.datasets:
        columns = tuple(
            column
            for column in dataset.columns
            if column.name.lower() in wanted and column.role is not ColumnRole.WITHHELD
        )
        if columns:
            yield RowsTable(dataset.name, columns)


def _check_tables(terms: Terms, tables: tuple[RowsTable, ...]) -> None:
    if not tables:
        raise _refused(
            "none of the columns that this agreement gives row by row is left.",
            f"The agreement {terms.agreement} withholds each of them, or the board does.",
            clause=f"{_AT} › columns",
            ask="the owner of the use to change the agreement.",
        )
    crossed = terms.crossed(column for table in tables for column in table.columns)
    if crossed is not None:
        rule, columns = crossed
        raise _refused(
            f"these rows would show {listed(list(columns), 'and')} together.",
            f"The board put the condition that nothing uses {rule.together} together "
            f"({rule.because}).",
            clause="conditions › never_together",
            ask="the accountable officer of the use.",
        )
    for one, other in combinations(tables, 2):
        _check_joined(terms, one, other)


def _check_joined(terms: Terms, one: RowsTable, other: RowsTable) -> None:
    """Refuse two tables with pseudonyms of the same things, unless the agreement joins them.

    Whoever has both could join them, and asking would not.
    """
    for thing in sorted(_keys(terms, one) & _keys(terms, other)):
        if other.dataset not in _reached(terms, one.dataset, thing):
            raise _refused(
                f"rows of {one.dataset} and {other.dataset} could be joined by {thing}.",
                f"The agreement {terms.agreement} does not join them.",
                clause="joins",
                next_step="name the join in the next version of the agreement, or take the key "
                "out of its records.",
                ask="the owner of the use to change the agreement.",
            )


def _keys(terms: Terms, table: RowsTable) -> set[str]:
    """Return of what a table has pseudonyms."""
    subject = terms.subject_column.lower()
    keyed = (c for c in table.columns if c.is_pseudonym or c.name.lower() == subject)
    return {terms.things()[table.dataset, column.name.lower()] for column in keyed}


def _reached(terms: Terms, dataset: str, thing: str) -> set[str]:
    """Return the datasets that the agreement joins with one, by one thing, however far."""
    reached, things = {dataset}, terms.things()
    for _ in terms.joins:
        for join in terms.joins:
            by = {
                things.get((name, c.lower())) for name in join.among for c in join.columns_of(name)
            }
            if thing in by and reached & set(join.among):
                reached |= set(join.among)
    return reached


def _clauses(output: RecordsOutput, tables: tuple[RowsTable, ...]) -> Iterator[Clause]:
    to = listed([name for name in output.to if name != _EVERYBODY], "and")
    yield Clause(_AT, f"Rows go to {to}, for {output.act} only.")
    for table in tables:
        for column in table.columns:
            yield Clause(
                place("datasets", table.dataset, column.name), f"{column.name} is {column.role}."
            )


def _refused(what: str, why: str, *, clause: str, next_step: str = "", ask: str = "") -> Refused:
    return Refused(Refusal(what=what, why=why, clause=clause, next_step=next_step, ask=ask))
