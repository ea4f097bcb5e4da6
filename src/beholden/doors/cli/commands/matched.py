"""What linkage made, told: how many rows, how far, how it fell on groups, and its warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from ....actions import Matched, write_rows
from ..showing import say, show_json, show_rows
from ..visible import in_a_sheet

_Command = TypeVar("_Command", bound=Callable[..., Any])


def fairness(command: _Command) -> _Command:
    """Add the options that tell how linkage falls on groups of rows."""
    command = click.option(
        "--fairness",
        "fairness_out",
        type=click.Path(path_type=Path),
        help="Where to write the shares of each group (.csv, .parquet).",
    )(command)
    return click.option(
        "--groups",
        multiple=True,
        metavar="COLUMN",
        help="A column to tell fairness by, as a ward; may be given several times.",
    )(command)


def tell(
    made: Sequence[Matched], *, form: str | None, groups: Sequence[str], out: Path | None
) -> None:
    """Show what was made of each dataset; write the fairness table where ``out`` names a file."""
    figures = made[0].fairness["figures"] if made and made[0].fairness else ()
    if out is not None and figures:
        write_rows(figures, out, cell=in_a_sheet)
    rows = [_row(one) for one in made]
    if form == "json":
        show_json([row | _more(one) for row, one in zip(rows, made, strict=True)])
        return
    show_rows(rows, form=form)
    if form is None:
        _tell_more(made, _worth_showing(figures, groups))
    if out is not None and not figures:
        say(f"There are no groups to tell fairness by; {out.name} was not written.", err=True)


def _worth_showing(
    figures: Sequence[dict[str, Any]], groups: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the figures of the groupings that were asked for, or have more than small groups."""
    told = {one["column"] for one in figures if one["share"] is not None} | set(groups)
    return [one for one in figures if one["column"] in told]


def _row(made: Matched) -> dict[str, Any]:
    return {
        "dataset": made.dataset,
        "key": made.column,
        "rows": made.rows,
        **_found(made),
        **{f"exact_to_{level}": count for level, count in made.exact_to.items()},
        **{f"persons_{change}": count for change, count in made.changes.items()},
    }


def _found(made: Matched) -> dict[str, Any]:
    """Return how many rows linkage found something for: a UPRN, or another row of the person."""
    persons = {"persons": made.linked["persons"]} if made.linked else {}
    name, rows = ("linked", made.linked["rows"]) if made.linked else ("matched", made.matched)
    return {**persons, name: rows, "share": round(rows / made.rows, 4) if made.rows else None}


def _more(made: Matched) -> dict[str, Any]:
    return {
        "columns": {of: dict(told) for of, told in made.columns.items()},
        "decided": made.decided,
        "calibration": made.calibration,
        **({"error_rate": _found_rate(made.error_rate)} if made.error_rate else {}),
        "warnings": list(made.warnings),
        "fairness": made.fairness,
    }


def _found_rate(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return an error rate's facts, what was found as closely as a threshold near 1 needs it."""
    found = {name: facts[name] for name in ("threshold", "expected_false")}
    return {**facts, **{n: v if v is None else round(v, 6) for n, v in found.items()}}


def _tell_more(made: Sequence[Matched], figures: Sequence[dict[str, Any]]) -> None:
    for line in dict.fromkeys(line for one in made for line in _columns(one)):
        say(line)
    if made and made[0].error_rate:
        say(_error_rate(made[0].error_rate))
    for one in made:
        if one.decided or one.calibration:
            rows = "1 row" if one.decided == 1 else f"{one.decided:,} rows"
            say(f"Decided by people: {rows}. {one.calibration}".strip())
    if figures:
        show_rows(figures, form=None)
    for warning in dict.fromkeys(warning for one in made for warning in _warnings(one)):
        say(f"Warning: {warning}")


def _columns(made: Matched) -> Iterator[str]:
    """Yield for each table the columns that were read; that a postcode lacks is told too."""
    for of, told in made.columns.items():
        parts = [
            f"{name.replace('_', ' ')} from {', '.join(columns)}" if columns else f"no {name}"
            for name, columns in told.items()
            if columns or name == "postcode"
        ]
        yield f"Columns of {of}: {'; '.join(parts)}."


def _error_rate(told: Mapping[str, Any]) -> str:
    asked = f"Error rate: at most {told['asked']:.3%} of links false was asked for"
    if told["expected_false"] is None:
        return f"{asked}; no threshold keeps it, so nothing was linked."
    kept = "this is kept" if told["met"] else "this is not kept"
    chosen = f"links from {told['threshold']:.4f} on are taken"
    return f"{asked}; {kept}: {chosen}, and {told['expected_false']:.3%} are expected to be false."


def _warnings(made: Matched) -> tuple[str, ...]:
    return (*made.warnings, *(made.fairness["warnings"] if made.fairness else ()))
