"""Errors that arose on a worker, told as one machine would tell them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from beholden.kernel import BadInput, BeholdenError, Damaged, NotFound, Unavailable

_KINDS: dict[str, type[BeholdenError]] = {
    kind.__name__: kind for kind in (BadInput, Damaged, NotFound, Unavailable)
}
_TOLD = re.compile(
    rf"beholden\.kernel\.errors\.(?P<kind>{'|'.join(_KINDS)}): (?P<what>.+)"
    r"(?:\n  (?!Next:|Ask:)(?P<why>.+))?(?:\n  Next:  (?P<next>.+))?(?:\n  Ask:   (?P<ask>.+))?"
)


@contextmanager
def worker_errors() -> Iterator[None]:
    """Raise what went wrong on a worker as Beholden's own error, without Spark's pages of trace.

    Put it around the action (a count, a write, toArrow). Errors that are not Beholden's pass as
    Spark tells them.
    """
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        told = _TOLD.search(str(error))
        if told is None:
            raise
        kind = _KINDS[told["kind"]]
        raise kind(
            told["what"], why=told["why"] or "", next_step=told["next"] or "", ask=told["ask"] or ""
        ) from None
