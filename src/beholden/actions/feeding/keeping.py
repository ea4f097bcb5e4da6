"""Keeping feeds to what stands: what may no longer be read is closed, dropped or filled anew.

First the register: whatever has ended is closed there, by the calendar, with the clause that says
so. Then the server is brought to what the register says. A server that is not reached is tried
again with whatever is done next, and until then the register says "still to be dropped".
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from ...kernel import BeholdenError, Refusal
from ..acting import Act, acting_by_calendar
from ..home import Home
from .deciding import decided_for, decided_for_feed
from .filling import built, extract_under, filled_feed, made_ready, mark_of
from .records import all_feeds, standing_access
from .servers import server_of


def keep_feeds(home: Home) -> None:
    """Close what has ended, end the access of who may not read any more, and keep the server so.

    Called with every date that is kept, and after every act by which something may have ended.
    """
    with home.at_work():
        there = list(all_feeds().filter(dropped_at__isnull=True))
    for feed in there:
        if feed.state != "closed":
            _keep(home, feed)
    if there:
        keep_server(home)


def keep_server(home: Home) -> None:
    """Bring the server to what the register says, as far as it can be reached now."""
    with home.at_work():
        closed = list(all_feeds().filter(state="closed", dropped_at__isnull=True))
        opened = list(all_feeds().filter(state="open"))
        ended = list(_ended_logins())
        stale = [feed for feed in opened if _is_stale(feed)]
    if not (closed or ended or stale):
        return
    with suppress(BeholdenError):
        for feed in closed:
            _drop(home, feed)
        for access in ended:
            _dismiss(home, access)
    for feed in stale:
        with suppress(BeholdenError):
            _fill(home, feed)


def look_at_server(home: Home) -> None:
    """See that the server has what the register says and nothing else, when a home is opened.

    What a copy of the server brought back is dropped; what a crash took is filled anew.
    """
    if not home.feed.database:
        return
    server = server_of(home)
    with home.at_work():
        feeds = list(all_feeds().exclude(place="").filter(dropped_at__isnull=True))
        known = list(_all_access().filter(dropped_at__isnull=True).values_list("login", flat=True))
    with suppress(BeholdenError):
        left = server.strangers(schemas=[feed.place for feed in feeds], logins=known)
        for place in left.schemas:
            server.drop(place, logins=())
        if left.logins:
            server.dismiss(left.logins)
    with suppress(BeholdenError):
        for feed in feeds:
            if feed.state == "open" and server.mark_of(feed.place) != mark_of(feed.extract):
                _fill(home, feed)


def close(act: Act, feed: Any, *, because: str) -> None:
    """Close a feed as a part of an act, with all access to it."""
    act.moot = feed.state == "closed"
    if act.moot:
        return
    act.facts.update(feed=feed.pk, agreement=feed.agreement.name, because=because)
    for access in standing_access(feed):
        access.ended_at, access.ended_because = act.at, "The feed was closed."
        access.save(update_fields=["ended_at", "ended_because"])
    feed.state, feed.closed_at, feed.closed_because = "closed", act.at, because
    if feed.opened_at is None:  # there never was anything on the server
        feed.dropped_at = act.at
    feed.save()


def end_access(act: Act, access: Any, *, because: str) -> None:
    """End somebody's access as a part of an act.

    The ledger names the office and no reason: what training somebody lacks is their own affair.
    """
    access.ended_at, access.ended_because = act.at, because
    access.save(update_fields=["ended_at", "ended_because"])
    act.clauses = ("outputs › records › to",)
    act.facts.update(
        feed=access.feed_id,
        to=access.person.organisation,
        office=access.person.office,
    )


def _keep(home: Home, feed: Any) -> None:
    """Close one feed, or end who may not read it any more."""
    today = home.clock.today()
    with home.at_work():
        refusal = decided_for_feed(feed.agreement, today=today).refusal
        readers = [] if refusal else list(standing_access(feed))
        asked = [(one, decided_for(one.person, feed.agreement, today=today)) for one in readers]
    if refusal:
        _close_by_calendar(home, feed, refusal)
    for access, decision in asked:
        if decision.refusal:
            _end_by_calendar(home, feed, access, decision.refusal)


def _end_by_calendar(home: Home, feed: Any, access: Any, refusal: Refusal) -> None:
    with acting_by_calendar(home, name="feed-access-taken", use=feed.use.name) as act:
        current = standing_access(feed).filter(pk=access.pk).first()
        act.moot = current is None
        if current is not None:
            end_access(act, current, because=refusal.what)


def _close_by_calendar(home: Home, feed: Any, refusal: Refusal) -> None:
    with acting_by_calendar(home, name="feed-closed", use=feed.use.name) as act:
        # Read again under the lock: another process may have closed it meanwhile.
        current = all_feeds().get(pk=feed.pk)
        close(act, current, because=refusal.what)
        act.clauses = (refusal.clause,)


def _drop(home: Home, feed: Any) -> None:
    """Take a closed feed off the server, then write that it is gone."""
    with home.at_work():
        held = _all_access().filter(feed=feed, dropped_at__isnull=True)
        logins = list(held.values_list("login", flat=True))
    server_of(home).drop(feed.place, logins=logins)
    with acting_by_calendar(home, name="feed-dropped", use=feed.use.name) as act:
        current = all_feeds().get(pk=feed.pk)
        act.moot = current.dropped_at is not None
        if not act.moot:
            _all_access().filter(feed=feed, login__in=logins).update(dropped_at=act.at)
            current.extract, current.dropped_at = None, act.at
            current.save(update_fields=["extract", "dropped_at"])
        act.clauses = ("at_the_end",)
        act.facts.update(feed=feed.pk, agreement=feed.agreement.name, logins=len(logins))


def _dismiss(home: Home, access: Any) -> None:
    """Take one login off the server, then write that it is gone."""
    server_of(home).dismiss([access.login])
    with acting_by_calendar(home, name="feed-login-dropped", use=access.feed.use.name) as act:
        gone = _all_access().filter(pk=access.pk, dropped_at__isnull=True)
        act.moot = not gone.update(dropped_at=act.at)
        act.facts.update(feed=access.feed_id)


def _fill(home: Home, feed: Any) -> None:
    """Fill an open feed anew from the extract that stands now; without one it has no rows."""
    ready = made_ready(home, feed, place=feed.place)
    with (
        built(home, ready) as made,
        acting_by_calendar(home, name="feed-filled", use=feed.use.name) as act,
    ):
        current = filled_feed(home, act, feed, ready, tables=made.tables)
        act.moot = current.state != "open"
        if not act.moot:
            current.save()
            made.keep()


def _is_stale(feed: Any) -> bool:
    """Return whether a feed's rows are not those of the current extract."""
    return mark_of(extract_under(feed)) != mark_of(feed.extract)


def _ended_logins() -> Iterable[Any]:
    logins: Iterable[Any] = _all_access().filter(
        ended_at__isnull=False, dropped_at__isnull=True, feed__state="open"
    )
    return logins


def _all_access() -> Any:
    from ...records.models import FeedAccess

    return FeedAccess.objects.select_related("feed__use", "feed__agreement", "person")
