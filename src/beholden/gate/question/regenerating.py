"""The SQL that runs: each subject's contribution first, then the cells with what treats them.

Four steps, from the inside:

1. ``_rows``: the rows that the question chooses, with its dimensions, the subject, the value of
   each measure and whether the row is one that the measure is taken over. Rows of several datasets
   that a question puts together with UNION ALL are put together here.
2. ``_by_subject``: one row for each group and subject: what this subject contributes. Where rows of
   a measure come back in a join they are made one before (``contributing``).
3. ``_sizes``: the same rows with what this subject adds to each difference of amounts, where there
   are any (``differences``).
4. The cells: ``count`` counts subjects; amounts are taken over contributions; and the hidden
   columns say how many subjects there are, how large the largest contributions are, and by how few
   subjects a number differs from others.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..noted import Noted
from .aggregates import Aggregate
from .cell_table import CellTable
from .contributing import SPREADS, contributions, listed, part_apart, rows_chosen
from .counting import ByRow, BySet, Counting, by_set
from .differences import (
    Family,
    Signs,
    alike,
    apart,
    difference_sql,
    families,
    flags_of,
    least_sql,
    smallest_sql,
)
from .grouping import Grouped
from .plans import GROUP, LARGEST_AMOUNT
from .writing import quoted_text

# Nobody adds an amount below a millionth: it is what is left of working things out in doubles.
_NOUGHT = "1e-6"
_LEADING = 5  # how many of the largest contributions a cell carries, for the (n, k) rule
NOTHING_NOTED = Noted()
BY_ROW = ByRow()


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How much one subject adds to each difference of amounts: each written once, and named."""

    names: dict[str, str] = field(default_factory=dict)

    def named(self, difference: str) -> str:
        return self.names.setdefault(difference, f'"_size_{len(self.names)}"')

    def sql(self) -> str:
        lines = [f"ABS({difference}) AS {name}" for difference, name in self.names.items()]
        return f'  SELECT {listed(["*", *lines])}\n  FROM "_by_subject"'  # noqa: S608 - all written by us


def cells_sql(question: Grouped, *, largest_share: float, noted: Noted = NOTHING_NOTED) -> str:
    """Return the text that gives the cells of a question, every name in it quoted.

    A difference of which one subject makes up more than ``largest_share`` counts as one subject's.
    ``noted`` is what is known of the sealed tables: the cells are the same without, and slower.
    """
    keys = [quoted_text(key.name) for key in question.cells.keys]
    sets = by_set(question, noted)
    if sets is not None:
        return _by_set(question, keys, sets, largest_share)
    sizes = _Sizes()
    cells = _cells(question.cells, keys, *_rests(question.cells, sizes, largest_share))
    steps = contributions(question, noted)
    if sizes.names:
        steps["_sizes"] = sizes.sql()
    grouped = f"\nGROUP BY {', '.join(keys)}" if keys else ""
    return _written(steps, cells, keys, grouped)


def _by_set(question: Grouped, keys: list[str], sets: BySet, largest_share: float) -> str:
    """Return the text of cells whose subjects are counted by sets: one row is one group by then."""
    rests = _rests(question.cells, _Sizes(), largest_share, sets)
    cells = _cells(question.cells, keys, *rests, sets)
    return _written({"_rows": rows_chosen(question), **sets.steps(keys)}, cells, keys)


def _written(steps: dict[str, str], cells: list[str], keys: list[str], grouped: str = "") -> str:
    named = ",\n".join(f'"{name}" AS (\n{sql}\n)' for name, sql in steps.items())
    order = f"\nORDER BY {', '.join(keys)}" if keys else ""
    return f'WITH {named}\nSELECT {listed(cells)}\nFROM "{list(steps)[-1]}"{grouped}{order}'


