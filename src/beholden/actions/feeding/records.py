"""Finding feeds in the register."""

from __future__ import annotations

from typing import Any

from ...kernel import NotFound
from ..named_use import use_named


def standing_feed(use: str) -> Any:
    """Return the feed of a use that is asked for or open; raise NotFound where there is none."""
    found = of_use(use_named(use)).exclude(state="closed").first()
    if found is None:
        raise NotFound(
            "This use has no feed.",
            next_step=f"beholden feed ask {use} --because …, to ask for one.",
            ask="the owner of the use",
        )
    return found


def open_feed_of(use: str) -> Any:
    """Return the open feed of a use; raise NotFound where it waits for a second person."""
    found = standing_feed(use)
    if found.state != "open":
        raise NotFound(
            "The feed of this use is not open yet.",
            why="It was asked for, and waits for a second person.",
            next_step=f"beholden feed open {use}",
            ask="the data-protection officer",
        )
    return found


def of_use(use: Any) -> Any:
    """Return the feeds of a use, with what they lead to."""
    return all_feeds().filter(use=use)


def all_feeds() -> Any:
    """Return every feed, with what it leads to."""
    from ...records.models import Feed

    return Feed.objects.select_related("use", "agreement__use", "extract")


def standing_access(feed: Any) -> Any:
    """Return the access to a feed that has not ended."""
    return feed.access.filter(ended_at__isnull=True).select_related("person")
