"""Acts of thinking a use through: triage, canvas, design review, DPIA, and what came of it."""

from ...ethics import Owed, TriageQuestion
from .canvases import CanvasFilled
from .outcomes import compared_row
from .showing import canvas_rows, triage_questions

__all__ = [
    "CanvasFilled",
    "Owed",
    "TriageQuestion",
    "canvas_rows",
    "compared_row",
    "triage_questions",
]
