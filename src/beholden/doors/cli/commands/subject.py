"""What residents may be told: uses, and which datasets and spans that rests on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from ....actions import SpanOf, SpeaksFor, SubjectAnswer
from ....records import reading
from .. import options
from ..rows import told_in_words, told_row
from ..showing import say, show_facts, show_json, show_rows
from ..waiting import ask_person, typed_in

_Command = TypeVar("_Command", bound=Callable[..., Any])
_SPANS = "\n".join(f"  {one.value} ({one.days} days): {one.sentence}" for one in SpanOf)


def asked(command: _Command) -> _Command:
    """Add the options by which an officer says for whom and of what time somebody asks."""
    for option in (
        click.option(
            "--subject-file",
            "subject",
            type=click.Path(path_type=Path, allow_dash=True),
            help="A file with the identifier, or - for the standard input. It is asked for where "
            "neither is given, so that it stands in no list of processes and no history.",
        ),
        click.option(
            "--since", type=options.DAY, help="From when they have lived there, as verified."
        ),
        click.option(
            "--until", type=options.DAY, help="Until when they lived there; today if not said."
        ),
        click.option(
            "--speaks-for",
            type=click.Choice([one.value for one in SpeaksFor]),
            default=SpeaksFor.HOUSEHOLD.value,
            show_default=True,
            help="For whom they ask, as you have verified it.",
        ),
        click.option(
            "--column", default="uprn", show_default=True, help="What the identifier names."
        ),
    ):
        command = option(command)
    return command


def identifier_in(file: Path | None) -> str:
    """Return the one identifier that was given by a file, the standard input, or when asked."""
    return one_line_in(file, asks="The identifier, such as a UPRN", what="identifier")


def one_line_in(file: Path | None, *, asks: str, what: str) -> str:
    """Return the one line that was given by a file, the standard input, or when asked."""
    if file is None and sys.stdin.isatty():
        return str(ask_person(asks, err=True))
    given = file is None or str(file) == "-"
    text = typed_in() if given or file is None else file.read_text("utf-8-sig")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) != 1:
        raise click.UsageError(f"Give one {what}, on one line.")
    return lines[0]


@click.group()
def subject() -> None:
    """What residents may be told: which uses their household was in.

    Nothing is kept of who asked. Give the identifier by a file or when you are asked for it.
    """


@subject.command()
@asked
@options.home
@options.person
@options.forms
def uses(
    subject: Path | None,
    since: date | None,
    until: date | None,
    speaks_for: str,
    column: str,
    home: Path,
    by: str,
    form: str | None,
) -> None:
    """Tell which uses a resident whom you have verified was in, and when.

    What could tell of somebody else at the same address is told by kind: may have been in it.
    """
    answer = options.council_at(home).uses_of_subject(
        by=by,
        identifier=identifier_in(subject),
        since=since,
        until=until,
        speaks_for=speaks_for,
        column=column,
    )
    if form == "json":
        return show_json(reading.plain(answer))
    if form == "csv":
        show_rows([told_row(use) for use in answer.uses], form=form)
    else:
        _tell(answer)
    return None


def _tell(answer: SubjectAnswer) -> None:
    """Say what a resident is told, one use after the other: a table has no room for sentences."""
    for use in answer.uses:
        show_facts(told_in_words(use), form=None)
        say("")
    say(answer.said if answer.uses else f"No use in that time. {answer.said}")


@subject.command()
@click.option(
    "--address-file",
    "address",
    type=click.Path(path_type=Path, allow_dash=True),
    help="A file with the address, or - for the standard input. It is asked for where neither is "
    "given.",
)
@options.home
@options.person
@options.forms
def place(address: Path | None, home: Path, by: str, form: str | None) -> None:
    """Look an address up: which UPRN is the one that a resident wrote.

    It is looked for in the gazetteer that a dataset was last matched with.
    """
    text = one_line_in(address, asks="The address, with its postcode", what="address")
    found = options.council_at(home).places_at(by=by, address=text)
    rows = [reading.plain(one) for one in found]
    show_rows(rows, form=form, empty="No place is near to that address.")


@subject.command("find-usage")
@asked
@options.home
@options.person
@click.option("--json", is_flag=True, help="As JSON, which it always is.")
def find_usage(
    subject: Path | None,
    since: date | None,
    until: date | None,
    speaks_for: str,
    column: str,
    home: Path,
    by: str,
    json: bool,  # noqa: ARG001 (it is JSON in any case)
) -> None:
    """Tell the same in the form of Estonia's Data Tracker (findUsage, usagePeriod)."""
    show_json(
        options.council_at(home).find_usage(
            by=by,
            identifier=identifier_in(subject),
            since=since,
            until=until,
            speaks_for=speaks_for,
            column=column,
        )
    )


@subject.command()
@click.argument("dataset")
@click.option(
    "--columns",
    default="",
    help="Columns that a household has in common, by commas: rows may be chosen by them.",
)
@click.option("--because", required=True, help="Why to be in it tells nothing of anybody.")
@options.home
@options.person
def households(dataset: str, columns: str, because: str, home: Path, by: str) -> None:
    """Say that every household is in a dataset, so that households are told exactly."""
    options.council_at(home).state_household_dataset(
        by=by, dataset=dataset, columns=columns.split(","), because=because
    )
    click.echo("Recorded. What residents are told of it is exact from now on.")


@subject.command("households-no-more")
@click.argument("dataset")
@options.home
@options.person
def households_no_more(dataset: str, home: Path, by: str) -> None:
    """Take back that every household is in a dataset."""
    options.council_at(home).withdraw_household_dataset(by=by, dataset=dataset)
    click.echo("Recorded. What residents are told of it is by kind from now on.")


@subject.command("list")
@options.home
@options.forms
def list_households(home: Path, form: str | None) -> None:
    """List the datasets that every household is in, with the reasons."""
    with options.council_at(home).at_work():
        rows = [view.to_dict() for view in reading.household_datasets()]
    show_rows(rows, form=form, empty="Of no dataset is it said; all is told by kind.")


@subject.command(
    help=f"""State for how many days something about subjects is kept, or may last.

    \b
{_SPANS}
    """
)
@click.option(
    "--of",
    required=True,
    type=click.Choice([one.value for one in SpanOf]),
    help="What is kept, or may last.",
)
@click.option("--days", required=True, type=int, help="For how many days.")
@options.home
@options.person
def span(of: str, days: int, home: Path, by: str) -> None:
    """State a span."""
    if options.council_at(home).state_span(by=by, of=of, days=days):
        click.echo(f"Recorded: {days} days for {of}.")
    else:
        click.echo(f"Stated: {days} days for {of}. Less is kept, so it waits for a second person.")


@subject.command("span-confirm")
@click.option(
    "--of",
    required=True,
    type=click.Choice([one.value for one in SpanOf]),
    help="What is kept for fewer days.",
)
@options.home
@options.person
def confirm_span(of: str, home: Path, by: str) -> None:
    """Confirm a shorter span that somebody else stated; what is past it is destroyed."""
    days = options.council_at(home).confirm_span(by=by, of=of)
    click.echo(f"Confirmed: {days} days for {of}.")


@subject.command("spans")
@options.home
@options.forms
def list_spans(home: Path, form: str | None) -> None:
    """List the spans that hold, and those that wait for a second person."""
    council = options.council_at(home)
    held, waiting = council.list_spans(), council.waiting_spans()
    rows = [{"of": of, "days": days, "waits": waiting.get(of)} for of, days in held.items()]
    show_rows(rows, form=form)
