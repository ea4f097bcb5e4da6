"""The ledger as the public reads of it: its head, and its newest acts in words."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from ...kernel import moment_in_words
from ...records import reading
from ..home import Home
from ..subjects.concealing import concealed_uses
from ..what_happened import act_in_words

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One act as the public reads it in the ledger."""

    entry: int
    at: str
    act: str
    by_role: str = ""
    use: str = ""


@dataclass(frozen=True, slots=True)
class PublicLedger:
    """The ledger's head and its acts. ``root`` and ``key`` are as printed; newest line first."""

    origin: str
    size: int
    root: str
    at: str
    key: str
    lines: tuple[LedgerLine, ...]
    made_up: bool


def public_ledger(home: Home, *, before: int | None = None) -> PublicLedger:
    """Return the ledger's head with its newest acts; no concealed use is named.

    ``before`` is an entry: then the acts that were written before it, the newest of them first.
    """
    hidden = concealed_uses(home)
    with home.at_work():
        size = reading.ledger_size()
        end = size if before is None else min(max(before, 0), size)
        first = max(end - _AT_ONCE, 0)
        entries = reading.ledger(first, end - first) if end else ()
        made_up = reading.made_up()
    checkpoint = home.log.checkpoint()
    return PublicLedger(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=base64.b64encode(checkpoint.root).decode(),
        at=moment_in_words(home.clock.now()),
        key=str(home.signer.key),
        lines=tuple(_line(entry, hidden) for entry in reversed(entries)),
        made_up=made_up,
    )


def _line(entry: reading.LedgerEntryView, hidden: frozenset[str]) -> LedgerLine:
    return LedgerLine(
        entry=entry.index,
        at=moment_in_words(entry.written_at),
        act=act_in_words(entry.act),
        by_role=str(json.loads(entry.body)["by"]),
        use="" if entry.use in hidden else entry.use,
    )
