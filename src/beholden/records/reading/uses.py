"""Reading the uses: the centre of every record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .agreements import agreement_records, agreement_view, extract_view
from .answers import receipt_summaries, release_records, release_summary
from .considering import considered
from .in_work import AgreementInWork, UseInWork
from .ledger import entry_view
from .missing import missing
from .openings import opening_of
from .undertakings import undertaking_records, undertaking_view
from .views import (
    AdvicePointView,
    AdviceView,
    ConsequenceView,
    DecisionView,
    ExtractView,
    OutcomeView,
    UseSummary,
    UseView,
)


def uses() -> tuple[UseSummary, ...]:
    """Return every use as a list shows it, by name."""
    from ..models import Agreement, DataUse, Outcome, Receipt, Release

    agreements = Agreement.objects.only("use_id", "name", "state", "ends", "began_at", "ended_at")
    by_use: dict[int, list[Any]] = {}
    for one in agreements:
        by_use.setdefault(one.use_id, []).append(one)
    counts = {
        "answers": _by_use(Receipt, allowed=True),
        "refusals": _by_use(Receipt, allowed=False),
        "releases_published": _by_use(Release, state="published"),
        "outcomes": _by_use(Outcome),
    }
    return tuple(
        _summary(
            record,
            by_use.get(record.pk, []),
            {k: c.get(record.pk, 0) for k, c in counts.items()},
        )
        for record in DataUse.objects.select_related("opening")
    )


def use(name: str) -> UseView:
    """Return one use with all that is public of it; raises NotFound."""
    from ..models import DataUse

    view = use_or_none(name)
    if view is None:
        names = DataUse.objects.values_list("name", flat=True)
        raise missing("data use", name, names, list_with="beholden use list")
    return replace(view, extracts=_extracts(name))


def use_or_none(name: str) -> UseView | None:
    """Return one use with all that is public of it but its extracts, or None.

    No other name is looked at, so that a use that is concealed cannot be guessed at.
    """
    record = _records().filter(name=name).first()
    return _view(record, **_work(record)) if record else None


def use_in_work(name: str) -> tuple[UseView, UseInWork]:
    """Return one use as it was thought through, and lightly what came after; raises NotFound.

    Its agreements, extracts, receipts, releases and ledger entries are left out of the view.
    """
    from ..models import DataUse

    record = _thought_through().filter(name=name).first()
    if record is None:
        names = DataUse.objects.values_list("name", flat=True)
        raise missing("data use", name, names, list_with="beholden use list")
    empty: dict[str, Any] = dict.fromkeys(_LEFT_OUT, ())
    outcomes = tuple(map(_outcome, record.outcomes.all()))
    view = _view(record, **empty, outcomes=outcomes)
    return view, UseInWork(record.stated_by.code, tuple(_lightly(record)))


_LEFT_OUT = ("agreements", "extracts", "receipts", "releases", "entries")


def _lightly(use: Any) -> Iterator[AgreementInWork]:
    from django.db.models import Exists, OuterRef

    from ..models import Extract

    current = Extract.objects.filter(agreement=OuterRef("pk"), state="current")
    found = use.agreements.annotate(sealed=Exists(current))
    told = ("name", "version", "state", "starts", "ends", "sealed", "document")
    for row in found.values(*told):
        yield AgreementInWork(datasets=tuple(row.pop("document").get("datasets", ())), **row)


def uses_without_questions() -> tuple[UseView, ...]:
    """Return every use with what is public of it but its receipts, extracts and ledger entries."""
    return tuple(_view(record, **_published(record)) for record in _records())


def _records() -> Any:
    """Return the query for uses with all that a view needs: as many queries for all as for one."""
    from django.db.models import Prefetch

    return _thought_through().prefetch_related(
        Prefetch("agreements", agreement_records()),
        Prefetch("releases", release_records()),
    )


def _thought_through() -> Any:
    """Return the query for uses with what was thought through of them, and what came of it."""
    from django.db.models import Prefetch

    from ..models import DataUse, Outcome

    whole = DataUse.objects.select_related("stated_by", "opening")
    return whole.prefetch_related(
        "canvas_versions",
        "triages",
        "design_reviews",
        "dpia_advice",
        "consequences",
        "advice__points",
        "decisions",
        Prefetch("undertakings", undertaking_records()),
        Prefetch("outcomes", Outcome.objects.select_related("recorded_by")),
    )


def _view(record: Any, **worked: Any) -> UseView:
    return UseView(
        name=record.name,
        title=record.title,
        purpose=record.purpose,
        owner=record.owner,
        accountable_officer=record.accountable_officer,
        why_data=record.why_data,
        people_affected=record.people_affected,
        personal_data=record.personal_data,
        special_category=record.special_category,
        review=record.review,
        made_up=record.made_up,
        state=record.state,
        stated_by_office=record.stated_by.office,
        stated_at=record.stated_at,
        **considered(record),
        opening=opening_of(record),
        undertakings=tuple(map(undertaking_view, record.undertakings.all())),
        **_deliberation(record),
        **worked,
    )


def _deliberation(use: Any) -> dict[str, Any]:
    """Return what was foreseen, advised and decided."""
    return {
        "consequences": tuple(map(_consequence, use.consequences.all())),
        "advice": tuple(map(_advice, use.advice.all())),
        "decisions": tuple(map(_decision, use.decisions.all())),
    }


def _work(use: Any) -> dict[str, Any]:
    """Return what was agreed, asked and released, and what came of it."""
    from ..models import LedgerEntry

    receipts = use.receipts.select_related("use", "agreement")
    entries = tuple(map(entry_view, LedgerEntry.objects.filter(use=use.name)))
    return {
        **_published(use),
        "receipts": receipt_summaries(receipts, entries),
        "entries": entries,
    }


def _extracts(name: str) -> tuple[ExtractView, ...]:
    from ..models import Extract

    found = Extract.objects.filter(use__name=name).select_related("agreement")
    return tuple(map(extract_view, found))


def _published(use: Any) -> dict[str, Any]:
    """Return what was agreed and released, and what came of it."""
    return {
        "agreements": tuple(map(agreement_view, use.agreements.all())),
        "extracts": (),
        "receipts": (),
        "releases": tuple(map(release_summary, use.releases.all())),
        "outcomes": tuple(map(_outcome, use.outcomes.all())),
        "entries": (),
    }


def _summary(record: Any, agreements: list[Any], counts: dict[str, int]) -> UseSummary:
    opening = getattr(record, "opening", None)
    agreement = next((one for one in agreements if one.state == "in_force"), None)
    return UseSummary(
        name=record.name,
        title=record.title,
        owner=record.owner,
        accountable_officer=record.accountable_officer,
        state=record.state,
        review=record.review,
        made_up=record.made_up,
        agreement=agreement.name if agreement else None,
        ends=agreement.ends if agreement else None,
        opened=bool(opening and opening.confirmed_at),
        suspended=any(one.state == "suspended" for one in agreements),
        over=any(one.began_at and one.ended_at for one in agreements),
        **counts,
    )


def _by_use(model: Any, **wanted: Any) -> dict[int, int]:
    from django.db.models import Count

    found = model.objects.filter(**wanted).order_by()
    return dict(found.values_list("use_id").annotate(Count("pk")))


def _consequence(record: Any) -> ConsequenceView:
    return ConsequenceView(
        what=record.what,
        affects=record.affects or "",
        kind=record.kind,
        intended=record.intended,
        likelihood=record.likelihood,
        severity=record.severity,
        response=record.response,
        measure=record.measure,
        who=record.who,
        by=record.by,
        stance=record.stance,
    )


def _advice(record: Any) -> AdviceView:
    points = (AdvicePointView(p.point, p.text, p.condition) for p in record.points.all())
    return AdviceView(meeting=record.meeting, quorum=record.quorum, points=tuple(points))


def _decision(record: Any) -> DecisionView:
    return DecisionView(
        yes=record.yes,
        on=record.on,
        office=record.office,
        because=record.because,
        on_advice=record.on_advice,
        dpia=record.dpia or {},
    )


def _outcome(record: Any) -> OutcomeView:
    return OutcomeView(
        on=record.on,
        measure=record.statement.get("measure", {}),
        consequences=tuple(record.statement.get("consequences", ())),
        office=record.recorded_by.office,
    )
