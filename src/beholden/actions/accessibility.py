"""What a council states of how accessible its pages are, as its settings say."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from .public_address import is_email, is_line


@dataclass(frozen=True, slots=True)
class Accessibility:
    """Whom to write to, when the pages were tested and by whom, and which faults are known.

    The Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations
    2018, regulation 8, ask a council for such a statement. ``known`` are faults that it found
    itself, each a sentence; what the software knows of its own stands on the page besides.
    """

    email: str = ""
    phone: str = ""
    prepared: date | None = None
    tested: date | None = None
    tested_by: str = ""
    known: tuple[str, ...] = ()


def stated_accessibility(stated: Any) -> Accessibility:
    """Return what [accessibility] says; raise ValueError that names the setting at fault."""
    if not isinstance(stated, dict):
        raise ValueError("[accessibility] is a section of its own.")
    known = [field.name for field in fields(Accessibility)]
    for name, value in stated.items():
        if name not in known:
            there = f"{', '.join(known[:-1])} and {known[-1]}"
            raise ValueError(f"[accessibility] {name} is no setting; there are {there}.")
        usable, what = _SETTINGS[name]
        if not usable(value):
            raise ValueError(f"[accessibility] {name} is {what}.")
    faults = tuple(stated.get("known", ()))
    return Accessibility(**{**stated, "known": faults})


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and is_line(value)


def _is_mailbox(value: Any) -> bool:
    return isinstance(value, str) and is_email(value)


def _is_day(value: Any) -> bool:
    return type(value) is date  # a moment of TOML is a date to Python, and no day


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


_DAY = "a day without quotation marks, such as 2027-03-01"
_SETTINGS = {
    "email": (_is_mailbox, "a shared mailbox's address"),
    "phone": (_is_text, "a telephone number, in quotation marks"),
    "prepared": (_is_day, _DAY),
    "tested": (_is_day, _DAY),
    "tested_by": (_is_text, "who tested the pages, on one line"),
    "known": (_are_texts, "a list of sentences, each a fault that was found"),
}
