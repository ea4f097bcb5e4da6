"""What residents asked for on the pages: list, read, close."""

from __future__ import annotations

from pathlib import Path

import click

from ....actions import CLOSED_AS, read_text
from ....records import reading
from .. import options
from ..showing import say, show_json, show_rows

_named = click.argument("request")


@click.group()
def request() -> None:
    """What residents asked for on the pages: each is answered within 30 days.

    Verify who they are and that they live there, answer them, then close the request. What they
    wrote is sealed; the ledger has the kind and the receipt.
    """


@request.command("list")
@click.option("--all", "closed", is_flag=True, help="Those that are closed too.")
@options.home
@options.person
@options.forms
def list_requests(closed: bool, home: Path, by: str, form: str | None) -> None:
    """List what waits for an answer, with the days left, overdue ones first."""
    views = options.council_at(home).list_requests(by=by)
    rows = [reading.plain(view) for view in views if closed or view.closed is None]
    show_rows(rows, form=form, empty="Nothing waits for an answer.")


@request.command()
@_named
@options.home
@options.person
@options.forms
def read(request: str, home: Path, by: str, form: str | None) -> None:
    """Show what a resident wrote, and the note on what came of it."""
    found = options.council_at(home).read_request(by=by, request=request)
    if form == "json":
        return show_json(reading.plain(found))
    if form == "csv":
        return show_rows([reading.plain(found)], form=form)
    say(found.text)
    if found.outcome:
        say(f"{found.outcome}: {found.note}" if found.note else found.outcome)
    return None


@request.command()
@_named
@click.option(
    "--outcome",
    required=True,
    type=click.Choice([one.value for one in CLOSED_AS]),
    help="What came of it.",
)
@click.option(
    "--note-file",
    "note",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What was written to the resident; it is sealed.",
)
@options.home
@options.person
def close(request: str, outcome: str, note: Path | None, home: Path, by: str) -> None:
    """Record that a resident was answered, or why not."""
    options.council_at(home).close_request(
        by=by,
        request=request,
        outcome=outcome,
        note=read_text(note).removeprefix("\ufeff") if note else "",
    )
    click.echo(f"Closed: {outcome}. Its text is kept for a year.")
