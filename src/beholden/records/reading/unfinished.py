"""Reading what is not finished: a query for each kind of record, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from ...kernel import UndertakingStep
from .agreements import newest_review, review_day
from .asked_of_others import asked_of_others
from .parties import PartiesSaid, what_parties_said
from .standing import (
    AgreementStanding,
    LinkageStanding,
    MeetingStanding,
    ReleaseStanding,
    Standing,
    UndertakingStanding,
    UseStanding,
)
from .undertakings import with_who_recorded

EVERY_PART = frozenset(Standing.__dataclass_fields__)
_OPEN = ("offered", "in_force", "suspended")
_ENDED = ("done", "withdrawn", "set-aside")
_ASKED = (UndertakingStep.TIME_ASKED, UndertakingStep.WITHDRAWAL_ASKED)


def unfinished(today: date, *, parts: frozenset[str] = EVERY_PART) -> Standing:
    """Return what of the record is not finished on a day.

    ``parts`` names the fields of ``Standing`` that are wanted; the others are left empty.
    """
    readers: dict[str, Callable[[], Iterator[Any]]] = {
        "uses": _uses,
        "agreements": lambda: _agreements(today),
        "releases": _releases,
        "undertakings": _undertakings,
        "linkages": _linkages,
        "meetings": lambda: _meetings(today),
    }
    found = {name: tuple(read()) for name, read in readers.items() if name in parts}
    return Standing(**found, **asked_of_others(today, parts))


def _uses() -> Iterator[UseStanding]:
    from ..models import CanvasVersion, DataUse

    canvas: dict[int, dict[str, dict[str, str]]] = defaultdict(dict)
    versions = CanvasVersion.objects.filter(use__state="stated").order_by("number")
    for use, area, *said in versions.values_list("use_id", "area", *_OF_AN_AREA.values()):
        canvas[use][area] = {name: one or "" for name, one in zip(_OF_AN_AREA, said, strict=True)}
    records: Any = DataUse.objects.annotate(**_newest_of_each())
    for row in records.values("pk", *_OF_A_USE, "stated_by__code", "owed", "design_verdict"):
        yield UseStanding(
            canvas=canvas.get(row.pop("pk"), {}),
            stated_by=row.pop("stated_by__code"),
            owed=row.pop("owed") or {},
            design_verdict=row.pop("design_verdict") or "",
            **row,
        )


# Who is to fill an area in, and whether it is settled: of what it says nothing is read.
_OF_AN_AREA = {"status": "status", "owner": "said__owner", "why_not": "said__why_not"}


def _newest_of_each() -> dict[str, Any]:
    """Return the newest of what was recorded of each use, as subqueries of the one query."""
    from django.db.models import Exists, OuterRef

    from ..models import (
        Advice,
        Agreement,
        Consequence,
        Decision,
        DesignReview,
        DpiaAdvice,
        Outcome,
        Triage,
    )

    harm = Consequence.objects.filter(use=OuterRef("pk"), kind="negative")
    return {
        "owed": _newest(Triage, "owed"),
        "design_verdict": _newest(DesignReview, "verdict"),
        "dpia_advised_at": _newest(DpiaAdvice, "recorded_at"),
        "advised_at": _newest(Advice, "recorded_at"),
        "decided_at": _newest(Decision, "recorded_at"),
        "told_on": _newest(Outcome, "on"),
        "over_at": _newest(Agreement, "ended_at", ended_at__isnull=False),
        "bound": Exists(Agreement.objects.filter(use=OuterRef("pk"))),
        "weighs_harm": Exists(harm.exclude(likelihood="").exclude(severity="")),
    }


def _newest(model: Any, column: str, **only: Any) -> Any:
    from django.db.models import OuterRef, Subquery

    found = model.objects.filter(use=OuterRef("pk"), **only).order_by("-id")
    return Subquery(found.values(column)[:1])


_OF_A_USE = (
    "name",
    "title",
    "owner",
    "accountable_officer",
    "state",
    "review",
    "personal_data",
    "special_category",
    "stated_at",
    "dpia_advised_at",
    "advised_at",
    "decided_at",
    "bound",
    "over_at",
    "told_on",
    "why_data",
    "people_affected",
    "weighs_harm",
)


def _agreements(today: date) -> Iterator[AgreementStanding]:
    yield from _agreements_where(state__in=_OPEN, ends__gte=today)


def agreement_standing(name: str) -> tuple[AgreementStanding, ...]:
    """Return every version of one agreement as those inside work at it, oldest first."""
    return tuple(_agreements_where(name=name))


def _agreements_where(**where: Any) -> Iterator[AgreementStanding]:
    """Yield agreements as a standing tells them; two queries, and nothing read at length."""
    from ..models import Agreement

    found = Agreement.objects.filter(**where).annotate(**_of_an_agreement())
    rows = list(found.values(*_COLUMNS, *_of_an_agreement()))
    said = what_parties_said([row["pk"] for row in rows])
    for row in rows:
        yield _agreement(row, said[row["pk"]])


_COLUMNS = (
    "pk",
    "name",
    "version",
    "use__name",
    "state",
    "starts",
    "ends",
    "terms__severally",
    "terms__between",
    "terms__review_by",
    "stated_by__code",
    "drafted_by__code",
    "stated_at",
    "began_at",
)


def _of_an_agreement() -> dict[str, Any]:
    """Return what else is asked of each agreement, as columns of the one query."""
    from django.db.models import Exists, OuterRef, Subquery

    from ..models import Extract, Suspension

    current = Extract.objects.filter(agreement=OuterRef("pk"), state="current")
    stopped = Suspension.objects.filter(agreement=OuterRef("pk"), resumed_at=None).order_by("id")
    return {
        "sealed": Exists(current),
        "stopped_by": Subquery(stopped.values("suspended_by__code")[:1]),
        "stopped_at": Subquery(stopped.values("suspended_at")[:1]),
        **newest_review(),
    }


def _agreement(row: Mapping[str, Any], told: PartiesSaid) -> AgreementStanding:
    authors = (row["stated_by__code"], row["drafted_by__code"])
    return AgreementStanding(
        name=row["name"],
        version=row["version"],
        use=row["use__name"],
        state=row["state"],
        starts=row["starts"],
        ends=row["ends"],
        severally=bool(row["terms__severally"]),
        parties=tuple(row["terms__between"] or ()),
        signed=told.signed,
        said=told.answers,
        authors=frozenset(code for code in authors if code),
        stated_at=row["stated_at"],
        began_at=row["began_at"],
        review_by=review_day(row["reviewed"], row["next_review"], row["terms__review_by"]),
        suspended_by=row["stopped_by"] or "",
        suspended_at=row["stopped_at"],
        sealed=row["sealed"],
    )


def _releases() -> Iterator[ReleaseStanding]:
    from ..models import Release

    found = Release.objects.filter(state__in=("requested", "approved"))
    told = ("pk", "title", "use__name", "state", "requested_by__code", "receipt__asked_by__code")
    for row in found.values(*told, "requested_at", "reviewed_at"):
        yield ReleaseStanding(
            id=row["pk"],
            title=row["title"],
            use=row["use__name"],
            state=row["state"],
            not_by=frozenset({row["requested_by__code"], row["receipt__asked_by__code"]}),
            requested_at=row["requested_at"],
            reviewed_at=row["reviewed_at"],
        )


def _undertakings() -> Iterator[UndertakingStanding]:
    from ..models import Undertaking

    found = Undertaking.objects.exclude(events__step__in=_ENDED)
    for view, codes in with_who_recorded(found):
        steps = zip(view.events, codes, strict=True)
        asked = [code for event, code in steps if event.step in _ASKED and code]
        yield UndertakingStanding(view, asked[-1] if view.asked and asked else "")


def _linkages() -> Iterator[LinkageStanding]:
    newest = {(key.version_id, key.column): key for key in _keys_of_newest_versions()}
    looked = _decided({key.pk for key in newest.values()})
    for key in newest.values():
        drawn = _drawn(key)
        yield LinkageStanding(
            dataset=key.version.dataset.name,
            steward=key.version.dataset.steward,
            column=key.column,
            made_by=key.run.made_by.code,
            made_at=key.made_at,
            rows=key.rows,
            matched=key.matched,
            sampled=len(drawn),
            sample_decided=len(drawn & looked[key.pk]),
            decided=len(looked[key.pk]),
        )


def _keys_of_newest_versions() -> Any:
    """Return the keys that somebody had made for the newest version of each dataset, in order."""
    from django.db.models import OuterRef, Subquery

    from ..models import DatasetVersion, KeyColumn, ReviewSample

    def newest_sample(of: str) -> Subquery:
        drawn = ReviewSample.objects.filter(key=OuterRef("pk"), of=of)
        return Subquery(drawn.order_by("-drawn_at", "-id").values("strata")[:1])

    newest = DatasetVersion.objects.filter(dataset=OuterRef("version__dataset")).order_by("-number")
    made = KeyColumn.objects.filter(run__isnull=False, version=Subquery(newest.values("pk")[:1]))
    drawn: Any = {f"of_{of}": newest_sample(of) for of in ReviewSample.Of.values}
    related = made.select_related("version__dataset", "run__made_by").annotate(**drawn)
    return related.order_by("version", "number")


def _decided(keys: set[int]) -> dict[int, set[tuple[int, str]]]:
    from ..models import PairLabel

    found: dict[int, set[tuple[int, str]]] = defaultdict(set)
    if not keys:
        return found
    labels = PairLabel.objects.filter(key__in=keys).order_by()
    for key, row, candidate in labels.values_list("key_id", "row", "candidate"):
        found[key].add((row, candidate))
    return found


def _drawn(key: Any) -> set[tuple[int, str]]:
    return {
        (row, candidate)
        for strata in (key.of_matched, key.of_unmatched)
        for stratum in strata or ()
        for row, candidate in stratum["drawn"]
    }


def _meetings(today: date) -> Iterator[MeetingStanding]:
    from ..models import BoardMeeting

    found: Any = BoardMeeting.objects.filter(on__lte=today).exclude(state="minuted")
    for meeting in found.prefetch_related("items__use", "items__given"):
        without = [
            item.use.name for item in meeting.items.all() if item.use and not item.given.all()
        ]
        yield MeetingStanding(meeting.on, meeting.state, tuple(without))
