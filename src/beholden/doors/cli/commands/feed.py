"""Feeds: prepare, ask, open, close, refresh, list, access give and take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ....records import reading
from .. import options
from ..showing import show_rows

_use = click.argument("use")
_because = click.option("--because", required=True, help="The reason, which is public.")
_reader = click.argument("person")


@click.group()
def feed() -> None:
    """Rows that an agreement gives to named people, for Power BI, Excel or Tableau.

    They are kept in a PostgreSQL server apart from the records, as views that each of them reads
    with a login of their own, until the terms end. One asks for a feed and another opens it.
    """


@feed.command()
@options.home
def prepare(home: Path) -> None:
    """Print what a superuser runs once on the server of the feeds."""
    click.echo(options.council_at(home).prepare_feeds(), nl=False)


@feed.command()
@_use
@_because
@options.home
@options.person
def ask(use: str, because: str, home: Path, by: str) -> None:
    """Ask that the rows which the agreement of a use gives be put into a feed."""
    options.council_at(home).ask_feed(by=by, use=use, because=because)
    click.echo("Asked for. It waits for a second person.")


@feed.command("open")
@_use
@options.home
@options.person
def open_one(use: str, home: Path, by: str) -> None:
    """Open a feed that somebody else asked for, and fill it."""
    _tell_rows(options.council_at(home).open_feed(by=by, use=use), "Open")


@feed.command()
@_use
@options.home
@options.person
def refresh(use: str, home: Path, by: str) -> None:
    """Fill an open feed anew; sealing does so by itself."""
    _tell_rows(options.council_at(home).refresh_feed(by=by, use=use), "Filled anew")


@feed.command()
@_use
@_because
@options.home
@options.person
def close(use: str, because: str, home: Path, by: str) -> None:
    """Close a feed, or decline one that was asked for: nobody reads it any more."""
    gone = options.council_at(home).close_feed(by=by, use=use, because=because)
    _tell_gone("Closed", gone)


@feed.command("list")
@options.home
@options.forms
def list_feeds(home: Path, form: str | None) -> None:
    """List the feeds with who may read them. For those inside only."""
    with options.council_at(home).at_work():
        rows = [_row(view) for view in reading.feeds()]
    show_rows(rows, form=form, empty="There is no feed, nor was there one.")


@feed.group()
def access() -> None:
    """Who reads a feed."""


@access.command()
@_use
@_reader
@options.home
@options.person
def give(use: str, person: str, home: Path, by: str) -> None:
    """Give somebody else access to a feed, and print what they connect with.

    The password is shown this once and kept nowhere.
    """
    login = options.council_at(home).give_feed_access(by=by, use=use, person=person)
    click.echo(f"Server    {login.address}")
    click.echo(f"Database  {login.database}")
    click.echo(f"Schema    {login.schema}")
    click.echo(f"Login     {login.login}")
    click.echo(f"Password  {login.password}")
    click.echo(f"Until     {login.until.astimezone():%Y-%m-%d %H:%M}")
    click.echo("The password is shown this once. Whoever loses it is given access anew.")


@access.command()
@_use
@_reader
@options.home
@options.person
def take(use: str, person: str, home: Path, by: str) -> None:
    """Take somebody's access to a feed."""
    gone = options.council_at(home).take_feed_access(by=by, use=use, person=person)
    _tell_gone("Taken", gone)


def _tell_rows(rows: dict[str, int], done: str) -> None:
    click.echo(f"{done}.")
    for table, number in rows.items():
        click.echo(f"  {table}: {number:,} rows")


def _tell_gone(done: str, gone: bool) -> None:
    if gone:
        click.echo(f"{done}.")
        return
    click.echo(f"{done} on record. The server of the feeds could not be reached:")
    click.echo("it is still to be dropped there, which is tried again with each command.")


def _row(view: reading.FeedView) -> dict[str, Any]:
    readers = [f"{one.person} ({one.state})" for one in view.access]
    return {
        "use": view.use,
        "agreement": view.agreement,
        "state": view.state,
        "asked by": view.asked_by_office,
        "opened by": view.opened_by_office,
        "rows": sum(view.rows.values()),
        "filled": view.filled_at.isoformat(timespec="minutes") if view.filled_at else "",
        "read by": ", ".join(readers),
    }
