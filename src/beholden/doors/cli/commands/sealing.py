"""Sealing: seal."""

from __future__ import annotations

from pathlib import Path

import click

from .. import options
from ..showing import progress, show_rows


@click.command()
@click.argument("use")
@options.home
@options.person
@options.forms
def seal(use: str, home: Path, by: str, form: str | None) -> None:
    """Seal an extract: only what the agreement in force allows, encrypted, pseudonymised.

    The earlier extract of the use is destroyed. An interrupted seal leaves it as it was.
    """
    council = options.council_at(home)
    with progress() as step:
        extract = council.seal(by=by, use=use, progress=step)
    rows = [
        {"dataset": name, "rows": count, "nobody_found": extract.without_subject.get(name, 0)}
        for name, count in extract.rows.items()
    ]
    if form is None:
        click.echo(f"Sealed version {extract.version} under {extract.agreement}.")
        if any(row["nobody_found"] for row in rows):
            click.echo("Rows of whom nobody was found are in no answer.")
    for note in extract.notes:
        click.echo(note, err=True)
    show_rows(rows, form=form)
