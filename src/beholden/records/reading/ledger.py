"""Reading the ledger's entries as the register holds them."""

from __future__ import annotations

import json
from typing import Any

from .views import LedgerEntryView

WITNESS_NAMED, WITNESS_LET_GO = "witness-named", "witness-let-go"


def ledger(offset: int = 0, limit: int = 100) -> tuple[LedgerEntryView, ...]:
    """Return up to ``limit`` entries from the index ``offset`` on, in order."""
    from ..models import LedgerEntry

    entries = LedgerEntry.objects.filter(index__gte=offset)[: max(limit, 0)]
    return tuple(map(entry_view, entries))


def size_and_body(index: int) -> tuple[int, str]:
    """Return how many entries there are, and the body of one (empty: none such), by one query."""
    from django.db.models import Subquery

    from ..models import LedgerEntry, LedgerHead

    body = Subquery(LedgerEntry.objects.filter(index=index).values("body")[:1])
    size, found = LedgerHead.objects.values_list("size", body).first() or (0, None)
    return size, str(found or "")


def ledger_size() -> int:
    """Return how many entries there are."""
    from ..models import LedgerHead

    return LedgerHead.objects.values_list("size", flat=True).first() or 0


def witness_acts() -> tuple[tuple[str, str], ...]:
    """Return, in order, each act that names a witness or lets one go, and the witness's key."""
    from ..models import LedgerEntry

    acts = LedgerEntry.objects.filter(act__in=(WITNESS_NAMED, WITNESS_LET_GO)).order_by("index")
    bodies = acts.values_list("act", "body")
    return tuple((act, str(json.loads(body)["facts"]["witness"])) for act, body in bodies)


def entry_view(record: Any) -> LedgerEntryView:
    """Return the view of one entry's record."""
    return LedgerEntryView(
        index=record.index,
        act=record.act,
        use=record.use,
        body=record.body,
        written_at=record.written_at,
    )
