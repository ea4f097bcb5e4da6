"""Precision and recall of pairs, against the truth."""

from collections import Counter


def pairs_in(groups):
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())


def pairwise(found, true):
    """Return precision, recall and F1 over pairs of rows."""
    both = pairs_in(zip(found, true, strict=True))
    precision, recall = both / max(pairs_in(found), 1), both / max(pairs_in(true), 1)
    return precision, recall, 2 * both / max(pairs_in(found) + pairs_in(true), 1)
