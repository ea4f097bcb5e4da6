"""What is told of a feed to residents: from when until when rows were given, and never to whom."""

from __future__ import annotations

from typing import Any

from ...kernel import day_in_words, day_of
from .records import all_feeds


def fed_while(extract: Any) -> list[str]:
    """Return, in words, when feeds were open that had rows of an extract."""
    opened = all_feeds().filter(agreement=extract.agreement, opened_at__isnull=False)
    return [
        _span(feed)
        for feed in opened
        if (extract.destroyed_at is None or feed.opened_at < extract.destroyed_at)
        and (feed.closed_at is None or feed.closed_at > extract.sealed_at)
    ]


def _span(feed: Any) -> str:
    since = day_in_words(day_of(feed.opened_at))
    if feed.closed_at is None:
        return f"since {since}"
    return f"from {since} until {day_in_words(day_of(feed.closed_at))}"
