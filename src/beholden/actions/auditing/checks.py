"""What an auditor checks: that the register is what the log says, and that two people acted.

The database refuses what these checks look for. They are for whoever does not take its word: for a
register that was brought back from a copy, or changed by other means. Nobody is named in a fault.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ... import ledger
from ...kernel import NotFound, Terms
from ..home import Home
from ..learning.certifying import certificate_of
from .by_another import checked_by_another
from .by_another_than_before import checked_by_another_than_before
from .check import Check

_PIECE = 1_000


def all_checks(home: Home) -> tuple[Check, ...]:
    """Check everything; the database must be at work."""
    return (
        _log_is_whole(home),
        _each("the register holds the entries of the log", _entries(), _other_in(home.log)),
        _each("each answer is in the log", _answers(), _not_entered),
        _each("each agreement was signed by another, under its terms", _agreements(), _unsigned),
        *checked_by_another(),
        *checked_by_another_than_before(),
        _each("each certificate is in the log", _certificates(), _not_certified),
    )


def _each(what: str, records: Iterable[Any], fault_of: Callable[[Any], str]) -> Check:
    looked_at, faults = 0, []
    for record in records:
        looked_at += 1
        if fault := fault_of(record):
            faults.append(fault)
    return Check(what, looked_at, tuple(faults))


def _log_is_whole(home: Home) -> Check:
    checked = ledger.verify(home.directory / "ledger")
    faults = tuple(
        fault.what if fault.entry is None else f"entry {fault.entry}: {fault.what}"
        for fault in checked.faults
    )
    return Check("the log is whole", checked.size, faults)


def _entries() -> Iterator[Any]:
    from ...records.models import LedgerEntry

    yield from LedgerEntry.objects.order_by("index").iterator(chunk_size=_PIECE)


def _other_in(log: ledger.TileLog) -> Callable[[Any], str]:
    def fault_of(entry: Any) -> str:
        try:
            same = log.entry(entry.index) == entry.body.encode()
        except NotFound:
            same = False
        return "" if same else f"entry {entry.index} is another in the log, or is not there"

    return fault_of


def _answers() -> Iterator[Any]:
    from ...records.models import Receipt

    yield from Receipt.objects.filter(allowed=True).iterator(chunk_size=_PIECE)


def _not_entered(receipt: Any) -> str:
    said = _entry(receipt.facts.get("entry"))
    known = said.get("act") == "question-answered" and said["facts"].get("receipt") == receipt.pk
    return "" if known else f"{receipt.pk} has no entry"


def _agreements() -> Iterator[Any]:
    from ...records.models import Agreement

    running = Agreement.objects.filter(state__in=("in_force", "suspended"))
    yield from running.select_related("use__opening").prefetch_related("signatures")


def _unsigned(agreement: Any) -> str:
    named = f"{agreement.name}, version {agreement.version}"
    signatures = list(agreement.signatures.all())
    if Terms.from_dict(agreement.terms).hash != agreement.terms_hash:
        return f"{named}: its terms are not those of their fingerprint"
    if not signatures and not _was_opened(agreement):
        return f"{named} is in force, and nobody signed it"
    if any(
        one.signed_by_id in (agreement.stated_by_id, agreement.drafted_by_id) for one in signatures
    ):
        return f"{named} was signed by who wrote it"
    if any(one.terms_hash != agreement.terms_hash for one in signatures):
        return f"{named} was signed under other terms"
    return ""


def _was_opened(agreement: Any) -> bool:
    """Return whether an agreement holds by the confirmation of a crisis, which nobody signs."""
    opening = getattr(agreement.use, "opening", None)
    return opening is not None and opening.confirmed_at == agreement.stated_at


def _certificates() -> Iterator[Any]:
    from ...records.models import Certificate

    attempts = "result__attempt"
    yield from Certificate.objects.select_related(f"{attempts}__course", f"{attempts}__person")


def _not_certified(record: Any) -> str:
    said = _entry(record.entry)
    held = certificate_of(record)
    known = said.get("act") == "course-taken" and said["facts"].get("record") == held.fingerprint
    return "" if known else f"{record.pk} has no entry"


def _entry(index: Any) -> dict[str, Any]:
    from ...records.models import LedgerEntry

    body = LedgerEntry.objects.filter(index=index).values_list("body", flat=True).first()
    said: dict[str, Any] = json.loads(body) if body else {}
    return said
