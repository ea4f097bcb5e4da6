"""What released tables would tell together, and which of the new numbers must go for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from time import monotonic

import numpy as np

from ..checked import Checked
from ..grid import Place
from ..rules import Rules
from .bounding import Bound, Reader
from .fitting import most_of, same_data
from .limits import contradicted, too_large
from .nested import alike, rests
from .spans import determined, leverage, rows_of, weights
from .statements import COUNT, Statement, told_by
from .unknowns import Cells, boxes, unknowns_of, unnamed

_MOST_DENSE = 20_000_000
_MOST_BOXES = 5_000_000
_GUARDS = ("Secondary", "Differencing")
_SLACK = 1e-6

Exact = Mapping[tuple[int, Place, int], float]
"""The exact number of a new table, by table, place and measure. It never leaves the council."""


@dataclass(slots=True)
class Leaks:
    """What was found: places of new tables that must be withheld, and what is told of the whole.

    ``because`` names the tables that have to do with it; ``already`` counts what earlier releases
    tell without any new one; ``heaviest`` is the leverage of the subject who weighs most.
    ``left_out`` are the earlier and ``odd`` the new tables that were not solved with the others.
    ``alike`` are groups of new tables of which the table named tells that all are of one kind.
    """

    places: set[tuple[int, Place]] = field(default_factory=set)
    because: set[int] = field(default_factory=set)
    already: int = 0
    tried: int = 0
    unknowns: int = 0
    heaviest: float = 0.0
    left_out: tuple[int, ...] = ()
    odd: tuple[int, ...] = ()
    alike: set[tuple[int, Place, str]] = field(default_factory=set)


def leaks(
    new: Sequence[Checked],
    before: Sequence[Checked],
    exact: Exact,
    rules: Rules,
    *,
    subjects: Callable[[int, Place], int],
) -> Leaks:
    """Return what new tables tell together and beside earlier ones of the same population.

    Where not all can be true of the same people, the most that can are solved (``most_of``), of
    the list first. Raises BadInput where an earlier table of the same versions of the data cannot
    be solved with them, and where the tables are too large or take too long.
    """
    until = monotonic() + 60 * rules.together_minutes

    def solving(chosen: Sequence[int], kept: Sequence[int]) -> _Together:
        some, old = [new[i] for i in chosen], [before[i] for i in kept]
        numbers = {(chosen.index(n), at, m): v for (n, at, m), v in exact.items() if n in chosen}
        return _Together(some, old, numbers, rules, lambda n, at: subjects(chosen[n], at), until)

    chosen, kept = _solvable(len(new), len(before), lambda *both: solving(*both).consistent())
    left_out = tuple(i for i in range(len(before)) if i not in kept)
    if any(same_data(new[n], before[i]) for n in chosen for i in left_out):
        raise contradicted()
    told = _in_both(lambda: solving(chosen, kept)) if chosen else Leaks()
    told.left_out = left_out if chosen else tuple(range(len(before)))
    told.odd = tuple(i for i in range(len(new)) if i not in chosen)
    told.because = {kept[i - len(chosen)] for i in told.because if i >= len(chosen)}
    told.places = {(chosen[n], at) for n, at in told.places}
    told.alike = {(chosen[n], at, name) for n, at, name in told.alike}
    return told


def _solvable(
    new: int, before: int, fits: Callable[[Sequence[int], Sequence[int]], bool]
) -> tuple[Sequence[int], Sequence[int]]:
    """Return which new and which earlier tables can be true of the same people."""
    chosen, kept = range(new), range(before)
    if fits(chosen, kept):
        return chosen, kept
    some = chosen if fits(chosen, ()) else most_of((chosen, chosen[::-1]), lambda c: fits(c, ()))
    if not some:
        return (), ()
    return some, most_of((kept[::-1], kept), lambda k: fits(some, k))


def _in_both(make: Callable[[], _Together]) -> Leaks:
    """Return what is told to somebody who knows every value that there is, and to any other.

    The first knows all that the second does. So the second is looked at only where earlier tables
    alone tell the first something: that must not let a new table tell it to the second.
    """
    knowing = make()
    closed = knowing.close()
    found = knowing.leaks()
    if closed and found.already:
        other = make().leaks()
        found.places |= other.places
        found.because |= other.because
        found.alike |= other.alike
    return found


class _Together:
    """New tables (the first) and earlier ones, as one system of sums."""

    def __init__(
        self,
        new: Sequence[Checked],
        before: Sequence[Checked],
        exact: Exact,
        rules: Rules,
        subjects: Callable[[int, Place], int],
        until: float,
    ) -> None:
        self.new, self.exact, self.rules, self.subjects = len(new), exact, rules, subjects
        self.names = [str(table.facts.get("name", "")) for table in (*new, *before)]
        self.least = max(int(table.facts["smallest_group"]) for table in new)
        self.until = until
        self.axes, self.told = told_by([*new, *before])
        self.unknowns = unknowns_of(self.told, self.axes, most=rules.together_unknowns)
        told = _latest(self.told, self.new)
        quantities = dict.fromkeys(s.quantity for s in told)
        self.quantities = {q: [s for s in told if s.quantity == q] for q in quantities}
        self.signed = {s.quantity for s in told if s.shown and s.low < 0}
        self.readers = {q: self._reader(q, some) for q, some in self.quantities.items()}

    def _reader(self, quantity: str, told: Sequence[Statement]) -> Reader:
        signed = quantity in self.signed
        return Reader(told, self.unknowns, signed=signed, until=self.until)

    def close(self) -> bool:
        """Take it that nobody is beyond the values that tables name; False where none can be so.

        Which wards there are is known to everybody, though no table says that there are no others.
        It is tried against the exact numbers, where those can all be true of the same people.
        """
        more = {q: self._nobody_else(q, told) for q, told in self.quantities.items()}
        for quantity, closing in more.items():
            self.quantities[quantity] = [*self.quantities[quantity], *closing]
            self.readers[quantity] = self._reader(quantity, self.quantities[quantity])
        return any(more.values())

    def _nobody_else(self, quantity: str, told: Sequence[Statement]) -> list[Statement]:
        kinds = [told, [self._exactly(one) for one in told]]
        kinds = [some for some in kinds if self._reader(quantity, some).consistent()]
        found: list[Statement] = []
        for region in unnamed(self.unknowns, self.axes):
            tried = [*found, Statement(len(self.names), (), -1, quantity, region, 0, 0)]
            if all(self._reader(quantity, [*some, *tried]).consistent() for some in kinds):
                found = tried
        return found

    def _exactly(self, one: Statement) -> Statement:
        low, high = self._within(one)
        return replace(one, low=low, high=high)

    def consistent(self) -> bool:
        return all(reader.consistent() for reader in self.readers.values())

    def leaks(self) -> Leaks:
        found = Leaks(unknowns=self.unknowns.size)
        for quantity, told in self.quantities.items():
            for bound, told_by_new in self._told_too_much(quantity, told):
                found.tried += 1
                if told_by_new:
                    self._withhold(bound.by, quantity, found)
                else:
                    found.already += 1
        self._whole_groups(found)
        found.heaviest = self._heaviest()
        return found

    def _told_too_much(
        self, quantity: str, told: Sequence[Statement]
    ) -> Iterator[tuple[Bound, bool]]:
        """Yield each number that is known too well, and whether the new tables tell more of it.

        What earlier tables tell by themselves cannot be taken back, and is no leave to tell more.
        """
        reader = self.readers[quantity]
        earlier = [s for s in told if s.table >= self.new]
        before = self._reader(quantity, earlier) if earlier else None
        known = {_key(s) for s in told if s.shown}
        hidden: dict[frozenset[tuple[str, frozenset[int]]], Statement] = {}
        for one in told:
            if self._is_secret(one) and _key(one) not in known:
                hidden.setdefault(_key(one), one)
        for one in hidden.values():
            cells = self.unknowns.of(one.region)
            if not self._open(one, reader, cells):
                most = self.least if self._is_small(one) else inf
                yield _known(reader, before, cells, most=most)
        if quantity == COUNT:
            yield from self._small_groups(reader, before, told)
        yield from self._determined(reader, before, list(hidden.values()))

    def _whole_groups(self, found: Leaks) -> None:
        """Note groups all of one kind, as two tables tell; withhold them where the rules say so."""
        reader = self.readers.get(COUNT)
        if reader is None or self.rules.whole_groups == "ignored":
            return
        told = self.quantities[COUNT]
        for whole, part, beyond, others in alike(
            told, self.unknowns, self.axes, within=self._within, until=self.until
        ):
            if min(whole.table, part.table) >= self.new or not _is_nobody(reader, beyond, others):
                continue
            new, other = (whole, part) if whole.table < self.new else (part, whole)
            found.alike.add((new.table, new.at, self.names[other.table]))
            if self.rules.whole_groups == "withheld":
                self._withhold(reader.bound(beyond).by, COUNT, found)

    def _small_groups(
        self, reader: Reader, before: Reader | None, told: Sequence[Statement]
    ) -> Iterator[tuple[Bound, bool]]:
        groups = [self.unknowns.of(r) for r in boxes(self.unknowns, self.axes, most=_MOST_BOXES)]
        known = [s for s in told if s.shown or self._is_large(s)]
        groups += rests(
            known,
            self.unknowns,
            self.axes,
            within=self._within,
            least=self.least,
            most=_MOST_BOXES,
            until=self.until,
        )
        for i in reader.certain(groups, self.least):
            yield _known(reader, before, groups[i], most=self.least)

    def _determined(
        self, reader: Reader, before: Reader | None, hidden: Sequence[Statement]
    ) -> Iterator[tuple[Bound, bool]]:
        """Yield withheld numbers that are sums and differences of shown ones, were none rounded."""
        known = np.rint(reader.matrix.toarray()).astype(np.int64) if hidden else None
        if known is None or not len(known):
            return
        if (len(known) + len(hidden)) * self.unknowns.size > _MOST_DENSE:
            raise too_large(self.unknowns.size, _MOST_DENSE // (len(known) + len(hidden)))
        wanted = rows_of([self.unknowns.of(s.region) for s in hidden], self.unknowns.size)
        told = determined(known, wanted, until=self.until)
        if not any(told):
            return
        was_told = [False] * len(told)
        if before is not None:
            earlier = np.rint(before.matrix.toarray()).astype(np.int64)
            was_told = determined(earlier, wanted, until=self.until)
        for row, is_told, was in zip(wanted, told, was_told, strict=True):
            if is_told:
                parts = weights(known, row)
                by = frozenset(i for i in range(len(reader.told)) if parts[i] > _SLACK)
                yield Bound(0, 0, by), not was

    def _is_large(self, one: Statement) -> bool:
        return self.exact.get((one.table, one.at, one.number), 0) >= self.least

    def _within(self, one: Statement) -> tuple[float, float]:
        value = self.exact.get((one.table, one.at, one.number))
        return (one.low, one.high) if value is None else (value, value)

    def _is_secret(self, one: Statement) -> bool:
        """Return whether a withheld number must stay open for its own sake.

        A large group that only guards others is no secret: what it guards is looked at itself, and
        so is what it has beyond other groups.
        """
        return not one.shown and (one.reason not in _GUARDS or self._is_small(one))

    def _is_small(self, one: Statement) -> bool:
        value = self.exact.get((one.table, one.at, one.number))
        small = one.reason == "LowCount" if value is None else value < self.least
        return small and one.quantity == COUNT

    def _open(self, one: Statement, reader: Reader, cells: np.ndarray) -> bool:
        """Return whether a withheld number stays as open as it must."""
        if one.quantity != COUNT:
            return self._wide(one, reader.bound(cells))
        if reader.between(cells, self.least):
            return True
        bound = reader.bound(cells)
        if self._is_small(one):
            return bound.low <= 0 and bound.high >= self.least
        return bound.high > bound.low

    def _wide(self, one: Statement, bound: Bound) -> bool:
        value = self.exact.get((one.table, one.at, one.number))
        if value is None:
            about = (abs(bound.low) + abs(bound.high)) / 2
            wide = 2 * self.rules.protection * about - _SLACK
            return about == inf or bound.high - bound.low >= wide
        width = self.rules.protection * abs(value) - _SLACK
        return bound.low <= value - width and bound.high >= value + width

    def _withhold(self, by: frozenset[int], quantity: str, found: Leaks) -> None:
        """Choose, of the new numbers that tell too much, the one that is least missed."""
        told = [self.readers[quantity].told[i] for i in by]
        found.because |= {s.table for s in told if s.table < len(self.names)}
        may = {(s.table, s.at) for s in told if s.table < self.new and s.number >= 0}
        if not may:
            told = [s for s in self.readers[quantity].told if s.table < self.new and s.number >= 0]
            found.places |= {(s.table, s.at) for s in told}
        elif not may & found.places:
            found.places.add(min(may, key=lambda one: (self.subjects(*one), one)))

    def _heaviest(self) -> float:
        """Return the largest leverage of a subject, clique by clique; 0 where it is too large."""
        reader = self.readers.get(COUNT)
        if reader is None or len(reader.told) * self.unknowns.size > _MOST_DENSE // 2:
            return 0.0
        told = [s for s in reader.told if s.table < len(self.names)]
        known = rows_of([self.unknowns.of(s.region) for s in told], self.unknowns.size)
        people = reader.middle()
        lever = leverage(known, people)
        return float(max(lever[people >= 0.5], default=0.0))


def _known(
    reader: Reader, before: Reader | None, cells: Cells, *, most: float
) -> tuple[Bound, bool]:
    """Return what is known of a number, and whether it is more than earlier tables tell."""
    now = reader.bound(cells)
    return now, before is None or now.narrower(before.bound(cells), most=most)


def _is_nobody(reader: Reader, beyond: Cells, others: Cells) -> bool:
    """Return whether a rest is certainly nobody, and the same rest of everybody is not."""
    return reader.bound(beyond).high <= 0 < reader.bound(others).high


def _key(one: Statement) -> frozenset[tuple[str, frozenset[int]]]:
    return frozenset(one.region.items())


def _latest(told: Sequence[Statement], new: int) -> list[Statement]:
    """Leave out an earlier number where a later table shows the same anew.

    Whoever assumes that nobody came or went takes the newest; what changed is compared elsewhere.
    """
    shown: dict[tuple[str, frozenset[tuple[str, frozenset[int]]]], int] = {}
    for one in told:
        if one.shown and one.number >= 0:
            key = (one.quantity, _key(one))
            rank = one.table if one.table >= new else 1_000_000_000
            shown[key] = max(shown.get(key, -1), rank)
    return [
        one
        for one in told
        if one.table < new
        or one.number < 0
        or not one.shown
        or shown[one.quantity, _key(one)] == one.table
    ]
