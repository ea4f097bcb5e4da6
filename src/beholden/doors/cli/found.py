"""What is told of a table's findings: the first few in words, and by which command all are seen."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from ...kernel import Finding
from .showing import say

_SHOWN = 5


def say_scores(scores: Mapping[str, float], *, findings: int, repairs: int) -> None:
    """Print the quality of a table, and how much was found and repaired in it."""
    told = ", ".join(f"{dimension} {score:.1%}" for dimension, score in scores.items())
    say(f"Quality: {told}." if told else "Its quality was not scored.")
    say(f"Findings: {findings:,}. Repairs: {repairs:,} cells.")


def say_first(findings: Sequence[Finding], *, of: str, where: Mapping[str, str | None]) -> None:
    """Print the first few kinds of findings, each with its rows, and the command that shows all.

    ``of`` is the source that was read, ``where`` the options that said which part of it.
    """
    kinds = _by_kind(findings)
    for alike in kinds[:_SHOWN]:
        say(f"  {_in_words(alike)}")
    if findings:
        more = sum(map(len, kinds[_SHOWN:]))
        say(f"  {f'… and {more:,} more. ' if more else ''}{_shows_all(of, where)}")


def _shows_all(of: str, where: Mapping[str, str | None]) -> str:
    # A database's URL may hold a password.
    source = "URL" if "://" in of else shlex.quote(of)
    given = "".join(f" --{name} {shlex.quote(text)}" for name, text in where.items() if text)
    return f"`beholden check {source}{given}` shows each with its row."


def _by_kind(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Return findings that differ by their row alone together, those of the whole table first."""
    kinds: dict[tuple[str, str | None, str], list[Finding]] = {}
    for one in findings:
        kinds.setdefault((one.code, one.column, one.message), []).append(one)
    return sorted(kinds.values(), key=lambda alike: alike[0].row is not None)


def _in_words(alike: Sequence[Finding]) -> str:
    """Return findings of one kind as a line: the column, what is wrong, the row or how many."""
    first = alike[0]
    column = f"{first.column}: " if first.column else ""
    rows = sorted(one.row for one in alike if one.row is not None)
    if not rows:
        return f"{column}{first.message}"
    place = f"row {rows[0]:,}" if len(rows) == 1 else f"{len(rows):,} rows, the first {rows[0]:,}"
    return f"{column}{first.message} ({place})"
