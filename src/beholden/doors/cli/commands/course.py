"""Courses: list, show, add, take; certificates and who has them; what training rights ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ....actions import Council, read_statement, read_text
from ....actions.learning.certifying import FORMS, check_certificate_file
from ....actions.learning.papers import chosen_by, paper_text, read_paper, shown_options
from ....actions.learning.taking import Attempt, Taken
from ....kernel import BadInput, SystemClock
from .. import options
from ..showing import say, show_facts, show_json, show_rows
from ..waiting import ask_person
from .outputs import check_out

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def course() -> None:
    """Short courses: what people who act must know, and residents may want to."""


@course.command("list")
@options.home
@options.forms
def list_courses(home: Path, form: str | None) -> None:
    """List the courses that may be taken, and whose they are."""
    rows = [state.to_dict() for state in options.council_at(home).list_courses()]
    show_rows(rows, form=form)


@course.command("show")
@click.argument("code", metavar="COURSE")
@options.home
@options.forms
def show(code: str, home: Path, form: str | None) -> None:
    """Show a course as its Markdown file, to be read, or to be changed and added.

    \b
        beholden course show handling-joined-up-data > courses/handling-joined-up-data.md
    """
    state = options.council_at(home).course_named(code)
    if form:
        show_facts({**state.to_dict(), "text": state.course.text}, form=form)
    else:
        say(state.course.text)


@course.command("add")
@click.argument("file", type=_FILE)
@options.home
@options.person
def add(file: Path, home: Path, by: str) -> None:
    """Publish a course, or the next version of one, from a Markdown file.

    \b
        beholden course add courses/handling-joined-up-data.md --as dpo
    """
    state = options.council_at(home).publish_course(by=by, text=read_text(file))
    say(f"Published: {state.course.title}, version {state.course.version}.")
    click.echo(f"Take it: beholden course take {state.course.code}")


@course.command("take")
@click.argument("code", metavar="COURSE")
@click.option(
    "--paper",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the questions into a YAML file, to be answered there; ask nothing.",
)
@click.option(
    "--answers",
    type=_FILE,
    metavar="FILE",
    help="Hand in that file with its answers; ask nothing.",
)
@click.option("--json", "form", flag_value="json", help="Print the marks, or the error, as JSON.")
@options.home
@options.person
def take(
    code: str,
    paper: Path | None,
    answers: Path | None,
    form: str | None,
    home: Path,
    by: str,
) -> None:
    """Take a course: read it section by section, then answer its questions.

    Ctrl-C stops; the next time it goes on with the first section that was not read yet. Every
    attempt asks in an order of its own.

    \b
        beholden course take handling-joined-up-data --as analyst
        beholden course take handling-joined-up-data --as analyst --paper paper.yaml
        beholden course take handling-joined-up-data --as analyst --answers paper.yaml
    """
    if paper and answers:
        raise click.UsageError("--paper begins an attempt and --answers ends it: give one.")
    check_out(paper, endings=(".yaml", ".yml"))
    council = options.council_at(home)
    attempt = council.begin_course(by=by, course=code)
    if paper:
        _write(paper, paper_text(attempt))
        click.echo(f"Written: {paper.name}. Read the course: beholden course show {code}")
        return
    if answers:
        chosen = read_paper(attempt, answers)
    else:
        _read_sections(council, by, attempt)
        chosen = _ask(attempt)
    handed = {number: sorted(options) for number, options in chosen.items()}
    taken = council.hand_in_course(by=by, attempt=attempt.id, answers=handed)
    _show_marks(attempt, taken, form=form)


@course.command("certificate")
@click.argument("certificate")
@click.option(
    "--format",
    "written",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="As text, as a page to print, or as a file that anybody can check.",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.")
@options.home
@options.person
def certificate_of(certificate: str, written: str, out: Path | None, home: Path, by: str) -> None:
    """Print a certificate that you hold.

    \b
        beholden course certificate certificate-1f0c… --format html --out certificate.html
    """
    endings = {"text": (".txt",), "html": (".html",), "json": (".json",)}
    check_out(out, endings=endings[written])
    council = options.council_at(home)
    text = council.show_certificate(by=by, certificate=certificate, form=written)
    if out:
        _write(out, text)
        click.echo(f"Written: {out.name}")
    else:
        say(text)


@course.command("check")
@click.argument("certificate", required=False)
@click.option(
    "--file",
    type=_FILE,
    metavar="FILE",
    help="Check this file of a certificate, from a ledger's public files alone.",
)
@click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    metavar="DIRECTORY",
    help="The ledger to check the file against.  [default: that of the home]",
)
@options.home
@options.forms
def check(
    certificate: str | None,
    file: Path | None,
    ledger: Path | None,
    home: Path,
    form: str | None,
) -> None:
    """Check a certificate against the ledger, by its name or as a file; nobody is named.

    \b
        beholden course check certificate-1f0c…
        beholden course check --file certificate.json --ledger ashmere/ledger
    """
    if (certificate is None) == (file is None):
        raise click.UsageError("Name a certificate, or give its file with --file.")
    if file:
        today = SystemClock().today()
        checked = check_certificate_file(file, directory=ledger or home / "ledger", today=today)
    else:
        checked = options.council_at(home).check_certificate(certificate or "")
    show_facts(checked.to_dict(), form=form)


@course.command("status")
@options.home
@options.person
@options.forms
def status(home: Path, by: str, form: str | None) -> None:
    """List who has passed which course, and who lacks one that a right or agreement asks for.

    It names people by their codes: it is for those who see to training.
    """
    rows = options.council_at(home).training_status(by=by)
    show_rows(rows, form=form, empty="Nobody has passed a course, and none is asked for.")


@course.command("require")
@click.argument("file", type=_FILE)
@options.home
@options.person
def require(file: Path, home: Path, by: str) -> None:
    """State which right asks for which course, from a YAML file.

    \b
        requires:
          question-ask: [handling-joined-up-data]
        grace_days: 30
    """
    statement = read_statement(file)
    options.council_at(home).require_training(by=by, statement=statement)
    click.echo("Stated. Who still lacks what: beholden course status")


def _read_sections(council: Council, by: str, attempt: Attempt) -> None:
    sections = attempt.course.sections
    for number, section in enumerate(sections, 1):
        if number in attempt.read:
            continue
        say(f"\n{section.title}   ({number} of {len(sections)})\n\n{section.text}\n")
        ask_person("Enter to go on", default="", show_default=False, prompt_suffix=" ")
        council.read_section(by=by, attempt=attempt.id, section=number)


def _ask(attempt: Attempt) -> dict[int, frozenset[int]]:
    chosen: dict[int, frozenset[int]] = {}
    for place, asked in enumerate(attempt.paper, 1):
        question = attempt.course.questions[asked.number - 1]
        say(f"\nQuestion {place} of {len(attempt.paper)}\n\n{question.prompt}\n")
        for letter, text in shown_options(attempt.course, asked).items():
            say(f"  {letter}  {text}")
        while asked.number not in chosen:
            letters = ask_person(
                "Your answers (several are right)" if question.has_several else "Your answer"
            )
            try:
                chosen[asked.number] = chosen_by(letters, asked)
            except BadInput as fault:
                say(f"{fault.what} {fault.why}")
    return chosen


def _show_marks(attempt: Attempt, taken: Taken, *, form: str | None) -> None:
    result, certificate = taken.result, taken.certificate
    if form == "json":
        show_json(_marks(attempt, taken))
        return
    for place, marked in enumerate(result.marked, 1):
        said = "right" if marked.is_right else "wrong"
        say(f"\n{place}  {said}: {attempt.course.questions[marked.number - 1].prompt}")
        if not marked.is_right:
            right = [
                option.text
                for option in attempt.course.questions[marked.number - 1].options
                if option.is_right
            ]
            say(f"   Right is: {'; '.join(right)}")
        say(f"   {marked.explanation}")
    click.echo(f"\n{result.right} of {len(result.marked)} right: {result.score} per cent.")
    if certificate is None:
        click.echo(f"Not passed: {result.pass_mark} per cent are needed. Nobody is told.")
        click.echo(f"Try again: beholden course take {attempt.course.code}")
    else:
        click.echo(f"Passed. It counts until {certificate.expires.isoformat()}.")
        click.echo(f"Your certificate: beholden course certificate {certificate.id}")


def _marks(attempt: Attempt, taken: Taken) -> dict[str, Any]:
    certificate = taken.certificate
    return {
        "course": attempt.course.code,
        "version": attempt.course.version,
        "score": taken.result.score,
        "passed": taken.result.passed,
        "certificate": certificate.id if certificate else None,
        "expires": certificate.expires.isoformat() if certificate else None,
        "questions": [
            {
                "question": attempt.course.questions[one.number - 1].prompt,
                "right": one.is_right,
                "explanation": one.explanation,
            }
            for one in taken.result.marked
        ],
    }


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text + ("" if text.endswith("\n") else "\n"), encoding="utf-8")
    except OSError as fault:
        raise BadInput(
            f"The file {file.name} cannot be written.",
            why=f"The reason: {fault.strerror}.",
            next_step="Name another place.",
        ) from None
