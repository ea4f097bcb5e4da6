"""What reviewers decided of pairs of people: it stands above the score, which is kept beside it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..reviewing.labels import FOUND_SAME
from .clustering import Links

_REVIEWED = 1000.0


def with_decisions(links: Links, said: Mapping[tuple[int, int], bool]) -> Links:
    """Return links without those that reviewers denied, and with those that they found."""
    if not said:
        return links
    pairs = zip(links.left.tolist(), links.right.tolist(), strict=True)
    undecided = [(min(pair), max(pair)) not in said for pair in pairs]
    same = np.array([pair for pair, one in said.items() if one], dtype=np.int64).reshape(-1, 2)
    count = len(same)
    found = Links(
        same[:, 0],
        same[:, 1],
        np.ones(count),
        np.full(count, _REVIEWED),
        np.zeros(count, dtype=np.int64),
        (FOUND_SAME,),
    )
    return links.only(np.array(undecided, dtype=bool)).and_also(found)


def own_scores(judged: Links, said: Mapping[tuple[int, int], bool]) -> dict[tuple[int, int], float]:
    """Return of each pair that reviewers found to be one person the model's own score.

    It is nan where the model did not see the pair, or thought it far from being one.
    """
    found = {pair for pair, same in said.items() if same}
    seen = judged.of(found)
    ends = zip(seen.left.tolist(), seen.right.tolist(), strict=True)
    scores = dict(zip(((min(two), max(two)) for two in ends), seen.score.tolist(), strict=True))
    return {pair: scores.get(pair, float("nan")) for pair in found}
