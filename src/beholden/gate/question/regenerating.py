"""The SQL that runs: each subject's contribution first, then the cells with what treats them.

Four steps, from the inside:

1. ``_rows``: the rows that the question chooses, with its dimensions, the subject, the value of
   each measure and whether the row is one that the measure is taken over. Where datasets are
   joined a row of a measure may come back several times: it is taken over if any of these is, and
   ``_first`` marks one of them per group and subject, so that no sum is inflated by a join; one
   mark does for all measures of the same rows. Rows of several datasets that a question puts
   together with UNION ALL are put together here.
2. ``_by_subject``: one row for each group and subject: what this subject contributes.
3. ``_sizes``: the same rows with what this subject adds to each difference of amounts, where there
   are any (``differences``).
4. The cells: ``count`` counts subjects; amounts are taken over contributions; and the hidden
   columns say how many subjects there are, how large the largest contributions are, and by how few
   subjects a number differs from others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .aggregates import Aggregate
from .cell_table import CellTable
from .differences import (
    Family,
    Signs,
    alike,
    apart,
    difference_sql,
    families,
    flags_of,
    smallest_sql,
)
from .grouping import Grouped, Side
from .plans import GROUP, LARGEST_AMOUNT
from .writing import column_text, quoted_text

# Nobody adds an amount below a millionth: it is what is left of working things out in doubles.
_NOUGHT = "1e-6"
_LEADING = 5  # how many of the largest contributions a cell carries, for the (n, k) rule
_ROW = "rowid"
_SUBJECT = '"_subject"'
_SPREADS = ("stddev", "variance")
Firsts = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How much one subject adds to each difference of amounts: each written once, and named."""

    names: dict[str, str] = field(default_factory=dict)

    def named(self, difference: str) -> str:
        return self.names.setdefault(difference, f'"_size_{len(self.names)}"')

    def sql(self) -> str:
        lines = [f"ABS({difference}) AS {name}" for difference, name in self.names.items()]
        return f'  SELECT {_listed(["*", *lines])}\n  FROM "_by_subject"'  # noqa: S608 - all written by us


def cells_sql(question: Grouped, *, largest_share: float) -> str:
    """Return the text that gives the cells of a question, every name in it quoted.

    A difference of which one subject makes up more than ``largest_share`` counts as one subject's.
    """
    keys = [quoted_text(key.name) for key in question.cells.keys]
    firsts, sizes = _firsts(question), _Sizes()
    rows = "\n  UNION ALL\n".join(_rows(question, side, firsts) for side in question.sides)
    cells = _cells(question.cells, keys, *_rests(question.cells, sizes, largest_share))
    steps = {"_rows": rows, "_by_subject": _by_subject(question.cells, keys, firsts)}
    if sizes.names:
        steps["_sizes"] = sizes.sql()
    named = ",\n".join(f'"{name}" AS (\n{sql}\n)' for name, sql in steps.items())
    grouped = f"\nGROUP BY {', '.join(keys)}\nORDER BY {', '.join(keys)}" if keys else ""
    return f'WITH {named}\nSELECT {_listed(cells)}\nFROM "{list(steps)[-1]}"{grouped}'


def _firsts(question: Grouped) -> Firsts:
    """Return for each amount over a join the mark of one of its rows; the same rows have one."""
    marks: dict[tuple[tuple[str, ...], ...], str] = {}
    amounts = [n for n, (_, a) in enumerate(question.cells.measures) if a.is_amount]
    return {
        number: marks.setdefault(
            tuple(_rows_of(side, number) for side in question.sides), f'"_first_{number}"'
        )
        for number in (amounts if question.is_joined else ())
    }


def _rows_of(side: Side, number: int) -> tuple[str, ...]:
    """Return what tells the rows apart that an amount is taken over."""
    columns = side.cells.measures[number][1].columns
    aliases = {found.relation.alias for found in columns} or {side.joined.counted.alias}
    return tuple(f"{quoted_text(alias)}.{_ROW}" for alias in sorted(aliases))


def _rows(question: Grouped, side: Side, firsts: Firsts) -> str:
    counted = side.joined.counted
    own = side.scope.terms.subject_columns(counted.dataset)
    subjects = [column_text(counted.alias, name) for name in own]
    subject = subjects[0] if len(subjects) == 1 else f"ROW({', '.join(subjects)})"
    named = zip(side.cells.keys, question.cells.keys, strict=True)
    lines = [f"{key.sql} AS {quoted_text(known.name)}" for key, known in named]
    lines.append(f'{subject} AS "_subject"')
    for number in range(len(side.cells.measures)):
        lines += _row_parts(side, number, subjects, firsts)
    where = [f"({side.where})"] if side.where else []
    where += [f"{column} IS NOT NULL" for column in subjects]
    chosen = f"  WHERE {' AND '.join(where)}"
    return "\n".join([f"  SELECT {_listed(lines)}", f"  FROM {side.joined.sql}", chosen])


