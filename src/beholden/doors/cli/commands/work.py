"""What awaits you: everything of the record that is yours to do next."""

from __future__ import annotations

from pathlib import Path

import click

from .. import options
from ..showing import show_rows


@click.command()
@options.home
@options.person
@options.forms
def work(home: Path, by: str, form: str | None) -> None:
    """Show what awaits you, what has a day first: what it is, why, since when and by when.

    Nobody is told of what two people do where they were the first.
    """
    council = options.council_at(home)
    items = council.awaiting(by=by)
    rows = [one.to_dict() for one in items]
    if form is None:
        today = council.clock.today()
        rows = [
            {
                "due": f"{row['due']} overdue" if one.overdue(today) else row["due"],
                "what": row["what"],
                "why": row["why"],
                "since": row["since"],
            }
            for one, row in zip(items, rows, strict=True)
        ]
    show_rows(rows, form=form, empty="Nothing awaits you.")
