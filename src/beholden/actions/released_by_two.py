"""What the review of a release must have: a second person, and their reason where one is owed."""

from __future__ import annotations

from typing import Any

from ..kernel import BadInput, Refusal, Refused
from .workbench.saved import was_saved_by


def refuse_own_release(waiting: Any, person: Any) -> None:
    """Raise Refused where a table is of somebody's own asking, or from a question of theirs."""
    asked = {waiting.requested_by_id, waiting.receipt.asked_by_id}
    if person.pk in asked or was_saved_by(person, waiting.receipt):
        raise Refused(
            Refusal(
                what="nobody reviews a release that they asked for, or of their own question.",
                why="What leaves the council is seen by two people.",
                clause="S9 two people",
                ask="another reviewer, or the data-protection officer.",
            )
        )


def refuse_unexplained(waiting: Any, *, approve: bool, because: str) -> None:
    """Raise BadInput where a review needs a reason, and has none."""
    if because.strip():
        return
    if approve and waiting.checked["findings"]:
        raise BadInput(
            "A release of which something is for you to judge is approved with a reason.",
            why="What was found is in the release; how it was judged would be nowhere.",
            next_step="Say why it may leave all the same.",
        )
    if not approve:
        raise BadInput(
            "A release is declined with its reason.",
            next_step="Say why, so that whoever asked for it can mend it.",
        )
