"""Undertakings: add, done, more time, withdraw, agree, list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ....kernel import BadInput
from ....records import reading
from .. import options
from ..rows import undertaking_row
from ..showing import show_rows

name = click.argument("undertaking", metavar="UNDERTAKING")
because = click.option("--because", required=True, help="The reason; it is public.")
ORIGINS = ("advice", "canvas", "consequence", "design_review", "assessment", "other")


@click.group()
def undertaking() -> None:
    """Undertakings: what an office does for a use by a day. One may stop the use when it lapses.

    An undertaking is named by its use and its number, such as warm-homes/1.
    """


@undertaking.command()
@click.argument("use")
@click.argument("text")
@click.option("--owner", required=True, help="The office that does it.")
@click.option(
    "--by", "until", required=True, type=options.DAY, help="The last day on which it is in time."
)
@click.option(
    "--else",
    "otherwise",
    type=click.Choice(["stop", "tell"]),
    default="tell",
    show_default=True,
    help="What happens the day after: nothing is asked, sealed or released, or the page tells.",
)
@click.option("--from", "origin", help="Where it comes from, such as canvas:limitations.")
@options.home
@options.person
def add(
    use: str,
    text: str,
    owner: str,
    until: date,
    otherwise: str,
    origin: str | None,
    home: Path,
    by: str,
) -> None:
    """State what an office has undertaken to do for a use."""
    statement = {
        "use": use,
        "text": text,
        "owner": owner,
        "by": until.isoformat(),
        "else": otherwise,
        **({"from": _origin(origin)} if origin else {}),
    }
    council = options.council_at(home)
    given = council.state_undertaking(by=by, statement=statement)
    click.echo(f"Stated as {given}. It is public.")
    options.tell_unheld_offices(council, [statement])


@undertaking.command()
@name
@because
@options.home
@options.person
def done(undertaking: str, because: str, home: Path, by: str) -> None:
    """Record that what was undertaken is done; a use that it stopped goes on."""
    options.council_at(home).close_undertaking(by=by, undertaking=undertaking, because=because)
    click.echo("Recorded. It is done.")


@undertaking.command("more-time")
@name
@click.option("--until", required=True, type=options.DAY, help="The new last day.")
@because
@options.home
@options.person
def more_time(undertaking: str, until: date, because: str, home: Path, by: str) -> None:
    """Ask for more time, as the accountable officer; a second person must agree."""
    options.council_at(home).ask_more_time(
        by=by, undertaking=undertaking, until=until, because=because
    )
    click.echo(f"Asked. It holds once a second person agrees: undertaking agree {undertaking}")


@undertaking.command()
@name
@because
@options.home
@options.person
def withdraw(undertaking: str, because: str, home: Path, by: str) -> None:
    """Ask that an undertaking is withdrawn, as the accountable officer; a second must agree."""
    options.council_at(home).ask_withdrawal(by=by, undertaking=undertaking, because=because)
    click.echo(f"Asked. It holds once a second person agrees: undertaking agree {undertaking}")


@undertaking.command()
@name
@because
@options.home
@options.person
def agree(undertaking: str, because: str, home: Path, by: str) -> None:
    """Agree, as a second person, to more time or to a withdrawal that was asked for."""
    council = options.council_at(home)
    step = council.agree_undertaking(by=by, undertaking=undertaking, because=because)
    click.echo("More time is given." if step == "time-given" else "The undertaking is withdrawn.")


@undertaking.command("list")
@click.option("--use", help="The undertakings of this use alone.")
@click.option("--open", "only_open", is_flag=True, help="Only what is open or has lapsed.")
@options.home
@options.forms
def list_undertakings(use: str | None, only_open: bool, home: Path, form: str | None) -> None:
    """List what is to be done, by whom and by when, and what became of it."""
    council = options.council_at(home)
    today: date = council.clock.today()
    with council.at_work():
        found = reading.undertakings(use)
    shown = [one for one in found if not (only_open and one.ended)]
    rows = [undertaking_row(one, today) for one in shown]
    show_rows(rows, form=form, empty="Nothing has been undertaken.")


def _origin(text: str) -> dict[str, str]:
    kind, _, which = text.partition(":")
    if kind.replace("-", "_") not in ORIGINS:
        raise BadInput(
            "It is not known where this undertaking comes from.",
            why=f"It may come from {', '.join(ORIGINS)}.",
            next_step="Write --from canvas:AREA, or another of these.",
        )
    return {kind.replace("-", "_"): which}
