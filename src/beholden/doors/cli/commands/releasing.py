"""Releases: release request, review, list, show; publish."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ....actions import Council, ReleaseState, TableAsked
from ....records import reading
from .. import options
from ..rows import checked_rows, release_row
from ..showing import say, show_json, show_rows


@click.group()
def release() -> None:
    """Releases: what leaves the council's analysts, checked and seen by a second person."""


@release.command()
@click.argument("receipts", metavar="RECEIPT…", nargs=-1, required=True)
@click.option(
    "--name", "names", required=True, multiple=True, help="A table's name, one for each receipt."
)
@click.option("--title", "titles", required=True, multiple=True, help="Its title for the public.")
@options.home
@options.person
@options.forms
def request(
    receipts: tuple[str, ...],
    names: tuple[str, ...],
    titles: tuple[str, ...],
    home: Path,
    by: str,
    form: str | None,
) -> None:
    """Check answers for disclosure and put them before a second person.

    The tables of one release are checked together, and with everything that was published before
    of the same people. The name of a table is the same for each edition.
    """
    if not len(receipts) == len(names) == len(titles):
        raise click.UsageError("Give one --name and one --title for each receipt.")
    first, *beside = (TableAsked(*one) for one in zip(receipts, names, titles, strict=True))
    council = options.council_at(home)
    made = council.request_release(
        by=by, receipt=first.receipt, name=first.name, title=first.title, beside=beside
    )
    for state in (made, *made.beside):
        _show_requested(council, state, form)
        if form is None:
            click.echo(f"Requested: {state.id}. Next: another person reviews it.")


@release.command()
@click.argument("release_id", metavar="RELEASE")
@click.option("--approve/--decline", required=True, default=None, help="Yes or no.")
@click.option(
    "--because",
    default="",
    help="The reason; a yes needs it where something is left to judge.",
)
@options.home
@options.person
def review(release_id: str, approve: bool, because: str, home: Path, by: str) -> None:
    """Approve or decline a release that somebody else asked for."""
    if not approve and not because:
        raise click.UsageError("Say why with --because.")
    made = options.council_at(home).review_release(
        by=by, release_id=release_id, approve=approve, because=because
    )
    click.echo(f"{made.id} is {made.state}.")


@release.command("list")
@options.home
@options.forms
def list_releases(home: Path, form: str | None) -> None:
    """List the releases and where each of them is."""
    with options.council_at(home).at_work():
        rows = [release_row(view) for view in reading.releases()]
    show_rows(rows, form=form, empty="Nothing was put up for release yet.")


@release.command()
@click.argument("release_id", metavar="RELEASE")
@click.option("--page", type=click.Path(path_type=Path), help="Write it as one HTML page instead.")
@options.home
@options.forms
def show(release_id: str, page: Path | None, home: Path, form: str | None) -> None:
    """Show a release as its reviewer sees it: each cell, the risk found, what was done."""
    council = options.council_at(home)
    if page:
        written = council.release_for_review(release_id=release_id).page
        page.write_text(written, encoding="utf-8")
        say(f"Written: {page}")
        return
    with council.at_work():
        view = reading.release(release_id)
    if form == "json":
        show_json(view.to_dict())
    else:
        _show_table(council, release_id, view.checked, form)


@click.command()
@click.argument("release_id", metavar="RELEASE")
@options.home
@options.person
def publish(release_id: str, home: Path, by: str) -> None:
    """Publish an approved release: CSV, metadata, a chart and a public page."""
    council = options.council_at(home)
    made = council.publish(by=by, release_id=release_id)
    click.echo(f"Published: {council.path(made.path, 'index.html')}")


def _show_requested(council: Council, made: ReleaseState, form: str | None) -> None:
    if form == "json":
        show_json({"release": made.id, "checked": made.checked.to_dict()})
    else:
        _show_table(council, made.id, made.checked.to_dict(), form)


def _show_table(
    council: Council, release_id: str, checked: Mapping[str, Any], form: str | None
) -> None:
    show_rows(list(checked_rows(checked)), form=form)
    if form is None:
        told = council.release_for_review(release_id=release_id)
        for name, says in told.summary:
            say(f"{name}: {says}")
        for risk in told.to_judge:
            say(risk)
