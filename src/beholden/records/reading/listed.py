"""Reading many uses, datasets and acts at once, as lists show them: a few queries, however many."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .agreements import asked_until, newest_review, review_day
from .ledger import entry_view
from .missing import missing
from .openings import opening_of
from .views import LedgerEntryView, OpeningView, View


@dataclass(frozen=True, slots=True)
class ListedAgreement(View):
    """One version of an agreement, without what it says."""

    name: str
    version: int
    state: str
    starts: date
    ends: date
    began_at: datetime | None
    ended_at: datetime | None
    review_by: date | None

    @property
    def asked_until(self) -> date:
        """Return the last day on which anything may be asked under it."""
        return asked_until(self.ends, self.review_by)


@dataclass(frozen=True, slots=True)
class ListedUse(View):
    """A use as a public list shows it; ``decision`` says whether there is one."""

    name: str
    title: str
    purpose: str
    owner: str
    people_affected: str
    personal_data: bool
    special_category: bool
    made_up: bool
    state: str
    stated_at: datetime
    decision: bool
    opening: OpeningView | None
    agreements: tuple[ListedAgreement, ...]
    answers: int
    refusals: int
    releases: int
    outcomes: int

    @property
    def in_force(self) -> ListedAgreement | None:
        """Return the agreement in force, or None."""
        return next((one for one in self.agreements if one.state == "in_force"), None)


@dataclass(frozen=True, slots=True)
class NamedDataset(View):
    """A dataset as one version of an agreement gives it; ``columns`` are those of the terms."""

    name: str
    use: str
    state: str
    began: bool
    columns: tuple[Mapping[str, Any], ...]


def uses_listed() -> tuple[ListedUse, ...]:
    """Return every use with its agreements and counts, by name; six queries."""
    from ..models import DataUse, Decision, Outcome, Release

    decided = set(Decision.objects.order_by().values_list("use_id", flat=True))
    agreements = _agreements()
    answers, refusals = answers_and_refusals()
    counted = {
        "answers": answers,
        "refusals": refusals,
        "releases": counted_by_use(Release, state="published"),
        "outcomes": counted_by_use(Outcome),
    }
    records = DataUse.objects.select_related("opening").defer("statement", "canvas", "why_data")
    return tuple(
        _listed(
            record,
            decision=record.pk in decided,
            agreements=tuple(agreements.get(record.pk, ())),
            **{name: of.get(record.pk, 0) for name, of in counted.items()},
        )
        for record in records
    )


def answers_by_use() -> dict[str, int]:
    """Return how many questions were answered under each use that has one."""
    from django.db.models import Count

    from ..models import Receipt

    found = Receipt.objects.filter(allowed=True).order_by()
    return dict(found.values_list("use__name").annotate(Count("pk")))


def datasets_named() -> tuple[NamedDataset, ...]:
    """Return every dataset that a version of an agreement names, with the columns it gives."""
    from ..models import Agreement

    found = Agreement.objects.order_by("use__name", "name", "version")
    rows = found.values_list("use__name", "state", "began_at", "terms__datasets")
    return tuple(
        NamedDataset(one["name"], use, state, began is not None, tuple(one["columns"]))
        for use, state, began, datasets in rows
        for one in datasets or ()
    )


@dataclass(frozen=True, slots=True)
class NamedAgreement(View):
    """One version of an agreement, and the datasets that it gives.

    ``is_public`` says that public pages tell of it: an offer that was taken back was never one.
    """

    name: str
    use: str
    datasets: tuple[str, ...]
    is_public: bool


def agreements_named() -> tuple[NamedAgreement, ...]:
    """Return every version of every agreement, use by use, the oldest first."""
    from ..models import Agreement

    found = Agreement.objects.order_by("use__name", "name", "version")
    rows = found.values_list("name", "use__name", "state", "began_at", "terms__datasets")
    return tuple(
        NamedAgreement(
            name,
            use,
            tuple(one["name"] for one in datasets or ()),
            state != "withdrawn" or began is not None,
        )
        for name, use, state, began, datasets in rows
    )


def names_of_all() -> tuple[tuple[str, bool], ...]:
    """Return the name of every use, in order, and whether it is made up."""
    from ..models import DataUse

    return tuple(DataUse.objects.values_list("name", "made_up"))


@dataclass(frozen=True, slots=True)
class NamedUse(View):
    """A use as somebody chooses it from a list."""

    name: str
    title: str
    state: str


def uses_named() -> tuple[NamedUse, ...]:
    """Return every use by its name and title, for those inside only."""
    from ..models import DataUse

    return tuple(NamedUse(*row) for row in DataUse.objects.values_list("name", "title", "state"))


@dataclass(frozen=True, slots=True)
class StatedUse(View):
    """What a use is for, as it was stated, where nothing else of it is asked."""

    name: str
    title: str
    purpose: str
    personal_data: bool
    special_category: bool


def use_stated(name: str) -> StatedUse:
    """Return what a use was stated to be; raises NotFound. For those inside only."""
    from ..models import DataUse

    columns = ("name", "title", "purpose", "personal_data", "special_category")
    found = DataUse.objects.filter(name=name).values_list(*columns).first()
    if found is None:
        names = DataUse.objects.values_list("name", flat=True)
        raise missing("use", name, names, list_with="beholden use list")
    return StatedUse(*found)


def titles_and_purposes(uses: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return the title and the purpose of each of these uses that there is."""
    from ..models import DataUse

    found = DataUse.objects.filter(name__in=uses).values_list("name", "title", "purpose")
    return {name: (title, purpose) for name, title, purpose in found}


