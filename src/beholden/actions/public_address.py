"""Where a council's public pages are and whom to write to, as its settings say."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlsplit

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """The address of the public pages, the council's name on GOV.UK, and whom to write to.

    ``email`` is of who answers for data in general, ``data_protection`` and ``post`` are where
    residents reach the data-protection officer.
    """

    site: str = ""
    email: str = ""
    organisation: str = ""
    data_protection: str = ""
    post: str = ""

    @property
    def for_residents(self) -> str:
        """Return the e-mail address that residents write to: the officer's, or the general one."""
        return self.data_protection or self.email


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
        if not isinstance(value, str) or (value and not _USABLE[name](value)):
            raise ValueError(f"[public] {name} is {_WHAT[name]}.")
    address = PublicAddress(**stated)
    return replace(address, site=address.site.rstrip("/"))


def is_email(value: str) -> bool:
    """Return whether a text is an e-mail address."""
    return bool(_EMAIL.fullmatch(value))


def _is_slug(value: str) -> bool:
    return bool(_SLUG.fullmatch(value))


def is_line(value: str) -> bool:
    """Return whether a text is one line with something on it."""
    return bool(value.strip()) and value.isprintable()


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    plain = not (
        parts.query or parts.fragment or parts.username or re.search(r'[\s<>"{}|\\^`]', value)
    )
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and plain


_USABLE = {
    "site": _is_address,
    "email": is_email,
    "organisation": _is_slug,
    "data_protection": is_email,
    "post": is_line,
}
_WHAT = {
    "site": 'the address of the public pages, such as "https://data.ashmere.example"',
    "email": "the address of a shared mailbox",
    "organisation": "small letters, digits and hyphens, as GOV.UK lists the council",
    "data_protection": "the address of the data-protection officer's shared mailbox",
    "post": "the postal address of the data-protection officer, on one line",
}
