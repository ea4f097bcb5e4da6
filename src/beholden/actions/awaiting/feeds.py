"""What feeds ask of somebody: to open one that somebody else asked for."""

from __future__ import annotations

from collections.abc import Iterator

from ...kernel import Sentence, day_of
from ..rights import Right
from .items import Awaiting, Awaits, Whom


def of_feeds(whom: Whom) -> Iterator[Awaiting]:
    """Yield the feeds that somebody else asked for and that somebody may open."""
    from ...records.models import Feed

    if not whom.may(Right.FEED_OPEN):
        return
    asked = Feed.objects.filter(state="asked").exclude(asked_by__code=whom.code)
    for use, title, at in asked.values_list("use__name", "use__title", "asked_at"):
        yield Awaiting(
            Awaits.FEED,
            of=use,
            use=use,
            what=Sentence("Open the feed, or decline it: %(title)s", title=title),
            why=Sentence("Somebody else asked that rows may be read in other tools."),
            since=day_of(at),
        )
