"""Counts what a call does, so that a test of its effort is the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


class TooMuchWork(AssertionError):
    """A call went on past what a test allows it."""


def calls_of(act: Callable[[], Any], *, at_most: int) -> int:
    """Run an act and return how many calls of functions it made; stop it past a number.

    Raises TooMuchWork as soon as the act has made more calls than it may, so that one without an
    end fails rather than hangs.
    """
    made = 0

    def count(_frame: Any, event: str, _arg: Any) -> None:
        nonlocal made
        if event in ("call", "c_call"):
            made += 1
            if made > at_most:
                sys.setprofile(None)
                raise TooMuchWork(f"more than {at_most:,} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return made
