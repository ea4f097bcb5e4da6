"""What an auditor checks: that the register is what the log says, and that two people acted.

The database refuses what these checks look for. They are for whoever does not take its word: for a
register that was brought back from a copy, or changed by other means. Nobody is named in a fault.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ... import ledger
from ...kernel import NotFound, Terms
from ..home import Home
from ..learning.certifying import certificate_of

_PIECE = 1_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: how many were looked at, and what was wrong."""

    what: str
    looked_at: int
    faults: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"check": self.what, "looked_at": self.looked_at, "faults": list(self.faults)}


def all_checks(home: Home) -> tuple[Check, ...]:
    """Check everything; the database must be at work."""
    return (
        _log_is_whole(home),
        _each("the register holds the entries of the log", _entries(), _other_in(home.log)),
        _each("each answer is in the log", _answers(), _not_entered),
        _each("each use was decided on by another than stated it", _decisions(), _decided_alone),
        _each("each use was looked at again by another", _reviews(), _reviewed_alone),
        _each("each release was reviewed by another", _releases(), _released_alone),
        _each("each agreement was signed by another, under its terms", _agreements(), _unsigned),
        _each(
            "each pair was decided on by another than had it matched", _labels(), _labelled_alone
        ),
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


def _decisions() -> Iterator[Any]:
    from ...records.models import Decision

    yield from Decision.objects.select_related("use")


def _decided_alone(decision: Any) -> str:
    alone = decision.decided_by_id == decision.use.stated_by_id
    return f"{decision.use.name} was decided on by who stated it" if alone else ""


def _reviews() -> Iterator[Any]:
    from ...records.models import Review

    yield from Review.objects.select_related("use")


def _reviewed_alone(review: Any) -> str:
    alone = review.reviewed_by_id == review.use.stated_by_id
    return f"{review.use.name} was reviewed by who stated it" if alone else ""


def _releases() -> Iterator[Any]:
    from ...records.models import Release

    yield from Release.objects.exclude(state="requested").select_related("receipt")


def _released_alone(release: Any) -> str:
    first = {release.requested_by_id, release.receipt.asked_by_id}
    return (
        f"{release.pk} was reviewed by who asked for it" if release.reviewed_by_id in first else ""
    )


def _agreements() -> Iterator[Any]:
    from ...records.models import Agreement

    yield from Agreement.objects.filter(state="in_force").prefetch_related("signatures")


def _unsigned(agreement: Any) -> str:
    named = f"{agreement.name}, version {agreement.version}"
    signatures = list(agreement.signatures.all())
    if Terms.from_dict(agreement.terms).hash != agreement.terms_hash:
        return f"{named}: its terms are not those of their fingerprint"
    if not signatures:
        return f"{named} is in force, and nobody signed it"
    if any(one.signed_by_id == agreement.stated_by_id for one in signatures):
        return f"{named} was signed by who wrote it"
    if any(one.terms_hash != agreement.terms_hash for one in signatures):
        return f"{named} was signed under other terms"
    return ""


def _labels() -> Iterator[Any]:
    from ...records.models import PairLabel

    yield from PairLabel.objects.select_related("key__run").iterator(chunk_size=_PIECE)


def _labelled_alone(label: Any) -> str:
    alone = label.decided_by_id == label.key.run.made_by_id
    return f"a pair of linkage {label.key_id} was decided on by who had it made" if alone else ""


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
