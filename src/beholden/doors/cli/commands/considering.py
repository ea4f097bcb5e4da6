"""Thinking a use through: its triage, its design review, its impact assessment, what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ....actions import (
    Owed,
    TriageQuestion,
    compared_row,
    read_statement,
    triage_questions,
)
from ....records import reading
from .. import options
from ..showing import say, show_json, show_rows

statement = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
name = click.argument("name")


@click.command()
@name
@click.option(
    "--answers",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A YAML file with the answers; you are asked where it is left out.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what is owed, or the error, as JSON.")
@options.home
@options.person
def triage(name: str, file: Path | None, as_json: bool, home: Path, by: str) -> None:
    """Answer how much review a use is owed; see `beholden schema triage`.

    What the statement of the use says already is not asked. A question that is left open counts as
    not known. Personal data always go to the full review.
    """
    council = options.council_at(home)
    with council.at_work():
        view = reading.use(name)
    answers = read_statement(file) if file else _asked(view)
    owed = council.triage_use(by=by, use=name, answers=answers)
    if as_json:
        show_json(owed.to_dict())
    else:
        _tell(owed)


def _asked(view: reading.UseView) -> dict[str, str]:
    answers: dict[str, str] = {}
    for question in triage_questions(view):
        code = _answer(question)
        if code:
            answers[question.code] = code
    return answers


def _answer(question: TriageQuestion) -> str:
    click.echo(f"\n{question.principle.capitalize()}: {question.asks}")
    for number, choice in enumerate(question.choices, start=1):
        click.echo(f"  {number}  {choice.says}")
    click.echo("  0  Not known")
    given = click.prompt("", type=click.IntRange(0, len(question.choices)), prompt_suffix="> ")
    return question.choices[given - 1].code if given else ""


def _tell(owed: Owed) -> None:
    say(f"A {owed.review} review is owed.")
    for reason in owed.because:
        say(f"  {reason}")
    if owed.design_review:
        say("  A design review is owed too.")
    if owed.missing:
        say(f"Not answered: {len(owed.missing)}")
        for question in owed.missing:
            say(f"  {question}")


@click.command("design-review")
@statement
@options.home
@options.person
def design_review(file: Path, home: Path, by: str) -> None:
    """Record the design authority's review from a file; see `beholden schema design-review`."""
    verdict = options.council_at(home).review_design(by=by, statement=read_statement(file))
    say(f"Recorded: {verdict}. The review is public.")


@click.command("dpia-advice")
@statement
@options.home
@options.person
def dpia_advice(file: Path, home: Path, by: str) -> None:
    """Record the data-protection officer's advice on the impact assessment, from a file.

    See `beholden schema dpia-advice`. The decision says whether it is accepted or overruled.
    """
    options.council_at(home).advise_on_dpia(by=by, statement=read_statement(file))
    say("Recorded. The advice is public, and the decision has to answer it.")


@click.command()
@name
@options.home
@options.forms
def outcomes(name: str, home: Path, form: str | None) -> None:
    """Show what was foreseen of a use beside what came of it."""
    rows: list[dict[str, Any]] = [
        compared_row(row) for row in options.council_at(home).compare_outcomes(use=name)
    ]
    if form is None:
        shown = ("what", "verdict", "expected", "actual", "target", "measured")
        rows = [{name: row[name] for name in shown} for row in rows]
    show_rows(rows, form=form, empty="No consequence was foreseen, and none is recorded.")


# Commands of the group `use`.
COMMANDS = (triage, design_review, dpia_advice, outcomes)
