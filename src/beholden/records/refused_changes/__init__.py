"""What people are told when the database refuses a change: one sentence for each constraint.

The names are those of the models' constraints and of the guards in the migrations; a test holds the
two lists together. No sentence holds a value.
"""

from __future__ import annotations

from . import (
    agreements,
    board,
    considering,
    crises,
    feeds,
    people_and_data,
    subjects,
    training,
    undertakings,
    uses,
    what_leaves,
)
from .facts import facts
from .sentence import SAME_MOMENT, No, Sentence

SENTENCES: dict[str, Sentence] = {
    **facts(),
    **people_and_data.SENTENCES,
    **uses.SENTENCES,
    **undertakings.SENTENCES,
    **considering.SENTENCES,
    **board.SENTENCES,
    **agreements.SENTENCES,
    **crises.SENTENCES,
    **what_leaves.SENTENCES,
    **subjects.SENTENCES,
    **training.SENTENCES,
    **feeds.SENTENCES,
}

__all__ = ["SAME_MOMENT", "SENTENCES", "No", "Sentence"]
