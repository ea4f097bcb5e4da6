"""Closing a feed: nobody reads it any more, and its rows leave the server."""

from __future__ import annotations

from ...kernel import BadInput
from ..acting import acting
from ..home import Home
from ..rights import Right
from .access import is_gone
from .keeping import close, keep_server
from .records import standing_feed


def close_feed(home: Home, *, by: str, use: str, because: str) -> bool:
    """Close the feed of a use, or decline one that was asked for; return whether it is gone.

    The reason is public. The register comes first: where the server is not reached, the rows go as
    soon as it is, and `feed list` says so until then.
    """
    if not because.strip():
        raise BadInput("This needs its reason, which is public.", next_step="Say because.")
    with acting(home, by=by, right=Right.FEED_CLOSE, name="feed-closed", use=use) as act:
        feed = standing_feed(use)
        close(act, feed, because=because.strip())
    keep_server(home)
    return is_gone(home, feed)
