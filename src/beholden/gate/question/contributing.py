"""What each subject contributes to a group: from the rows that are joined to one row a subject.

A row of a measure may come back in a join. Where the keys are known to stand once it does not, or
it is known of which rows to make one first (``repeating``). What one step has added up the next
adds up again; whether a row is one that an amount is taken over is so if any row beside it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..noted import Noted
from .aggregates import Aggregate
from .cell_table import CellTable
from .differences import Family, Signs, apart, families, flags_of
from .grouping import Grouped, Side
from .repeating import Aliases, Coming, coming, rows_of
from .writing import column_text, quoted_text

SPREADS = ("stddev", "variance")
SUBJECT = '"_subject"'
_ROW = "rowid"
_EITHER = "BOOL_OR"
Marks = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Made:
    """One column of what a subject contributes, and how it is put together from parts of it."""

    sql: str
    name: str
    again: str = "SUM"

    @property
    def text(self) -> str:
        return f"{self.sql} AS {self.name}"

    @property
    def once_more(self) -> str:
        return f"{self.again}({self.name}) AS {self.name}"


def contributions(question: Grouped, noted: Noted) -> dict[str, str]:
    """Return the steps that end in one row for each group and subject, by name."""
    return _Contributing(question, coming(question, noted)).steps()


def rows_chosen(question: Grouped) -> str:
    """Return the step of the rows that a question chooses, where no amounts are taken."""
    of = _Contributing(question, Coming())
    return "\n  UNION ALL\n".join(_rows_of_side(side, of) for side in question.sides)


def part_apart(family: Family, place: int, side: int) -> str:
    """Return the name of whether a subject has any row in one side of a difference."""
    return f'"_apart_{family.number}_{place}_{side}"'


@dataclass(frozen=True)
class _Contributing:
    """A question and how its rows come, while its steps are written."""

    question: Grouped
    coming: Coming

    @property
    def cells(self) -> CellTable:
        return self.question.cells

    @cached_property
    def keys(self) -> list[str]:
        return [quoted_text(key.name) for key in self.cells.keys]

    @cached_property
    def marks(self) -> Marks:
        """Return the mark of one row by amount; amounts of the same rows share one."""
        names: dict[tuple[Aliases, ...], str] = {}
        return {
            number: names.setdefault(
                tuple(rows_of(side, number) for side in self.question.sides), f'"_first_{number}"'
            )
            for number in sorted(self.coming.marked)
        }

    @cached_property
    def places(self) -> dict[int, int]:
        """Return for each amount in how many steps its rows are put together before it is made."""
        late = dict.fromkeys(self.coming.of_subject, len(self.coming.levels))
        return late | {
            number: place
            for place, (_, numbers) in enumerate(self.coming.levels, start=1)
            for number in numbers
        }

    def steps(self) -> dict[str, str]:
        sides = (_rows_of_side(side, self) for side in self.question.sides)
        steps = {"_rows": "\n  UNION ALL\n".join(sides)}
        for place, (aliases, _) in enumerate(self.coming.levels):
            later = {a for each, _ in self.coming.levels[place + 1 :] for a in each} - aliases
            before = list(steps)[-1]
            steps[f"_by_row_{place + 1}"] = self._step(
                place, before, _named(aliases), _named(later)
            )
        steps["_by_subject"] = self._step(len(self.coming.levels), list(steps)[-1])
        return steps

    def _step(
        self, place: int, before: str, rows: Iterable[str] = (), later: Iterable[str] = ()
    ) -> str:
        """Return one step: what was before, put together by group, subject and these rows."""
        by = [*self.keys, SUBJECT, *rows]
        lines = [*by, *(f"ANY_VALUE({name}) AS {name}" for name in later)]
        for number, (_, aggregate) in enumerate(self.cells.measures):
            lines += self._measure(number, aggregate, place)
        for family in families(self.cells.measures):
            lines += self._family(family, place) if family.is_amount else []
        grouped = "" if self.coming.one_each else f"\n  GROUP BY {', '.join(by)}"
        return f"  SELECT {listed(lines)}\n  FROM {quoted_text(before)}{grouped}"  # noqa: S608

    def _measure(self, number: int, aggregate: Aggregate, place: int) -> list[str]:
        flag = f'"_in_{number}"'
        within = [f"{self._any_of(flag)} AS {flag}"] if aggregate.conditions else []
        if not aggregate.is_amount:
            return within
        due = self.places.get(number, 0)
        if place < due:
            return [f'ANY_VALUE("_value_{number}") AS "_value_{number}"', *within]
        made = self._contribution(number, aggregate)
        return [one.text if place == due else one.once_more for one in made]

    def _any_of(self, flag: str) -> str:
        return f"COALESCE({flag if self.coming.one_each else f'BOOL_OR({flag})'}, FALSE)"

    def _contribution(self, number: int, aggregate: Aggregate) -> list[_Made]:
        value, square = (
            f'"_value_{number}"',
            f'CAST("_value_{number}" AS DOUBLE) * "_value_{number}"',
        )
        only = [f'"_in_{number}"'] if aggregate.conditions else []
        sums, counts = self._ways(number, only)
        made = [
            _Made(sums.format(value), f'"_sum_{number}"'),
            _Made(counts.format(value), f'"_number_{number}"'),
        ]
        if aggregate.function in SPREADS:
            made.append(_Made(sums.format(square), f'"_square_{number}"'))
        return made

    def _ways(self, number: int, only: list[str]) -> tuple[str, str]:
        """Return how a value is added up over a subject's rows, and how its rows are counted.

        ``list_sum`` of one value is of the type that a sum is of, which has room for its size.
        """
        if number not in self.coming.of_subject:
            filtered = _filter([*only, *self._once(number)])
            return f"SUM({{0}}){filtered}", f"COUNT({{0}}){filtered}"
        if self.coming.one_each:
            value = f"CASE WHEN {only[0]} THEN {{0}} END" if only else "{0}"
        else:
            value = f"ANY_VALUE({{0}}){_filter(only)}"
        return f"list_sum([{value}])", f"CAST(({value}) IS NOT NULL AS INTEGER)"

    def _family(self, family: Family, place: int) -> list[str]:
        due = self.places.get(family.number, 0)
        if place < due:
            return []
        made = self._apart(family)
        return [one.text if place == due else one.once_more for one in made]

    def _apart(self, family: Family) -> list[_Made]:
        """Return what a subject has in all rows, and whether it has any row in each difference."""
        sums, _ = self._ways(family.number, [])
        value = f'"_value_{family.number}"'
        made = [_Made(sums.format(value), f'"_all_{family.number}"')]
        for place, signs in enumerate(family.differences()):
            for side, sql in enumerate(self._any_apart(family, signs)):
                made.append(_Made(sql, part_apart(family, place, side), _EITHER))
        return made

    def _any_apart(self, family: Family, signs: Signs) -> list[str]:
        value, flags = f'"_value_{family.number}"', list(flags_of(family))
        if family.number not in self.coming.of_subject:
            there = _filter([f"{value} IS NOT NULL", *self._once(family.number)])
            return [f"BOOL_OR({condition}){there}" for condition in apart(signs, flags)]
        conditions = apart(signs, [self._any_of(flag) for flag in flags])
        any_value = value if self.coming.one_each else f"ANY_VALUE({value})"
        return [f"({condition}) AND {any_value} IS NOT NULL" for condition in conditions]

    def _once(self, number: int) -> list[str]:
        return [self.marks[number]] if number in self.marks else []


def _rows_of_side(side: Side, of: _Contributing) -> str:
    """Return the rows that a question chooses of one side, with all that is taken of each."""
    subjects = _subjects(side)
    subject = subjects[0] if len(subjects) == 1 else f"ROW({', '.join(subjects)})"
    named = zip(side.cells.keys, of.question.cells.keys, strict=True)
    lines = [f"{key.sql} AS {quoted_text(known.name)}" for key, known in named]
    lines.append(f"{subject} AS {SUBJECT}")
    aliases = {alias for each, _ in of.coming.levels for alias in each}
    lines += [f"{_row(alias)} AS {_name_of_row(alias)}" for alias in sorted(aliases)]
    for number in range(len(side.cells.measures)):
        lines += _row_parts(side, number, of.marks)
    where = [f"({side.where})"] if side.where else []
    where += [f"{column} IS NOT NULL" for column in subjects]
    chosen = f"  WHERE {' AND '.join(where)}"
    return "\n".join([f"  SELECT {listed(lines)}", f"  FROM {side.joined.sql}", chosen])


def _subjects(side: Side) -> list[str]:
    counted = side.joined.counted
    own = side.scope.terms.subject_columns(counted.dataset)
    return [column_text(counted.alias, name) for name in own]


def _row_parts(side: Side, number: int, marks: Marks) -> list[str]:
    aggregate = side.cells.measures[number][1]
    condition = " AND ".join(f"({c})" for c in aggregate.conditions)
    if not aggregate.is_amount:
        return [f'{condition} AS "_in_{number}"'] if condition else []
    parts = [f'{aggregate.value} AS "_value_{number}"']
    rows = [_row(alias) for alias in sorted(rows_of(side, number))]
    same = [*(key.sql for key in side.cells.keys), *_subjects(side), *rows]
    over = f"OVER (PARTITION BY {', '.join(f'({part})' for part in same)})"
    if condition:
        within = f"BOOL_OR({condition}) {over}" if number in marks else condition
        parts.append(f'COALESCE({within}, FALSE) AS "_in_{number}"')
    if marks.get(number) == f'"_first_{number}"':
        parts.append(f"ROW_NUMBER() {over} = 1 AS {marks[number]}")
    return parts


def _row(alias: str) -> str:
    return f"{quoted_text(alias)}.{_ROW}"


def _named(aliases: Iterable[str]) -> list[str]:
    return [_name_of_row(alias) for alias in sorted(aliases)]


def _name_of_row(alias: str) -> str:
    return quoted_text(f"_row_{alias}")


def _filter(conditions: list[str]) -> str:
    return f" FILTER (WHERE {' AND '.join(conditions)})" if conditions else ""


def listed(lines: list[str]) -> str:
    """Return columns one below the other."""
    return ",\n    ".join(lines)