def _cells(
    cells: CellTable,
    keys: list[str],
    rests: dict[int, list[str]],
    left_out: dict[int, list[str]],
    counting: Counting = BY_ROW,
) -> list[str]:
    """Return the columns of the cells; the counts are those that ``_rests`` gives."""
    lines, everyone = list(keys), counting.everyone
    fewest = [everyone]
    for number, (name, aggregate) in enumerate(cells.measures):
        lines.append(f"{_result(number, aggregate, counting)} AS {quoted_text(name)}")
    for number, (_, aggregate) in enumerate(cells.measures):
        fewest += _taken_over(number, aggregate, counting)
    lines.append(f'LEAST({", ".join(dict.fromkeys(fewest))}) AS "_subjects"')
    lines.append(f"{everyone} AS {quoted_text(GROUP)}")
    measures = zip(cells.as_measures(), cells.measures, strict=True)
    for number, (measure, (_, aggregate)) in enumerate(measures):
        hidden = {measure.subjects: ([*_taken_over(number, aggregate, counting), everyone])[0]}
        if number in rests:
            hidden[measure.rest] = smallest_sql(rests[number])
        if number in left_out:
            hidden[measure.left_out] = least_sql(left_out[number])
        if aggregate.is_amount:
            size = _size(number, aggregate)
            hidden[measure.largest] = _or_nought(f"MAX({size})", aggregate)
            hidden[measure.leading] = f"MAX({size}, {_LEADING})"
            hidden[measure.total] = _or_nought(f"SUM({size})", aggregate)
        lines += [f"{sql} AS {quoted_text(column)}" for column, sql in hidden.items()]
    return lines


def _size(number: int, aggregate: Aggregate) -> str:
    """Return how much one subject adds; to a spread, what it adds to the sum of squares."""
    return f'"_square_{number}"' if aggregate.function in SPREADS else f'ABS("_sum_{number}")'


def _rests(
    cells: CellTable, sizes: _Sizes, largest_share: float, counting: Counting = BY_ROW
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Return for each measure the numbers of subjects in the differences that it is part of.

    Then the numbers in those of them in which nobody may be, or all were alike in something.
    """
    found: dict[int, list[str]] = {}
    alike_in: dict[int, list[str]] = {}
    for family in families(cells.measures):
        signs = family.differences()
        counts = _differing(family, signs, sizes, largest_share, counting)
        for number, place in family.members:
            own = [(one, of) for one, of in zip(signs, counts, strict=True) if one[place + 1]]
            found.setdefault(number, []).extend(count for _, of in own for count in of)
            tells = [" + ".join(of) for one, of in own if cells.says_more(family.alike(one) or ())]
            if tells:
                alike_in.setdefault(number, []).extend(tells)
    for one, other in alike(cells.measures):
        amounts = [f'"_sum_{number}"' for number in (one, other)]
        for pair in ((1, -1), (1, 1)):
            size = sizes.named(difference_sql(pair, amounts))
            count = f"COUNT(*){_filter([f'{size} > {_NOUGHT}'])}"
            few = _unless_mostly_one(size, count, largest_share)
            for number in (one, other):
                found.setdefault(number, []).append(few)
                alike_in.setdefault(number, []).append(count)
    return found, alike_in


def _differing(
    family: Family,
    differences: list[Signs],
    sizes: _Sizes,
    largest_share: float,
    counting: Counting,
) -> list[list[str]]:
    """Return the counts of subjects in each difference of a family, on each side of it."""
    if not family.is_amount:
        return [counting.apart(family, signs) for signs in differences]
    flags, found = list(flags_of(family)), []
    amounts = [f'"_all_{family.number}"', *(f'"_sum_{number}"' for number in family.filters)]
    for place, signs in enumerate(differences):
        sides = range(len(apart(signs, flags)))
        size = sizes.named(difference_sql(signs, amounts))
        adds = [] if family.counts_nought else [f"{size} > {_NOUGHT}"]
        counts = [f"COUNT(*){_filter([part_apart(family, place, side), *adds])}" for side in sides]
        found.append([_unless_mostly_one(size, count, largest_share) for count in counts])
    return found


def _unless_mostly_one(size: str, count: str, largest_share: float) -> str:
    """Return a number of subjects as at most one where one of them makes up most of an amount."""
    fine = f"MAX({size}) <= {largest_share!r} * SUM({size}) AND SUM({size}) <= {LARGEST_AMOUNT}"
    return f"LEAST({count}, CASE WHEN {fine} THEN NULL ELSE 1 END)"


def _result(number: int, aggregate: Aggregate, counting: Counting) -> str:
    if not aggregate.is_amount:
        return (_taken_over(number, aggregate, counting) or [counting.everyone])[0]
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


def _taken_over(number: int, aggregate: Aggregate, counting: Counting) -> list[str]:
    """Return the count of subjects that an aggregate is taken over, where it may be fewer."""
    if aggregate.is_amount and not aggregate.counts_nought:
        return [f'COUNT(*) FILTER (WHERE ABS("_sum_{number}") > {_NOUGHT})']
    if aggregate.is_amount:
        return [f'COUNT(*) FILTER (WHERE "_number_{number}" > 0)']
    return [counting.within(number)] if aggregate.conditions else []


def _filter(conditions: list[str]) -> str:
    return f" FILTER (WHERE {' AND '.join(conditions)})" if conditions else ""
