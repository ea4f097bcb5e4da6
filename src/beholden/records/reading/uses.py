"""Reading the uses: the centre of every record."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from ...kernel import NotFound
from .agreements import (
    agreement_records,
    agreement_view,
    bare_agreement_records,
    extract_view,
)
from .answers import briefly, receipt_summaries, release_records, release_summary
from .considering import considered, newest_triage
from .in_work import AgreementInWork, UseInWork
from .ledger import entry_view
from .light import LONG_OF_USE, long_of_agreement
from .listed import answers_and_refusals, counted_by_use
from .missing import missing
from .offices import office_then
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
    from ..models import Agreement, DataUse, Outcome, Release

    agreements = Agreement.objects.only("use_id", "name", "state", "ends", "began_at", "ended_at")
    by_use: dict[int, list[Any]] = {}
    for one in agreements:
        by_use.setdefault(one.use_id, []).append(one)
    answers, refusals = answers_and_refusals()
    counts = {
        "answers": answers,
        "refusals": refusals,
        "releases_published": counted_by_use(Release, state="published"),
        "outcomes": counted_by_use(Outcome),
    }
    return tuple(
        _summary(
            record,
            by_use.get(record.pk, []),
            {k: c.get(record.pk, 0) for k, c in counts.items()},
        )
        for record in DataUse.objects.select_related("opening").defer(*LONG_OF_USE)
    )


def use(name: str) -> UseView:
    """Return one use with all that is public of it; raises NotFound."""
    view = use_or_none(name)
    if view is None:
        raise _no_use(name)
    return replace(view, extracts=_extracts(name))


def title_of(name: str) -> str:
    """Return the title of a use; raises NotFound."""
    from ..models import DataUse

    found = DataUse.objects.filter(name=name).values_list("title", flat=True).first()
    if found is None:
        raise _no_use(name)
    return str(found)


def use_or_none(name: str, *, without: Any = ()) -> UseView | None:
    """Return one use with all that is public of it but its extracts, or None.

    No other name is looked at, so that a use that is concealed cannot be guessed at. ``without``
    are the keys of uses that are as if they were not there, or a query for them.
    """
    record = _records().filter(name=name).exclude(pk__in=without).first()
    return _view(record, **_work(record)) if record else None


def use_in_work(name: str) -> tuple[UseView, UseInWork]:
    """Return one use as it was thought through, and lightly what came after; raises NotFound.

    Its agreements, extracts, receipts, releases and ledger entries are left out of the view.
    """
    record = _thought_through().filter(name=name).first()
    if record is None:
        raise _no_use(name)
    view = _view(record, **_EMPTY, outcomes=tuple(map(_outcome, record.outcomes.all())))
    return view, UseInWork(record.stated_by.code, tuple(_lightly(record)))


def use_to_document(name: str) -> UseView:
    """Return one use as its papers and forms need it: thought through, agreed; raises NotFound.

    Of what was asked, sealed and released under it, and of the ledger, the view has nothing.
    """
    record = _with_agreements(_thought_through()).filter(name=name).first()
    if record is None:
        raise _no_use(name)
    agreed = {
        "agreements": tuple(map(agreement_view, record.agreements.all())),
        "outcomes": tuple(map(_outcome, record.outcomes.all())),
    }
    return _view(record, **{**_EMPTY, **agreed})


_LEFT_OUT = ("agreements", "extracts", "receipts", "releases", "entries")
_EMPTY: dict[str, Any] = dict.fromkeys(_LEFT_OUT, ())


def _no_use(name: str) -> NotFound:
    from ..models import DataUse

    names = DataUse.objects.values_list("name", flat=True)
    return missing("data use", name, names, list_with="beholden use list")


def _lightly(use: Any) -> Iterator[AgreementInWork]:
    from django.db.models import Exists, OuterRef

    from ..models import Extract

    current = Extract.objects.filter(agreement=OuterRef("pk"), state="current")
    found = use.agreements.annotate(sealed=Exists(current))
    told = ("name", "version", "state", "starts", "ends", "sealed", "document")
    for row in found.values(*told):
        yield AgreementInWork(datasets=tuple(row.pop("document").get("datasets", ())), **row)


def uses_to_export(
    only: Collection[str] | None = None, *, without: Any = ()
) -> tuple[UseView, ...]:
    """Return every use, or some by name, as other registers are told of it (see ``use_or_none``).

    Without receipts, extracts and ledger entries, and without what the parties of agreements did.
    """
    from django.db.models import Prefetch

    records = _thought_through().prefetch_related(
        Prefetch("agreements", bare_agreement_records()), Prefetch("releases", release_records())
    )
    found = (records if only is None else records.filter(name__in=only)).exclude(pk__in=without)
    return tuple(_view(record, **_published(record, bare=True)) for record in found)


def _records() -> Any:
    """Return the query for uses with all that a view needs: as many queries for all as for one."""
    from django.db.models import Prefetch

    return _with_agreements(_thought_through()).prefetch_related(
        Prefetch("releases", release_records())
    )


def _with_agreements(uses: Any) -> Any:
    from django.db.models import Prefetch

    return uses.prefetch_related(Prefetch("agreements", agreement_records()))


def _thought_through() -> Any:
    """Return the query for uses with what was thought through of them, and what came of it."""
    from django.db.models import Prefetch

    from ..models import DataUse, Outcome

    whole = DataUse.objects.select_related("stated_by", "opening").defer(*LONG_OF_USE)
    return whole.annotate(**newest_triage()).prefetch_related(
        "canvas_versions",
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
        stated_by_office=office_then(record.stated_by, record.stated_at),
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

    receipts = briefly(use.receipts)
    entries = tuple(map(entry_view, LedgerEntry.objects.filter(use=use.name)))
    return {
        **_published(use),
        "receipts": receipt_summaries(receipts, entries),
        "entries": entries,
    }


def _extracts(name: str) -> tuple[ExtractView, ...]:
    from ..models import Extract

    found = Extract.objects.filter(use__name=name).select_related("agreement")
    found = found.defer(*long_of_agreement())
    return tuple(map(extract_view, found))


def _published(use: Any, *, bare: bool = False) -> dict[str, Any]:
    """Return what was agreed and released, and what came of it."""
    return {
        "agreements": tuple(agreement_view(one, bare=bare) for one in use.agreements.all()),
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
        office=office_then(record.recorded_by, record.recorded_at),
    )
