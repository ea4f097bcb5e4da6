"""What public pages are made from, kept until the next act or the next day.

Every act writes one entry of the ledger in its own transaction (S5), so what is public is the same
as long as the ledger has as many entries and the day is the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from django.http import HttpResponse

from ....records import reading
from ..visits import Visit
from .documents import as_json, open_to_pages_of_others


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
_kept_as_json = Kept(at_most=50)  # these are texts, some of megabytes


def kept(request: Visit, read: Callable[..., Any], /, **about: Hashable) -> Any:
    """Return what a reading method of the council tells, without asking the records anew."""
    return _kept.of(*_what_and_when(request, read, about), lambda: read(**about))


def kept_as_json(request: Visit, read: Callable[..., Any], /, **about: Hashable) -> HttpResponse:
    """Return what a reading method of the council tells as JSON, written once."""
    asked = _what_and_when(request, read, about)

    def written() -> bytes:
        return as_json(_kept.of(*asked, lambda: read(**about))).content

    text = _kept_as_json.of(*asked, written)
    return open_to_pages_of_others(HttpResponse(text, content_type="application/json"))


def _what_and_when(request: Visit, read: Any, about: Any) -> tuple[Hashable, Hashable]:
    """Return the name of what is kept, and the moment of the records.

    How many entries there are is read before the value is made: one made of later records is
    made anew with the next request, never the other way round.
    """
    council = request.council
    size, request.made_up = reading.size_and_made_up()
    key = (council.alias, read.__name__, *sorted(about.items()))
    return key, (size, council.clock.today())
