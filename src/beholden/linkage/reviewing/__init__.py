"""Reviewing links: which pairs to see, what people decided, and what their decisions tell."""

from .calibrating import Calibration, Prior, recalibrate
from .choosing import choose_pairs
from .estimating import Estimate, Stratum, estimate_recall, estimate_share
from .intervals import Interval, exact_interval, reviews_needed, wilson_interval
from .labels import Answer, Decisions, Label, answer_of, read_decisions
from .overriding import (
    PlaceLabels,
    calibrated_scores,
    decided_places,
    texts_of,
    with_calibration,
)
from .pairs import (
    named_pairs,
    pairs_of_people,
    pairs_of_places,
    parted_pairs,
    people_decisions,
    row_of,
    rows_at,
)
from .sampling import DrawnStratum, draw_sample
from .sides import compared, nearest_text, places_of, texts_of_places

__all__ = [
    "Answer",
    "Calibration",
    "Decisions",
    "DrawnStratum",
    "Estimate",
    "Interval",
    "Label",
    "PlaceLabels",
    "Prior",
    "Stratum",
    "answer_of",
    "calibrated_scores",
    "choose_pairs",
    "compared",
    "decided_places",
    "draw_sample",
    "estimate_recall",
    "estimate_share",
    "exact_interval",
    "named_pairs",
    "nearest_text",
    "pairs_of_people",
    "pairs_of_places",
    "parted_pairs",
    "people_decisions",
    "places_of",
    "read_decisions",
    "recalibrate",
    "reviews_needed",
    "row_of",
    "rows_at",
    "texts_of",
    "texts_of_places",
    "wilson_interval",
    "with_calibration",
]
