"""From scored pairs to links: which pairs are one person, how strong each link is, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from . import true_identifiers
from .comparisons import ALL, BIRTH, EMAIL, FIRST, SURNAME, Compared

if TYPE_CHECKING:
    import pyarrow as pa

IDENTIFIED = 0.9999
MOST_BITS = 50.0
BY_IDENTIFIER = 100.0
LESS_DOUBT = 0.2
NOTHING_TO_COMPARE = "nothing to compare by: no name and no date of birth"
NOBODY_ELSE = "no other row is like this one"
HELD_APART = "a link was not taken: it would have put into one person what is held apart"

_AGREEMENT = 0.001
_AGAINST = {
    "first_name": "first name",
    "birth": "date of birth",
    "email": "e-mail address",
    "nhs": "NHS number",
    "nino": "National Insurance number",
}

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of rows that may be one person, in no order.

    ``score`` is a probability; ``strength`` (bits) orders links: the log-odds of the score, a
    little more for every comparison that agrees, and far more where a true identifier decided.
    ``reason`` is a position in ``words``.
    """

    left: Ints
    right: Ints
    score: Floats
    strength: Floats
    reason: Ints
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.left)

    def only(self, taken: Flags | Ints) -> Links:
        """Return some of the links, by flags or positions."""
        return Links(
            self.left[taken],
            self.right[taken],
            self.score[taken],
            self.strength[taken],
            self.reason[taken],
            self.words,
        )

    def of(self, pairs: Collection[tuple[int, int]]) -> Links:
        """Return the links of these pairs of rows, the smaller row first, that there are."""
        if not pairs:
            return self.only(np.zeros(len(self), dtype=bool))
        ends = zip(self.left.tolist(), self.right.tolist(), strict=True)
        return self.only(np.array([(min(two), max(two)) in pairs for two in ends], dtype=bool))

    def between(self, places: Ints) -> Links:
        """Return the same links between rows that are numbered otherwise: row r is places[r]."""
        left, right = places[self.left], places[self.right]
        return Links(left, right, self.score, self.strength, self.reason, self.words)

    def and_also(self, other: Links) -> Links:
        """Return these links and others."""
        return Links(
            np.concatenate([self.left, other.left]),
            np.concatenate([self.right, other.right]),
            np.concatenate([self.score, other.score]),
            np.concatenate([self.strength, other.strength]),
            np.concatenate([self.reason, other.reason + len(self.words)]),
            (*self.words, *other.words),
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """The links that were accepted, and how many pairs the true identifiers spoke against.

    ``near`` are those that were not accepted, and are not far from it. ``disputed`` share an
    identifier, but neither first name nor date of birth; ``apart`` are alike but hold two different
    valid NHS numbers.
    """

    links: Links
    near: Links
    disputed: int
    apart: int


def accept(
    pairs: pa.Table, compared: Sequence[Compared], *, threshold: float, near: float = 1.0
) -> Judged:
    """Return the pairs that are one person, and the others of a probability of ``near`` at least.

    True identifiers decide first (``true_identifiers.decide``). Any other pair needs the threshold;
    one that agrees on no more than people of one home do may have a fifth of the doubt only.
    """
    gamma = _levels(pairs, compared)
    left, right = (pairs.column(f"unique_id_{side}").to_numpy() for side in "lr")
    decided = true_identifiers.decide(gamma[FIRST.name], gamma[BIRTH.name], gamma)
    score = pairs.column("match_probability").to_numpy()
    alike = _more_than_a_home(gamma)
    likely = (score >= threshold) & (alike | (1 - score <= (1 - threshold) * LESS_DOUBT))
    taken = (decided.same | likely) & ~decided.disputed & ~decided.apart
    levels = np.stack([gamma[c.name] for c in ALL], axis=1)
    told = np.flatnonzero(taken | (score >= near))
    same = (decided.same & taken)[told]
    reason, words = _told(levels[told])
    links = Links(
        left=left[told],
        right=right[told],
        score=np.where(same, np.maximum(score[told], IDENTIFIED), score[told]),
        strength=strength_of(score[told]) + _agreement(levels[told]) + same * BY_IDENTIFIER,
        reason=reason,
        words=words,
    )
    apart = decided.apart & alike
    accepted, other = links.only(taken[told]), links.only(~taken[told])
    return Judged(accepted, other, int(decided.disputed.sum()), int(apart.sum()))


def _levels(pairs: pa.Table, compared: Sequence[Compared]) -> dict[str, Ints]:
    """Return the level of every comparison; -1 throughout for one that was not made."""
    levels = {c.name: np.full(pairs.num_rows, -1, dtype=np.int64) for c in ALL}
    for c in compared:
        levels[c.name] = pairs.column(f"gamma_{c.name}").to_numpy().astype(np.int64)
    return levels


def _more_than_a_home(gamma: Mapping[str, Ints]) -> Flags:
    """Return the pairs that agree on more than people of one household do.

    People of one household share surname and home. First names may not be wholly different; dates
    of birth neither, unless e-mail address and first name agree; and without a date of birth both
    names must agree by more than an initial. The model weighs all this too, but from shares that
    hold on average; twins, and a parent and child of one name, are where it errs.
    """
    first, birth = gamma[FIRST.name], gamma[BIRTH.name]
    named = first > FIRST.value("same first initial")
    by_mail = named & (gamma[EMAIL.name] > 0)
    born = (birth > 0) | ((birth == 0) & by_mail)
    unborn = (birth == -1) & named & (gamma[SURNAME.name] > 0)
    enough: Flags = (first != 0) & (born | unborn)
    return enough


def strength_of(score: Floats) -> Floats:
    """Return probabilities as log-odds in bits, from -50 to 50."""
    with np.errstate(divide="ignore"):
        bits = np.log2(score) - np.log2(1 - score)
    bounded: Floats = bits.clip(-MOST_BITS, MOST_BITS)
    return bounded


def _agreement(levels: Ints) -> Floats:
    """Return a little for every comparison that agrees, so that equal scores are told apart."""
    most = np.array([max(len(c.levels) - 1, 1) for c in ALL])
    agreed: Floats = _AGREEMENT * (levels.clip(0) / most).sum(axis=1)
    return agreed


def _told(levels: Ints) -> tuple[Ints, tuple[str, ...]]:
    """Return for each link where its words are, and the words."""
    if not len(levels):
        return np.zeros(0, dtype=np.int64), ()
    patterns, at = np.unique(levels, axis=0, return_inverse=True)
    return at.reshape(-1), tuple(_in_words(pattern) for pattern in patterns.tolist())


def _in_words(levels: Sequence[int]) -> str:
    """Return what agrees, and then what speaks against the link."""
    said = [c.words(level) for c, level in zip(ALL, levels, strict=True)]
    for_it = "; ".join(dict.fromkeys(text for text in said if text))
    against = [
        _AGAINST.get(c.name, c.name.replace("_", " "))
        for c, level in zip(ALL, levels, strict=True)
        if level == 0
    ]
    if not against:
        return for_it
    *most, last = against
    listed = f"{', '.join(most)} and {last}" if most else last
    return f"{for_it}; against it: different {listed}"


def best_links(rows: int, links: Links) -> Ints:
    """Return for each row the position of its strongest link, -1 where it has none.

    Links of one strength are told apart by their score and words, not by where their rows stand.
    """
    best = np.full(rows, -1, dtype=np.int64)
    at = np.tile(np.arange(len(links)), 2)
    ends = np.concatenate([links.left, links.right])
    alphabetical = np.argsort(np.argsort(np.array(links.words, dtype=object), kind="stable"))
    words = alphabetical[links.reason] if len(links) else links.reason
    order = np.lexsort((-words[at], links.score[at], links.strength[at]))
    best[ends[order]] = at[order]
    return best


def reasons(links: Links, best: Ints, *, comparable: Flags, held: Flags) -> list[str]:
    """Return for each row, in words without values, why it is or is not with others.

    ``held`` flags the rows that had a link which was not taken.
    """
    alone = np.where(held, HELD_APART, np.where(comparable, NOBODY_ELSE, NOTHING_TO_COMPARE))
    told: list[str] = alone.astype(object).tolist()
    for row in np.flatnonzero(best >= 0).tolist():
        told[row] = links.words[links.reason[best[row]]]
    return told
