"""Options that many commands share: which home, which person, which form of output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from ...actions import Council, account_name, open_council, told_of_unheld_offices
from ...actions.full_disk import full_disk_is_unavailable
from .showing import say
from .visible import in_lines

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day of the calendar, written year first."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Return the day; tell how one is written where there is none such."""
        try:
            return value if isinstance(value, date) else _written_year_first(value)
        except ValueError:
            self.fail(
                f"{value} is no day of the calendar; 31 March 2027 is 2027-03-31.", param, ctx
            )


def _written_year_first(text: str) -> date:
    """Return the day; raise ValueError for another of ISO's ways (20270331, 2027-W13-3) too."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError
    return day


DAY = Day()

home = click.option(
    "--home",
    type=click.Path(path_type=Path),
    default=".",
    envvar="BEHOLDEN_HOME",
    show_default="this folder, or $BEHOLDEN_HOME",
    help="The council's home.",
)

person = click.option(
    "--as",
    "by",
    metavar="PERSON",
    default=account_name,
    envvar="BEHOLDEN_PERSON",
    show_default="your account's name, or $BEHOLDEN_PERSON",
    help="The code of the person who acts.",
)


out = click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it to this file.  [default: the screen]",
)


def forms(command: _Command) -> _Command:
    """Add ``--json`` and ``--csv`` to a command that prints a table."""
    for flag, help_text in (
        ("csv", "Print the table as CSV; an apostrophe leads text that begins as a formula."),
        ("json", "Print the table, or the error, as JSON: exact."),
    ):
        command = click.option(f"--{flag}", "form", flag_value=flag, default=None, help=help_text)(
            command
        )
    return command


def put_out(text: str, out: Path | None) -> None:
    """Write a text to a file, or print it where none is named."""
    if out is None:
        click.echo(in_lines(text), nl=not text.endswith("\n"))
        return
    with full_disk_is_unavailable():
        out.write_text(text, encoding="utf-8")
    click.echo(in_lines(f"Written: {out.name}"))


def council_at(directory: Path) -> Council:
    """Open the home that a command names."""
    return open_council(directory)


def tell_unheld_offices(council: Council, owed: Iterable[Mapping[str, Any]]) -> None:
    """Tell whoever stated that something is done by offices that nobody holds; it stands so."""
    with council.at_work():
        unheld = told_of_unheld_offices(owed)
    if unheld:
        say(unheld)
