"""Under which uses somebody may ask, and what each of them gives to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...kernel import Refused, Terms
from ..acting import person_named, require
from ..agreeing.standing import has_not_signed
from ..agreements import HOLDING
from ..asking import not_given_to
from ..home import Home
from ..looking_again import terms_now
from ..rights import Right
from ..self_service import Way, agreement_told_of, way_of_asking
from .given import Given, Types, limits_given, tables_given


@dataclass(frozen=True, slots=True)
class UseToAsk:
    """A use under which somebody may ask, and how they are answered."""

    name: str
    title: str
    purpose: str
    agreement: str
    until: date
    way: Way
    suspended: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands between somebody and a use: the agreement, its terms of today, and the way."""

    agreement: Any
    terms: Terms
    way: Way


def uses_to_ask(home: Home, *, by: str) -> tuple[UseToAsk, ...]:
    """Return the uses whose agreement gives somebody answers, by title."""
    with home.at_work():
        person = person_named(by)
        roles = set(person.roles.values_list("role", flat=True))
        found = list(_uses(person.organisation, roles))
    return tuple(sorted(found, key=lambda use: use.title.lower()))


def _uses(organisation: str, roles: set[str]) -> Iterator[UseToAsk]:
    from ...records.models import Agreement

    holding = Agreement.objects.select_related("use").filter(state__in=HOLDING)
    for agreement in holding.prefetch_related("signatures", "answers"):
        terms = Terms.from_dict(agreement.terms)
        way = way_of_asking(terms, organisation=organisation, roles=roles)
        if way is None or (terms.severally and _is_out(agreement, terms, organisation)):
            continue
        yield UseToAsk(
            name=agreement.use.name,
            title=agreement.use.title,
            purpose=agreement.use.purpose,
            agreement=agreement.name,
            until=agreement.ends,
            way=way,
            suspended=agreement.state == "suspended",
        )


def _is_out(agreement: Any, terms: Terms, organisation: str) -> bool:
    """Return whether a party of several has not signed, or has withdrawn (has_not_signed)."""
    if organisation not in terms.between:
        return False
    signed = {one.party for one in agreement.signatures.all()}
    gone = {one.party for one in agreement.answers.all() if one.says == "withdrawn"}
    return organisation not in signed - gone


def given_to_ask(home: Home, *, by: str, use: str) -> Given:
    """Return what a use gives somebody to ask about.

    Raises NotFound for an unknown use, Refused where its agreement gives them no answers at all.
    """
    with home.at_work():
        standing = standing_of(home, by=by, use=use)
        return given_of(standing, types_of(standing.terms))


def given_of(standing: Standing, types: Types) -> Given:
    """Return what somebody is given, by how they stand to a use."""
    terms, about = standing.terms, standing.agreement.use
    return Given(
        use=about.name,
        title=about.title,
        purpose=about.purpose,
        agreement=terms.agreement,
        until=terms.ends,
        way=standing.way,
        subject=terms.subject,
        tables=tables_given(terms, standing.way, types),
        limits=limits_given(terms, standing.way),
    )


def standing_of(home: Home, *, by: str, use: str) -> Standing:
    """Return how somebody stands to a use; raise Refused where they are given no answers."""
    person = person_named(by)
    roles = set(person.roles.values_list("role", flat=True))
    agreement = agreement_told_of(home, person=person, roles=roles, use=use)
    terms = terms_now(agreement)
    way = way_of_asking(terms, organisation=person.organisation, roles=roles)
    refusal = has_not_signed(agreement, person.organisation)
    if way is None and refusal is None:
        require(home, by=by, right=Right.QUESTION_ASK)
        refusal = not_given_to(person, agreement=agreement, terms=terms, today=home.clock.today())
    if refusal:
        raise Refused(refusal)
    return Standing(agreement, terms, way or Way.EXACT)


def types_of(terms: Terms) -> Types:
    """Return the type of each column in the newest version of the datasets that are given."""
    from ...records.models import DatasetVersion

    names = [dataset.name for dataset in terms.datasets]
    rows = DatasetVersion.objects.filter(dataset__name__in=names).order_by("number")
    newest = rows.values_list("dataset__name", "columns")
    return {name: {one["name"]: one["type"] for one in columns} for name, columns in newest}
