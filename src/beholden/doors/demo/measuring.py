"""How good a match, a link and an answer are, where the truth was kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

Key = str | None


@dataclass(frozen=True, slots=True)
class MatchQuality:
    """How a list's rows were matched, against true keys.

    ``judged`` rows have a true key, or are known to have none; ``findable`` of them have a true
    key that the gazetteer holds. ``right`` and ``wrong`` count matches of judged rows: wrong is
    every other UPRN than the true one, and any UPRN where there is none to find;
    ``wrong_of_findable`` leaves out the latter. ``unjudged`` matches belong to rows whose true key
    nobody knows.
    """

    dataset: str
    rows: int
    judged: int
    findable: int
    matched: int
    right: int
    wrong: int
    unjudged: int
    wrong_of_findable: int

    @property
    def missed(self) -> int:
        """Return how many rows could have been found and got no UPRN."""
        return self.findable - self.right - self.wrong_of_findable

    @property
    def precision(self) -> float:
        """Return the share of judged matches that are right."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Return the share of findable rows that got their true UPRN."""
        return _share(self.right, self.findable)


@dataclass(frozen=True, slots=True)
class LinkQuality:
    """How rows were linked to people: pairs of rows said, and truly, to be of one person."""

    dataset: str
    rows: int
    people: int
    true_people: int
    said_pairs: int
    true_pairs: int
    right_pairs: int

    @property
    def precision(self) -> float:
        """Return the share of pairs said to be one person that are."""
        return _share(self.right_pairs, self.said_pairs)

    @property
    def recall(self) -> float:
        """Return the share of true pairs that were found."""
        return _share(self.right_pairs, self.true_pairs)


def match_quality(
    dataset: str,
    found: Sequence[Key],
    true: Sequence[Key],
    *,
    gazetteer: frozenset[str],
    unknown: frozenset[int] = frozenset(),
) -> MatchQuality:
    """Compare the UPRNs found with the true ones, row by row.

    ``unknown`` are the rows of which nobody knows the true key.
    """
    count: Counter[str] = Counter()
    for row, (mine, theirs) in enumerate(zip(found, true, strict=True)):
        count["matched"] += mine is not None
        if row in unknown:
            count["unjudged"] += mine is not None
            continue
        findable = theirs in gazetteer
        count["judged"] += 1
        count["findable"] += findable
        count["right"] += mine is not None and mine == theirs
        count["wrong"] += mine is not None and mine != theirs
        count["wrong_of_findable"] += findable and mine is not None and mine != theirs
    names = ("judged", "findable", "matched", "right", "wrong", "unjudged", "wrong_of_findable")
    return MatchQuality(dataset=dataset, rows=len(found), **{name: count[name] for name in names})


def link_quality(dataset: str, found: Sequence[Key], true: Sequence[Key]) -> LinkQuality:
    """Compare who rows were said to be about with who they are about, by pairs of rows."""
    return LinkQuality(
        dataset=dataset,
        rows=len(found),
        people=len(set(found)),
        true_people=len(set(true)),
        said_pairs=_pairs(found),
        true_pairs=_pairs(true),
        right_pairs=_pairs(zip(found, true, strict=True)),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """How far one table of counts is from another, cell by cell (cells that either has).

    ``mean`` and ``largest`` are of the absolute differences; ``share`` is all of them together as
    a share of the true total.
    """

    cells: int
    ours: int
    true: int
    mean: float
    largest: int
    share: float
    same: int


def difference(ours: Mapping[Any, int], true: Mapping[Any, int]) -> Difference:
    """Compare two tables of counts; a cell that one of them lacks counts as none there."""
    off = [abs(ours.get(at, 0) - true.get(at, 0)) for at in {*ours, *true}]
    return Difference(
        cells=len(off),
        ours=sum(ours.values()),
        true=sum(true.values()),
        mean=_share(sum(off), len(off)),
        largest=max(off, default=0),
        share=_share(sum(off), sum(true.values())),
        same=sum(not one for one in off),
    )


def _pairs(labels: Iterable[Hashable]) -> int:
    return sum(comb(size, 2) for size in Counter(labels).values())


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
