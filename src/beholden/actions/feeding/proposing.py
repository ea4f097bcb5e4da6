"""Asking for a feed: why rows are needed, before a second person lets there be any."""

from __future__ import annotations

from ...kernel import BadInput, Refused, new_id
from ..acting import acting
from ..agreements import agreement_to_ask_under, keep_dates
from ..home import Home
from ..named_use import use_named
from ..rights import Right
from .deciding import decided_for_feed
from .servers import server_of


def ask_feed(home: Home, *, by: str, use: str, because: str) -> str:
    """Ask that the rows which an agreement gives be put into a feed; return the feed's id.

    The reason is public. It opens once somebody else says so. Raises Refused where the agreement
    gives no rows today, BadInput where the council has no server for feeds or the use has a feed.
    """
    from ...records.models import Feed

    keep_dates(home)
    with acting(home, by=by, right=Right.FEED_ASK, name="feed-asked", use=use) as act:
        agreement = agreement_to_ask_under(use_named(use))
        decision = decided_for_feed(agreement, today=home.clock.today())
        if decision.refusal:
            raise Refused(decision.refusal)
        server_of(home)
        made = Feed.objects.create(
            id=new_id("feed"),
            use=agreement.use,
            agreement=agreement,
            because=_reason(because),
            asked_by=act.person,
            asked_at=act.at,
        )
        act.clauses = tuple(clause.where for clause in decision.clauses)
        act.facts.update(feed=made.pk, agreement=agreement.name, because=because.strip())
        return str(made.pk)


def _reason(because: str) -> str:
    if not because.strip():
        raise BadInput("This needs its reason, which is public.", next_step="Say because.")
    return because.strip()
