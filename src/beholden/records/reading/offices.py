"""The office that somebody had when they did something, and the one they have now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ...kernel import Sentence


def office_then(person: Any, at: datetime | None) -> str:
    """Return the office that a person had at a moment; nothing where nobody acted."""
    if person is None:
        return ""
    return office_named(person.office, person.called_before, at)


def office_named(
    office: str, called_before: Iterable[Mapping[str, str]] | None, at: datetime | None
) -> str:
    """Return an office as it was called at a moment, and what it is now where that is another.

    Whoever holds it may have moved, or their office may have another name: the words claim neither.
    """
    after = (
        held["office"]
        for held in called_before or ()
        if at and at < datetime.fromisoformat(held["until"])
    )
    then = next(after, office)
    if then == office:
        return office
    return Sentence("%(then)s (who later became %(office)s)", then=then, office=office)
