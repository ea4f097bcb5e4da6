"""Keys of the API: open, list, close."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from .. import options
from ..showing import show_rows


@click.group("api-key")
def api_key() -> None:
    """Keys with which a program acts as you, with some of your rights and until a day.

    \b
        beholden api-key open --purpose "The weekly figures" --right question-ask --as analyst
        beholden api-key list --as analyst
        beholden api-key close key-9f2c41d07a3be815 --as analyst
    """


@api_key.command("open")
@click.option("--purpose", required=True, help="What the program does with it, in a line.")
@click.option("--right", "rights", multiple=True, help="A right of yours that it carries.")
@click.option("--use", "uses", multiple=True, help="A use that it is for.  [default: any]")
@click.option(
    "--until",
    type=options.DAY,
    help="Its last day, at most a year ahead.  [default: in 90 days]",
)
@options.home
@options.person
def open_key(
    purpose: str,
    rights: tuple[str, ...],
    uses: tuple[str, ...],
    until: date | None,
    home: Path,
    by: str,
) -> None:
    """Open a key and print it, this once; without --right it reads only.

    Its secret is kept nowhere: write it where the program finds it, and nowhere else.
    """
    council = options.council_at(home)
    last = until or council.clock.today() + timedelta(days=90)
    key = council.open_api_key(by=by, purpose=purpose, until=last, rights=rights, uses=uses)
    click.echo(key.token)
    click.echo(f"Opened until {key.until.isoformat()}. It is shown this once.", err=True)


@api_key.command("list")
@options.home
@options.person
@options.forms
def list_keys(home: Path, by: str, form: str | None) -> None:
    """List your keys that are open; an administrator sees everybody's."""
    rows = [
        {**row, "until": row["until"].isoformat()}
        for row in options.council_at(home).list_api_keys(by=by)
    ]
    show_rows(rows, form=form, empty="No key of the API is open.")


@api_key.command("close")
@click.argument("key")
@options.home
@options.person
def close_key(key: str, home: Path, by: str) -> None:
    """Close a key at once; tokens that were given for it open nothing any more."""
    options.council_at(home).close_api_key(by=by, key=key)
    click.echo("Closed.")
