"""The figures at the head of the public pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .uses import PublicListedUse


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """How much there is, counted over what is shown: nothing of a concealed use is in a number."""

    uses: int
    in_use: int
    questions: int
    refusals: int
    published: int


def public_figures(uses: Sequence[PublicListedUse]) -> PublicFigures:
    """Return the figures of the uses that are shown."""
    return PublicFigures(
        uses=len(uses),
        in_use=sum(one.status == "In use" for one in uses),
        questions=sum(one.questions + one.refusals for one in uses),
        refusals=sum(one.refusals for one in uses),
        published=sum(one.published for one in uses),
    )
