"""The SQL that runs: each subject's contribution first, then the cells with what treats them.

Three steps, from the inside:

1. ``_rows``: the rows that the question chooses, with its dimensions, the subject, the value of
   each measure and whether the row is one that the measure is taken over. Where datasets are
   joined a row of a measure may come back several times: it is taken over if any of these is, and
   ``_first`` marks one of them per group and subject, so that no sum is inflated by a join.
2. ``_by_subject``: one row for each group and subject: what this subject contributes.
3. The cells: ``count`` counts subjects; ``sum`` and ``avg`` are taken over contributions; and the
   hidden columns say how many subjects there are, how large the largest contributions are, and
   by how few subjects a number differs from others (``differences``).
"""

from __future__ import annotations

from .aggregates import Aggregate
from .differences import Family, apart, difference_sql, families, flags_of, smallest_sql
from .grouping import Grouped
from .plans import GROUP

_LEADING = 5  # how many of the largest contributions a cell carries, for the (n, k) rule
_ROW = "rowid"
_SUBJECT = '"_subject"'


def cells_sql(question: Grouped, *, largest_share: float) -> str:
    """Return the text that gives the cells of a question, every name in it quoted.

    A difference of which one subject makes up more than ``largest_share`` counts as one subject's.
    """
    keys = [_quoted(key.name) for key in question.cells.keys]
    return (
        f'WITH "_rows" AS (\n{_rows(question)}\n),\n'
        f'"_by_subject" AS (\n{_by_subject(question, keys)}\n)\n'
        f"{_cells(question, keys, largest_share)}"
    )


def _rows(question: Grouped) -> str:
    counted = question.joined.counted
    subject = counted.column(_own_name(question)).sql(dialect="duckdb")
    lines = [f"{key.sql} AS {_quoted(key.name)}" for key in question.cells.keys]
    lines.append(f'{subject} AS "_subject"')
    for number, (_, aggregate) in enumerate(question.cells.measures):
        lines += _row_parts(question, number, aggregate, subject)
    where = [f"({question.where})"] if question.where else []
    where.append(f"{subject} IS NOT NULL")
    chosen = f"  WHERE {' AND '.join(where)}"
    return "\n".join([f"  SELECT {_listed(lines)}", f"  FROM {question.joined.sql}", chosen])


def _own_name(question: Grouped) -> str:
    dataset = question.joined.counted.dataset
    column = dataset.column(question.scope.terms.subject_column)
    return column.name if column else question.scope.terms.subject_column


def _row_parts(question: Grouped, number: int, aggregate: Aggregate, subject: str) -> list[str]:
    condition = " AND ".join(f"({c})" for c in aggregate.conditions)
    if aggregate.column is None:
        return [f'{condition} AS "_in_{number}"'] if condition else []
    value = aggregate.column.reference.sql(dialect="duckdb")
    parts = [f'{value} AS "_value_{number}"']
    joined = len(question.joined.relations) > 1
    row = f"{_quoted(aggregate.column.relation.alias)}.{_ROW}"
    same = [*(key.sql for key in question.cells.keys), subject, row]
    over = f"OVER (PARTITION BY {', '.join(f'({part})' for part in same)})"
    if condition:
        within = f"BOOL_OR({condition}) {over}" if joined else condition
        parts.append(f'COALESCE({within}, FALSE) AS "_in_{number}"')
    if joined:
        parts.append(f'ROW_NUMBER() {over} = 1 AS "_first_{number}"')
    return parts


def _by_subject(question: Grouped, keys: list[str]) -> str:
    lines = [*keys, '"_subject"']
    for number, (_, aggregate) in enumerate(question.cells.measures):
        lines += _contribution(question, number, aggregate)
    for family in families(question.cells.measures):
        lines += _apart(question, family) if family.is_amount else []
    grouped = f"  GROUP BY {', '.join([*keys, _SUBJECT])}"
    return "\n".join([f"  SELECT {_listed(lines)}", '  FROM "_rows"', grouped])


def _contribution(question: Grouped, number: int, aggregate: Aggregate) -> list[str]:
    if aggregate.column is None:
        within = f'COALESCE(BOOL_OR("_in_{number}"), FALSE) AS "_in_{number}"'
        return [within] if aggregate.conditions else []
    only = [f'"_in_{number}"'] if aggregate.conditions else []
    filtered = _filter([*only, *_once(question, number)])
    return [
        f'SUM("_value_{number}"){filtered} AS "_sum_{number}"',
        f'COUNT("_value_{number}"){filtered} AS "_number_{number}"',
    ]


