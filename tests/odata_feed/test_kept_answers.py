"""An answer of a moment ago is shown once more, but never past what still holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from beholden.doors.odata.kept_answers import KEPT_FOR, KeptAnswers

NOW = datetime(2026, 12, 10, 9, tzinfo=UTC)
KEY = ("home", "amy", "warm-homes", "select 1")


class Asking:
    """Counts how often it was asked; each answer is another."""

    def __init__(self, nbytes: int = 1) -> None:
        self.asked = 0
        self._nbytes = nbytes

    def __call__(self) -> Any:
        self.asked += 1
        return SimpleNamespace(number=self.asked, table=SimpleNamespace(nbytes=self._nbytes))


def of(
    kept: KeptAnswers, ask: Asking, *, key: Any = KEY, later: Any = timedelta(), still: Any = True
):
    return kept.of(key, now=NOW + later, still=lambda _: still, ask=ask).number


def test_what_was_asked_a_moment_ago_is_not_asked_again():
    kept, ask = KeptAnswers(), Asking()
    assert [of(kept, ask), of(kept, ask), of(kept, ask, later=KEPT_FOR / 2)] == [1, 1, 1]


def test_it_is_asked_again_after_a_while_or_where_it_no_longer_holds():
    kept, ask = KeptAnswers(), Asking()
    assert [of(kept, ask), of(kept, ask, later=KEPT_FOR), of(kept, ask, later=KEPT_FOR)] == [
        1,
        2,
        2,
    ]
    assert of(kept, ask, later=KEPT_FOR, still=False) == 3


def test_each_person_use_and_question_has_its_own():
    kept, ask = KeptAnswers(), Asking()
    keys = [KEY, *((*KEY[:at], "another", *KEY[at + 1 :]) for at in range(4))]
    assert [of(kept, ask, key=key) for key in keys] == [1, 2, 3, 4, 5]


def test_a_refusal_is_not_kept_and_lets_go_of_what_was():
    kept, ask = KeptAnswers(), Asking()
    of(kept, ask)

    def refused() -> Any:
        raise PermissionError

    with pytest.raises(PermissionError):
        kept.of(KEY, now=NOW, still=lambda _: False, ask=refused)
    assert of(kept, ask) == 2


def test_no_more_is_kept_than_fits():
    kept, ask = KeptAnswers(most_bytes=2), Asking()
    others = [(*KEY[:3], str(number)) for number in range(3)]
    for key in others:
        of(kept, ask, key=key)
    assert [of(kept, ask, key=key) for key in reversed(others)] == [3, 2, 4]
