"""From links to people: who hangs together, with what must be apart held apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from .clustering import Flags, Ints, Links

_SAME_STRENGTH = 9


@dataclass(frozen=True, slots=True)
class Rules:
    """What one person may not hold, besides what links say.

    ``exclusive`` has one column per rule (rows of them one per row): rows with two different
    values, both 0 or more, in one column are two people. ``apart`` are pairs of rows that a
    reviewer told apart, and ``together`` pairs that a reviewer found to be one person, whatever
    else is held.
    """

    exclusive: Ints
    apart: Sequence[tuple[int, int]] = ()
    together: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Groups:
    """``first`` is for each row the smallest row of its person; ``taken`` flags the links used.

    A link that was not taken would have put into one person what is held apart.
    """

    first: Ints
    taken: Flags


def group(rows: int, links: Links, rules: Rules) -> Groups:
    """Return who is together: links are taken strongest first, unless a rule forbids it.

    Where links of one strength contend with each other, none of those is taken, so the
    answer depends on the links alone and not on the order of rows. What a reviewer found to be
    one person is joined first. Kruskal (1956), with the rules as a condition on each union.
    """
    first = components(rows, links, together=rules.together)
    troubled = _troubled(first, rules)
    if troubled.any():
        first = np.where(troubled, _parted(first, troubled, links, rules), first)
    return Groups(first, first[links.left] == first[links.right])


def components(rows: int, links: Links, *, together: Sequence[tuple[int, int]] = ()) -> Ints:
    """Return for each row the smallest row that it hangs together with (itself if alone)."""
    parent = list(range(rows))
    pairs = zip(links.left.tolist(), links.right.tolist(), strict=True)
    for left, right in chain(pairs, together):
        one, other = find(parent, left), find(parent, right)
        parent[max(one, other)] = min(one, other)
    return np.array([find(parent, row) for row in range(rows)], dtype=np.int64)


def find(parent: list[int], row: int) -> int:
    """Return the row that a row hangs from in the end; the way there is made shorter."""
    while parent[row] != row:
        parent[row] = parent[parent[row]]
        row = parent[row]
    return row


def _troubled(first: Ints, rules: Rules) -> Flags:
    """Return the rows that hang together with what must be held apart."""
    troubled = np.zeros(len(first), dtype=bool)
    for values in rules.exclusive.T:
        stated = values >= 0
        least = np.full(len(first), np.iinfo(np.int64).max)
        most = np.full(len(first), -1, dtype=np.int64)
        np.minimum.at(least, first[stated], values[stated])
        np.maximum.at(most, first[stated], values[stated])
        troubled |= most > least
    for one, other in rules.apart:
        if first[one] == first[other]:
            troubled[first[one]] = True
    return troubled[first]


def _parted(first: Ints, troubled: Flags, links: Links, rules: Rules) -> Ints:
    """Return the smallest row of each person, after looking at the troubled ones link by link."""
    state = _State(list(range(len(first))), rules.exclusive)
    for one, other in rules.together:
        state.unite(one, other)
    for one, other in rules.apart:
        state.hold_apart(one, other)
    within = links.only(troubled[links.left])
    for batch in _by_strength(within):
        _take(
            state, list(zip(within.left[batch].tolist(), within.right[batch].tolist(), strict=True))
        )
    return np.array([state.root(row) for row in range(len(first))], dtype=np.int64)


def _by_strength(links: Links) -> Iterator[Ints]:
    """Yield positions of links, strongest first, those of one strength at once."""
    strength = links.strength.round(_SAME_STRENGTH)
    order = np.argsort(-strength, kind="stable")
    ends = np.flatnonzero(np.diff(strength[order])) + 1
    yield from (batch for batch in np.split(order, ends) if len(batch))


def _take(state: _State, ends: Sequence[tuple[int, int]]) -> None:
    """Unite what links of one strength join, where all of it may be one person."""
    if len(ends) == 1:
        one, other = ends[0]
        if state.may_unite((one, other)):
            state.unite(one, other)
        return
    for roots, joined in _joined(state, ends):
        if state.may_unite(roots):
            for one, other in joined:
                state.unite(one, other)
        else:
            _take_what_is_free(state, joined)


def _take_what_is_free(state: _State, ends: Sequence[tuple[int, int]]) -> None:
    """Unite the rows that nothing is held against, where others of their strength contend."""
    free = {root for pair in ends for root in map(state.root, pair) if state.is_free(root)}
    for one, other in ends:
        if state.root(one) in free and state.root(other) in free:
            state.unite(one, other)
            free.add(state.root(one))


def _joined(
    state: _State, ends: Sequence[tuple[int, int]]
) -> list[tuple[list[int], list[tuple[int, int]]]]:
    """Return the parts that pairs hang together in: the roots, and the pairs."""
    parent: dict[int, int] = {}
    for pair in ends:
        one, other = (_walk(parent, state.root(end)) for end in pair)
        parent[max(one, other)] = min(one, other)
    roots: dict[int, set[int]] = {}
    pairs: dict[int, list[tuple[int, int]]] = {}
    for pair in ends:
        top = _walk(parent, state.root(pair[0]))
        roots.setdefault(top, set()).update(map(state.root, pair))
        pairs.setdefault(top, []).append(pair)
    return [(sorted(roots[top]), pairs[top]) for top in sorted(roots)]


def _walk(parent: dict[int, int], at: int) -> int:
    while parent.setdefault(at, at) != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


@dataclass(slots=True)
class _State:
    """The people as they grow: each row's parent, and what each person holds."""

    parent: list[int]
    exclusive: Ints
    _held: dict[int, tuple[frozenset[int], ...]] = field(default_factory=dict)
    _enemies: dict[int, set[int]] = field(default_factory=dict)

    def root(self, row: int) -> int:
        """Return the smallest row of the person that a row belongs to."""
        return find(self.parent, row)

    def held(self, root: int) -> tuple[frozenset[int], ...]:
        """Return what a person holds, one set per rule."""
        if root not in self._held:
            values = self.exclusive[root].tolist()
            self._held[root] = tuple(frozenset({v} if v >= 0 else ()) for v in values)
        return self._held[root]

    def is_free(self, root: int) -> bool:
        """Return whether nothing is held against a person's joining another."""
        return root not in self._enemies and not any(self.held(root))

    def may_unite(self, rows: Sequence[int]) -> bool:
        """Return whether these people may all be one."""
        roots = sorted({self.root(row) for row in rows})
        return self._is_agreed(roots) and not self._are_enemies(roots)

    def _is_agreed(self, roots: Sequence[int]) -> bool:
        for values in zip(*(self.held(root) for root in roots), strict=True):
            stated = [value for value in values if value]
            if stated and not frozenset.intersection(*stated):
                return False
        return True

    def _are_enemies(self, roots: Sequence[int]) -> bool:
        if not self._enemies:
            return False
        here = set(roots)
        foes = {self.root(row) for root in roots for row in self._enemies.get(root, ())}
        return bool(foes & here)

    def hold_apart(self, one: int, other: int) -> None:
        """Note that a reviewer told two rows apart."""
        for row, foe in ((one, other), (other, one)):
            self._enemies.setdefault(self.root(row), set()).add(foe)

    def unite(self, one: int, other: int) -> None:
        """Make two people one."""
        low, high = sorted((self.root(one), self.root(other)))
        if low == high:
            return
        pairs = zip(self.held(low), self.held(high), strict=True)
        self._held[low] = tuple(a | b for a, b in pairs)
        del self._held[high]
        self.parent[high] = low
        if high in self._enemies:
            self._enemies.setdefault(low, set()).update(self._enemies.pop(high))
