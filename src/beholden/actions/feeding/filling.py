"""Filling a feed: the rows of the current extract, and none from before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from ... import feeds, gate
from ...kernel import Refused, Terms, Unavailable
from ..acting import Act
from ..home import Home
from ..looking_again import terms_now
from ..sealing import current_extract
from .deciding import decided_for_feed
from .records import all_feeds, standing_access
from .servers import end_of, server_of

if TYPE_CHECKING:
    from ...feeds.server import Built


@dataclass(frozen=True, slots=True)
class Filling:
    """What is to be put into a feed: the extract that it comes from, and the tables."""

    place: str
    extract: Any
    terms: Terms
    decision: gate.RowsDecision
    tables: tuple[feeds.FeedTable, ...]
    access: tuple[feeds.Access, ...]


def made_ready(home: Home, feed: Any, *, place: str) -> Filling:
    """Return what a feed is to be filled with now; without a current extract that is nothing.

    Raises Refused where its agreement gives no rows today.
    """
    from .tables import tables_of

    with home.at_work():
        decision = decided_for_feed(feed.agreement, today=home.clock.today())
        if decision.refusal:
            raise Refused(decision.refusal)
        record = extract_under(feed)
        terms = terms_now(feed.agreement)
        access = tuple(
            feeds.Access(one.login, end_of(min(one.until, decision.until or one.until)))
            for one in standing_access(feed)
        )
        tables = tables_of(home, decision, record, terms) if record else ()
    return Filling(place, record, terms, decision, tables, access)


@contextmanager
def built(home: Home, ready: Filling) -> Iterator[Built]:
    """Build a feed's tables on the server, beside which an act then records that they are there.

    The server's lock comes first and the ledger's second, always, and rows are sent before either
    is waited for: nobody waits for rows to be sent who does something else.
    """
    from .tables import means_of

    with server_of(home).filling(
        ready.place,
        tables=ready.tables,
        access=ready.access,
        means=means_of(ready.terms),
        mark=mark_of(ready.extract),
    ) as made:
        yield made


def filled_feed(home: Home, act: Act, feed: Any, ready: Filling, *, tables: Any) -> Any:
    """Return the record of a feed, as it is now and with what it was filled with, to be saved.

    Raises Refused or Unavailable where it changed meanwhile what is to be in it.
    """
    current = all_feeds().get(pk=feed.pk)
    _refuse_changed(home, current, ready)
    current.extract, current.filled_at = ready.extract, act.at
    current.filled = {name: asdict(one) for name, one in tables.items()}
    act.facts.update(
        feed=current.pk,
        agreement=current.agreement.name,
        extract=ready.extract.pk if ready.extract else None,
        tables=public_facts(home, act, current),
    )
    act.clauses = tuple(clause.where for clause in ready.decision.clauses)
    return current


def public_facts(home: Home, act: Act, feed: Any) -> dict[str, Any]:
    """Return what the ledger says of each table: its rows to the nearest ten, and a commitment.

    The exact number would tell how many objected since; and rows may be so few, or so alike, that
    whoever guesses could try a plain fingerprint. So it is keyed by the secret of the use, and
    never the same twice: an auditor who has the keys can prove later which rows these were.
    """
    secret = home.keys.use_secret(feed.use.name)
    told = {}
    for name, filled in feed.filled.items():
        digest = blake2b(key=secret, person=b"beholden-feed", digest_size=32)
        digest.update(f"{feed.pk} {act.index} {name} {filled['fingerprint']}".encode())
        rows = 10 * round(filled["rows"] / 10)
        told[name] = {"rows": rows, "commitment": f"blake2b:{digest.hexdigest()}"}
    return told


def mark_of(extract: Any) -> str:
    """Return the mark that the server keeps of what its rows come from."""
    return str(extract.pk) if extract else "nothing"


def extract_under(feed: Any) -> Any:
    """Return the current extract, where it was sealed under the feed's own agreement."""
    record = current_extract(feed.use)
    return record if record and record.agreement_id == feed.agreement_id else None


def _refuse_changed(home: Home, feed: Any, ready: Filling) -> None:
    decision = decided_for_feed(feed.agreement, today=home.clock.today())
    if decision.refusal:
        raise Refused(decision.refusal)
    logins = {one.login for one in standing_access(feed)}
    same = logins == {one.login for one in ready.access} and decision == ready.decision
    if not same or mark_of(extract_under(feed)) != mark_of(ready.extract):
        raise Unavailable(
            "The data, the terms or who may read them changed while this feed was filled.",
            next_step="Fill it again: beholden feed refresh USE.",
        )
