"""What an office was called when somebody who has it did something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ...kernel import Sentence


def office_then(person: Any, at: datetime | None) -> str:
    """Return the office of a person with its name of a moment; nothing where nobody acted."""
    if person is None:
        return ""
    return office_named(person.office, person.called_before, at)


def office_named(
    office: str, called_before: Iterable[Mapping[str, str]] | None, at: datetime | None
) -> str:
    """Return an office, and what it was called at a moment where that is another name."""
    after = (
        held["office"]
        for held in called_before or ()
        if at and at < datetime.fromisoformat(held["until"])
    )
    then = next(after, office)
    if then == office:
        return office
    return Sentence("%(office)s (then called %(then)s)", office=office, then=then)
