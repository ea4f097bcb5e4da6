"""Who reads a feed: a login for each person, given by somebody else, with a password shown once."""

from __future__ import annotations

from datetime import date
from typing import Any

from ... import feeds
from ...kernel import NotFound, Refusal, Refused, Unavailable
from ..acting import Act, acting, require, somebody_named
from ..agreements import keep_dates
from ..home import Home
from ..rights import Right
from .deciding import decided_for
from .keeping import end_access, keep_server
from .records import open_feed_of, standing_access
from .servers import end_of, server_of


def give_feed_access(home: Home, *, by: str, use: str, person: str) -> feeds.Login:
    """Give somebody a login of their own to the feed of a use; return it with its password.

    The password is kept nowhere: whoever lost it is given access anew. Raises Refused where the
    agreement does not give them rows, for want of training or office too, and for oneself (S9);
    NotFound, BadInput where they have access, Unavailable where the server is not reached.
    """
    keep_dates(home)
    with home.at_work():
        giver, _ = require(home, by=by, right=Right.FEED_ACCESS)
        feed, reader = open_feed_of(use), somebody_named(person)
        until = _until(home, feed, reader, giver)
    access = feeds.Access(feeds.login_name(feed.place), end_of(until))
    with (
        server_of(home).admitting(access, schema=feed.place) as made,
        acting(home, by=by, right=Right.FEED_ACCESS, name="feed-access-given", use=use) as act,
    ):
        _give(home, act, use=use, reader=reader, login=access.login, until=until)
        # Were the commit of the register to fail after it, nobody would know the password, and
        # the next opening would drop the login.
        made.keep()
    return made.login


def _give(home: Home, act: Act, *, use: str, reader: Any, login: str, until: date) -> None:
    """Record that somebody was given access, where they may still have it."""
    from ...records.models import FeedAccess

    feed = open_feed_of(use)
    if _until(home, feed, reader, act.person) != until:
        raise Unavailable("The terms changed meanwhile.", next_step="Give access again.")
    FeedAccess.objects.create(
        feed=feed,
        person=reader,
        login=login,
        until=until,
        given_by=act.person,
        given_at=act.at,
    )
    decision = decided_for(reader, feed.agreement, today=home.clock.today())
    act.clauses = tuple(clause.where for clause in decision.clauses)
    act.facts.update(
        feed=feed.pk,
        agreement=feed.agreement.name,
        to=reader.organisation,
        office=reader.office,
        until=until.isoformat(),
    )


def _until(home: Home, feed: Any, reader: Any, giver: Any) -> date:
    """Return the last day on which somebody may have the rows; raise Refused where they may not."""
    _refuse_own_access(reader, giver)
    decision = decided_for(reader, feed.agreement, today=home.clock.today())
    if decision.until is None:
        raise Refused(decision.refusal or Refusal(what="this feed.", why=""))
    return decision.until


def take_feed_access(home: Home, *, by: str, use: str, person: str) -> bool:
    """Take somebody's access to the feed of a use; return whether their login is gone already.

    The register comes first: where the server is not reached, it goes with the next opening.
    """
    with home.at_work():
        require(home, by=by, right=Right.FEED_ACCESS)
    with acting(home, by=by, right=Right.FEED_ACCESS, name="feed-access-taken", use=use) as act:
        feed = open_feed_of(use)
        access = standing_access(feed).filter(person__code=person).first()
        if access is None:
            raise NotFound(
                "This person has no access to the feed.",
                next_step="See who has with `beholden feed list`.",
            )
        end_access(act, access, because="It was taken.")
    keep_server(home)
    return is_gone(home, access)


def is_gone(home: Home, record: Any) -> bool:
    """Return whether the server has nothing of a feed, or of a login, any more."""
    with home.at_work():
        return type(record).objects.get(pk=record.pk).dropped_at is not None


def _refuse_own_access(reader: Any, person: Any) -> None:
    if reader.pk == person.pk:
        raise Refused(
            Refusal(
                what="nobody gives themselves access to a feed.",
                why="Rows need two people: one who reads and one who lets them.",
                clause="S9 two people",
                ask="somebody else who may give access.",
            )
        )
