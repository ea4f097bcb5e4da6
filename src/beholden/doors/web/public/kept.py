"""What public pages are made from, kept until the next act or the next day.

Every act writes one entry of the ledger in its own transaction (S5), so what is public is the same
as long as the ledger has as many entries and the day is the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from ....records import reading
from ..visits import Visit


class Kept:
    """The values that were asked for last, each with the moment of the records it is of."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._values: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._lock = Lock()

    def of(self, key: Hashable, moment: Hashable, make: Callable[[], Any]) -> Any:
        """Return the value kept for a key of this moment, or make it; a failure is not kept."""
        with self._lock:
            found = self._values.get(key)
        if found is not None and found[0] == moment:
            return found[1]
        value = make()
        with self._lock:
            self._values[key] = (moment, value)
            self._values.move_to_end(key)
            while len(self._values) > self._at_most:
                self._values.popitem(last=False)
        return value


_kept = Kept(at_most=200)


def kept(request: Visit, read: Callable[..., Any], /, **about: str) -> Any:
    """Return what a reading method of the council tells, without asking the records anew.

    How many entries there are is read before the value is made: one made of later records is
    made anew with the next request, never the other way round.
    """
    council = request.council
    size, request.made_up = reading.size_and_made_up()
    moment = (size, council.clock.today())
    key = (council.alias, read.__name__, *sorted(about.items()))
    return _kept.of(key, moment, lambda: read(**about))