def datasets_held() -> tuple[str, ...]:
    """Return the name of every dataset that has a version, in order."""
    from ..models import Dataset

    held = Dataset.objects.filter(versions__isnull=False).distinct()
    return tuple(held.values_list("name", flat=True))


def newest_acts(
    acts: Collection[str], *, limit: int, without: Collection[str]
) -> tuple[LedgerEntryView, ...]:
    """Return the newest entries of these acts, newest first, but for those on some uses."""
    from ..models import LedgerEntry

    found = LedgerEntry.objects.filter(act__in=acts).exclude(use__in=without).exclude(use="")
    return tuple(map(entry_view, found.order_by("-index")[:limit]))


def _agreements() -> dict[int, list[ListedAgreement]]:
    from ..models import Agreement

    found: dict[int, list[ListedAgreement]] = {}
    columns = ("name", "version", "state", "starts", "ends", "began_at", "ended_at")
    review = ("reviewed", "next_review", "terms__review_by")
    read = Agreement.objects.annotate(**newest_review())
    for use, *said in read.values_list("use_id", *columns, *review):
        told, owed = said[: len(columns)], said[len(columns) :]
        found.setdefault(use, []).append(ListedAgreement(*told, *[review_day(*owed)]))
    return found


def _listed(record: Any, **more: Any) -> ListedUse:
    return ListedUse(
        name=record.name,
        title=record.title,
        purpose=record.purpose,
        owner=record.owner,
        people_affected=record.people_affected,
        personal_data=record.personal_data,
        special_category=record.special_category,
        made_up=record.made_up,
        state=record.state,
        stated_at=record.stated_at,
        opening=opening_of(record),
        **more,
    )


def counted_by_use(model: Any, **wanted: Any) -> dict[int, int]:
    """Return how many records of a kind there are of each use, by the key of the use."""
    from django.db.models import Count

    found = model.objects.filter(**wanted).order_by()
    return dict(found.values_list("use_id").annotate(Count("pk")))


def answers_and_refusals() -> tuple[dict[int, int], dict[int, int]]:
    """Return how many questions were answered and refused under each use, by one query."""
    from django.db.models import Count

    from ..models import Receipt

    found: tuple[dict[int, int], dict[int, int]] = ({}, {})
    rows = Receipt.objects.order_by().values_list("use_id", "allowed").annotate(Count("pk"))
    for use, allowed, number in rows:
        found[not allowed][use] = number
    return found
