"""Accounts: who may sign in to the pages; open, list, reset, give again, close."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ....actions import AccountKept, Council
from ....kernel import BeholdenError
from ....records import reading
from .. import options
from ..rows import account_row
from ..showing import show_rows
from ..waiting import ask_person

_Command = TypeVar("_Command", bound=Callable[..., Any])
_HERE = "http://127.0.0.1:8000"
_UNSENT = "Messages leave this machine nowhere: council.toml says nothing under [messages]."


def _sent(command: _Command) -> _Command:
    """Add the options that say where the one-time address is, and how it gets to the person."""
    for option in (
        click.option(
            "--pages",
            default=None,
            metavar="URL",
            help="Where the pages are served, for the one-time address.  [default: [public] site "
            f"in council.toml, else {_HERE}]",
        ),
        click.option(
            "--send", is_flag=True, help="E-mail the address to the person; it is not printed."
        ),
    ):
        command = option(command)
    return options.home(options.person(command))


@click.group()
def account() -> None:
    """Accounts with which people of the council's list sign in to the pages."""


@account.command("open")
@click.argument("code")
@click.option(
    "--email-file",
    type=click.File("r", encoding="utf-8"),
    help="A file with the e-mail address, or -; asked for where it is not given, so that it stands "
    "in no list of processes and no history.",
)
@_sent
def open_account(
    code: str, email_file: Any, home: Path, by: str, pages: str | None, send: bool
) -> None:
    """Open an account for a person of the list, and give the address that sets its password once.

    On record is who opened it: to an administrator whose account you open here, no account is shown
    that you took away. One who opens their own account, on this machine, is joined to nobody.

    \b
        beholden account open dpo --as admin
        beholden account open dpo --email-file address.txt --send --as admin
        beholden account open deputy --as deputy
    """
    email = email_file.read().strip() if email_file else ask_person("E-mail address", err=True)
    council = _council(home)
    key = council.open_account(by=by, code=code, email=email)
    click.echo(f"Recorded: {code} has an account.")
    _hand_over(council, _held(council, code, by=by).email, key, pages=pages, send=send)


@account.command("reset")
@click.argument("code")
@options.home
@options.person
def reset(code: str, home: Path, by: str) -> None:
    """Take an account's password, second factor, identity, sessions and keys away, to begin anew.

    Another administrator then gives it to its person again: beholden account give.

    \b
        beholden account reset dpo --as admin
    """
    council = _council(home)
    council.reset_account(by=by, code=code)
    click.echo(f"Recorded: the account of {code} begins anew; its sessions have ended.")
    _tell_of_taking(council, _held(council, code, by=by).email, closed=False)
    click.echo(f"Another administrator gives it again: beholden account give {code}")


@account.command("give")
@click.argument("code")
@_sent
def give(code: str, home: Path, by: str, pages: str | None, send: bool) -> None:
    """Give an account that another administrator began anew to its person again.

    The address is printed for whoever is joined to who began it anew by no account that one of them
    opened, directly or through others; others give it with --send. Whoever gave it gives it once
    more where what was sent or printed is lost. What --send cannot send is printed for nobody: on
    record is who was shown an address, so it is given once more without.

    \b
        beholden account give dpo --as deputy
        beholden account give dpo --send --as deputy
    """
    council = _council(home)
    key = council.give_account(by=by, code=code, sent=send)
    click.echo(f"Recorded: the account of {code} is its person's again.")
    held = _held(council, code, by=by)
    if send and council.messages.leave:  # so the register was promised that nobody is shown it
        _send_only(council, held, key, pages=pages)
    else:
        _hand_over(council, held.email, key, pages=pages, send=send, again=True)


@account.command("close")
@click.argument("code")
@options.home
@options.person
def close(code: str, home: Path, by: str) -> None:
    """Close an account: its sessions and its keys end, and its e-mail address is forgotten."""
    council = _council(home)
    emails = [one.email for one in council.list_accounts(by=by) if one.person == code]
    council.close_account(by=by, code=code)
    click.echo(f"Recorded: {code} has no account any more.")
    for email in emails:
        _tell_of_taking(council, email, closed=True)


@account.command("list")
@options.home
@options.person
@options.forms
def list_accounts(home: Path, by: str, form: str | None) -> None:
    """List the accounts, with what each signs in by, for whoever keeps them."""
    # A program is given every field as it is kept; a screen has room for what a person looks for.
    told = reading.plain if form else account_row
    rows = [told(one) for one in _council(home).list_accounts(by=by)]
    show_rows(rows, form=form, empty="Nobody has an account yet.")


def _council(home: Path) -> Council:
    """Open a home where its pages' accounts are known."""
    from ...web.serving import prepare

    prepare(home)
    return options.council_at(home)


def _hand_over(
    council: Council, email: str, key: str, *, pages: str | None, send: bool, again: bool = False
) -> None:
    """Send the one-time address to the person; print it where it is not, or cannot be, sent."""
    from ...web.sign_in.adapters import GIVEN, OPENED, message_of, new_password_path
    from ...web.sign_in.adapters import told_that_it_was_shown as told

    begins = GIVEN if again else OPENED
    with council.at_work():
        address = _where(council, pages) + new_password_path(key)
    if send and _left(council, email, message_of(council, address, begins=begins)):
        click.echo("The address that sets a password once was sent to the person.")
        return
    click.echo(f"It sets a password once, within 24 hours:\n{address}")
    if not send and _left(council, email, told(council, begins=begins)):
        click.echo("The person was told by e-mail.")


def _where(council: Council, pages: str | None) -> str:
    """Return where the pages are: as was said with the command, or as the council states."""
    return (pages or council.public.site or _HERE).rstrip("/")


def _send_only(council: Council, held: AccountKept, key: str, *, pages: str | None) -> None:
    """Send the one-time address to the person; it is printed for nobody, whatever happens."""
    from ...web.sign_in.adapters import GIVEN, message_of, new_password_path

    with council.at_work():
        address = _where(council, pages) + new_password_path(key)
    if _left(council, held.email, message_of(council, address, begins=GIVEN)):
        click.echo("The address that sets a password once was sent to the person.")
    else:
        how = "when messages leave again" if held.only_sent else "without --send to have it printed"
        click.echo(f"The address is printed for nobody: give it once more {how}.")


def _tell_of_taking(council: Council, email: str, *, closed: bool) -> None:
    """Tell the person at their own address what another took away."""
    from ...web.sign_in.adapters import told_that_it_was_taken

    if _left(council, email, told_that_it_was_taken(council, closed=closed)):
        click.echo("The person was told by e-mail.")


def _left(council: Council, email: str, message: tuple[str, str]) -> bool:
    """Send a message; say why where it cannot be sent, and return whether it was."""
    from ...sending import send as send_message

    if not council.messages.leave:
        click.echo(f"The person was told nothing. {_UNSENT}")
        return False
    subject, body = message
    try:
        send_message(council, "email", email, subject=subject, body=body)
    except BeholdenError as fault:
        click.echo(f"The person was told nothing. {fault.what} {fault.next_step}".rstrip())
        return False
    return True


def _held(council: Council, code: str, *, by: str) -> AccountKept:
    (held,) = [one for one in council.list_accounts(by=by) if one.person == code]
    return held
