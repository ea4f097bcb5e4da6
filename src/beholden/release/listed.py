"""A release is a fixed list of named tables, checked together and with all that went before.

Each table is guarded by itself first, and withholds what its twins withhold. Then the list is
solved with everything released before of the same people; what that would tell is withheld besides,
and the tables are guarded anew, until nothing is told. Where that has no end, whole tables are
withheld: never silently, and never shown unchecked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from beholden.kernel import Cells

from .checked import Checked
from .checking import check
from .grid import ALL, Grid, Place, complete
from .risks import Reason, Risk, reasons_in_words
from .rules import Rules
from .solving import solve
from .suppress import Solver
from .together import Exact, Leaks, leaks

_ROUNDS = 12
_NAMED = 3
_NOTHING = "nothing of this table can be shown beside what was released before"
_ODD = (
    "this table contradicts others of its list, as where one subject is in two groups, so nobody "
    "could check what they tell together, and nothing of it is shown"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One table of a list: what it is released as, its exact cells, and the data's versions."""

    name: str
    cells: Cells
    moment: str = ""


def check_list(
    asked: Sequence[Asked],
    rules: Rules,
    *,
    before: Sequence[Checked | Mapping[str, Any]] = (),
    solver: Solver = solve,
) -> tuple[Checked, ...]:
    """Return the tables of one release as they may be published, checked together.

    ``before`` is all that was released of the same subjects and datasets, under whatever use, the
    latest last. A table that contradicts the others of the list could not be checked with them, so
    it is withheld whole. Raises BadInput for a table that is too large, where all tables together
    are too many to be solved or take too long, and where they contradict what was released before
    of the same versions of the data.
    """
    earlier = [b if isinstance(b, Checked) else Checked.from_dict(b) for b in before]
    work = _Work(asked, rules, earlier, solver)
    for _ in range(_ROUNDS):
        tables = work.guarded()
        found = [(group, work.leaks(group, tables)) for group in work.groups()]
        wanted = {place for _, one in found for place in one.places}
        if not wanted:
            return tuple(work.told(tables, found))
        work.withhold(wanted)
    pairs = zip(tables, asked, strict=True)
    return tuple(_withheld_whole(table, one.cells, rules, says=_NOTHING) for table, one in pairs)


@dataclass(frozen=True, slots=True)
class _Group:
    """Tables of the list, and earlier ones, that count the same subjects of one dataset."""

    tables: tuple[int, ...]
    before: tuple[Checked, ...]


class _Work:
    """A list on its way: what must be withheld besides, found round by round."""

    def __init__(
        self,
        asked: Sequence[Asked],
        rules: Rules,
        before: Sequence[Checked],
        solver: Solver,
    ) -> None:
        self.asked, self.rules, self.before, self.solver = asked, rules, before, solver
        self.grids = [complete(one.cells, rules) for one in asked]
        self.besides: list[frozenset[Place]] = [frozenset() for _ in asked]
        self.kept: list[frozenset[Place]] = [frozenset() for _ in asked]
        self.tables: list[Checked | None] = [None for _ in asked]
        self.twins = list(_twins(asked, self.grids))

    def guarded(self) -> list[Checked]:
        """Return every table guarded, each withholding what its twins withhold."""
        while True:
            tables = [self._table(i) for i in range(len(self.asked))]
            held = [{row.at for row in table.rows if not row.shown} for table in tables]
            loose = [(j, b) for (i, a), (j, b) in self.twins if a in held[i] and b not in held[j]]
            if not loose:
                return tables
            for j, at in loose:
                self.kept[j] |= {at}
                self.tables[j] = None

    def _table(self, i: int) -> Checked:
        made = self.tables[i]
        if made is None:
            one = self.asked[i]
            made = self.tables[i] = check(
                one.cells,
                self.rules,
                name=one.name,
                moment=one.moment,
                besides=self.besides[i],
                kept=self.kept[i],
                before=self.before,
                solver=self.solver,
            )
        return made

    def withhold(self, wanted: set[tuple[int, Place]]) -> None:
        """Withhold these places besides, from now on."""
        for i, at in wanted:
            self.besides[i] |= {at}
            self.tables[i] = None

    def groups(self) -> Iterator[_Group]:
        """Yield the tables that can be solved together: more than one, or with earlier ones."""
        kinds: dict[tuple[str, str], list[int]] = {}
        for i, one in enumerate(self.asked):
            if one.cells.population is not None:
                kinds.setdefault((one.cells.population.counted, one.cells.subject), []).append(i)
        for kind, tables in kinds.items():
            before = tuple(b for b in self.before if _kind(b) == kind)
            if before or len(tables) > 1:
                yield _Group(tuple(tables), before)

    def leaks(self, group: _Group, tables: Sequence[Checked]) -> Leaks:
        """Return what a group of tables would tell, by their positions in the whole list."""
        some = [tables[i] for i in group.tables]
        found = leaks(
            some, group.before, self._exact(group), self.rules, subjects=self._subjects(group)
        )
        found.places = {(group.tables[n], at) for n, at in found.places}
        found.odd = tuple(group.tables[n] for n in found.odd)
        found.alike = {(group.tables[n], at, name) for n, at, name in found.alike}
        return found

    def _exact(self, group: _Group) -> Exact:
        return {
            (n, at, number): float(amount.value or 0)
            for n, i in enumerate(group.tables)
            for at, cell in self.grids[i].cells.items()
            for number, amount in enumerate(cell.amounts)
        }

    def _subjects(self, group: _Group) -> Any:
        return lambda n, at: self.grids[group.tables[n]].cells[at].subjects

    def told(
        self, tables: Sequence[Checked], found: Sequence[tuple[_Group, Leaks]]
    ) -> Iterator[Checked]:
        """Yield the tables with what solving them together came to, for the second person."""
        for i, table in enumerate(tables):
            of = next(((group, one) for group, one in found if i in group.tables), None)
            facts = {**table.facts, "together": _facts(*of) if of else None}
            more = (*_findings(*of), *_alike(i, of[1])) if of else ()
            made = replace(table, facts=facts, findings=table.findings + more)
            odd = of is not None and i in of[1].odd
            cells = self.asked[i].cells
            yield _withheld_whole(made, cells, self.rules, says=_ODD) if odd else made


