"""Messages by a council's own mail server."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from typing import Any

from ...kernel import BadInput, Unavailable

_SECONDS = 20


class BySmtp:
    """Sends e-mails over SMTP, with TLS unless the council's settings say none."""

    def __init__(self, said: Any, *, password: str) -> None:
        self._said, self._password = said, password

    def email(self, to: str, *, subject: str, body: str) -> None:
        """Send one e-mail; raises Unavailable where the server does not take it."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._said.sender, to, subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body)
        try:
            with self._server() as server:
                if self._said.user:
                    server.login(self._said.user, self._password)
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as fault:
            # What the server says may repeat the address.
            raise Unavailable(
                "The mail server did not take a message.",
                why=f"It ended with {type(fault).__name__}.",
                next_step="Look at [messages] in council.toml, and at the server.",
            ) from None

    def text(self, to: str, *, body: str) -> None:  # noqa: ARG002 (it cannot)
        """Raise BadInput: a mail server sends no text messages."""
        raise BadInput("Text messages are sent by GOV.UK Notify only.")

    def _server(self) -> smtplib.SMTP:
        said, context = self._said, ssl.create_default_context()
        if said.tls == "tls":
            return smtplib.SMTP_SSL(said.host, said.port, timeout=_SECONDS, context=context)
        server = smtplib.SMTP(said.host, said.port, timeout=_SECONDS)
        if said.tls == "starttls":
            server.starttls(context=context)
        return server
