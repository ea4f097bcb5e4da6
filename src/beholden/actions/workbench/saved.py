"""The questions that are saved to a use, as its acts find them."""

from __future__ import annotations

from typing import Any

from ...kernel import NotFound, Refusal
from ..rights import Right, offices_that_may


def saved_to(use: str) -> Any:
    """Return the query for the questions that are saved to a use and not gone."""
    from ...records.models import SavedQuestion

    standing = SavedQuestion.objects.filter(use__name=use, gone__isnull=True)
    return standing.select_related("saved_by")


def saved_named(use: str, number: int) -> Any:
    """Return a question that is saved to a use; raise NotFound where there is none of a number."""
    saved = saved_to(use).filter(pk=number).first()
    if saved is None:
        raise NotFound(
            "There is no saved question of that number.",
            why="It is gone, or it was saved to another use.",
            next_step="See the questions that are saved to the use.",
        )
    return saved


def for_analysts(right: Right) -> Refusal:
    """Return the refusal of saved questions to whoever is not answered exactly, by this right."""
    return Refusal(
        what="saved questions are for the named analysts of a use.",
        why="They are asked of the extract, which answers exactly.",
        clause=f"rights › {right}",
        ask=offices_that_may(right) + ".",
    )
