"""Reading what the register holds in all, and who may act."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .ledger import ledger_size
from .views import HomeFacts, PersonView


def home_facts() -> HomeFacts:
    """Return how much the register holds."""
    from ..models import Agreement, Dataset, DataUse, Receipt, Release

    receipts = dict(_counts(Receipt, "allowed"))
    states = dict(_counts(DataUse, "state"))
    return HomeFacts(
        datasets=Dataset.objects.count(),
        uses=sum(states.values()),
        uses_approved=states.get("approved", 0),
        agreements_in_force=Agreement.objects.filter(state="in_force").count(),
        answers=receipts.get(True, 0),
        refusals=receipts.get(False, 0),
        releases_published=Release.objects.filter(state="published").count(),
        ledger_entries=ledger_size(),
        made_up=made_up(),
    )


def made_up() -> bool:
    """Return whether anything that the register holds is marked as made up."""
    return size_and_made_up()[1]


def made_up_under(use: str, datasets: Collection[str]) -> bool:
    """Return whether numbers under a use are marked as made up: the use is, or one of datasets."""
    from ..models import Dataset, DataUse

    return (
        DataUse.objects.filter(name=use, made_up=True).exists()
        or Dataset.objects.filter(name__in=datasets, made_up=True).exists()
    )


def size_and_made_up() -> tuple[int, bool]:
    """Return how many entries the ledger has, and whether anything is made up, by one query."""
    from ..models import LedgerHead

    size, *found = LedgerHead.objects.values_list("size", *_marked()).first() or (0,)
    return size, any(found)


def _marked() -> list[Any]:
    """Return, as columns of another query, whether any dataset or use is marked as made up."""
    from django.db.models import Exists

    from ..models import Dataset, DataUse

    return [Exists(model.objects.filter(made_up=True)) for model in (Dataset, DataUse)]


def people() -> tuple[PersonView, ...]:
    """Return everybody who is or was able to act, by code. For those inside only."""
    from ..models import Person

    return tuple(map(_person, Person.objects.defer("called_before").prefetch_related("roles")))


def person(code: str) -> PersonView | None:
    """Return one who is or was able to act, or None. For those inside only."""
    return person_and_made_up(code)[0]


def person_and_made_up(code: str) -> tuple[PersonView | None, bool]:
    """Return one who is or was able to act, and whether anything is made up, by one query.

    For those inside only.
    """
    from ..models import Person

    told = ("code", "office", "organisation", "active")
    rows = list(Person.objects.filter(code=code).values_list(*told, "roles__role", *_marked()))
    if not rows:
        return None, made_up()
    code, office, organisation, active, _role, *marks = rows[0]
    roles = tuple(sorted(row[4] for row in rows if row[4]))
    view = PersonView(code, office, organisation, roles=roles, active=active)
    return view, any(marks)


def _person(record: Any) -> PersonView:
    return PersonView(
        code=record.code,
        office=record.office,
        organisation=record.organisation,
        roles=tuple(sorted(held.role for held in record.roles.all())),
        active=record.active,
    )


def _counts(model: Any, column: str) -> list[tuple[object, int]]:
    from django.db.models import Count

    return list(model.objects.order_by().values_list(column).annotate(Count("pk")))
