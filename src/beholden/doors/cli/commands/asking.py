"""Questions: ask, explain."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from ....actions import Answered, decision_as_data, write_table
from ....kernel import BadQuestion, Refused
from .. import options
from ..showing import as_csv, pointed, show_json, show_rows
from ..waiting import typed_in
from .outputs import check_out, check_screen

_Command = TypeVar("_Command", bound=Callable[..., Any])

use = click.argument("use")
question = click.argument("question", metavar='"SELECT …"')


def answer_form(command: _Command) -> _Command:
    """Add the options of a command that gives an answer: its form, and a file to write it to."""
    for option in (
        click.option("--out", type=click.Path(path_type=Path), help="Write the rows to a file."),
        click.option("--json", "form", flag_value="json", help="The same as --format json."),
        click.option("--csv", "form", flag_value="csv", help="The same as --format csv."),
        click.option(
            "--format",
            "form",
            type=click.Choice(["table", "csv", "json", "parquet"]),
            default="table",
            show_default=True,
            help="The form of the rows.",
        ),
    ):
        command = option(command)
    return command


@click.command()
@use
@question
@answer_form
@options.home
@options.person
def ask(use: str, question: str, form: str, out: Path | None, home: Path, by: str) -> None:
    """Ask a question of a use's extract, under its agreement.

    A "-" reads the question from the standard input. Small groups are withheld and the rest
    rounded, as agreed; every question is on the record, and its receipt says under which clause.

    \b
        beholden ask warm-homes "select neighbourhood, count(*) from council_tax group by 1"
    """
    check_out(out)
    check_screen(form, out)
    text = typed_in() if question == "-" else question
    with pointing_into(text, form):
        answered = options.council_at(home).ask(by=by, use=use, question=text)
    if out is not None:
        write_table(answered.table, out)
    show_answer(answered, form, written=out is not None)


@click.command()
@use
@question
@options.home
@options.person
@options.forms
def explain(use: str, question: str, home: Path, by: str, form: str | None) -> None:
    """Say whether a question would be allowed, and by which clauses, without asking it.

    It ends as asking would: with exit code 3 where the question is not allowed.
    """
    with pointing_into(question, form):
        decision = options.council_at(home).explain(by=by, use=use, question=question)
    told = decision_as_data(decision)
    if form == "json":
        show_json(told)
    else:
        if form is None:
            click.echo("Allowed." if decision.allowed else decision.refusal.in_words())
        show_rows(told["clauses"], form=form, empty="")
    if not decision.allowed:
        raise SystemExit(Refused.exit_code)


@contextmanager
def pointing_into(question: str, form: str | None) -> Iterator[None]:
    """Show where a question cannot be read on, from the text that the asker gave.

    It goes to the asker's own screen, and not with the error, which may be kept.
    """
    try:
        yield
    except BadQuestion as fault:
        if fault.place and form != "json":
            click.echo(pointed(question, fault.place), err=True)
        raise


def show_answer(answered: Answered, form: str, *, written: bool) -> None:
    """Print an answer in a form, unless it was written to a file, and what its receipt says."""
    rows = answered.table.to_pylist()
    if form == "json":
        show_json({"rows": rows, "receipt": answered.receipt.to_dict()})
    elif form == "csv" and not written:
        click.echo(as_csv(rows), nl=False)
    elif form == "parquet" and not written:
        _write_parquet(answered.table)
    elif form == "table":
        show_rows(rows, form=None, empty="No group is large enough to be shown.")
    if form != "json":
        _tell_receipt(answered)


def _tell_receipt(answered: Answered) -> None:
    receipt = answered.receipt
    for note in answered.notes:
        click.echo(note, err=True)
    withheld = "; ".join(f"{count} withheld: {why}" for why, count in receipt.withheld.items())
    click.echo(
        f"{receipt.shown} shown" + (f"; {withheld}" if withheld else "") + ". "
        f"Receipt {receipt.id}, entry {receipt.entry} of the ledger."
        + (f" Isolation: {receipt.isolation}." if receipt.isolation else ""),
        err=True,
    )


def _write_parquet(table: Any) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, sys.stdout.buffer)
