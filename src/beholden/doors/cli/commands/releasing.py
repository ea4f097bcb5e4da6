"""Releases: release request, review, list, show; publish."""

from __future__ import annotations

from pathlib import Path

import click

from ....actions import ReleaseState
from ....records import reading
from .. import options
from ..rows import checked_rows, release_row
from ..showing import show_json, show_rows


@click.group()
def release() -> None:
    """Releases: what leaves the council's analysts, checked and seen by a second person."""


@release.command()
@click.argument("receipt")
@click.option("--name", required=True, help="The table's name; the same for each edition.")
@click.option("--title", required=True, help="Its title for the public.")
@options.home
@options.person
@options.forms
def request(receipt: str, name: str, title: str, home: Path, by: str, form: str | None) -> None:
    """Check an answer for disclosure and put it before a second person."""
    made = options.council_at(home).request_release(by=by, receipt=receipt, name=name, title=title)
    _show_checked(made, form)
    if form is None:
        click.echo(f"Requested: {made.id}. Next: another person reviews it.")


@release.command()
@click.argument("release_id", metavar="RELEASE")
@click.option("--approve/--decline", required=True, default=None, help="Yes or no.")
@click.option("--because", default="", help="The reason; needed to decline.")
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
@options.home
@options.forms
def show(release_id: str, home: Path, form: str | None) -> None:
    """Show a release as its reviewer sees it: each cell, the risk found, what was done."""
    with options.council_at(home).at_work():
        view = reading.release(release_id)
    if form == "json":
        show_json(view.to_dict())
    else:
        show_rows(list(checked_rows(view.checked)), form=form)


@click.command()
@click.argument("release_id", metavar="RELEASE")
@options.home
@options.person
def publish(release_id: str, home: Path, by: str) -> None:
    """Publish an approved release: CSV, metadata, a chart and a public page."""
    council = options.council_at(home)
    made = council.publish(by=by, release_id=release_id)
    click.echo(f"Published: {council.path(made.path, 'index.html')}")


def _show_checked(made: ReleaseState, form: str | None) -> None:
    if form == "json":
        show_json({"release": made.id, "checked": made.checked.to_dict()})
    else:
        show_rows(list(checked_rows(made.checked.to_dict())), form=form)
