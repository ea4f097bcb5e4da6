"""Entries for the benchmark: acts as a council's ledger has them, of about 400 bytes."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from beholden.ledger import entry_bytes

_NEIGHBOURHOODS = 24


def entry(number: int) -> bytes:
    """Return one act: a question that was answered, with its terms and its clauses."""
    clock = f"{number % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}"
    return entry_bytes(
        {
            "act": "question-answered",
            "when": f"2026-12-{number % 28 + 1:02d}T{clock}+00:00",
            "use": f"use-{number % 40}",
            "by": "Analyst",
            "clauses": ["datasets › council_tax › neighbourhood", "outputs › aggregate"],
            "facts": {
                "receipt": f"answer-{number:016x}",
                "terms": f"sha256:{sha256(b'%d' % (number % 40)).hexdigest()}",
                "question": "count of households, using datasets › council_tax › neighbourhood",
                "subjects": number % 20_000,
                "shown": number % _NEIGHBOURHOODS,
            },
        }
    )


def entries(start: int, end: int) -> Iterator[bytes]:
    """Yield the entries from one number up to another."""
    return map(entry, range(start, end))
