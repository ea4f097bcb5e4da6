"""Which place an address names, for an officer to whom a resident wrote an address and no UPRN."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import linkage
from ...kernel import BadInput, Damaged, NotFound
from ..acting import require
from ..home import Home
from ..indexes import INDEX
from ..rights import Right

_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b", re.IGNORECASE)
_LEAST = 0.05  # what is less likely than this is no place to look at


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place that an address may name; ``sure`` where a match would take it.

    ``reason`` says in words why it is thought to be the one; empty for a runner-up.
    """

    uprn: str
    score: float
    sure: bool
    reason: str


def places_at(home: Home, *, by: str, address: str) -> tuple[PlaceFound, ...]:
    """Return the places that an address may name, the likeliest first; none where none is near.

    They are those of the gazetteer that a dataset was last matched with. Nothing of it is kept.
    Raises BadInput where nothing is asked, NotFound where no dataset was matched yet, and Damaged
    where the index that is kept cannot be used, such as one of another version of Beholden.
    """
    if not address.strip():
        raise BadInput("This is no address.", next_step="Give it on one line, with its postcode.")
    with home.at_work():
        require(home, by=by, right=Right.SUBJECT_ANSWER)
        version = _last_matched_with()
    text, postcode = _POSTCODE.sub(" ", address), _postcode_in(address)
    return tuple(_places(_index(home, version).look_up(text, postcode=postcode)))


def _places(found: Mapping[str, Any]) -> Iterator[PlaceFound]:
    if found["uprn"] is not None:
        yield PlaceFound(found["uprn"], found["score"], sure=True, reason=found["reason"])
    if (found["runner_up_score"] or 0) >= _LEAST:
        yield PlaceFound(found["runner_up_uprn"], found["runner_up_score"], sure=False, reason="")


def _postcode_in(address: str) -> str | None:
    *_, last = [None, *_POSTCODE.finditer(address)]
    return f"{last[1]} {last[2]}" if last else None


def _last_matched_with() -> Any:
    from ...records.models import LinkageRun

    runs = LinkageRun.objects.filter(against__isnull=False).select_related("against")
    run = runs.order_by("-key__made_at").first()
    if run is None:
        raise _no_gazetteer()
    return run.against


def _index(home: Home, version: Any) -> linkage.Gazetteer:
    try:
        return linkage.Gazetteer.open(home.path(str(Path(version.path).parent), INDEX))
    except NotFound:
        raise _no_gazetteer() from None
    except Damaged as fault:
        raise Damaged(
            "The index of the gazetteer cannot be used.",
            why=fault.why,
            next_step="Have a dataset matched with the gazetteer again: that builds it anew.",
            ask="a steward.",
        ) from fault


def _no_gazetteer() -> NotFound:
    return NotFound(
        "There is no gazetteer to look an address up in yet.",
        why="One is kept from when a dataset is first matched with it.",
        next_step="Give the UPRN, or have a dataset matched with the gazetteer.",
        ask="a steward.",
    )
