"""Saved questions: save, list, schedule, read the newest answer, stop, drop."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from ....actions import WEEKDAYS, ScheduleView, write_table
from ....kernel import day_in_words
from .. import options
from ..showing import say, show_rows
from .asking import answer_form, show_answer
from .outputs import check_out, check_screen


class _OnDay(click.ParamType[int]):
    """A day of the week by its name, or a day of the month by its number."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        """Return the number of the day: Monday is 1."""
        names = [one.lower() for one in WEEKDAYS]
        if str(value).lower() in names:
            return names.index(str(value).lower()) + 1
        if str(value).isdecimal() and 1 <= int(value) <= 31:
            return int(value)
        self.fail("It is a day of the week, or the number of a day of the month.", param, ctx)


@click.group()
def question() -> None:
    """Questions that are saved to a use, and the days on which they are asked by themselves."""


@question.command("save")
@click.argument("use")
@click.argument("title")
@click.argument("text", metavar='"SELECT …"')
@options.home
@options.person
def save(use: str, title: str, text: str, home: Path, by: str) -> None:
    """Save a question to a use, for every named analyst of it.

    \b
        beholden question save warm-homes "Homes by tenure" \\
            "select tenure, count(*) from council_tax group by 1" --as analyst
    """
    number = options.council_at(home).save_question(by=by, use=use, title=title, question=text)
    say(f"Saved: question {number}.")


@question.command("list")
@click.argument("use")
@options.home
@options.person
@options.forms
def list_saved(use: str, home: Path, by: str, form: str | None) -> None:
    """List the questions that are saved to a use."""
    saved = options.council_at(home).saved_questions(by=by, use=use)
    rows = [
        {
            "question": one.number,
            "title": one.title,
            "saved_by": one.office,
            "saved": one.saved_at.isoformat(timespec="seconds"),
            "text": one.question,
        }
        for one in saved
    ]
    show_rows(rows, form=form, empty="No question is saved to this use.")


@question.command("drop")
@click.argument("use")
@click.argument("number", type=int)
@options.home
@options.person
def drop(use: str, number: int, home: Path, by: str) -> None:
    """Take a saved question off the list of its use; its schedules end."""
    options.council_at(home).drop_question(by=by, use=use, number=number)
    say(f"Question {number} is off the list.")


@question.command("schedule")
@click.argument("use")
@click.argument("number", type=int)
@click.option(
    "--every",
    type=click.Choice(["day", "week", "month"]),
    required=True,
    help="How often it is asked.",
)
@click.option(
    "--on",
    type=_OnDay(),
    default=None,
    metavar="DAY",
    help="The day of the week (monday) or of the month (31: its last day where it is shorter).  "
    "[default: that of the first day]",
)
@click.option("--from", "starts", type=options.DAY, help="The first day.  [default: today]")
@click.option(
    "--until", type=options.DAY, required=True, help="The last day; the agreement's own or earlier."
)
@options.home
@options.person
def schedule(
    use: str,
    number: int,
    every: str,
    on: int | None,
    starts: date | None,
    until: date,
    home: Path,
    by: str,
) -> None:
    """Have a saved question asked again and again, for you, by the worker.

    Each time it is decided anew, as you and the agreement are then. A refusal is on record and
    among what awaits you.

    \b
        beholden question schedule warm-homes 1 --every week --on monday --until 2027-03-31
    """
    made = options.council_at(home).schedule_question(
        by=by,
        use=use,
        number=number,
        every=every,
        on=on or 0,
        starts=starts,
        until=until,
    )
    say(f"Scheduled: {made}. A worker asks it: `beholden worker`, or with `beholden serve`.")


@question.command("schedules")
@click.argument("use")
@options.home
@options.person
@options.forms
def schedules(use: str, home: Path, by: str, form: str | None) -> None:
    """List the schedules of a use; of your own, what became of the newest time too."""
    found = options.council_at(home).scheduled_questions(by=by, use=use)
    show_rows([_row(one) for one in found], form=form, empty="Nothing is scheduled.")


@question.command("unschedule")
@click.argument("use")
@click.argument("schedule", type=int)
@options.home
@options.person
def unschedule(use: str, schedule: int, home: Path, by: str) -> None:
    """Stop a schedule; what it asked stays on record."""
    options.council_at(home).unschedule_question(by=by, use=use, schedule=schedule)
    say(f"Schedule {schedule} asks no more.")


@question.command("answer")
@click.argument("use")
@click.argument("schedule", type=int)
@answer_form
@options.home
@options.person
def answer(use: str, schedule: int, form: str, out: Path | None, home: Path, by: str) -> None:
    """Show the newest answer of your own schedule, while its extract stands.

    It is kept sealed until the next answer, or until the extract that it is from ends.
    """
    check_out(out)
    check_screen(form, out)
    answered = options.council_at(home).scheduled_answer(by=by, use=use, schedule=schedule)
    if out is not None:
        write_table(answered.table, out)
    show_answer(answered, form, written=out is not None)


def _row(one: ScheduleView) -> dict[str, Any]:
    last = one.last
    return {
        "schedule": one.number,
        "title": one.title,
        "how_often": one.how_often,
        "until": one.until.isoformat(),
        "for": one.office,
        "state": _state(one),
        "next": one.next_due.isoformat() if one.next_due else None,
        "last": last.due.isoformat() if last else None,
        "came_to": last.outcome if last else None,
        "why": last.why if last else "",
        "kept": last.kept if last else False,
    }


def _state(one: ScheduleView) -> str:
    if one.running:
        return "asks"
    missed = f" That of {day_in_words(one.missed)} was missed." if one.missed else ""
    return f"over. {one.ended}{missed}".strip()
