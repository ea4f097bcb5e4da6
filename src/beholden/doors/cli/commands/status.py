"""How a council's home stands: what it holds, and whether the worker works."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ....actions import Council, JobState, sealed_since
from ....kernel import moment_in_words
from ....records import reading
from .. import options
from ..showing import say, show_facts, show_json, show_rows


@click.command()
@options.home
@click.option("--json", "form", flag_value="json", help="Print it as JSON: exact.")
def status(home: Path, form: str | None) -> None:
    """Tell what a home holds, when the worker ran last, what is overdue and what failed."""
    council = options.council_at(home)
    told = status_of(council)
    if form == "json":
        show_json(told)
        return
    with council.at_work():
        show_facts(reading.home_facts().to_dict(), form=None)
        overtaken = sealed_since()
    if overtaken:
        say("\nTo be sealed again; until then each is asked as it was sealed:")
        show_rows([{"use": one.use, "why": " ".join(one.says)} for one in overtaken], form=None)
    state = council.worker_state()
    ran = moment_in_words(state.last_ran) if state.last_ran else "never"
    due = "now" if state.overdue else moment_in_words(state.next_due)
    say(f"\nThe worker ran last: {ran}. Next due: {due}.")
    if state.overdue:
        say("Overdue; start one with `beholden worker`, or `beholden serve`:")
        show_rows([_row(one) for one in state.overdue], form=None)
    if state.failing:
        say("Failed, and tried again by itself:")
        show_rows([_row(one) for one in state.failing], form=None)


def status_of(council: Council) -> dict[str, Any]:
    """Return how a home stands as plain data."""
    with council.at_work():
        holds = reading.home_facts().to_dict()
        again = [{"use": one.use, "why": list(one.says)} for one in sealed_since()]
    worker = reading.plain(council.worker_state())
    return {"holds": holds, "seal_again": again, "worker": worker}


def _row(one: JobState) -> dict[str, Any]:
    return {
        "job": one.job,
        "what": one.says,
        "due": _moment(one.due),
        "done": _moment(one.done),
        "failures": one.failures,
        "why": one.tell,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None
