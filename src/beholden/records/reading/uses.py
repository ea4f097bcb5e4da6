"""Reading the uses: the centre of every record."""

from __future__ import annotations

from typing import Any

from .agreements import agreement_records, agreement_view, extract_view
from .answers import receipt_summaries, release_records, release_summary
from .considering import considered
from .ledger import entry_view
from .missing import missing
from .openings import opening_of
from .undertakings import undertakings
from .views import (
    AdvicePointView,
    AdviceView,
    ConsequenceView,
    DecisionView,
    OutcomeView,
    UseSummary,
    UseView,
)


def uses() -> tuple[UseSummary, ...]:
    """Return every use as a list shows it, by name."""
    from ..models import Agreement, DataUse, Outcome, Receipt, Release

    in_force = {a.use_id: a for a in Agreement.objects.filter(state="in_force")}
    counts = {
        "answers": _by_use(Receipt, allowed=True),
        "refusals": _by_use(Receipt, allowed=False),
        "releases_published": _by_use(Release, state="published"),
        "outcomes": _by_use(Outcome),
    }
    return tuple(
        _summary(
            record, in_force.get(record.pk), {k: c.get(record.pk, 0) for k, c in counts.items()}
        )
        for record in DataUse.objects.all()
    )


def use(name: str) -> UseView:
    """Return one use with all that is public of it; raises NotFound."""
    from ..models import DataUse

    record = DataUse.objects.select_related("stated_by", "opening").filter(name=name).first()
    if record is None:
        names = DataUse.objects.values_list("name", flat=True)
        raise missing("data use", name, names, list_with="beholden use list")
    return _view(record, **_work(record))


def uses_without_questions() -> tuple[UseView, ...]:
    """Return every use with what is public of it but its receipts, extracts and ledger entries."""
    from ..models import DataUse

    records = DataUse.objects.select_related("stated_by")
    return tuple(_view(record, **_published(record)) for record in records)


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
        undertakings=undertakings(record.name),
        **_deliberation(record),
        **worked,
    )


def _deliberation(use: Any) -> dict[str, Any]:
    """Return what was foreseen, advised and decided."""
    advice = use.advice.prefetch_related("points")
    return {
        "consequences": tuple(map(_consequence, use.consequences.all())),
        "advice": tuple(map(_advice, advice)),
        "decisions": tuple(map(_decision, use.decisions.all())),
    }


def _work(use: Any) -> dict[str, Any]:
    """Return what was agreed, sealed, asked and released, and what came of it."""
    from ..models import LedgerEntry

    receipts = use.receipts.select_related("use", "agreement")
    return {
        **_published(use),
        "extracts": tuple(map(extract_view, use.extracts.select_related("agreement"))),
        "receipts": receipt_summaries(receipts),
        "entries": tuple(map(entry_view, LedgerEntry.objects.filter(use=use.name))),
    }


def _published(use: Any) -> dict[str, Any]:
    """Return what was agreed and released, and what came of it."""
    return {
        "agreements": tuple(map(agreement_view, agreement_records().filter(use=use))),
        "extracts": (),
        "receipts": (),
        "releases": tuple(map(release_summary, release_records().filter(use=use))),
        "outcomes": tuple(map(_outcome, use.outcomes.select_related("recorded_by"))),
        "entries": (),
    }


def _summary(record: Any, agreement: Any, counts: dict[str, int]) -> UseSummary:
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
