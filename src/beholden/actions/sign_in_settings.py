"""How staff sign in, as the council's settings say: by whose identities, and with what beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

REQUIRED, OFF = "required", "off"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class SignIn:
    """What [sign_in] says.

    ``issuer`` is the council's own OpenID Connect provider; where there is none, staff sign in by
    e-mail address and password. ``client_secret`` is a file in the folder of the keys.
    """

    second_factor: str = REQUIRED
    password: bool = True
    issuer: str = ""
    client_id: str = ""
    client_secret: str = ""
    called: str = "your council account"

    @property
    def by_identity(self) -> bool:
        """Return whether staff may sign in with the council's own provider of identities."""
        return bool(self.issuer)


def stated_sign_in(stated: Any) -> SignIn:
    """Return what [sign_in] says; raise ValueError that names the setting at fault."""
    if not isinstance(stated, dict):
        raise ValueError("[sign_in] is a section of its own.")
    for name, value in stated.items():
        if name not in _WHAT:
            *names, last = _WHAT
            raise ValueError(
                f"[sign_in] {name} is no setting; there are {', '.join(names)} and {last}."
            )
        usable, what = _WHAT[name]
        if not usable(value):
            raise ValueError(f"[sign_in] {name} is {what}.")
    said = SignIn(**stated)
    _refuse_half(said)
    return said


def _refuse_half(said: SignIn) -> None:
    together = {said.issuer != "", said.client_id != "", said.client_secret != ""}
    if len(together) > 1:
        raise ValueError("[sign_in] issuer, client_id and client_secret are given together.")
    if not said.password and not said.by_identity:
        raise ValueError("[sign_in] password = false leaves nobody a way in without an issuer.")


def is_file_of_keys(value: Any) -> bool:
    """Return whether a setting is the bare name of a file in the folder of the keys."""
    return isinstance(value, str) and bool(value) and PurePosixPath(value).name == value


def is_safe_address(value: Any) -> bool:
    """Return whether an address is https, or http on this machine alone, with nothing secret."""
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    return safe and bool(host) and not (parts.username or parts.query or parts.fragment)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


_WHAT: dict[str, tuple[Callable[[Any], bool], str]] = {
    "second_factor": (lambda value: value in (REQUIRED, OFF), f'"{REQUIRED}" or "{OFF}"'),
    "password": (lambda value: isinstance(value, bool), "true or false"),
    "issuer": (is_safe_address, "the https address of an OpenID Connect provider"),
    "client_id": (_is_text, "the name by which the provider knows these pages"),
    "client_secret": (is_file_of_keys, "the name of a file in the folder of the keys"),
    "called": (
        _is_text,
        'what the button says after "Sign in with", such as "your council account"',
    ),
}
