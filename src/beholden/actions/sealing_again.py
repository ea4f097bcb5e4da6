"""Sealing again by itself: what objected, opted out or was registered since takes effect."""

from __future__ import annotations

from ..kernel import BeholdenError
from .home import Home
from .sealed_since import sealed_since
from .sealing import seal_by_calendar


def seal_again(home: Home) -> tuple[str, ...]:
    """Seal again each use whose extract has been overtaken; return which were.

    Nothing where the home's settings do not say ``seal_again``. An extract with a fitted table is
    left to somebody: each further seal is counted on the register of those whom it tells of, and
    may use up what they were promised. One that cannot be sealed keeps no other from it; then the
    first fault is raised.
    """
    if not home.worker.seal_again:
        return ()
    with home.at_work():
        found = [one for one in sealed_since() if not one.by_a_person]
    sealed: list[str] = []
    faults: list[BeholdenError] = []
    for one in found:
        try:
            seal_by_calendar(home, use=one.use)
            sealed.append(one.use)
        except BeholdenError as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return tuple(sealed)
