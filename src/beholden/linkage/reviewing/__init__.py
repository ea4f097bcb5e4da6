"""Reviewing links: which pairs to see, what people decided, and what their decisions tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...kernel import loaded_when_used

if TYPE_CHECKING:
    from .calibrating import Calibration, Prior, calibration_told, recalibrate
    from .choosing import choose_pairs
    from .differing import Piece, differing_words, pieces_of
    from .estimating import Estimate, Stratum, estimate_recall, estimate_share
    from .intervals import Interval, exact_interval, reviews_needed, wilson_interval
    from .labels import (
        DECIDED_SAME,
        FOUND_SAME,
        Answer,
        Decisions,
        Label,
        answer_of,
        read_decisions,
    )
    from .overriding import (
        PlaceLabels,
        calibrated_scores,
        decided_places,
        texts_of,
        with_calibration,
    )
    from .pairs import (
        decided_before,
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
    "DECIDED_SAME",
    "FOUND_SAME",
    "Answer",
    "Calibration",
    "Decisions",
    "DrawnStratum",
    "Estimate",
    "Interval",
    "Label",
    "Piece",
    "PlaceLabels",
    "Prior",
    "Stratum",
    "answer_of",
    "calibrated_scores",
    "calibration_told",
    "choose_pairs",
    "compared",
    "decided_before",
    "decided_places",
    "differing_words",
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
    "pieces_of",
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

# Each name is loaded when it is first used, so that a command starts soon.
_HOMES = {
    "Answer": "labels",
    "DECIDED_SAME": "labels",
    "FOUND_SAME": "labels",
    "Calibration": "calibrating",
    "calibration_told": "calibrating",
    "Decisions": "labels",
    "DrawnStratum": "sampling",
    "Estimate": "estimating",
    "Interval": "intervals",
    "Label": "labels",
    "Piece": "differing",
    "PlaceLabels": "overriding",
    "Prior": "calibrating",
    "Stratum": "estimating",
    "answer_of": "labels",
    "calibrated_scores": "overriding",
    "choose_pairs": "choosing",
    "compared": "sides",
    "decided_before": "pairs",
    "decided_places": "overriding",
    "differing_words": "differing",
    "draw_sample": "sampling",
    "estimate_recall": "estimating",
    "estimate_share": "estimating",
    "exact_interval": "intervals",
    "named_pairs": "pairs",
    "nearest_text": "sides",
    "pairs_of_people": "pairs",
    "pairs_of_places": "pairs",
    "parted_pairs": "pairs",
    "people_decisions": "pairs",
    "pieces_of": "differing",
    "places_of": "sides",
    "read_decisions": "labels",
    "recalibrate": "calibrating",
    "reviews_needed": "intervals",
    "row_of": "pairs",
    "rows_at": "pairs",
    "texts_of": "overriding",
    "texts_of_places": "sides",
    "wilson_interval": "intervals",
    "with_calibration": "overriding",
}

__getattr__, __dir__ = loaded_when_used(__name__, _HOMES)
