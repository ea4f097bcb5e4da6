"""Answers that were given a moment ago, so that a table of many pages is asked for once.

Each is kept for the person who got it, in the memory of this process. Before it is shown again the
same decision is made anew (``still_given``), so that it outlives neither the terms nor the extract.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from ...actions import Answered

MOST_BYTES = 128 * 1024 * 1024
KEPT_FOR = timedelta(minutes=5)
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and when it was given."""

    answered: Answered
    at: datetime


class KeptAnswers:
    """The answers that were given last, no more than fit into so many bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()

    def of(
        self,
        key: Key,
        *,
        now: datetime,
        still: Callable[[Answered], bool],
        ask: Callable[[], Answered],
    ) -> Answered:
        """Return the answer kept under a key where it may still be shown, or ask."""
        with self._lock:
            found = self._kept.get(key)
        if found is not None and now < found.at + KEPT_FOR and still(found.answered):
            return found.answered
        self._let_go(key)
        answered = ask()
        self._keep(key, Kept(answered, now))
        return answered

    def _let_go(self, key: Key) -> None:
        with self._lock:
            self._kept.pop(key, None)

    def _keep(self, key: Key, kept: Kept) -> None:
        with self._lock:
            for old in [name for name, one in self._kept.items() if kept.at >= one.at + KEPT_FOR]:
                del self._kept[old]
            self._kept[key] = kept
            while sum(one.answered.table.nbytes for one in self._kept.values()) > self._most:
                self._kept.popitem(last=False)