def _row_parts(side: Side, number: int, subjects: list[str], firsts: Firsts) -> list[str]:
    aggregate = side.cells.measures[number][1]
    condition = " AND ".join(f"({c})" for c in aggregate.conditions)
    if not aggregate.is_amount:
        return [f'{condition} AS "_in_{number}"'] if condition else []
    parts = [f'{aggregate.value} AS "_value_{number}"']
    same = [*(key.sql for key in side.cells.keys), *subjects, *_rows_of(side, number)]
    over = f"OVER (PARTITION BY {', '.join(f'({part})' for part in same)})"
    if condition:
        within = f"BOOL_OR({condition}) {over}" if number in firsts else condition
        parts.append(f'COALESCE({within}, FALSE) AS "_in_{number}"')
    if firsts.get(number) == f'"_first_{number}"':
        parts.append(f"ROW_NUMBER() {over} = 1 AS {firsts[number]}")
    return parts


def _by_subject(cells: CellTable, keys: list[str], firsts: Firsts) -> str:
    lines = [*keys, _SUBJECT]
    for number, (_, aggregate) in enumerate(cells.measures):
        lines += _contribution(number, aggregate, firsts)
    for family in families(cells.measures):
        lines += _apart(family, firsts) if family.is_amount else []
    grouped = f"  GROUP BY {', '.join([*keys, _SUBJECT])}"
    return "\n".join([f"  SELECT {_listed(lines)}", '  FROM "_rows"', grouped])


def _contribution(number: int, aggregate: Aggregate, firsts: Firsts) -> list[str]:
    if not aggregate.is_amount:
        within = f'COALESCE(BOOL_OR("_in_{number}"), FALSE) AS "_in_{number}"'
        return [within] if aggregate.conditions else []
    only = [f'"_in_{number}"'] if aggregate.conditions else []
    filtered = _filter([*only, *_once(number, firsts)])
    value = f'"_value_{number}"'
    parts = [
        f'SUM({value}){filtered} AS "_sum_{number}"',
        f'COUNT({value}){filtered} AS "_number_{number}"',
    ]
    if aggregate.function in _SPREADS:
        square = f"CAST({value} AS DOUBLE) * {value}"
        parts.append(f'SUM({square}){filtered} AS "_square_{number}"')
    return parts


def _apart(family: Family, firsts: Firsts) -> list[str]:
    """Return what a subject has in all rows, and whether it has any row in each difference."""
    once = _once(family.number, firsts)
    lines = [f'SUM("_value_{family.number}"){_filter(once)} AS "_all_{family.number}"']
    there = _filter([f'"_value_{family.number}" IS NOT NULL', *once])
    for place, signs in enumerate(family.differences()):
        for side, condition in enumerate(apart(signs, list(flags_of(family)))):
            lines.append(f"BOOL_OR({condition}){there} AS {_part(family, place, side)}")
    return lines


def _part(family: Family, place: int, side: int) -> str:
    return f'"_apart_{family.number}_{place}_{side}"'


def _once(number: int, firsts: Firsts) -> list[str]:
    return [firsts[number]] if number in firsts else []


def _filter(conditions: list[str]) -> str:
    return f" FILTER (WHERE {' AND '.join(conditions)})" if conditions else ""


def _cells(
    cells: CellTable, keys: list[str], rests: dict[int, list[str]], left_out: dict[int, str]
) -> list[str]:
    """Return the columns of the cells; the counts are those that ``_rests`` gives."""
    lines = list(keys)
    fewest = ["COUNT(*)"]
    for number, (name, aggregate) in enumerate(cells.measures):
        lines.append(f"{_result(number, aggregate)} AS {quoted_text(name)}")
    for number, (_, aggregate) in enumerate(cells.measures):
        fewest += _taken_over(number, aggregate)
    lines.append(f'LEAST({", ".join(dict.fromkeys(fewest))}) AS "_subjects"')
    lines.append(f"COUNT(*) AS {quoted_text(GROUP)}")
    measures = zip(cells.as_measures(), cells.measures, strict=True)
    for number, (measure, (_, aggregate)) in enumerate(measures):
        hidden = {measure.subjects: ([*_taken_over(number, aggregate), "COUNT(*)"])[0]}
        if number in rests:
            hidden[measure.rest] = smallest_sql(rests[number])
        if number in left_out and measure.chooses:
            hidden[measure.left_out] = left_out[number]
        if aggregate.is_amount:
            size = _size(number, aggregate)
            hidden[measure.largest] = _or_nought(f"MAX({size})", aggregate)
            hidden[measure.leading] = f"MAX({size}, {_LEADING})"
            hidden[measure.total] = _or_nought(f"SUM({size})", aggregate)
        lines += [f"{sql} AS {quoted_text(column)}" for column, sql in hidden.items()]
    return lines


