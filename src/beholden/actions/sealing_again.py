"""Sealing again by itself: what objected, opted out or was registered since takes effect."""

from __future__ import annotations

from collections.abc import Mapping

from ..kernel import BeholdenError, Unavailable
from .home import Home
from .sealed_since import sealed_since
from .sealing import seal_by_calendar


def seal_again(home: Home) -> tuple[str, ...]:
    """Seal again each use whose extract has been overtaken; return which were.

    Nothing where the home's settings do not say ``seal_again``. An extract with a fitted table is
    left to somebody: each further seal is counted on the register of those whom it tells of, and
    may use up what they were promised. One that cannot be sealed keeps no other from it; then the
    fault is raised, or where there are several, all of them in one.
    """
    if not home.worker.seal_again:
        return ()
    with home.at_work():
        found = [one for one in sealed_since() if not one.by_a_person]
    sealed: list[str] = []
    faults: dict[str, BeholdenError] = {}
    for one in found:
        try:
            seal_by_calendar(home, use=one.use)
            sealed.append(one.use)
        except BeholdenError as fault:
            faults[one.use] = fault
    if faults:
        raise _all_of(faults)
    return tuple(sealed)


def _all_of(faults: Mapping[str, BeholdenError]) -> BeholdenError:
    """Return the one fault, or one that tells of all of them."""
    if len(faults) == 1:
        return next(iter(faults.values()))
    # Their names first: what a worker notes of a fault is cut.
    return Unavailable(
        f"{len(faults)} extracts could not be sealed again: {', '.join(faults)}.",
        why=" ".join(f"{use}: {one.what}" for use, one in faults.items()),
        next_step="Seal each of them, to be told what to do: beholden seal USE.",
    )
