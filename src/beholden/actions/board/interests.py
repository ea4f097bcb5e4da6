"""Whose declared interests touch a use; a member decides whether to stand aside, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...ethics import touching
from ...kernel import BadInput
from ...records import reading
from .membership import members_on


def names_touched(use: str) -> set[str]:
    """Return the names by which an interest touches a use.

    Its own, its owner's and accountable officer's with their organisations, and those of the
    parties and stewards of its agreements. Raises NotFound for a use that is not there.
    """
    names = reading.names_of_uses({use})
    if use not in names:
        reading.use(use)  # which says what there is
    return names[use]


def refuse_unsaid(meeting: Any) -> None:
    """Raise BadInput where a member's interest touches an item, and nobody said what they did."""
    unsaid = list(_unsaid(meeting))
    if unsaid:
        raise BadInput(
            "A declared interest touches an item, and it is not said whether the member stood "
            "aside.",
            why=" ".join(unsaid),
            next_step="The member decides. Write in held: stood_aside: [{member: …, item: "
            "NUMBER, because: …}], or took_part: [{member: …, item: NUMBER, because: …}].",
            ask="the member",
        )


def _unsaid(meeting: Any) -> Iterator[str]:
    there = {one.person_id: one for one in meeting.attendances.all()}
    members = [m for m in members_on(meeting.board, meeting.on) if m.person_id in there]
    for item in meeting.items.select_related("use").filter(use__isnull=False):
        names = names_touched(item.use.name) if any(m.interests for m in members) else set()
        for member in members:
            touches = touching(member.interests, names=names)
            if touches and not _has_said(there[member.person_id], item):
                yield f"Item {item.number}: the {member.office} declares: {'; '.join(touches)}"


def _has_said(attendance: Any, item: Any) -> bool:
    took_part = any(one["item"] == item.number for one in attendance.took_part or ())
    return took_part or bool(attendance.stood_aside.filter(item=item).exists())
