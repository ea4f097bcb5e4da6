"""Under which uses somebody may ask, and what each of them gives to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...kernel import Refusal, Refused, Terms, day_in_words
from ..acting import person_named, role_for
from ..agreeing.standing import has_not_signed, signed_by
from ..agreements import HOLDING
from ..asking import ended_early, not_given_to
from ..home import Home
from ..rights import Right, offices_that_may
from ..self_service import StandingToAsk, Way, read_standing, way_given
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

    person: Any
    agreement: Any
    terms: Terms
    way: Way


def uses_to_ask(home: Home, *, by: str) -> tuple[UseToAsk, ...]:
    """Return the uses whose agreement gives somebody answers, by title."""
    with home.at_work():
        person = person_named(by)
        found = list(_uses(person.organisation, person.role_codes))
    return tuple(sorted(found, key=lambda use: use.title.lower()))


def _uses(organisation: str, roles: frozenset[str]) -> Iterator[UseToAsk]:
    """Yield the uses to ask under; of the terms only what says to whom answers are given."""
    from ...records.models import Agreement

    holding = Agreement.objects.filter(state__in=HOLDING)
    for row in holding.values(*_COLUMNS, *_TERMS):
        exact, fitted = (row[name] or () for name in _TERMS[:2])
        way = way_given(exact, fitted, organisation=organisation, roles=roles)
        if way is None or (row["terms__severally"] and _is_out(row, organisation)):
            continue
        yield UseToAsk(
            name=row["use__name"],
            title=row["use__title"],
            purpose=row["use__purpose"],
            agreement=row["name"],
            until=row["ends"],
            way=way,
            suspended=row["state"] == "suspended",
        )


_COLUMNS = ("pk", "name", "state", "ends", "use__name", "use__title", "use__purpose")
_TERMS = (
    "terms__aggregate__to",
    "terms__self_service__to",
    "terms__severally",
    "terms__between",
)


def _is_out(row: Mapping[str, Any], organisation: str) -> bool:
    """Return whether a party of several has not signed, or has withdrawn (has_not_signed)."""
    from ...records.models import Agreement

    if organisation not in (row["terms__between"] or ()):
        return False
    return organisation not in signed_by(Agreement(pk=row["pk"]))


def given_to_ask(home: Home, *, by: str, use: str) -> Given:
    """Return what a use gives somebody to ask about.

    Raises NotFound for an unknown use, Refused where its agreement gives them no answers at all.
    """
    with home.at_work():
        standing = standing_of(home, by=by, use=use)
        return given_of(standing, types_of(standing.terms), today=home.clock.today())


def given_to(home: Home, read: StandingToAsk) -> Given:
    """Return what ``given_to_ask`` does to somebody of whom it was read how they stand to a use."""
    with home.at_work():
        standing = standing_given(home, read)
        return given_of(standing, types_known(read), today=home.clock.today())


def types_known(read: StandingToAsk) -> Types:
    """Return ``types_of`` what somebody may ask of, read once for all that is decided of it."""
    types: Types = read.once("types", lambda: types_of(read.terms))
    return types


def given_of(standing: Standing, types: Types, *, today: date) -> Given:
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
        stopped=_stopped(standing.agreement, today),
    )


def _stopped(agreement: Any, today: date) -> str:
    """Return why nothing is answered under an agreement now; empty where questions are."""
    refusal = ended_early(agreement, today)
    if refusal:
        return f"{refusal.what[:1].upper()}{refusal.what[1:]} {refusal.why}"
    if today > agreement.ends:
        return f"The agreement has ended. Its last day was {day_in_words(agreement.ends)}."
    return ""


def standing_of(home: Home, *, by: str, use: str) -> Standing:
    """Return how somebody stands to a use; raise Refused where they are given no answers."""
    return standing_given(home, read_standing(home, by=by, use=use))


def standing_given(home: Home, read: StandingToAsk) -> Standing:
    """Return how somebody stands to a use; raise Refused where they are given no answers."""
    person, agreement, terms, way = read.person, read.agreement, read.terms, read.way
    refusal = has_not_signed(agreement, person.organisation)
    if way is None and refusal is None:
        today = home.clock.today()
        role_for(person, Right.QUESTION_ASK, today=today)
        refusal = not_given_to(person, agreement=agreement, terms=terms, today=today)
    if refusal:
        raise Refused(refusal)
    return Standing(person, agreement, terms, way or Way.EXACT)


def exact_standing_of(home: Home, *, by: str, use: str, right: Right) -> Standing:
    """Return how a named analyst stands to a use; raise Refused for whoever is not one of it.

    ``right`` is the one by which they may act, as the refusal says.
    """
    standing = standing_of(home, by=by, use=use)
    if standing.way is not Way.EXACT:
        raise Refused(_for_analysts(right))
    return standing


def _for_analysts(right: Right) -> Refusal:
    return Refusal(
        what="saved questions are for the named analysts of a use.",
        why="They are asked of the extract, which answers exactly.",
        clause=f"rights › {right}",
        ask=offices_that_may(right) + ".",
    )


def types_of(terms: Terms) -> Types:
    """Return the type of each column in the newest version of the datasets that are given."""
    from ...records.models import DatasetVersion

    names = [dataset.name for dataset in terms.datasets]
    rows = DatasetVersion.objects.filter(dataset__name__in=names).order_by("number")
    newest = rows.values_list("dataset__name", "columns")
    return {name: {one["name"]: one["type"] for one in columns} for name, columns in newest}
