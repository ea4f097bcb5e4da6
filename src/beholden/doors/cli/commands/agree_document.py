"""The law that agreements may rest on."""

from __future__ import annotations

import click

from ....actions import law_in_codes
from .. import options
from ..showing import show_rows
from .agreeing import agree


@agree.command()
@click.argument("word", required=False, default="")
@options.forms
def codes(word: str, form: str | None) -> None:
    """List the codes of the law: Articles 6, 9 and 10, Annex 1, Schedule 1, powers of councils.

    With a word only those that speak of it: beholden agree codes safeguarding.
    """
    wanted = word.casefold()
    rows = law_in_codes()
    found = [row for row in rows if wanted in " ".join(row.values()).casefold()]
    show_rows(found, form=form, empty="No code speaks of that; a power may be written in words.")
