"""From scored pairs to people: which pairs are accepted, who hangs together, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .comparisons import ALL, BIRTH, EMAIL, FIRST, IDENTIFIERS, SURNAME, Compared

if TYPE_CHECKING:
    import pyarrow as pa

IDENTIFIED = 0.9999
NOTHING_TO_COMPARE = "nothing to compare by: no name and no date of birth"
NOBODY_ELSE = "no other row is like this one"

_Ints: TypeAlias = NDArray[np.int64]
_Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Links:
    """Accepted pairs of rows: the two rows, the score, and the levels that held.

    ``levels`` has one column per comparison, in the order of ALL.
    """

    left: _Ints
    right: _Ints
    score: NDArray[np.float64]
    levels: _Ints
    disputed: int


def accept(pairs: pa.Table, compared: Sequence[Compared], *, threshold: float) -> Links:
    """Return the pairs that are one person, in order of their rows.

    A shared NHS or National Insurance number links where first name or date of birth agrees too, or
    neither can be compared; where both differ the pair is ``disputed`` and not linked. Any
    other pair needs the threshold and what ``_more_than_a_home`` asks for.
    """
    gamma = _levels(pairs, compared)
    first, birth = gamma[FIRST.name], gamma[BIRTH.name]
    same = np.zeros(pairs.num_rows, dtype=bool)
    for identifier in IDENTIFIERS:
        same |= gamma[identifier.name] == 1
    disputed = same & (first <= 0) & (birth <= 0) & ((first == 0) | (birth == 0))
    score = pairs.column("match_probability").to_numpy()
    linked = (same | ((score >= threshold) & _more_than_a_home(gamma))) & ~disputed
    left, right = (pairs.column(f"unique_id_{side}").to_numpy() for side in "lr")
    in_order = np.lexsort((right, left))
    taken = in_order[linked[in_order]]
    return Links(
        left=left[taken],
        right=right[taken],
        score=np.where(same, np.maximum(score, IDENTIFIED), score)[taken],
        levels=np.stack([gamma[c.name] for c in ALL], axis=1)[taken],
        disputed=int(disputed.sum()),
    )


def _levels(pairs: pa.Table, compared: Sequence[Compared]) -> dict[str, _Ints]:
    """Return the level of every comparison; -1 throughout for one that was not made."""
    levels = {c.name: np.full(pairs.num_rows, -1, dtype=np.int64) for c in ALL}
    for c in compared:
        levels[c.name] = pairs.column(f"gamma_{c.name}").to_numpy().astype(np.int64)
    return levels


def _more_than_a_home(gamma: Mapping[str, _Ints]) -> _Flags:
    """Return the pairs that agree on more than people of one household do.

    People of one household share surname and home, so those two weigh less together than the model
    takes them to. First names may not be wholly different; dates of birth neither, unless
    e-mail address and first name agree; and without a date of birth both names must agree by
    more than an initial. So twins, and a parent and child of one name, stay apart.
    """
    first, birth = gamma[FIRST.name], gamma[BIRTH.name]
    named = first > FIRST.value("same first initial")
    by_mail = named & (gamma[EMAIL.name] > 0)
    born = (birth > 0) | ((birth == 0) & by_mail)
    unborn = (birth == -1) & named & (gamma[SURNAME.name] > 0)
    enough: _Flags = (first != 0) & (born | unborn)
    return enough


def components(rows: int, links: Links) -> _Ints:
    """Return for each row the smallest row that it hangs together with (itself if alone)."""
    parent = list(range(rows))
    for left, right in zip(links.left.tolist(), links.right.tolist(), strict=True):
        one, other = _root(parent, left), _root(parent, right)
        parent[max(one, other)] = min(one, other)
    return np.array([_root(parent, row) for row in range(rows)], dtype=np.int64)


def _root(parent: list[int], row: int) -> int:
    while parent[row] != row:
        parent[row] = parent[parent[row]]
        row = parent[row]
    return row


def best_links(rows: int, links: Links) -> _Ints:
    """Return for each row the position of its best-scored link, -1 where it has none."""
    best = np.full(rows, -1, dtype=np.int64)
    at = np.tile(np.arange(len(links.score)), 2)
    ends = np.concatenate([links.left, links.right])
    order = np.lexsort((-at, links.score[at]))
    best[ends[order]] = at[order]
    return best


def reasons(links: Links, best: _Ints, *, comparable: _Flags) -> list[str]:
    """Return for each row, in words without values, why it is or is not with others."""
    words: dict[tuple[int, ...], str] = {}
    told = []
    for link, can in zip(best.tolist(), comparable.tolist(), strict=True):
        if link < 0:
            told.append(NOBODY_ELSE if can else NOTHING_TO_COMPARE)
            continue
        levels = tuple(links.levels[link].tolist())
        if levels not in words:
            words[levels] = _in_words(levels)
        told.append(words[levels])
    return told


def _in_words(levels: Sequence[int]) -> str:
    said = [c.words(level) for c, level in zip(ALL, levels, strict=True)]
    return "; ".join(dict.fromkeys(text for text in said if text))
