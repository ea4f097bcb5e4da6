"""The offices that a data use names: people of the council's list who may answer for it.

An office that nobody holds would leave the use without anybody who can act on it. A council that
has nobody yet who may is asked for nothing. What is undertaken may name an office that is filled
later: that is told to whoever states it, and not refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..kernel import BadInput, Sentence
from .rights import ROLES, Right

_OWNS = frozenset({Right.USE_STATE, Right.CRISIS_ASK})
_DECIDES = frozenset({Right.USE_DECIDE})
_CLOSES = frozenset({Right.UNDERTAKING_CLOSE})
# Of many offices a sentence names the first; the page of people has them all.
_NAMED = 12


def offices_to_name() -> dict[str, tuple[str, ...]]:
    """Return which offices a use may name as its owner and as its accountable officer.

    None, for either, where nobody on the list may be; the database must be at work.
    """
    return {"owner": _held(_OWNS), "accountable_officer": _held(_DECIDES)}


def refuse_unheld_offices(plain: Mapping[str, Any]) -> None:
    """Raise BadInput where a statement names an office that nobody holds who may answer for it."""
    does = {"owner": "owns data uses", "accountable_officer": "decides on data uses"}
    for entry, offices in offices_to_name().items():
        if offices and plain[entry] not in offices:
            raise BadInput(
                f"Nobody who {does[entry]} holds the office that this use names.",
                why=f"The statement says it under {entry}. {_these(offices)}",
                next_step=f"Name one of these as {entry}, or have the role given first: "
                "`beholden person add`.",
                ask="an administrator.",
            )


def told_of_unheld_offices(stated: Iterable[Mapping[str, Any]]) -> Sentence | str:
    """Return that nobody holds offices by which something is to be done, or nothing.

    ``stated`` are entries as their forms say them: undertakings, consequences, conditions, actions.
    One without an office or a day is undertaken by nobody. The database must be at work.
    """
    named = {office for one in stated if one.get("by") and (office := _office_of(one))}
    unheld = sorted(named.difference(_held(_CLOSES))) if named else []
    if not unheld:
        return ""
    return Sentence(
        "Nobody on the council's list who may say that it is done holds this office today: "
        "%(offices)s. So only the accountable officer, the board's secretary or the "
        "data-protection officer can say so. Add the person, or name another office.",
        "Nobody on the council's list who may say that it is done holds these offices today: "
        "%(offices)s. So only the accountable officer, the board's secretary or the "
        "data-protection officer can say so. Add the people, or name other offices.",
        offices=_first_of(unheld, between="; "),
        n=len(unheld),
    )


def conditions_in(advice: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Return the conditions that advice sets, as its form states them."""
    return tuple(condition for one in advice["says"] if (condition := one.get("condition")))


def actions_in(areas: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Return the actions that areas of a canvas lead to, as its form states them."""
    told = (area for area in areas.values() if isinstance(area, Mapping))
    actions = (action for area in told for action in area.get("actions", ()))
    return tuple(action for action in actions if isinstance(action, Mapping))


def _office_of(stated: Mapping[str, Any]) -> str:
    """Return the office that does what is stated; some forms call it its owner, others who."""
    return str(stated.get("owner") or stated.get("who") or "")


def _held(rights: frozenset[Right]) -> tuple[str, ...]:
    from ..records.models import Person

    roles = [role.code for role in ROLES if role.rights & rights]
    found = Person.objects.filter(active=True, roles__role__in=roles)
    return tuple(sorted(set(found.values_list("office", flat=True))))


def _these(offices: tuple[str, ...]) -> str:
    return f"These do: {_first_of(offices)}."


def _first_of(offices: Sequence[str], *, between: str = ", ") -> str:
    more = len(offices) - _NAMED
    rest = f"{between}and {more} more" if more > 0 else ""
    return f"{between.join(offices[:_NAMED])}{rest}"
