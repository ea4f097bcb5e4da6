"""Concealments: state, confirm, lift, list, public."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ....actions import ConcealmentReason
from ....records import reading
from .. import options
from ..showing import show_rows

_REASONS = "\n".join(f"  {one.value}: {one.sentence}" for one in ConcealmentReason)
_named = click.argument("concealment")


@click.group(
    help=f"""What residents, or the public, are not told of a use for a time.

    The law must give a reason (Data Protection Act 2018):

    \b
{_REASONS}

    It ends by its date. How much is concealed is public by reason; what is concealed is not.
    """
)
def concealment() -> None:
    """Hold the commands."""


@concealment.command()
@click.option("--use", required=True, help="The data use.")
@click.option("--dataset", default="", help="One dataset of it; the whole use unless it is said.")
@click.option(
    "--reason",
    required=True,
    type=click.Choice([one.value for one in ConcealmentReason]),
    help="The reason that the law gives, as listed above.",
)
@click.option(
    "--until",
    required=True,
    type=options.DAY,
    help="The last day; `beholden subject spans` tells how far it may be.",
)
@click.option("--pages", is_flag=True, help="Conceal the use from the public pages too.")
@options.home
@options.person
def state(
    use: str, dataset: str, reason: str, until: date, pages: bool, home: Path, by: str
) -> None:
    """State a concealment; it holds once somebody else confirms it."""
    made = options.council_at(home).state_concealment(
        by=by, use=use, dataset=dataset, reason=reason, until=until, pages=pages
    )
    click.echo(f"Stated as {made}. It waits for a second person.")


@concealment.command()
@_named
@options.home
@options.person
def confirm(concealment: str, home: Path, by: str) -> None:
    """Confirm a concealment that somebody else stated."""
    options.council_at(home).confirm_concealment(by=by, concealment=concealment)
    click.echo("Confirmed. It holds until its day, or until it is lifted.")


@concealment.command()
@_named
@options.home
@options.person
def lift(concealment: str, home: Path, by: str) -> None:
    """Lift a concealment before its day."""
    options.council_at(home).lift_concealment(by=by, concealment=concealment)
    click.echo("Lifted.")


@concealment.command("list")
@options.home
@options.forms
def list_concealments(home: Path, form: str | None) -> None:
    """List the concealments. For those inside only."""
    with options.council_at(home).at_work():
        rows = [reading.plain(view) for view in reading.concealments()]
    show_rows(rows, form=form, empty="Nothing is or was concealed.")


@concealment.command()
@options.home
@options.forms
def public(home: Path, form: str | None) -> None:
    """Count the concealments that hold, by reason: all that the public is told."""
    counted = options.council_at(home).concealments_public()
    show_rows([{"reason": one, "holding": n} for one, n in counted.items()], form=form)
