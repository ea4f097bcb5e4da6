"""How e-mails and text messages leave: printed, by SMTP, or by GOV.UK Notify."""

from __future__ import annotations

import logging
from threading import Thread
from typing import Any, Protocol

from ...kernel import BeholdenError, Unavailable
from .console import ByConsole
from .notify import ByNotify
from .smtp import BySmtp

LOG = logging.getLogger("beholden.sending")
EMAIL, TEXT = "email", "text"


class Sender(Protocol):
    """Whatever sends messages; each way raises Unavailable where it cannot be sent now."""

    def email(self, to: str, *, subject: str, body: str) -> None:
        """Send one e-mail."""

    def text(self, to: str, *, body: str) -> None:
        """Send one text message."""


def sender_of(council: Any) -> Sender:
    """Return how this council's messages leave; raises Unavailable where a secret is missing."""
    said = council.messages
    if said.send_by == "smtp":
        return BySmtp(said, password=_secret(council, said.password))
    if said.send_by == "notify":
        return ByNotify(said, key=_secret(council, said.key))
    return ByConsole()


def send(council: Any, kind: str, to: str, *, subject: str, body: str) -> None:
    """Send one message, by e-mail or as a text."""
    sender = sender_of(council)
    if kind == TEXT:
        sender.text(to, body=body)
    else:
        sender.email(to, subject=subject, body=body)


def send_later(council: Any, kind: str, to: str, *, subject: str, body: str) -> Thread:
    """Send one message beside the answer, so that how long it takes tells nobody anything."""
    thread = Thread(
        target=_or_log, args=(council, kind, to), kwargs={"subject": subject, "body": body}
    )
    thread.start()
    return thread


def _or_log(council: Any, kind: str, to: str, **message: str) -> None:
    try:
        send(council, kind, to, **message)
    except BeholdenError as fault:
        LOG.warning("a message could not be sent: %s", fault.what)


def _secret(council: Any, name: str) -> str:
    if not name:
        return ""
    try:
        return str(council.keys_directory.joinpath(name).read_text(encoding="utf-8").strip())
    except OSError:
        raise Unavailable(
            "The secret with which messages are sent is not there.",
            why=f"The folder of the keys has no readable file {name}, which [messages] names.",
            next_step="Put it there, readable by the account that runs Beholden alone.",
        ) from None
