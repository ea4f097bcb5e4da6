"""The quality that an agreement asks for, looked at in the permitted rows before sealing."""

from __future__ import annotations

from typing import Any

from beholden.kernel import DatasetTerms, QualityFloor, Refusal, Refused, Terms

from .sql_text import quoted, trimmed


def check_quality(connection: Any, table: str, dataset: DatasetTerms, terms: Terms) -> None:
    """Raise Refused where a column of the permitted rows is not as good as was agreed."""
    for floor in (f for f in terms.quality if f.dataset.lower() == dataset.name.lower()):
        rows, filled, once = _counts(connection, table, floor)
        complete = filled / rows if rows else 1.0
        unique = once / filled if filled else 1.0
        if complete < floor.complete:
            said = f"It is filled in {_percent(complete)} of the rows", floor.complete
            raise _not_good_enough("complete", said, floor, dataset=dataset, terms=terms)
        if unique < floor.unique:
            said = f"{_percent(unique)} of its values stand in one row only", floor.unique
            raise _not_good_enough("unique", said, floor, dataset=dataset, terms=terms)


def _counts(connection: Any, table: str, floor: QualityFloor) -> tuple[int, int, int]:
    """Return the rows, those with a value, and those whose value no other row has."""
    value = trimmed(quoted(floor.column))
    row = connection.execute(
        "SELECT sum(n), sum(n) FILTER (v IS NOT NULL), count(*) FILTER (v IS NOT NULL AND n = 1)"  # noqa: S608
        f" FROM (SELECT {value} AS v, count(*) AS n FROM {table} GROUP BY v)"
    ).fetchall()[0]
    rows, filled, once = (int(count or 0) for count in row)
    return rows, filled, once


def _not_good_enough(
    word: str, said: tuple[str, float], floor: QualityFloor, *, dataset: DatasetTerms, terms: Terms
) -> Refused:
    place = f"{dataset.name}.{floor.column}"
    return Refused(
        Refusal(
            what=f"{place} is not {word} enough to be sealed.",
            why=f"{said[0]}; the agreement {terms.agreement} asks for {_percent(said[1])}.",
            clause=f"quality › {place}",
            next_step=f"Repair or match {dataset.name} again, then seal.",
            ask=f"the steward of {dataset.name} ({dataset.steward})",
        )
    )


def _percent(share: float) -> str:
    return f"{int(share * 1000) / 10:g} in 100"
