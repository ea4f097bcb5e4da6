"""Objections: add, withdraw, list."""

from __future__ import annotations

from pathlib import Path

import click

from ....records import reading
from .. import options
from ..rows import objections_row
from ..showing import show_rows

use = click.option("--use", required=True, help="The data use that is objected to.")
subjects = click.option(
    "--subject-file",
    "subjects",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A text file with one identifier on each line, such as a UPRN.",
)
column = click.option("--column", help="The key column; the agreement's subject unless it is said.")


@click.group()
def objection() -> None:
    """Objections: who is left out of a use. Only a keyed mark of each identifier is kept."""


@objection.command()
@use
@subjects
@column
@options.home
@options.person
def add(use: str, subjects: Path, column: str | None, home: Path, by: str) -> None:
    """Record that subjects object to a use; they are left out from the next seal on."""
    council = options.council_at(home)
    kept = council.add_objections(by=by, use=use, subjects=subjects, column=column)
    click.echo(f"{kept.changed} recorded; {kept.standing} stand, by {kept.column}.")
    _tell_when(use)


@objection.command()
@use
@subjects
@column
@options.home
@options.person
def withdraw(use: str, subjects: Path, column: str | None, home: Path, by: str) -> None:
    """Record that subjects no longer object; they are in the next extract again."""
    council = options.council_at(home)
    kept = council.withdraw_objections(by=by, use=use, subjects=subjects, column=column)
    click.echo(f"{kept.changed} withdrawn; {kept.standing} stand, by {kept.column}.")
    _tell_when(use)


@objection.command("list")
@click.option("--use", help="The objections to this data use alone.")
@options.home
@options.forms
def list_objections(use: str | None, home: Path, form: str | None) -> None:
    """List how many subjects object to each use, by key column; it names nobody."""
    with options.council_at(home).at_work():
        rows = [objections_row(view) for view in reading.objections(use)]
    show_rows(
        rows, form=form, empty="Nobody objects to any use." if use is None else "Nobody does."
    )


def _tell_when(use: str) -> None:
    click.echo(f"This holds from the next seal on: beholden seal {use}")
