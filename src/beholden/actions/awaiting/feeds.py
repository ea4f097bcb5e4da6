"""What feeds ask of somebody: to open one that somebody else asked for."""

from __future__ import annotations

from collections.abc import Iterator

from ...kernel import Sentence, day_of
from ...records.reading import Standing
from ..rights import Right
from .items import Awaiting, Awaits, Whom


def of_feeds(standing: Standing, whom: Whom) -> Iterator[Awaiting]:
    """Yield the feeds that somebody else asked for and that somebody may open."""
    if not whom.may(Right.FEED_OPEN):
        return
    for one in standing.feeds:
        if one.asked_by == whom.code:
            continue
        yield Awaiting(
            Awaits.FEED,
            of=one.use,
            use=one.use,
            what=Sentence("Open the feed, or decline it: %(title)s", title=one.title),
            why=Sentence("Somebody else asked that rows may be read in other tools."),
            since=day_of(one.asked_at),
        )
