"""The addresses of the review of links."""

from __future__ import annotations

from ....actions import Right
from ..routing import Route, holding
from . import deciding, overview, sampling

_REVIEWS = holding(Right.LINKS_REVIEW)
_ONE = "match-review/<slug:dataset>/<kind:key>/"

ROUTES = (
    Route("match-review/", overview.linkages, "match-review", _REVIEWS),
    Route(_ONE, deciding.doubtful, "match-review-pair", _REVIEWS, True),
    Route(_ONE + "decided/", deciding.decided, "match-review-decided", _REVIEWS, True),
    Route(_ONE + "results/", overview.results, "match-review-results", _REVIEWS),
    Route(_ONE + "draw/", sampling.draw, "match-review-draw", _REVIEWS, True),
    Route(_ONE + "sample/<slug:of>/", sampling.sample, "match-review-sample", _REVIEWS, True),
)
