"""Reading the ledger's entries as the register holds them."""

from __future__ import annotations

from typing import Any

from .views import LedgerEntryView


def ledger(offset: int = 0, limit: int = 100) -> tuple[LedgerEntryView, ...]:
    """Return up to ``limit`` entries from the index ``offset`` on, in order."""
    from ..models import LedgerEntry

    entries = LedgerEntry.objects.filter(index__gte=offset)[: max(limit, 0)]
    return tuple(map(entry_view, entries))


def ledger_size() -> int:
    """Return how many entries there are."""
    from ..models import LedgerHead

    return LedgerHead.objects.values_list("size", flat=True).first() or 0


def entry_view(record: Any) -> LedgerEntryView:
    """Return the view of one entry's record."""
    return LedgerEntryView(
        index=record.index,
        act=record.act,
        use=record.use,
        body=record.body,
        written_at=record.written_at,
    )
