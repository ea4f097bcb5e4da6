"""The offices that a data use names: people of the council's list who may answer for it.

An office that nobody holds would leave the use without anybody who can act on it. A council that
has nobody yet who may is asked for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..kernel import BadInput
from .rights import ROLES, Right

_OWNS = frozenset({Right.USE_STATE, Right.CRISIS_ASK})
_DECIDES = frozenset({Right.USE_DECIDE})
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


def _held(rights: frozenset[Right]) -> tuple[str, ...]:
    from ..records.models import Person

    roles = [role.code for role in ROLES if role.rights & rights]
    found = Person.objects.filter(active=True, roles__role__in=roles)
    return tuple(sorted(set(found.values_list("office", flat=True))))


def _these(offices: tuple[str, ...]) -> str:
    more = len(offices) - _NAMED
    rest = f", and {more} more" if more > 0 else ""
    return f"These do: {', '.join(offices[:_NAMED])}{rest}."
