"""Which undertakings a consequence, a condition or an area of the canvas led to, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ...kernel import Undertaking, day_in_words


def state_in_words(one: Undertaking, today: date) -> str:
    """Return an undertaking's name, owner, day and state as one sentence without its words."""
    due = day_in_words(one.due)
    return f"{one.name}: {one.state_on(today).value} ({one.owner}, by {due})"


def came_of(
    held: Iterable[Undertaking], *, origin: str, which: str, words: tuple[str, str, date | None]
) -> list[Undertaking]:
    """Return the undertakings that come from one place, or say the same as is stated there.

    ``which`` is the place as an undertaking names it; ``words`` are text, owner and day.
    """
    return [
        one
        for one in held
        if (one.origin, one.origin_of) == (origin, which) or (one.text, one.owner, one.by) == words
    ]


def all_in_words(found: Iterable[Undertaking], today: date) -> str:
    """Return undertakings with where each is, as one text."""
    return "; ".join(state_in_words(one, today) for one in found)
