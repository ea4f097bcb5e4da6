"""Complaints: record, acknowledge, inform, decide, close, show, list, counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from ....actions import ComplaintOutcome, acknowledgement_owed, read_statement, read_text
from ....records import reading
from .. import options
from ..showing import say, show_json, show_rows

_Command = TypeVar("_Command", bound=Callable[..., Any])
_ON_A_SCREEN = (
    "id",
    "use",
    "received",
    "acknowledge_by",
    "days_left",
    "overdue",
    "outcome",
    "closed",
)
_named = click.argument("complaint")


def _step(command: _Command) -> _Command:
    for option in (
        click.option(
            "--note-file",
            "note",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            help="What was written to whoever complains; it is sealed.",
        ),
        click.option("--on", type=options.DAY, help="The day; today if not said."),
        _named,
    ):
        command = option(command)
    return options.home(options.person(command))


@click.group()
def complaint() -> None:
    """Complaints of people whose data the council uses: acknowledged within 30 days, then decided.

    What they wrote is sealed; the ledger has the kind, the use and the dates.
    """


@complaint.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.home
@options.person
def record(file: Path, home: Path, by: str) -> None:
    """Record a complaint from a file, by whatever way it came; see `beholden schema complaint`."""
    council, stated = options.council_at(home), read_statement(file)
    name = council.record_complaint(by=by, statement=stated)
    received = date.fromisoformat(stated["received"])
    owed = acknowledgement_owed(received, today=council.clock.today())
    click.echo(f"Recorded as {name}. {owed} Delete the file.")


@complaint.command()
@_step
def acknowledge(**given: Any) -> None:
    """Record that whoever complained was told that it came."""
    _take("acknowledged", **given)


@complaint.command()
@_step
def inform(**given: Any) -> None:
    """Record that whoever complained was told how it goes on."""
    _take("informed", **given)


@complaint.command()
@_step
@click.option(
    "--outcome",
    required=True,
    type=click.Choice([one.value for one in ComplaintOutcome]),
    help="What was found: whether the complaint was upheld.",
)
def decide(**given: Any) -> None:
    """Record what came of it."""
    _take("decided", **given)


@complaint.command()
@_step
def close(**given: Any) -> None:
    """Record that the outcome was told, and that nothing is left to do."""
    _take("closed", **given)


@complaint.command()
@_named
@options.home
@options.person
@options.forms
def show(complaint: str, home: Path, by: str, form: str | None) -> None:
    """Show what was written in a complaint, and the notes on it."""
    found = options.council_at(home).read_complaint(by=by, complaint=complaint)
    if form == "json":
        return show_json(reading.plain(found))
    if form is None:
        say(found.text)
    rows = [{"step": step, "on": on, "note": note} for step, on, note in found.notes]
    return show_rows(rows, form=form, empty="Nothing was done about it yet.")


@complaint.command("list")
@click.option("--all", "closed", is_flag=True, help="Those that are closed too.")
@options.home
@options.forms
def list_complaints(closed: bool, home: Path, form: str | None) -> None:
    """List complaints with the days left to acknowledge them, overdue ones first."""
    council = options.council_at(home)
    with council.at_work():
        views = reading.complaints(council.clock.today())
    rows = [reading.plain(view) for view in views if closed or view.closed is None]
    if form is None:
        # As far as a screen has room; the other forms have every date.
        rows = [{name: row[name] for name in _ON_A_SCREEN} for row in rows]
    show_rows(rows, form=form, empty="No complaint is open.")


@complaint.command()
@options.home
@options.forms
def counts(home: Path, form: str | None) -> None:
    """Count the complaints of each year, rounded: what the public is told."""
    with options.council_at(home).at_work():
        rows = [reading.plain(view) for view in reading.complaints_by_year()]
    show_rows(rows, form=form, empty="Nobody has complained.")


def _take(
    step: str,
    *,
    complaint: str,
    home: Path,
    by: str,
    on: date | None,
    note: Path | None,
    outcome: str = "",
) -> None:
    options.council_at(home).take_complaint_step(
        by=by,
        complaint=complaint,
        step=step,
        on=on,
        outcome=outcome,
        note=read_text(note).removeprefix("\ufeff") if note else "",
    )
    click.echo(f"Recorded: {step}.")
