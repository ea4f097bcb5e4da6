"""A use in a crisis: form, open, confirm, list."""

from __future__ import annotations

from pathlib import Path

import click

from ....actions import read_statement
from ....records import reading
from .. import options
from ..rows import opening_row
from ..showing import show_rows


@click.group()
def crisis() -> None:
    """A use that cannot wait: two people open it for 30 days at most, and its review is owed.

    \b
        beholden crisis form council_tax vulnerable > flood.yaml    what is known is filled in
        beholden crisis open flood.yaml --as owner
        beholden crisis confirm flood-2026 --because "Lives are at risk." --as dpo
        beholden seal flood-2026 --as dpo
    """


@crisis.command()
@click.argument("datasets", nargs=-1, required=True, metavar="DATASET...")
@options.home
def form(datasets: tuple[str, ...], home: Path) -> None:
    """Write the one page to fill in, with the columns of the datasets that it may use."""
    click.echo(options.council_at(home).crisis_form(datasets=datasets), nl=False)


@crisis.command("open")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.home
@options.person
def open_use(file: Path, home: Path, by: str) -> None:
    """Ask for a use on one page; see `beholden schema crisis`. A second person confirms it."""
    name = options.council_at(home).ask_opening(by=by, statement=read_statement(file))
    click.echo("Asked for. It is public, and nothing can be done under it yet.")
    click.echo(f"Now the data-protection officer: beholden crisis confirm {name}")


@crisis.command()
@click.argument("use")
@click.option("--because", required=True, help="Why it cannot wait, and what was weighed; public.")
@options.home
@options.person
def confirm(use: str, because: str, home: Path, by: str) -> None:
    """Open a use that somebody else asked for; from now on it may be sealed and asked."""
    review_by = options.council_at(home).confirm_opening(by=by, use=use, because=because)
    click.echo("Opened in a crisis. It is public.")
    click.echo(f"Its full review is owed by {review_by.isoformat()}: without it, what is sealed is")
    click.echo(f"destroyed on the next day. Now: beholden seal {use}")


@crisis.command("list")
@options.home
@options.forms
def list_openings(home: Path, form: str | None) -> None:
    """List the uses that were asked for in a crisis, and whose review is owed."""
    with options.council_at(home).at_work():
        rows = [opening_row(view) for view in reading.openings()]
    show_rows(rows, form=form, empty="No use was ever asked for in a crisis.")
