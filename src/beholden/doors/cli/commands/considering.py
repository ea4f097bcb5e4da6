"""Thinking a use through: its triage, its design review, its impact assessment, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ....actions import (
    FORMS,
    Owed,
    TriageQuestion,
    compared_row,
    document_page,
    read_statement,
    triage_questions,
)
from ....records import reading
from .. import options
from ..showing import say, show_json, show_rows
from ..visible import in_json
from ..waiting import ask_person

_Command = TypeVar("_Command", bound=Callable[..., Any])

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
    given = ask_person("", type=click.IntRange(0, len(question.choices)), prompt_suffix="> ")
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
    council, stated = options.council_at(home), read_statement(file)
    verdict = council.review_design(by=by, statement=stated)
    say(f"Recorded: {verdict}. The review is public.")
    options.tell_unheld_offices(council, stated.get("conditions", ()))


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
    found = options.council_at(home).compare_outcomes(use=name)
    rows = [compared_row(row) for row in found]
    if form is None:
        rows = [
            _in_short(row, came=(one.actual, one.done))
            for one, row in zip(found, rows, strict=True)
        ]
    show_rows(rows, form=form, empty="No consequence was foreseen, and none is recorded.")


def _in_short(row: dict[str, Any], *, came: tuple[str, str]) -> dict[str, Any]:
    """Return a comparison as far as a screen has room, with what came and what was done."""
    told = {name: row[name] for name in ("what", "verdict", "expected")}
    both = "; ".join(part for part in came if part)
    return {**told, "actual": both, "target": row["target"], "measured": row["measured"]}


def _written(home: Path, kind: str, use: str, form: str) -> str:
    document = options.council_at(home).use_document(kind=kind, use=use)
    if form == "json":
        return in_json(document.to_dict()) + "\n"
    return document_page(document) if form == "html" else document.to_markdown()


def _as_document(command: _Command) -> _Command:
    """Add the options of a command that writes a document."""
    out = click.option(
        "--out",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write it to this file; it is printed otherwise.",
    )
    forms = click.option(
        "--format",
        "form",
        type=click.Choice(["md", "html", "json"]),
        default="md",
        show_default=True,
        help="Markdown, one accessible page that prints well, or JSON.",
    )
    return name(forms(out(options.home(command))))


@click.command()
@_as_document
def paper(name: str, form: str, out: Path | None, home: Path) -> None:
    """Print the paper of a use for the board: everything known on one page, and what is missing."""
    options.put_out(_written(home, "paper", name, form), out)


@click.command()
@_as_document
def dpia(name: str, form: str, out: Path | None, home: Path) -> None:
    """Print the data-protection impact assessment of a use, made from what was entered elsewhere.

    The seven steps of the Information Commissioner's Office; each answer says where it was entered,
    and what nobody has entered is listed first.
    """
    options.put_out(_written(home, "dpia", name, form), out)


@click.command()
@click.argument("kind", type=click.Choice(FORMS))
@click.argument("use")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it to this file; it is printed otherwise.",
)
@options.home
def form(kind: str, use: str, out: Path | None, home: Path) -> None:
    """Print a started statement with everything known filled in, for you to finish.

    \b
        beholden use form canvas warm-homes --out uses/warm-homes.canvas.yaml
        beholden use form outcome warm-homes --out uses/warm-homes.outcome.yaml
    """
    options.put_out(options.council_at(home).use_form(kind=kind, use=use), out)


# Commands of the group `use`.
COMMANDS = (triage, design_review, dpia_advice, paper, dpia, form, outcomes)
