"""Answers that are read in pages: asked once, and kept five minutes for whoever got them.

Every process that serves a home finds them in it. Each is sealed under a key that is made of its
extract's own, so when that is destroyed nothing opens it (S6); and before it is shown again the
same decision is made anew (``still_given``).
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ..kernel import NotFound
from .asking import Answered
from .home import Home
from .scheduling.kept import opened_answer, sealed_answer
from .self_service import StandingToAsk, ask, still_given

KEPT_FOR = timedelta(minutes=5)
MOST_BYTES = 256 << 20  # of one answer, and of all that are kept
_SEALED = ".sealed"  # one that another process is making has another name


def ask_in_pages(home: Home, standing: StandingToAsk, *, question: str) -> Answered:
    """Return somebody's answer of a moment ago where it still holds, or ask and keep it.

    ``standing`` is how they stand to the use now. Raises as ``ask`` does, which writes what is
    refused.
    """
    for receipt in _lately(home, standing, question):
        kept = _shown_again(home, standing, receipt)
        if kept is not None:
            return kept
    by, use = standing.person.code, standing.agreement.use.name
    answered = ask(home, by=by, use=use, question=question)
    _keep(home, answered)
    return answered


def answer_in_pages(
    home: Home, standing: StandingToAsk, *, question: str, receipt: str
) -> Answered | None:
    """Return the kept answer of a receipt for its next page, or None: nothing is asked for it."""
    lately = _lately(home, standing, question)
    found = next((one for one in lately if one.pk == receipt), None)
    return None if found is None else _shown_again(home, standing, found)


def forget_answers_in_pages(home: Home, *, before: datetime | None = None) -> None:
    """Delete what was kept before a moment: as a rule, before those five minutes."""
    moment = (before or home.clock.now() - KEPT_FOR).timestamp()
    left = MOST_BYTES
    for at, size, path in sorted(_files(home), reverse=True):
        left -= size
        if at <= moment or (left < 0 and path.suffix == _SEALED):
            path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A sealed answer and its receipt's record."""

    receipt: Any
    answer: bytes


def _lately(home: Home, standing: StandingToAsk, question: str) -> list[Any]:
    """Return the receipts of a question that somebody was answered in the last five minutes."""
    from ..records.models import Receipt

    forget_answers_in_pages(home)
    with home.at_work():
        of = {"use": standing.agreement.use, "asked_by": standing.person}
        mine = Receipt.objects.filter(**of, allowed=True)
        lately = mine.filter(asked_at__gt=home.clock.now() - KEPT_FOR).order_by("-asked_at")
        return [one for one in lately if one.question == question]


def _shown_again(home: Home, standing: StandingToAsk, receipt: Any) -> Answered | None:
    """Return a kept answer; None where it is kept no longer or would not be given now."""
    try:
        sealed = _file(home, receipt.pk).read_bytes()
    except FileNotFoundError:
        return None
    if not still_given(home, standing, question=receipt.question, receipt=receipt.pk):
        return None
    try:
        return opened_answer(home, _Kept(receipt, sealed))
    except NotFound:
        return None  # its key went meanwhile


def _keep(home: Home, answered: Answered) -> None:
    """Seal an answer and put it in place whole; one whose extract ended meanwhile is not kept."""
    from ..records.models import Receipt

    receipt = answered.receipt
    with home.at_work():
        extract = Receipt.objects.values_list("extract_id", flat=True).get(pk=receipt.id)
    told: dict[str, Any] = {"table": answered.table, "notes": answered.notes, "most": MOST_BYTES}
    try:
        sealed = sealed_answer(home, receipt, extract=extract, **told)
    except NotFound:
        return
    at = _file(home, receipt.id)
    at.parent.mkdir(mode=0o700, exist_ok=True)
    making, now = at.with_suffix(".making"), home.clock.now().timestamp()
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
        new.write(sealed)
    os.utime(making, (now, now))
    making.replace(at)


def _file(home: Home, receipt: str) -> Path:
    return home.path("answers", f"{receipt}{_SEALED}")


def _files(home: Home) -> list[tuple[float, int, Path]]:
    """Return what is kept: when it was, its size and where; another process may take it away."""
    found = []
    for path in home.path("answers").glob("*.*"):
        with suppress(FileNotFoundError):
            told = path.stat()
            found.append((told.st_mtime, told.st_size, path))
    return found