def _apart(question: Grouped, family: Family) -> list[str]:
    """Return what a subject has in all rows, and whether it has any row in each difference."""
    once = _once(question, family.number)
    lines = [f'SUM("_value_{family.number}"){_filter(once)} AS "_all_{family.number}"']
    there = _filter([f'"_value_{family.number}" IS NOT NULL', *once])
    for place, signs in enumerate(family.differences()):
        for side, condition in enumerate(apart(signs, list(flags_of(family)))):
            lines.append(f"BOOL_OR({condition}){there} AS {_part(family, place, side)}")
    return lines


def _part(family: Family, place: int, side: int) -> str:
    return f'"_apart_{family.number}_{place}_{side}"'


def _once(question: Grouped, number: int) -> list[str]:
    return [f'"_first_{number}"'] if len(question.joined.relations) > 1 else []


def _filter(conditions: list[str]) -> str:
    return f" FILTER (WHERE {' AND '.join(conditions)})" if conditions else ""


def _cells(question: Grouped, keys: list[str], largest_share: float) -> str:
    lines = list(keys)
    fewest = ["COUNT(*)"]
    for number, (name, aggregate) in enumerate(question.cells.measures):
        lines.append(f"{_result(number, aggregate)} AS {_quoted(name)}")
    for number, (_, aggregate) in enumerate(question.cells.measures):
        fewest += _taken_over(number, aggregate)
    lines.append(f'LEAST({", ".join(dict.fromkeys(fewest))}) AS "_subjects"')
    lines.append(f"COUNT(*) AS {_quoted(GROUP)}")
    rests = _rests(question, largest_share)
    measures = zip(question.cells.as_measures(), question.cells.measures, strict=True)
    for number, (measure, (_, aggregate)) in enumerate(measures):
        hidden = {measure.subjects: ([*_taken_over(number, aggregate), "COUNT(*)"])[0]}
        if number in rests:
            hidden[measure.rest] = rests[number]
        if aggregate.column:
            hidden[measure.largest] = f'MAX(ABS("_sum_{number}"))'
            hidden[measure.leading] = f'MAX(ABS("_sum_{number}"), {_LEADING})'
            hidden[measure.total] = f'SUM(ABS("_sum_{number}"))'
        lines += [f"{sql} AS {_quoted(column)}" for column, sql in hidden.items()]
    grouped = f"\nGROUP BY {', '.join(keys)}\nORDER BY {', '.join(keys)}" if keys else ""
    return f'SELECT {_listed(lines)}\nFROM "_by_subject"{grouped}'


def _rests(question: Grouped, largest_share: float) -> dict[int, str]:
    """Return for each measure with a filter the fewest subjects of a difference it is part of."""
    found = {}
    for family in families(question.cells.measures):
        counts = _differing(family, largest_share)
        for number, _ in family.members:
            parts = [count for place in family.of(number) for count in counts[place]]
            found[number] = smallest_sql(parts)
    return found


def _differing(family: Family, largest_share: float) -> list[list[str]]:
    """Return the counts of subjects in each difference of a family, on each side of it."""
    flags, found = list(flags_of(family)), []
    amounts = [f'"_all_{family.number}"', *(f'"_sum_{number}"' for number in family.filters)]
    for place, signs in enumerate(family.differences()):
        conditions = apart(signs, flags)
        if not family.is_amount:
            found.append([f"COUNT(*){_filter([condition])}" for condition in conditions])
            continue
        sides = range(len(conditions))
        counts = [f"COUNT(*){_filter([_part(family, place, side)])}" for side in sides]
        size = f"ABS({difference_sql(signs, amounts)})"
        mostly = f"MAX({size}) > {largest_share!r} * SUM({size})"
        found.append([f"CASE WHEN {mostly} THEN LEAST({c}, 1) ELSE {c} END" for c in counts])
    return found


def _result(number: int, aggregate: Aggregate) -> str:
    if aggregate.column is None:
        return (_taken_over(number, aggregate) or ["COUNT(*)"])[0]
    if aggregate.function == "sum":
        return f'SUM("_sum_{number}")'
    return f'SUM("_sum_{number}") / SUM("_number_{number}")'


def _taken_over(number: int, aggregate: Aggregate) -> list[str]:
    """Return the count of subjects that an aggregate is taken over, where it may be fewer."""
    if aggregate.column:
        return [f'COUNT(*) FILTER (WHERE "_number_{number}" > 0)']
    return [f'COUNT(*) FILTER (WHERE "_in_{number}")'] if aggregate.conditions else []


def _listed(lines: list[str]) -> str:
    return ",\n    ".join(lines)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
