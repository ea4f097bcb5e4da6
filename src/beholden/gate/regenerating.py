"""The SQL that runs: each subject's contribution first, then the cells with what treats them.

Three steps, from the inside:

1. ``_rows``: the rows that the question chooses, with its dimensions, the subject, the value of
   each measure and whether the row is one that the measure is taken over. Where datasets are
   joined a row of a measure may come back several times; ``_first`` marks it once per group,
   subject and condition, so that no sum is inflated by a join.
2. ``_by_subject``: one row for each group and subject: what this subject contributes.
3. The cells: ``count`` counts subjects; ``sum`` and ``avg`` are taken over contributions; and the
   hidden columns say how many subjects there are and how large the largest contribution is.
"""

from __future__ import annotations

from .aggregates import Aggregate
from .grouping import Grouped
from .plans import GROUP, rest_of, subjects_of

_ROW = "rowid"
_SUBJECT = '"_subject"'


def cells_sql(question: Grouped) -> str:
    """Return the text that gives the cells of a question, every name in it quoted."""
    keys = [_quoted(key.name) for key in question.cells.keys]
    return (
        f'WITH "_rows" AS (\n{_rows(question)}\n),\n'
        f'"_by_subject" AS (\n{_by_subject(question, keys)}\n)\n'
        f"{_cells(question, keys)}"
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
    parts = []
    condition = " AND ".join(f"({c})" for c in aggregate.conditions)
    if condition:
        parts.append(f'{condition} AS "_in_{number}"')
    if aggregate.column:
        value = aggregate.column.reference.sql(dialect="duckdb")
        parts.append(f'{value} AS "_value_{number}"')
    if aggregate.column and len(question.joined.relations) > 1:
        row = f"{_quoted(aggregate.column.relation.alias)}.{_ROW}"
        same = [key.sql for key in question.cells.keys] + [subject, row]
        same += [condition] if condition else []
        over = ", ".join(f"({part})" for part in same)
        parts.append(f'ROW_NUMBER() OVER (PARTITION BY {over}) = 1 AS "_first_{number}"')
    return parts


def _by_subject(question: Grouped, keys: list[str]) -> str:
    lines = [*keys, '"_subject"']
    for number, (_, aggregate) in enumerate(question.cells.measures):
        lines += _contribution(question, number, aggregate)
    grouped = f"  GROUP BY {', '.join([*keys, _SUBJECT])}"
    return "\n".join([f"  SELECT {_listed(lines)}", '  FROM "_rows"', grouped])


def _contribution(question: Grouped, number: int, aggregate: Aggregate) -> list[str]:
    joined = len(question.joined.relations) > 1
    parts = []
    if aggregate.conditions:
        parts.append(f'COALESCE(BOOL_OR("_in_{number}"), FALSE) AS "_in_{number}"')
    if aggregate.column:
        only = [f'"_in_{number}"'] if aggregate.conditions else []
        only += [f'"_first_{number}"'] if joined else []
        filtered = f" FILTER (WHERE {' AND '.join(only)})" if only else ""
        parts.append(f'SUM("_value_{number}"){filtered} AS "_sum_{number}"')
        parts.append(f'COUNT("_value_{number}"){filtered} AS "_number_{number}"')
    return parts


def _cells(question: Grouped, keys: list[str]) -> str:
    lines = list(keys)
    fewest = ["COUNT(*)"]
    for number, (name, aggregate) in enumerate(question.cells.measures):
        lines.append(f"{_result(number, aggregate)} AS {_quoted(name)}")
    for number, (_, aggregate) in enumerate(question.cells.measures):
        fewest += _taken_over(number, aggregate)
    lines.append(f'LEAST({", ".join(dict.fromkeys(fewest))}) AS "_subjects"')
    lines.append(f"COUNT(*) AS {_quoted(GROUP)}")
    measures = zip(question.cells.as_measures(), question.cells.measures, strict=True)
    for number, (measure, (_, aggregate)) in enumerate(measures):
        hidden = {subjects_of(measure): ([*_taken_over(number, aggregate), "COUNT(*)"])[0]}
        if aggregate.conditions:
            hidden[rest_of(measure)] = f'COUNT(*) FILTER (WHERE NOT "_in_{number}")'
        if aggregate.column:
            hidden[measure.largest] = f'MAX(ABS("_sum_{number}"))'
            hidden[measure.total] = f'SUM(ABS("_sum_{number}"))'
        lines += [f"{sql} AS {_quoted(column)}" for column, sql in hidden.items()]
    grouped = f"\nGROUP BY {', '.join(keys)}\nORDER BY {', '.join(keys)}" if keys else ""
    return f'SELECT {_listed(lines)}\nFROM "_by_subject"{grouped}'


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
