"""Who calls: a key of the API, or a short-lived token that was given for one (RFC 6749, 4.4)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.http import HttpRequest

from ...actions import (
    Council,
    KeyHeld,
    Right,
    key_held,
    key_of_id,
    offices_that_may,
    right_to_ask,
)
from ...kernel import Refusal, Refused
from ..web.officers import officer_named
from .operation import ANYBODY, ASKS, INSIDE, Operation
from .scopes import scopes_for, within

TOKEN_SECONDS = 3600
_SALT = "beholden.api.scoped-token"


class NoCredentials(Exception):
    """No key was given, or one that opens nothing today."""


def caller(council: Council, request: HttpRequest) -> KeyHeld:
    """Return the key that a request came with; raise NoCredentials without one that holds."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    held = _held(council, given.strip()) if kind.lower() == "bearer" else None
    if held is None:
        raise NoCredentials
    return held


def caller_of_feed(council: Council, request: HttpRequest) -> KeyHeld:
    """Return the key that a feed was asked with, as a password or a bearer's.

    Excel and Power BI ask for a name and a password: the key is the password, under any name.
    """
    if not request.headers.get("Authorization", "").lower().startswith("basic "):
        return caller(council, request)
    _name, secret = _client(request)
    held = _held(council, secret)
    if held is None:
        raise NoCredentials
    return held


def _held(council: Council, given: str) -> KeyHeld | None:
    if given.startswith("key-"):
        return key_held(council, token=given)
    try:
        token = signing.loads(given, salt=_SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None
    # The key is looked at each time: one that is closed takes its tokens with it.
    held = key_of_id(council, key=token["key"])
    return within(held, token) if held else None


def token_for(council: Council, request: HttpRequest) -> dict[str, Any]:
    """Return a token for the key that stands in the request, with the scopes that it asks for.

    Raises NoCredentials, and InvalidScope for what the key does not carry.
    """
    name, secret = _client(request)
    held = key_held(council, token=secret if secret.startswith(f"{name}.") else f"{name}.{secret}")
    if held is None or held.id != name:
        raise NoCredentials
    scopes = scopes_for(held, request.POST.get("scope", ""))
    return {
        "access_token": signing.dumps({"key": held.id, **scopes.to_dict()}, salt=_SALT),
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": scopes.in_words(),
    }


def _client(request: HttpRequest) -> tuple[str, str]:
    """Return a client's id and secret, from HTTP Basic or from the form (RFC 6749, 2.3.1)."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise NoCredentials from None
        return name, secret
    return request.POST.get("client_id", ""), request.POST.get("client_secret", "")


def refuse_beyond(held: KeyHeld, operation: Operation) -> None:
    """Raise Refused where a key, or its person's offices, do not reach an operation."""
    officer = officer_named(held.person)
    if operation.needs is INSIDE and not (officer and officer.inside):
        raise _refused("this is for who has an office inside the council.", "api › inside")
    if operation.rights and not held.rights & operation.rights:
        raise _no_right(operation.rights)


def refuse_other_use(held: KeyHeld, operation: Operation, given: Mapping[str, Any]) -> None:
    """Raise Refused where a key is for some uses, and this is about none of them."""
    if not held.uses:
        return
    body = given.get("statement") or given.get("document") or given
    use = body.get(operation.use) if operation.use and isinstance(body, Mapping) else None
    if not isinstance(use, str) or use not in held.uses:
        raise _refused("this key is for other uses.", "api › uses")


def refuse_other_way(
    council: Council, held: KeyHeld, operation: Operation, given: Mapping[str, Any]
) -> None:
    """Raise Refused where a key does not carry the right that asking of a use takes of its person.

    Who is answered exactly may open a key for self-service alone: it gives them no exact answer.
    """
    if operation.act not in ASKS:
        return
    right = right_to_ask(council, by=held.person, use=str(given.get("use")))
    if right not in held.rights:
        raise _no_right(frozenset({right}))


def _no_right(needed: frozenset[Right]) -> Refused:
    first = min(needed)
    return Refused(
        Refusal(
            what=f"this key does not carry the right {first}.",
            why="A key carries some of its person's rights, so that a program can do no more.",
            clause=f"rights › {first}",
            next_step="open a key with this right, if you hold it.",
            ask=offices_that_may(first) + ".",
        )
    )


def _refused(what: str, clause: str) -> Refused:
    return Refused(
        Refusal(
            what=what,
            why="A key does what it was opened for and nothing else.",
            clause=clause,
            next_step="use a key that was opened for this.",
        )
    )


def open_to_all(operation: Operation) -> bool:
    """Return whether an operation needs no key."""
    return operation.needs is ANYBODY
