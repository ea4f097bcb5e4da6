"""Where a council's public pages are and whom to write to, as its settings say."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """The address of the public pages, a shared mailbox, and the council's name on GOV.UK."""

    site: str = ""
    email: str = ""
    organisation: str = ""


def stated_address(stated: Any) -> PublicAddress:
    """Return what [public] says; raise ValueError that names the setting at fault."""
    if not isinstance(stated, dict):
        raise ValueError("[public] is a section of its own.")
    known = [field.name for field in fields(PublicAddress)]
    for name, value in stated.items():
        if name not in known:
            *first, last = known
            raise ValueError(
                f"[public] {name} is no setting; there are {', '.join(first)} and {last}."
            )
        if not isinstance(value, str) or (value and not _usable(name, value)):
            raise ValueError(f"[public] {name} is {_WHAT[name]}.")
    address = PublicAddress(**stated)
    return PublicAddress(address.site.rstrip("/"), address.email, address.organisation)


def _usable(name: str, value: str) -> bool:
    if name == "site":
        return _is_address(value)
    return bool((_EMAIL if name == "email" else _SLUG).fullmatch(value))


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    plain = not (
        parts.query or parts.fragment or parts.username or re.search(r'[\s<>"{}|\\^`]', value)
    )
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and plain


_WHAT = {
    "site": 'the address of the public pages, such as "https://data.ashmere.example"',
    "email": "the address of a shared mailbox",
    "organisation": "small letters, digits and hyphens, as GOV.UK lists the council",
}
