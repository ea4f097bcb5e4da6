"""What becomes of an agreement: drafts, parties' answers, suspension."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from ....actions import AgreementFault, as_icalendar, read_statement
from ....kernel import BadInput
from ....records import reading
from .. import options
from ..rows import party_row
from ..showing import say, show_rows
from .agree import agree, show_findings

_STATES = ("signed", "asks for changes", "offered", "declined", "withdrawn")


def _in_full(fault: AgreementFault) -> str:
    place = " › ".join(fault.place)
    return f"{place}: {fault.says}" if place else fault.says


_because = click.option("--because", required=True, help="The reason, which is public.")


@agree.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.home
@options.person
def draft(file: Path, home: Path, by: str) -> None:
    """Keep an agreement as a draft, or change your own: it is offered to nobody yet."""
    council, document = options.council_at(home), read_statement(file)
    kept = council.draft_agreement(by=by, document=document)
    click.echo("Kept as a draft. Nobody is bound by it, and only you can change it.")
    click.echo(f"Offer it to its parties: beholden agree offer {document['agreement']}")
    click.echo(f"What you kept, for --seen: {kept}")
    show_findings(council.agreement_findings(document=document))


@agree.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.home
@options.person
def check(file: Path, home: Path, by: str) -> None:
    """Check an agreement, and say what the engine would do under it; nothing is offered."""
    checked = options.council_at(home).check_agreement(by=by, document=read_statement(file))
    if checked.faults:
        raise BadInput(
            "This agreement cannot be offered as it is.",
            why="\n  ".join(_in_full(one) for one in checked.faults),
            next_step="Change it at these places, and check it again.",
        )
    click.echo("It has no fault." if not checked.waits else f"It has no fault; {checked.waits}")
    for sentence in checked.engine.does if checked.engine else ():
        say(f"  {sentence}")
    show_findings(checked.findings)


@agree.command()
@click.argument("agreement")
@options.home
@options.person
def discard(agreement: str, home: Path, by: str) -> None:
    """Throw your own draft of an agreement away."""
    options.council_at(home).discard_draft(by=by, agreement=agreement)
    click.echo("Discarded.")


@agree.command()
@click.argument("agreement")
@click.option(
    "--seen",
    default="",
    help="The fingerprint of the draft that you have read; one changed since is not offered.",
)
@options.home
@options.person
def offer(agreement: str, seen: str, home: Path, by: str) -> None:
    """Offer a draft to its parties, as the next version of the agreement of its name."""
    terms = options.council_at(home).offer_draft(by=by, agreement=agreement, seen=seen)
    click.echo(f"Offered to {len(terms.between)} parties: {', '.join(terms.between)}.")


@agree.command("ask-changes")
@click.argument("agreement")
@click.option("--text", required=True, help="What should be changed, in words; it is public.")
@options.home
@options.person
def ask_changes(agreement: str, text: str, home: Path, by: str) -> None:
    """Ask, for your organisation, that an agreement be changed; its author answers by a version."""
    options.council_at(home).ask_for_changes(by=by, agreement=agreement, text=text)
    click.echo("Asked. Everybody may read it; see beholden agree parties.")


@agree.command()
@click.argument("agreement")
@_because
@options.home
@options.person
def decline(agreement: str, because: str, home: Path, by: str) -> None:
    """Decline, for your organisation, an agreement that was offered to it."""
    options.council_at(home).decline_agreement(by=by, agreement=agreement, because=because)
    click.echo("Declined. You may still sign it, or ask for changes.")


@agree.command()
@click.argument("agreement")
@_because
@options.home
@options.person
def withdraw(agreement: str, because: str, home: Path, by: str) -> None:
    """Withdraw your organisation's signature at once.

    Asking stops for everybody and the extract is destroyed, unless the agreement says severally:
    yes; then it goes on without your organisation and its data.
    """
    council = options.council_at(home)
    now = council.withdraw_from_agreement(by=by, agreement=agreement, because=because)
    click.echo(f"Withdrawn. The agreement is {now.replace('_', ' ')}.")


@agree.command()
@click.argument("agreement")
@_because
@options.home
@options.person
def suspend(agreement: str, because: str, home: Path, by: str) -> None:
    """Stop an agreement at once: nothing is asked under it, and its extract is kept."""
    options.council_at(home).suspend_agreement(by=by, agreement=agreement, because=because)
    click.echo("Suspended. Another officer can let it go on: beholden agree resume.")


@agree.command()
@click.argument("agreement")
@_because
@options.home
@options.person
def resume(agreement: str, because: str, home: Path, by: str) -> None:
    """Let an agreement go on that somebody else suspended."""
    options.council_at(home).resume_agreement(by=by, agreement=agreement, because=because)
    click.echo("In force again.")


@agree.command()
@click.argument("name")
@click.option("--version", type=int, help="A version; the newest where none is named.")
@options.home
@options.forms
def parties(name: str, version: int | None, home: Path, form: str | None) -> None:
    """Show at a glance where each party is: signed, asking for changes, or silent."""
    with options.council_at(home).at_work():
        view = reading.agreement(name, version)
    if form is None:
        say(_glance(view))
    show_rows([party_row(party) for party in view.standing], form=form)


@agree.command()
@click.argument("name")
@click.argument("before", type=int, required=False)
@click.argument("after", type=int, required=False)
@click.option(
    "--file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file to compare with, in the place of a later version.",
)
@options.home
@options.forms
def diff(
    name: str,
    before: int | None,
    after: int | None,
    file: Path | None,
    home: Path,
    form: str | None,
) -> None:
    """Tell in sentences what changes: from the version in force to the newest, or to a file.

    Each says whether it lets more be done with data about residents (wider) or less (narrower).
    Two numbers name two versions: beholden agree diff NAME 1 3.
    """
    found = options.council_at(home).agreement_differences(
        agreement=name,
        before=before,
        after=after,
        document=read_statement(file) if file else None,
    )
    rows = [one.to_dict() for one in found]
    show_rows(rows, form=form, empty="Nothing changes.")


@agree.command()
@click.option("--within", type=click.IntRange(0, 36_500), help="Only so many days from today on.")
@click.option("--ics", "form", flag_value="ics", help="Print it as iCalendar (RFC 5545).")
@options.home
@options.forms
def calendar(within: int | None, home: Path, form: str | None) -> None:
    """List what is owed when: reviews, first and last days, and what was undertaken."""
    council = options.council_at(home)
    owed = council.agreement_calendar(within=within)
    if form == "ics":
        click.echo(as_icalendar(owed, council=council.name, now=council.clock.now()), nl=False)
    else:
        show_rows([one.to_dict() for one in owed], form=form, empty="Nothing is owed.")


def _glance(view: reading.AgreementView) -> str:
    counts = Counter(party.state for party in view.standing)
    said = ", ".join(f"{counts[state]} {state}" for state in _STATES if counts[state])
    state = view.state.replace("_", " ")
    return f"{view.name}, version {view.version}: {state}. {len(view.standing)} parties: {said}."
