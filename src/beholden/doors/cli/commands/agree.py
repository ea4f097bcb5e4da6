"""Agreements: state, sign, end, list, show."""

from __future__ import annotations

from pathlib import Path

import click

from ....actions import read_statement
from ....records import reading
from .. import options
from ..rows import agreement_row, draft_row
from ..showing import say, show_facts, show_json, show_rows


@click.group()
def agree() -> None:
    """Agreements: the file that the parties sign is the rule that the engine obeys."""


@agree.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.home
@options.person
def state(file: Path, home: Path, by: str) -> None:
    """State an agreement, or its next version, from a file; see `beholden schema agreement`."""
    council, document = options.council_at(home), read_statement(file)
    terms = council.state_agreement(by=by, document=document)
    click.echo(f"Offered: {terms.agreement}, from {terms.starts} until {terms.ends}.")
    click.echo(f"It is in force when all have signed: {', '.join(terms.between)}.")
    show_findings(council.agreement_findings(document=document))


def show_findings(findings: tuple[str, ...]) -> None:
    """Print what should be looked at again; nothing of it stopped the act."""
    if findings:
        click.echo("Look at this again; nothing of it stops the agreement:")
    for finding in findings:
        say(f"  {finding}")


@agree.command()
@click.argument("agreement")
@options.home
@options.person
def sign(agreement: str, home: Path, by: str) -> None:
    """Sign an agreement for your organisation; the last signature brings it into force."""
    council = options.council_at(home)
    now = council.sign_agreement(by=by, agreement=agreement)
    with council.at_work():
        view = reading.agreement(agreement)
    waiting = agreement_row(view)["to_sign"]
    if now == "offered" and waiting:
        click.echo(f"Signed. It is in force when these have signed too: {', '.join(waiting)}.")
    elif now == "offered":
        click.echo(f"Signed by all. It is in force from {view.starts}, once nothing is in its way.")
    else:
        click.echo(f"Signed. The agreement is {now.replace('_', ' ')}.")


@agree.command()
@click.argument("agreement")
@click.option("--because", required=True, help="The reason, which is public.")
@options.home
@options.person
def end(agreement: str, because: str, home: Path, by: str) -> None:
    """End an agreement now: its extracts' keys are destroyed, and nothing brings them back."""
    options.council_at(home).end_agreement(by=by, agreement=agreement, because=because)
    click.echo("Ended. The keys of its extracts are destroyed; there is nothing left to ask.")


@agree.command("list")
@options.home
@options.forms
def list_agreements(home: Path, form: str | None) -> None:
    """List the agreements, who has signed and how long each lasts."""
    with options.council_at(home).at_work():
        rows = [agreement_row(view) for view in reading.agreements()]
        rows += [draft_row(view) for view in reading.drafts()]
    show_rows(rows, form=form, empty="No agreement is stated yet.")


@agree.command()
@click.argument("name")
@options.home
@options.forms
def show(name: str, home: Path, form: str | None) -> None:
    """Show one agreement; with --json its document and the terms that the gate obeys."""
    with options.council_at(home).at_work():
        view = reading.agreement(name)
    if form == "json":
        show_json(view.to_dict())
    else:
        show_facts(agreement_row(view), form=form)
