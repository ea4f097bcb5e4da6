"""The life of an agreement, and of each party's answer to it, as two tables that can be read.

What is not in a table cannot be done: there is no other way from one state to another.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class AgreementState(StrEnum):
    """Where an agreement is."""

    DRAFT = "draft"
    OFFERED = "offered"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class AgreementAct(StrEnum):
    """What can be done with an agreement.

    ``leave`` is a party's withdrawal after which the others go on, ``break_up`` one after which
    nobody does; ``replace`` is what the next version does to this one.
    """

    KEEP = "keep"
    DISCARD = "discard"
    OFFER = "offer"
    SIGN = "sign"
    ASK_CHANGES = "ask changes"
    DECLINE = "decline"
    BEGIN = "begin"
    SUSPEND = "suspend"
    RESUME = "resume"
    LEAVE = "leave"
    BREAK_UP = "break up"
    REPLACE = "replace"
    END = "end"


class PartyState(StrEnum):
    """Where a party is with the version of an agreement that it was offered."""

    OFFERED = "offered"
    ASKS = "asks for changes"
    DECLINED = "declined"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


_LIFE = """
            | draft     | offered   | in force   | suspended | superseded | ended | withdrawn
keep        | draft     | -         | -          | -         | -          | -     | -
discard     | withdrawn | -         | -          | -         | -          | -     | -
offer       | offered   | -         | -          | -         | -          | -     | -
sign        | -         | offered   | in force   | suspended | -          | -     | -
ask changes | -         | offered   | in force   | suspended | -          | -     | -
decline     | -         | offered   | in force   | suspended | -          | -     | -
begin       | -         | in force  | -          | -         | -          | -     | -
suspend     | -         | -         | suspended  | -         | -          | -     | -
resume      | -         | -         | -          | in force  | -          | -     | -
leave       | -         | offered   | in force   | suspended | -          | -     | -
break up    | -         | withdrawn | withdrawn  | withdrawn | -          | -     | -
replace     | -         | withdrawn | superseded | -         | -          | -     | -
end         | -         | withdrawn | ended      | ended     | -          | -     | -
"""

_PARTY = """
            | offered          | asks for changes | declined         | signed    | withdrawn
sign        | signed           | signed           | signed           | -         | -
ask changes | asks for changes | asks for changes | asks for changes | signed    | -
decline     | declined         | declined         | -                | -         | -
leave       | -                | -                | -                | withdrawn | -
"""


def state_after(state: AgreementState, act: AgreementAct) -> AgreementState | None:
    """Return the state of an agreement after an act; None where the act cannot be done."""
    found = _cells(_LIFE).get((act.value, state.value.replace("_", " ")))
    return AgreementState(found.replace(" ", "_")) if found else None


def party_after(state: PartyState, act: AgreementAct) -> PartyState | None:
    """Return the state of a party after an act of its own; None where it cannot be done."""
    found = _cells(_PARTY).get((act.value, state.value))
    return PartyState(found) if found else None


def acts_on(state: AgreementState) -> tuple[AgreementAct, ...]:
    """Return what can be done with an agreement in a state, in the order of the table."""
    return tuple(act for act in AgreementAct if state_after(state, act) is not None)


def _cells(table: str) -> Mapping[tuple[str, str], str]:
    """Return the cells of a table that say something, by row and column."""
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().split("\n")]
    columns = head[1:] if not head[0] else head
    return {
        (act, state): cell
        for act, *cells in rows
        for state, cell in zip(columns, cells, strict=True)
        if cell != "-"
    }
