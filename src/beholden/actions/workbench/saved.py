"""The questions that are saved to a use, as its acts find them."""

from __future__ import annotations

from typing import Any

from ...kernel import NotFound


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


def was_saved_by(person: Any, receipt: Any) -> bool:
    """Return whether somebody saved what a receipt asks to its use, whoever asked it."""
    from ...records.models import SavedQuestion

    saved = SavedQuestion.objects.filter(use=receipt.use_id, saved_by=person)
    texts = saved.values_list("question", flat=True)
    return receipt.question.split() in [text.split() for text in texts]
