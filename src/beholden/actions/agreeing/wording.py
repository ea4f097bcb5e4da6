"""What two versions of an agreement say, word by word, beside what changes in what they allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...records import reading
from ..home import Home
from .word_changes import Piece, pieces_of


@dataclass(frozen=True, slots=True)
class Reworded:
    """One place of an agreement that says other words than before."""

    place: str
    pieces: tuple[Piece, ...]


def agreement_wording(
    home: Home, *, agreement: str, before: int, after: int
) -> tuple[Reworded, ...]:
    """Return each place of an agreement that says other words in one version than in another.

    Raises NotFound for a version that there is not.
    """
    with home.at_work():
        old, new = (reading.agreement(agreement, version) for version in (before, after))
    return tuple(rewordings(old.document, new.document))


def rewordings(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Reworded]:
    """Yield each place at which two documents say different things, in the order of the newer."""
    before, after = dict(_places(old)), dict(_places(new))
    for place in dict.fromkeys([*after, *before]):
        if before.get(place) != after.get(place):
            pieces = pieces_of(before.get(place, ""), after.get(place, ""))
            yield Reworded(place, pieces)


def _places(value: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield each place of a document with what it says, such as ``datasets › council_tax › rows``.

    A list of plain values is one place, so that what is added to it is seen as added.
    """
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _places(item, (*at, str(key)))
    elif isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value):
        for number, item in enumerate(value, start=1):
            yield from _places(item, (*at, str(number)))
    else:
        yield " › ".join(at), _said(value)


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None or value == {} else str(value)
