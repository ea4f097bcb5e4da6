"""The data ethics board: state it, plan and hold its meetings, publish minutes, read its advice."""

from __future__ import annotations

from pathlib import Path

import click

from ....actions import read_statement, read_text
from ....records import reading
from .. import options
from ..showing import say, show_rows

statement = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
day = click.argument("day", metavar="DAY")


@click.group()
def board() -> None:
    """The data ethics board: who sits on it, when it met, what it advised. It never decides."""


@board.command()
@statement
@options.home
@options.person
def state(file: Path, home: Path, by: str) -> None:
    """State the board from a file: seats, quorum, members with terms and interests."""
    members = options.council_at(home).state_board(by=by, statement=read_statement(file))
    click.echo(f"Stated. It has {members} members, and they are public by their offices.")


@board.command()
@options.home
@options.forms
def members(home: Path, form: str | None) -> None:
    """List the members by office, with their seats, terms and declared interests."""
    with options.council_at(home).at_work():
        view = reading.board()
    seated = [(view, member) for member in view.members] if view else []
    rows = [
        {
            "office": member.office,
            "seat": stated.title_of(member.seat),
            "from": member.starts.isoformat(),
            "until": member.ends.isoformat(),
            "interests": [one["text"] for one in member.interests],
        }
        for stated, member in seated
    ]
    show_rows(rows, form=form, empty="The board has not been stated yet.")


@board.command()
@click.argument("use")
@options.home
@options.forms
def interests(use: str, home: Path, form: str | None) -> None:
    """List the members whose declared interests touch a use."""
    rows = options.council_at(home).interests_touching(use)
    show_rows(rows, form=form, empty="No member declares an interest that touches it.")


@board.command()
@statement
@options.home
@options.person
def plan(file: Path, home: Path, by: str) -> None:
    """Plan a meeting with its agenda and papers from a file; see `beholden schema meeting`."""
    said = read_statement(file)
    on = options.council_at(home).plan_meeting(by=by, statement=said, beside=file.parent)
    click.echo(f"Planned for {on.isoformat()}.")


@board.command()
@statement
@options.home
@options.person
def held(file: Path, home: Path, by: str) -> None:
    """Record who was at a meeting and who stood aside; tells the quorum of each item."""
    counted = options.council_at(home).hold_meeting(by=by, statement=read_statement(file))
    for number, quorum in counted.items():
        met = "quorum" if quorum.met else "no quorum"
        click.echo(f"Item {number}: {met} ({quorum.in_words()}).")


@board.command()
@options.home
@options.forms
def meetings(home: Path, form: str | None) -> None:
    """List the meetings: planned, held or minuted."""
    with options.council_at(home).at_work():
        found = reading.meetings()
    rows = [
        {
            "day": one.on.isoformat(),
            "place": one.place,
            "state": one.state,
            "items": len(one.items),
            "present": len(one.present) if one.state != "planned" else None,
            "minutes": len(one.minutes),
        }
        for one in found
    ]
    show_rows(rows, form=form, empty="No meeting is planned yet.")


@board.command()
@day
@options.home
@options.forms
def agenda(day: str, home: Path, form: str | None) -> None:
    """List the agenda of a meeting, with who stood aside on which item."""
    with options.council_at(home).at_work():
        found = reading.meeting(day)
    rows = [
        {
            "item": item.number,
            "title": item.title,
            "use": item.use,
            "papers": len(item.papers),
            "stood_aside": [one["office"] for one in item.aside],
            "present": item.present,
            "needed": item.needed,
        }
        for item in found.items
    ]
    show_rows(rows, form=form)


@board.command()
@day
@click.option("--make", is_flag=True, help="Make the paper of each use anew, before the meeting.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write every version of every kept paper into this folder.",
)
@options.home
@options.person
@options.forms
def papers(day: str, make: bool, out: Path | None, home: Path, by: str, form: str | None) -> None:
    """List what the board saw at a meeting: each paper by its fingerprint.

    The paper of each use on the agenda is made when the meeting is planned, and kept as it was.
    Once the minutes are published it is public with them.
    """
    council = options.council_at(home)
    if make:
        made = council.make_papers(by=by, meeting=day)
        click.echo(f"Made: {', '.join(made)}." if made else "Nothing new is to be said.", err=True)
    if out is not None:
        for file in council.write_papers(meeting=day, to=out):
            click.echo(f"Written: {file.name}", err=True)
    with council.at_work():
        found = reading.meeting(day)
    rows = [
        {
            "item": item.number,
            "paper": paper["name"],
            "kept": "version" in paper,
            "fingerprint": paper["fingerprint"],
        }
        for item in found.items
        for paper in item.papers
    ]
    show_rows(rows, form=form, empty="This meeting has no papers.")


@board.command()
@day
@click.option(
    "--publish",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Publish this file of Markdown as the minutes, or as what corrects them.",
)
@options.home
@options.person
@options.forms
def minutes(day: str, publish: Path | None, home: Path, by: str, form: str | None) -> None:
    """Print the minutes of a meeting, or publish them."""
    council = options.council_at(home)
    if publish is not None:
        council.minute_meeting(by=by, meeting=day, text=read_text(publish))
        click.echo("Published. Earlier minutes stay on record.")
        return
    with council.at_work():
        found = reading.meeting(day)
    if form is not None:
        show_rows([one.to_dict() for one in found.minutes], form=form)
    else:
        say(found.minutes[-1].text if found.minutes else "This meeting has no minutes yet.")


@board.command("advice")
@click.argument("use", required=False)
@options.home
@options.forms
def advice_given(use: str | None, home: Path, form: str | None) -> None:
    """List the advice, on one use or on all: its condition, the answer, what was undertaken."""
    rows = options.council_at(home).advice_rows(use)
    show_rows(rows, form=form, empty="The board has not advised yet.")