def _kind(table: Checked) -> tuple[str, str] | None:
    of = table.facts.get("population")
    return (of["counted"], table.subject) if of else None


def _twins(
    asked: Sequence[Asked], grids: Sequence[Grid]
) -> Iterator[tuple[tuple[int, Place], tuple[int, Place]]]:
    """Yield every two cells of different tables that are of the same people."""
    found: dict[object, list[tuple[int, Place]]] = {}
    for i, (one, grid) in enumerate(zip(asked, grids, strict=True)):
        of = one.cells.population
        if of is None:
            continue
        for at in grid.cells:
            named = zip(grid.dimensions, at, strict=True)
            by = frozenset((of.dimensions[name], label) for name, label in named if label != ALL)
            key = (of.counted, one.cells.subject, frozenset(of.conditions), by)
            found.setdefault(key, []).append((i, at))
    for alike in found.values():
        for one_cell in alike:
            yield from ((one_cell, other) for other in alike if other is not one_cell)


def _facts(group: _Group, found: Leaks) -> dict[str, Any]:
    return {
        "tables": len(group.tables) - len(found.odd),
        "earlier": [table.facts.get("name", "") for table in group.before],
        "left_out": [group.before[i].facts.get("name", "") for i in found.left_out],
        "groups": found.unknowns,
        "heaviest": round(found.heaviest, 4),
    }


def _findings(group: _Group, found: Leaks) -> Iterator[Risk]:
    names = [group.before[i].facts.get("name", "") or "unnamed" for i in found.left_out]
    if names:
        told = ", ".join(names[:_NAMED]) + (" and others" if len(names) > _NAMED else "")
        tables = "1 earlier table" if len(names) == 1 else f"{len(names)} earlier tables"
        says = (
            f"not solved together with {tables} ({told}): their numbers cannot "
            "be of exactly the same people, who came and went; they are compared group by group"
        )
        yield Risk("Differencing", says)
    if found.already:
        one = found.already == 1
        groups = (
            "1 small group that it is" if one else f"{found.already} small groups that they are"
        )
        says = f"earlier releases tell by themselves of {groups} not nobody, or more than that"
        yield Risk("Differencing", f"{says}; this one tells nothing besides")


def _alike(i: int, found: Leaks) -> Iterator[Risk]:
    """Yield that another table tells of a group of this one that all are of one kind."""
    for table, at, name in sorted(found.alike):
        if table == i:
            says = f"{' × '.join(at) or ALL}: beside {name or 'another table'} it tells that all of"
            yield Risk("ClassDisclosure", f"{says} a group are of one kind (100 %, or 0 %)", at)


def _withheld_whole(table: Checked, cells: Cells, rules: Rules, *, says: str) -> Checked:
    words = reasons_in_words(cells, rules)[Reason.DIFFERENCING]
    rows = tuple(
        replace(
            row,
            values=(None,) * len(row.values),
            reason=row.reason or Reason.DIFFERENCING.value,
            says=row.says or words,
        )
        for row in table.rows
    )
    why = Risk("Differencing", says)
    held = {Reason.DIFFERENCING.value: len(rows)}
    facts = {**table.facts, "shown": 0, "withheld": held, "together": None}
    return replace(table, rows=rows, findings=(*table.findings, why), facts=facts)
