"""Data uses: state, advise, decide, review, outcome, list, show."""

from __future__ import annotations

from pathlib import Path

import click

from ....actions import conditions_in, read_statement, read_use
from ....records import reading
from .. import options
from ..rows import use_facts, use_row
from ..showing import show_facts, show_json, show_rows
from . import considering

statement = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.group()
def use() -> None:
    """Data uses: one purpose each, from first idea to outcome."""


@use.command()
@statement
@options.home
@options.person
def state(file: Path, home: Path, by: str) -> None:
    """State a data use from a file; see `beholden schema use`."""
    council, stated = options.council_at(home), read_use(file)
    review = council.state_use(by=by, statement=stated)
    with council.at_work():
        triage = reading.use(stated["use"]).triage
    begun = triage is not None and triage.owed.get("begun")
    click.echo(f"Stated. {_owed(review, begun=bool(begun))}")
    if not begun:
        click.echo(f"Triage is still to be answered: beholden use triage {stated['use']}")
    options.tell_unheld_offices(council, stated.get("consequences", ()))


def _owed(review: str, *, begun: bool) -> str:
    """Return how much review is owed; before triage a full one alone is certain."""
    if begun or review == "full":
        return f"It is owed a {review} review."
    return "Which review it is owed is not known yet."


@use.command()
@statement
@options.home
@options.person
def advise(file: Path, home: Path, by: str) -> None:
    """Record the board's advice from a file; conditions become terms."""
    council, stated = options.council_at(home), read_statement(file)
    council.record_advice(by=by, statement=stated)
    click.echo("Recorded. The advice is public, and its conditions will be terms.")
    options.tell_unheld_offices(council, conditions_in(stated))


@use.command()
@statement
@options.home
@options.person
def decide(file: Path, home: Path, by: str) -> None:
    """Record the accountable officer's decision from a file."""
    if options.council_at(home).decide_use(by=by, statement=read_statement(file)):
        click.echo("Recorded. The decision is public, with its reasons.")
    else:
        click.echo("It was decided so already, and nothing new was recorded.")


@use.command()
@statement
@options.home
@options.person
def review(file: Path, home: Path, by: str) -> None:
    """Record that the accountable officer looked at a use again; see `beholden schema review`."""
    after = options.council_at(home).review_use(by=by, statement=read_statement(file))
    click.echo("Recorded. The review is public.")
    if after is not None:
        click.echo(f"It is to be looked at again by {after.isoformat()}.")


@use.command()
@statement
@options.home
@options.person
def outcome(file: Path, home: Path, by: str) -> None:
    """Record what came of a use, beside what was intended."""
    options.council_at(home).record_outcome(by=by, statement=read_statement(file))
    click.echo("Recorded. What came of it is public, beside what was intended.")


@use.command("list")
@options.home
@options.forms
def list_uses(home: Path, form: str | None) -> None:
    """List the data uses and where each of them is."""
    council = options.council_at(home)
    with council.at_work():
        rows = [use_row(view, council.clock.today()) for view in reading.uses()]
    show_rows(rows, form=form, empty="No data use is stated yet.")


@use.command()
@click.argument("name")
@options.home
@options.forms
def show(name: str, home: Path, form: str | None) -> None:
    """Show one use: purpose, advice, decision, agreements, what was asked and released."""
    with options.council_at(home).at_work():
        view = reading.use(name)
    if form == "json":
        show_json(view.to_dict())
    else:
        show_facts(use_facts(view), form=form)


for _command in considering.COMMANDS:
    use.add_command(_command)