def _size(number: int, aggregate: Aggregate) -> str:
    """Return how much one subject adds; to a spread, what it adds to the sum of squares."""
    return f'"_square_{number}"' if aggregate.function in _SPREADS else f'ABS("_sum_{number}")'


def _rests(
    cells: CellTable, sizes: _Sizes, largest_share: float
) -> tuple[dict[int, list[str]], dict[int, str]]:
    """Return for each measure the numbers of subjects in the differences that it is part of.

    Then, for each amount with a filter, the number in one of them: the whole less that filter.
    """
    found: dict[int, list[str]] = {}
    left_out: dict[int, str] = {}
    for family in families(cells.measures):
        signs = family.differences()
        counts = _differing(family, signs, sizes, largest_share)
        for number, place in family.members:
            parts = [c for one, of in zip(signs, counts, strict=True) if one[place + 1] for c in of]
            found.setdefault(number, []).extend(parts)
            if family.is_amount:
                (left_out[number],) = counts[signs.index(family.whole_less(place))]
    for one, other in alike(cells.measures):
        amounts = [f'"_sum_{number}"' for number in (one, other)]
        for pair in ((1, -1), (1, 1)):
            size = sizes.named(difference_sql(pair, amounts))
            count = f"COUNT(*){_filter([f'{size} > {_NOUGHT}'])}"
            few = _unless_mostly_one(size, count, largest_share)
            for number in (one, other):
                found.setdefault(number, []).append(few)
    return found, left_out


def _differing(
    family: Family, differences: list[Signs], sizes: _Sizes, largest_share: float
) -> list[list[str]]:
    """Return the counts of subjects in each difference of a family, on each side of it."""
    flags, found = list(flags_of(family)), []
    amounts = [f'"_all_{family.number}"', *(f'"_sum_{number}"' for number in family.filters)]
    for place, signs in enumerate(differences):
        conditions = apart(signs, flags)
        if not family.is_amount:
            found.append([f"COUNT(*){_filter([condition])}" for condition in conditions])
            continue
        sides = range(len(conditions))
        size = sizes.named(difference_sql(signs, amounts))
        adds = [] if family.counts_nought else [f"{size} > {_NOUGHT}"]
        counts = [f"COUNT(*){_filter([_part(family, place, side), *adds])}" for side in sides]
        found.append([_unless_mostly_one(size, count, largest_share) for count in counts])
    return found


def _unless_mostly_one(size: str, count: str, largest_share: float) -> str:
    """Return a number of subjects as at most one where one of them makes up most of an amount."""
    fine = f"MAX({size}) <= {largest_share!r} * SUM({size}) AND SUM({size}) <= {LARGEST_AMOUNT}"
    return f"LEAST({count}, CASE WHEN {fine} THEN NULL ELSE 1 END)"


def _result(number: int, aggregate: Aggregate) -> str:
    if not aggregate.is_amount:
        return (_taken_over(number, aggregate) or ["COUNT(*)"])[0]
    total, count = f'SUM("_sum_{number}")', f'SUM("_number_{number}")'
    if aggregate.function == "sum":
        return _or_nought(total, aggregate)
    if aggregate.function == "avg":
        return f"{total} / {count}"
    whole = f"CAST({total} AS DOUBLE)"
    squares = f'SUM("_square_{number}") - {whole} * {whole} / {count}'
    variance = f"GREATEST({squares}, 0) / NULLIF({count} - 1, 0)"
    return variance if aggregate.function == "variance" else f"SQRT({variance})"


def _or_nought(sql: str, aggregate: Aggregate) -> str:
    return f"COALESCE({sql}, 0)" if aggregate.or_nought else sql


def _taken_over(number: int, aggregate: Aggregate) -> list[str]:
    """Return the count of subjects that an aggregate is taken over, where it may be fewer."""
    if aggregate.is_amount and not aggregate.counts_nought:
        return [f'COUNT(*) FILTER (WHERE ABS("_sum_{number}") > {_NOUGHT})']
    if aggregate.is_amount:
        return [f'COUNT(*) FILTER (WHERE "_number_{number}" > 0)']
    return [f'COUNT(*) FILTER (WHERE "_in_{number}")'] if aggregate.conditions else []


def _listed(lines: list[str]) -> str:
    return ",\n    ".join(lines)
