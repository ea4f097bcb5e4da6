"""Reading receipts and releases."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...kernel import NotFound
from .light import long_of_agreement, long_of_use
from .offices import office_named, office_then
from .views import (
    LedgerEntryView,
    ReceiptSummary,
    ReceiptView,
    ReleaseSummary,
    ReleaseView,
    View,
)


def receipts(use: str | None = None) -> tuple[ReceiptSummary, ...]:
    """Return the public part of every receipt, or of those of one use, oldest first."""
    from ..models import Receipt

    records = briefly(Receipt.objects)
    return receipt_summaries(records.filter(use__name=use) if use else records)


def briefly(receipts: Any) -> Any:
    """Return the query for receipts with the names of their use and agreement, and no more."""
    related = receipts.select_related("use", "agreement")
    return related.defer(*long_of_use(), *long_of_agreement())


def receipt(receipt_id: str) -> ReceiptView:
    """Return one receipt as it was kept; raises NotFound."""
    from ..models import Receipt

    found = Receipt.objects.select_related("use", "agreement", "asked_by")
    record = found.filter(pk=receipt_id).first()
    if record is None:
        raise NotFound(
            "There is no receipt of that name.",
            next_step="An answer names its own receipt; the page of a use lists them.",
        )
    return ReceiptView(
        id=record.id,
        use=record.use.name,
        agreement=record.agreement.name if record.agreement else None,
        extract=record.extract_id,
        allowed=record.allowed,
        at=record.asked_at,
        office=office_then(record.asked_by, record.asked_at),
        question=record.question,
        facts=record.facts,
    )


def releases(use: str | None = None) -> tuple[ReleaseSummary, ...]:
    """Return every release, or those of one use, oldest first."""
    records = release_records()
    return tuple(map(release_summary, records.filter(use__name=use) if use else records))


def releases_at(ids: Collection[str]) -> dict[str, ReleaseSummary]:
    """Return some releases by their ids (``states_of_releases``)."""
    found = map(release_summary, release_records().filter(pk__in=ids))
    return {one.id: one for one in found}


def states_of_releases() -> tuple[tuple[str, str], ...]:
    """Return the name and the state of every release, the newest first."""
    from ..models import Release

    newest = Release.objects.order_by("-requested_at", "-id")
    return tuple(newest.values_list("pk", "state"))


def releases_published(uses: Collection[str]) -> tuple[str, ...]:
    """Return the names of the published releases of these uses, the newest first."""
    from ..models import Release

    found = Release.objects.filter(state="published").order_by("-published_at", "-id")
    wanted = frozenset(uses)
    return tuple(pk for pk, use in found.values_list("pk", "use__name") if use in wanted)


def published_release(release_id: str, *, without: Any = ()) -> ReleaseSummary | None:
    """Return a release that is published, or None; ``without`` as in ``use_or_none``."""
    found = release_records().filter(pk=release_id, state="published")
    record = found.exclude(use__in=without).first()
    return release_summary(record) if record else None


def release(release_id: str) -> ReleaseView:
    """Return one release with its table as it was checked; raises NotFound."""
    whole = release_records().select_related("receipt").defer(None)
    record = whole.filter(pk=release_id).first()
    if record is None:
        raise NotFound(
            "There is no release of that name.",
            next_step="List what there is with `beholden release list`.",
        )
    return ReleaseView(
        summary=release_summary(record),
        receipt=record.receipt_id,
        question=record.receipt.question,
        checked=record.checked,
    )


def who_may_not_review(release_id: str) -> frozenset[str]:
    """Return the codes of who asked for a release, or asked its question. For those inside only."""
    from ..models import Release

    found = Release.objects.filter(pk=release_id)
    return frozenset(
        code
        for pair in found.values_list("requested_by__code", "receipt__asked_by__code")
        for code in pair
    )


def datasets_of_releases() -> dict[str, tuple[str, ...]]:
    """Return, by published release, the datasets of the extract that its answer is from."""
    from ..models import Extract, Release

    extracts = Extract.objects.values_list("pk", "datasets")
    held = {pk: tuple(one["name"] for one in datasets) for pk, datasets in extracts}
    found = Release.objects.filter(state="published").values_list("pk", "receipt__extract_id")
    return {pk: held.get(extract, ()) for pk, extract in found}


@dataclass(frozen=True, slots=True)
class PublishedView(View):
    """A published release as a list of tables tells it."""

    id: str
    title: str
    use: str
    use_title: str
    published_at: datetime
    approved_by: str


def tables_published() -> tuple[PublishedView, ...]:
    """Return every published release as a list tells it."""
    from ..models import Release

    out = Release.objects.filter(state="published", published_at__isnull=False)
    told = ("pk", "title", "use__name", "use__title", "published_at")
    by = ("reviewed_by__office", "reviewed_by__called_before", "reviewed_at")
    return tuple(
        PublishedView(key, title, use, use_title, published, office_named(*approved))
        for key, title, use, use_title, published, *approved in out.values_list(*told, *by)
    )


def receipt_summaries(
    records: Iterable[Any], entries: Iterable[LedgerEntryView] | None = None
) -> tuple[ReceiptSummary, ...]:
    """Return the public part of these receipts' records; ``entries`` are theirs, if at hand."""
    found = list(records)
    if entries is None:
        told = _told_by([r.facts["entry"] for r in found if "entry" in r.facts])
    else:
        told = {one.index: _facts(one.body) for one in entries}
    return tuple(_receipt_summary(record, told) for record in found)


def release_records() -> Any:
    """Return the query for releases with all that a summary needs, and without their tables."""
    from ..models import Release

    related = Release.objects.select_related("use", "requested_by", "reviewed_by")
    return related.defer("checked", *long_of_use())


def release_summary(record: Any) -> ReleaseSummary:
    """Return the view of one release's record, without its table."""
    return ReleaseSummary(
        id=record.id,
        name=record.name,
        use=record.use.name,
        title=record.title,
        state=record.state,
        requested_at=record.requested_at,
        requested_by_office=office_then(record.requested_by, record.requested_at),
        reviewed_at=record.reviewed_at,
        reviewed_by_office=office_then(record.reviewed_by, record.reviewed_at),
        because=record.because,
        published_at=record.published_at,
        path=record.path,
    )


def _told_by(entries: list[int]) -> dict[int, Mapping[str, Any]]:
    """Return, by its index, what each ledger entry tells: the question too, if it may be public."""
    from ..models import LedgerEntry

    told: dict[int, Mapping[str, Any]] = {}
    for start in range(0, len(entries), 500):
        piece = LedgerEntry.objects.filter(index__in=entries[start : start + 500])
        for index, body in piece.values_list("index", "body"):
            told[index] = _facts(body)
    return told


def _facts(body: str) -> Mapping[str, Any]:
    facts: Mapping[str, Any] = json.loads(body).get("facts", {})
    return facts


def _receipt_summary(record: Any, told: dict[int, Mapping[str, Any]]) -> ReceiptSummary:
    facts, public = record.facts, told.get(record.facts.get("entry", -1), {})
    return ReceiptSummary(
        id=record.id,
        use=record.use.name,
        agreement=record.agreement.name if record.agreement else None,
        allowed=record.allowed,
        at=record.asked_at,
        by_role=facts.get("by_role", ""),
        question=public.get("question") or "",
        subjects=facts.get("subjects", 0),
        shown=facts.get("shown", 0),
        withheld=facts.get("withheld", {}),
        entry=facts.get("entry"),
        scheduled="schedule" in public,
        stopped=facts.get("stopped", {}).get("kind", ""),
    )
