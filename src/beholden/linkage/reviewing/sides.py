"""The two sides of a pair, as little of them as a decision needs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

SAME = "(the same)"
MISSING = "(only one has it)"
NEITHER = "(neither has it)"
_WORD = re.compile(r"\w+")


def compared(one: Mapping[str, str | None], other: Mapping[str, str | None]) -> dict[str, str]:
    """Return what to show of two people, field by field: values only where they differ.

    What agrees, capitals and spaces aside, and what one side lacks is told in words.
    """
    return {
        field: _beside(one.get(field), other.get(field)) for field in dict.fromkeys((*one, *other))
    }


def _beside(one: str | None, other: str | None) -> str:
    first, second = _plain(one), _plain(other)
    if first == second:
        return SAME if first else NEITHER
    if not first or not second:
        return MISSING
    return f"{(one or '').strip()} | {(other or '').strip()}"


def nearest_text(text: str, others: Sequence[str]) -> str:
    """Return the one of a place's texts that shares most words with an address."""
    words = set(_WORD.findall(text.upper()))

    def likeness(other: str) -> float:
        own = set(_WORD.findall(other.upper()))
        return len(words & own) / max(1, len(words | own))

    return max(others, key=likeness, default="")


def places_of(gazetteer: pa.Table, uprn: str) -> set[str]:
    """Return the UPRNs that a gazetteer's column holds, in the form in which matches have them."""
    from ..addresses.uprns import plain_uprns

    return set(plain_uprns(gazetteer, uprn).drop_null().to_pylist())


def texts_of_places(
    gazetteer: pa.Table, *, uprn: str, address: Sequence[str], wanted: Sequence[str]
) -> dict[str, list[str]]:
    """Return, for each wanted UPRN that the gazetteer has, its texts with their postcodes.

    ``address`` are the columns of a text in the order in which they are read.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    from ..addresses.uprns import plain_uprns

    uprns = pc.cast(plain_uprns(gazetteer, uprn), pa.string())
    there = pc.is_in(uprns, value_set=pa.array(sorted(set(wanted)), pa.string()))
    found: dict[str, list[str]] = {}
    columns = [gazetteer[name].filter(there).to_pylist() for name in address]
    for place, *parts in zip(uprns.filter(there).to_pylist(), *columns, strict=True):
        text = ", ".join(str(part).strip() for part in parts if part is not None and str(part))
        found.setdefault(place, []).append(text)
    return found


def _plain(value: str | None) -> str:
    return " ".join((value or "").casefold().split())
