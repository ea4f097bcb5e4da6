"""The board's advice: what conditions it may set."""

from __future__ import annotations

import click

from ....actions import conditions_known
from .. import options
from ..showing import show_rows


@click.group()
def advice() -> None:
    """The board's advice: `beholden use advise` records it; this tells what it may ask for."""


@advice.command()
@options.forms
def conditions(form: str | None) -> None:
    """List the conditions that advice may set: how each is written, and what it does."""
    show_rows(list(conditions_known()), form=form)
