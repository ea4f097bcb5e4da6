"""How e-mails and text messages leave, as the council's settings say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .sign_in_settings import is_file_of_keys, is_safe_address

CONSOLE, SMTP, NOTIFY = "console", "smtp", "notify"
NOTIFY_ADDRESS = "https://api.notifications.service.gov.uk"
STARTTLS, TLS, NO_TLS = "starttls", "tls", "none"


@dataclass(frozen=True, slots=True)
class Messages:
    """What [messages] says; secrets are files in the folder of the keys."""

    send_by: str = CONSOLE
    sender: str = ""  # SMTP: whom it is from
    host: str = ""
    port: int = 587
    tls: str = STARTTLS
    user: str = ""
    password: str = ""
    key: str = ""  # GOV.UK Notify: the API key, and a template of each kind
    email_template: str = ""
    text_template: str = ""
    address: str = NOTIFY_ADDRESS

    @property
    def leave(self) -> bool:
        """Return whether messages leave this machine, or are printed where the pages are served."""
        return self.send_by != CONSOLE

    @property
    def may_text(self) -> bool:
        """Return whether text messages can be sent, too."""
        return self.send_by == CONSOLE or (self.send_by == NOTIFY and bool(self.text_template))


def stated_messages(stated: Any) -> Messages:
    """Return what [messages] says; raise ValueError that names the setting at fault."""
    if not isinstance(stated, dict):
        raise ValueError("[messages] is a section of its own.")
    for name, value in stated.items():
        if name not in _WHAT:
            *names, last = _WHAT
            raise ValueError(
                f"[messages] {name} is no setting; there are {', '.join(names)} and {last}."
            )
        usable, what = _WHAT[name]
        if not usable(value):
            raise ValueError(f"[messages] {name} is {what}.")
    said = Messages(**stated)
    for name in _NEEDED[said.send_by]:
        if not getattr(said, name):
            raise ValueError(f'[messages] send_by = "{said.send_by}" needs {name}.')
    if said.user and not said.password:
        raise ValueError("[messages] user needs password, a file in the folder of the keys.")
    return said


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _is_port(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536


_NEEDED = {CONSOLE: (), SMTP: ("host", "sender"), NOTIFY: ("key", "email_template")}
_LINE, _FILE = (_is_line, "one line of text"), (is_file_of_keys, "a file in the folder of the keys")
_WHAT: dict[str, tuple[Callable[[Any], bool], str]] = {
    "send_by": (lambda value: value in _NEEDED, f'"{CONSOLE}", "{SMTP}" or "{NOTIFY}"'),
    "sender": (lambda value: _is_line(value) and "@" in value, "an e-mail address"),
    "host": _LINE,
    "port": (_is_port, "the number of a port"),
    "tls": (lambda value: value in (STARTTLS, TLS, NO_TLS), f'"{STARTTLS}", "{TLS}" or "{NO_TLS}"'),
    "user": _LINE,
    "password": _FILE,
    "key": _FILE,
    "email_template": _LINE,
    "text_template": _LINE,
    "address": (is_safe_address, "an https address"),
}
