"""Opt-outs: add, withdraw, list, reach, check."""

from __future__ import annotations

from pathlib import Path

import click

from ....actions import OptOutKind
from ....records import reading
from .. import options
from ..showing import show_rows

_WHAT = "\n".join(f"  {kind.value}: {kind.sentence}" for kind in OptOutKind)

kind = click.option(
    "--kind",
    required=True,
    type=click.Choice([one.value for one in OptOutKind]),
    help="Which kind of use; `beholden opt-out reach` lists the uses of each.",
)
subjects = click.option(
    "--subject-file",
    "subjects",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A text file with one identifier on each line, such as a UPRN.",
)
column = click.option(
    "--column", default="uprn", show_default=True, help="What the identifiers name."
)


@click.group(
    "opt-out",
    help=f"""Opt-outs: who is left out of a kind of use, at each next seal.

    \b
{_WHAT}

    Only a keyed mark of each identifier is kept.
    """,
)
def opt_out() -> None:
    """Hold the commands."""


@opt_out.command()
@kind
@subjects
@column
@options.home
@options.person
def add(kind: str, subjects: Path, column: str, home: Path, by: str) -> None:
    """Record that subjects opt out of a kind of use; each of its next seals leaves them out."""
    council = options.council_at(home)
    kept = council.add_opt_outs(by=by, kind=kind, subjects=subjects, column=column)
    click.echo(f"{kept.changed} recorded; {kept.standing} stand, by {kept.column}.")
    click.echo("This holds from the next seal of each use on: beholden opt-out reach")


@opt_out.command()
@kind
@subjects
@column
@options.home
@options.person
def withdraw(kind: str, subjects: Path, column: str, home: Path, by: str) -> None:
    """Record that subjects no longer opt out; the next seals hold them again."""
    council = options.council_at(home)
    kept = council.withdraw_opt_outs(by=by, kind=kind, subjects=subjects, column=column)
    click.echo(f"{kept.changed} withdrawn; {kept.standing} stand, by {kept.column}.")


@opt_out.command("list")
@options.home
@options.forms
def list_opt_outs(home: Path, form: str | None) -> None:
    """List how many subjects opt out of each kind of use; it names nobody."""
    with options.council_at(home).at_work():
        rows = [view.to_dict() for view in reading.opt_outs()]
    show_rows(rows, form=form, empty="Nobody opts out of any kind of use.")


@opt_out.command()
@options.home
@options.forms
def reach(home: Path, form: str | None) -> None:
    """List which uses each kind of opt-out reaches, and why not the others."""
    rows = [
        {"use": one.use, "kind": one.kind, "reached": one.reached, "because": one.because}
        for one in options.council_at(home).uses_reached()
    ]
    show_rows(rows, form=form, empty="No use has an agreement yet.")


@opt_out.command()
@click.argument("use")
@options.home
def check(use: str, home: Path) -> None:
    """Say whether the newest extract of a use left out exactly those who opt out now."""
    if options.council_at(home).choices_hold(use=use):
        click.echo("Yes: it left out exactly those whose opt-outs stand now.")
    else:
        click.echo(f"No: opt-outs changed since. Seal it again: beholden seal {use}")
