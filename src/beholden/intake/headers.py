"""Column names: every column has one, and no two are the same."""

from __future__ import annotations

from collections.abc import Sequence

from beholden.kernel import BadInput, Finding, QualityDimension

from . import patterns
from .characters import broken_character, is_whole, whole
from .limits import ReadLimits

_LONGEST_NAME = 200


def column_names(
    cells: Sequence[object], limits: ReadLimits
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return one name for each column and a finding for each that had to be given or changed.

    An empty name becomes ``column_3`` (its place), a repeated one ``name_2``; capital letters do
    not tell two names apart, as they do not in SQL. A name is made valid Unicode. Raises BadInput
    for too many columns or where the first row holds data.
    """
    given_names = ["" if cell is None else " ".join(str(cell).split()) for cell in cells]
    wanted = [whole(name) for name in given_names]
    _reject(wanted, limits)
    taken = {name.casefold() for name in wanted if name}
    seen: set[str] = set()
    names: list[str] = []
    findings = [broken_character(whole(name)) for name in given_names if not is_whole(name)]
    for place, name in enumerate(wanted, start=1):
        given = name
        if not name or name.casefold() in seen:
            given = _free(name or f"column_{place}", seen | taken, numbered=bool(name))
            findings.append(_renamed(name, place, given))
        seen.add(given.casefold())
        names.append(given)
    return tuple(names), tuple(findings)


def _free(stem: str, taken: set[str], *, numbered: bool) -> str:
    name, number = (f"{stem}_2", 2) if numbered else (stem, 1)
    while name.casefold() in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def _renamed(name: str, place: int, given: str) -> Finding:
    if name:
        message = f"Column {place} has the name of an earlier column; it is called {given} here."
        return Finding("repeated-column-name", QualityDimension.VALIDITY, message, column=given)
    message = f"Column {place} has no name; it is called {given} here."
    return Finding("empty-column-name", QualityDimension.VALIDITY, message, column=given)


def _reject(names: Sequence[str], limits: ReadLimits) -> None:
    if len(names) > limits.columns:
        raise BadInput(
            f"The table has {len(names):,} columns; at most {limits.columns:,} are read.",
            next_step="Keep only the columns that are needed, or turn the table on its side.",
        )
    if not any(names):
        raise BadInput(
            "The first row has no column names.",
            next_step="Put a row with the names of the columns above the data.",
        )
    if patterns.any_personal(names) or any(len(name) > _LONGEST_NAME for name in names):
        raise BadInput(
            "The first row looks like data, not like the names of columns.",
            why="Without names the first row would be lost and its values would stand as names.",
            next_step="Put a row with the names of the columns above the data.",
        )
