"""The ethics canvas of a use: show, fill, history, import, export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ....actions import CanvasFilled, actions_in, canvas_rows, read_canvas, read_text
from ....records import reading
from .. import options
from ..showing import say, show_json, show_rows

use = click.argument("use")
given = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.group()
def canvas() -> None:
    """The ethics canvas of a use: 15 areas, each with its answers, its status and its owner.

    A use that is owed a full review needs every area complete, or left open with a reason, before
    the accountable officer can say yes.
    """


@canvas.command()
@use
@click.option("--area", help="Show this area alone, with its prompts.")
@options.home
@options.forms
def show(use: str, area: str | None, home: Path, form: str | None) -> None:
    """Show the canvas: what each area says, its status, and what is still open.

    What an area led to stands with it, and where each undertaking is: open, done,
    lapsed or withdrawn.
    """
    council = options.council_at(home)
    with council.at_work():
        view = reading.use(use)
    rows = [row for row in canvas_rows(view, council.clock.today()) if area in (None, row["area"])]
    if area is not None and not rows:
        raise click.BadParameter("there is no such area; leave --area out to see all.")
    if form == "json":
        show_json(rows)
    else:
        hidden = {"prompts", "said"} if area is None else {"said"}
        show_rows([{k: v for k, v in r.items() if k not in hidden} for r in rows], form=form)


@canvas.command()
@use
@given
@options.home
@options.person
def fill(use: str, file: Path, home: Path, by: str) -> None:
    """Fill in areas from a YAML file; what was said before is kept beside it.

    \b
        review:
          says: The board looks again before the second winter.
          owner: Head of Revenues
        sharing: {why_not: Nothing is passed on.}
        mitigations:
          says: The letter names no debt.
          actions:
          - {text: Have ten read it, owner: Warm Homes manager, by: 2026-12-05, else: stop}

    An action with an owner and a day is undertaken at once; an action may also name an
    undertaking that there is, as in `{what: Have it read, undertaking: warm-homes/1}`.

    `beholden use form canvas USE` writes such a file with what is known already.
    """
    areas = read_canvas(file)
    council = options.council_at(home)
    _tell(council.fill_canvas(by=by, use=use, areas=areas))
    options.tell_unheld_offices(council, actions_in(areas))


@canvas.command("import")
@use
@given
@options.home
@options.person
def import_canvas(use: str, file: Path, home: Path, by: str) -> None:
    """Take over a canvas from the JSON of the ODI's interactive Data Ethics Canvas.

    An area that the file does not answer stays as it is; what cannot be taken over is told.
    """
    _tell(options.council_at(home).import_canvas(by=by, use=use, text=read_text(file)))


@canvas.command()
@use
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it to this file; it is printed otherwise.",
)
@options.home
def export(use: str, out: Path | None, home: Path) -> None:
    """Write the canvas as the ODI's interactive Data Ethics Canvas reads it (JSON)."""
    options.put_out(options.council_at(home).export_canvas(use=use), out)


@canvas.command()
@use
@click.argument("area")
@options.home
@options.forms
def history(use: str, area: str, home: Path, form: str | None) -> None:
    """Show everything that was ever said in one area, the oldest first."""
    show_rows(options.council_at(home).area_history(use=use, area=area), form=form)


def _tell(filled: CanvasFilled) -> None:
    for line in _told(filled):
        say(line)


def _told(filled: CanvasFilled) -> Iterator[str]:
    areas: Any = filled.areas
    if areas:
        yield f"Filled in: {', '.join(areas)}. What was said before is kept."
    elif filled.left_out:
        yield "Nothing was taken over."
    else:
        yield "Nothing new: the canvas says this already."
    for left in filled.left_out:
        yield f"  left out: {left}"
