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
from types import MappingProxyType

from .aggregates import Aggregate
from .cell_table import CellTable
from .contributing import SPREADS, contributions, listed, part_apart
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
from .plans import GROUP, LARGEST_AMOUNT, Once
from .writing import quoted_text

# Nobody adds an amount below a millionth: it is what is left of working things out in doubles.
_NOUGHT = "1e-6"
_LEADING = 5  # how many of the largest contributions a cell carries, for the (n, k) rule
NOTHING_KNOWN: Once = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How much one subject adds to each difference of amounts: each written once, and named."""

    names: dict[str, str] = field(default_factory=dict)

    def named(self, difference: str) -> str:
        return self.names.setdefault(difference, f'"_size_{len(self.names)}"')

    def sql(self) -> str:
        lines = [f"ABS({difference}) AS {name}" for difference, name in self.names.items()]
        return f'  SELECT {listed(["*", *lines])}\n  FROM "_by_subject"'  # noqa: S608 - all written by us


def cells_sql(question: Grouped, *, largest_share: float, once: Once = NOTHING_KNOWN) -> str:
    """Return the text that gives the cells of a question, every name in it quoted.

    A difference of which one subject makes up more than ``largest_share`` counts as one subject's.
    ``once`` are the keys that are known to stand once: the cells are the same without, and slower.
    """
    keys, sizes = [quoted_text(key.name) for key in question.cells.keys], _Sizes()
    cells = _cells(question.cells, keys, *_rests(question.cells, sizes, largest_share))
    steps = contributions(question, once)
    if sizes.names:
        steps["_sizes"] = sizes.sql()
    named = ",\n".join(f'"{name}" AS (\n{sql}\n)' for name, sql in steps.items())
    grouped = f"\nGROUP BY {', '.join(keys)}\nORDER BY {', '.join(keys)}" if keys else ""
    return f'WITH {named}\nSELECT {listed(cells)}\nFROM "{list(steps)[-1]}"{grouped}'


def _cells(
    cells: CellTable, keys: list[str], rests: dict[int, list[str]], left_out: dict[int, list[str]]
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
    cells: CellTable, sizes: _Sizes, largest_share: float
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Return for each measure the numbers of subjects in the differences that it is part of.

    Then the numbers in those of them in which nobody may be, or all were alike in something.
    """
    found: dict[int, list[str]] = {}
    alike_in: dict[int, list[str]] = {}
    for family in families(cells.measures):
        signs = family.differences()
        counts = _differing(family, signs, sizes, largest_share)
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
        counts = [f"COUNT(*){_filter([part_apart(family, place, side), *adds])}" for side in sides]
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


def _filter(conditions: list[str]) -> str:
    return f" FILTER (WHERE {' AND '.join(conditions)})" if conditions else ""
