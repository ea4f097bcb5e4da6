"""What people are told of changes to triage, canvas, design reviews and advice on the DPIA."""

from __future__ import annotations

from .sentence import SAME_MOMENT, TWO_PEOPLE, No, Sentence
from .uses import AS_SEEN

SENTENCES: dict[str, Sentence] = {
    "triage_before_advice": AS_SEEN,
    "one_canvas_version_per_number": SAME_MOMENT,
    "canvas_versions_count_from_one": Sentence("The versions of an area are counted from 1."),
    "canvas_status_known": Sentence(
        "The status of an area of the canvas is not known.",
        next_step="Say not begun, in progress, for review or complete.",
    ),
    "design_verdict_known": Sentence(
        "The verdict of the design review is not known.",
        next_step="Say approved, approved with conditions or not approved.",
    ),
    "design_reviewed_by_another": No(
        "nobody reviews the design of a use that they stated.",
        "A design review needs two people: one who builds and one who looks.",
        "have the design authority review it.",
        TWO_PEOPLE,
    ),
    "dpia_advice_says_something": Sentence("Advice on an impact assessment needs its words."),
    "dpia_advice_known": Sentence(
        "Whether the use should go ahead is not known.", next_step="Say yes, with measures or no."
    ),
    "residual_risk_known": Sentence(
        "The risk that stays is not known.", next_step="Say low, medium or high."
    ),
    "dpia_advised_by_another": No(
        "nobody advises on the impact assessment of a use that they stated.",
        "Whoever advises must be free of the use's own interest (UK GDPR, Article 38(6)).",
        "have the data-protection officer advise.",
        TWO_PEOPLE,
    ),
}
