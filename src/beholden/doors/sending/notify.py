"""Messages by GOV.UK Notify, as its REST API documentation says.

Each request carries a JSON Web Token that is made for it: signed (HS256) with the secret, issued by
the service, at this moment. An API key is NAME-SERVICE-SECRET, the last two being UUIDs. The
templates in Notify have the fields ((subject)) and ((body)).
"""

from __future__ import annotations

import time
from typing import Any

import jwt
import requests

from ...kernel import Unavailable

_SECONDS = 20
_UUID = 36


class ByNotify:
    """Sends e-mails and text messages through Notify."""

    def __init__(self, said: Any, *, key: str) -> None:
        self._said = said
        self._service, self._secret = _parts(key)

    def email(self, to: str, *, subject: str, body: str) -> None:
        """Send one e-mail; raises Unavailable where Notify does not take it."""
        fields = {"subject": subject, "body": body}
        self._post("email", {"email_address": to}, self._said.email_template, fields)

    def text(self, to: str, *, body: str) -> None:
        """Send one text message; raises Unavailable where Notify does not take it."""
        self._post("sms", {"phone_number": to}, self._said.text_template, {"body": body})

    def _post(self, kind: str, to: dict[str, str], template: str, fields: dict[str, str]) -> None:
        address = f"{self._said.address.rstrip('/')}/v2/notifications/{kind}"
        try:
            answer = requests.post(
                address,
                json={**to, "template_id": template, "personalisation": fields},
                headers={"Authorization": f"Bearer {self._token()}"},
                timeout=_SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException as fault:
            raise _unsent(f"It could not be reached ({type(fault).__name__}).") from None
        if answer.status_code != 201:
            raise _unsent(f"It answered {answer.status_code}{_error_of(answer)}.")

    def _token(self) -> str:
        return jwt.encode(
            {"iss": self._service, "iat": int(time.time())}, self._secret, algorithm="HS256"
        )


def _parts(key: str) -> tuple[str, str]:
    service, secret = key[-2 * _UUID - 1 : -_UUID - 1], key[-_UUID:]
    if len(service) != _UUID or service.count("-") != 4 or secret.count("-") != 4:
        raise Unavailable(
            "The key of GOV.UK Notify is not whole.",
            why="It is NAME-SERVICE-SECRET, the last two being UUIDs.",
            next_step="Copy the whole key from Notify into the file that [messages] key names.",
        )
    return service, secret


def _error_of(answer: Any) -> str:
    """Return the kind of error that Notify names; its message may repeat an address."""
    try:
        return f" {answer.json()['errors'][0]['error'][:40]}"
    except (ValueError, KeyError, IndexError, TypeError):
        return ""


def _unsent(why: str) -> Unavailable:
    return Unavailable(
        "GOV.UK Notify did not take a message.",
        why=why,
        next_step="Look at [messages] in council.toml, and at the service in Notify.",
    )
