"""What changes in the data that are given: datasets, columns, joins, quality."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from beholden.kernel import (
    ColumnTerms,
    DatasetTerms,
    JoinTerms,
    LookUp,
    QualityFloor,
    RecordedFloor,
    Terms,
    Treatment,
)

from .differing import NARROWER, OTHER, WIDER, Difference, listed, number, reordered, rises
from .form import place

_One = TypeVar("_One")
_VERBS = {
    "sum": "summed",
    "avg": "averaged",
    "count": "counted",
    "stddev": "asked for its standard deviation",
    "variance": "asked for its variance",
}
# How much of a value each role lets out: nothing, a pseudonym to join by, sums of groups, itself.
_OPENNESS = {"withheld": 0, "identity": 1, "join": 1, "measure": 2, "dimension": 3}
_MAY = {
    "withheld": "is withheld",
    "identity": "tells subjects apart, and is never shown",
    "join": "may be joined by, under a pseudonym",
    "measure": "may be used over groups, never for one",
    "dimension": "may choose and group those who are counted",
}


def data_differences(before: Terms, after: Terms) -> Iterator[Difference]:
    """Yield what changes in datasets, joins and the least quality."""
    yield from _datasets(before, after)
    yield from _joins(before.joins, after.joins)
    yield from _floors(before, after)


def matched(
    before: Sequence[_One], after: Sequence[_One], key: Callable[[_One], Any]
) -> Iterator[tuple[_One | None, _One | None]]:
    """Pair what two lists hold by key and by how often it came: what stays, goes and comes."""
    old, new = _keyed(before, key), _keyed(after, key)
    yield from ((one, new.get(at)) for at, one in old.items())
    yield from ((None, one) for at, one in new.items() if at not in old)


def _keyed(values: Sequence[_One], key: Callable[[_One], Any]) -> dict[Any, _One]:
    found: dict[Any, _One] = {}
    for one in values:
        times = sum(at[0] == key(one) for at in found)
        found[key(one), times] = one
    return found


def _datasets(before: Terms, after: Terms) -> Iterator[Difference]:
    for old, new in matched(before.datasets, after.datasets, lambda d: d.name):
        if old is None and new is not None:
            columns = listed(c.name for c in new.columns)
            at = place("datasets", new.name)
            given = f"{new.name} of {new.steward} is given, with {columns}"
            where = f", where {new.rows}" if new.rows else ""
            nobody = ", as a table in which nobody is" if new.reference else ""
            yield Difference(given + where + nobody, WIDER, at)
        elif new is None and old is not None:
            yield Difference(
                f"{old.name} is no longer given", NARROWER, place("datasets", old.name)
            )
        elif old is not None and new is not None:
            yield from _dataset(old, new)
    if reordered([d.name for d in before.datasets], [d.name for d in after.datasets]):
        order = listed(d.name for d in after.datasets)
        yield Difference(f"The datasets are in another order: {order}", OTHER, "datasets")


def _dataset(old: DatasetTerms, new: DatasetTerms) -> Iterator[Difference]:
    at = place("datasets", new.name)
    if old.steward != new.steward:
        yield Difference(
            f"{new.name} is held by {new.steward} rather than by {old.steward}", OTHER, at
        )
    yield from _rows(old, new, place(at, "rows"))
    if old.reference != new.reference:
        yield Difference(
            f"{new.name} is taken as a table in which nobody is, and may be listed"
            if new.reference
            else f"{new.name} is taken as a table in which people are",
            WIDER if new.reference else NARROWER,
            place(at, "reference"),
        )
    for before, after in matched(old.columns, new.columns, lambda c: c.name):
        yield from _column(old.name, before, after)
    if reordered([c.name for c in old.columns], [c.name for c in new.columns]):
        order = listed(c.name for c in new.columns)
        yield Difference(f"The columns of {new.name} are in another order: {order}", OTHER, at)


def _rows(old: DatasetTerms, new: DatasetTerms, at: str) -> Iterator[Difference]:
    if old.rows == new.rows:
        return
    if not new.rows:
        yield Difference(f"Every row of {new.name} is given, not only where {old.rows}", WIDER, at)
    elif not old.rows:
        yield Difference(f"Of {new.name} only rows are given where {new.rows}", NARROWER, at)
    else:
        yield Difference(
            f"Of {new.name} rows are given where {new.rows}, rather than where {old.rows}",
            OTHER,
            at,
        )


def _column(dataset: str, old: ColumnTerms | None, new: ColumnTerms | None) -> Iterator[Difference]:
    if old is None and new is not None:
        at = place("datasets", dataset, new.name)
        effect = OTHER if new.role == "withheld" else WIDER
        yield Difference(f"{_told(dataset, new)}: it was not named before", effect, at)
    elif new is None and old is not None:
        at = place("datasets", dataset, old.name)
        effect = OTHER if old.role == "withheld" else NARROWER
        yield Difference(f"{old.name} of {dataset} is no longer given", effect, at)
    elif old is not None and new is not None:
        yield from _changed(dataset, old, new)


def _changed(dataset: str, old: ColumnTerms, new: ColumnTerms) -> Iterator[Difference]:
    name, at = f"{new.name} of {dataset}", place("datasets", dataset, new.name)
    if old.role != new.role:
        less, more = _OPENNESS[old.role], _OPENNESS[new.role]
        effect = WIDER if more > less else NARROWER if more < less else OTHER
        yield Difference(f"{name} {_MAY[new.role]}; before, it {_MAY[old.role]}", effect, at)
    yield from _functions(name, old.functions, new.functions, place(at, "functions"))
    yield from _bands(name, old, new, place(at, "bands"))
    if old.of != new.of:
        source = new.of or "the column of its own name"
        yield Difference(
            f"{name} is made from {source} rather than from {old.of or 'its own column'}",
            OTHER,
            place(at, "of"),
        )
    if old.treatment != new.treatment:
        yield from _treatment(name, old.treatment, new.treatment, place(at, "treatment"))


def _told(dataset: str, column: ColumnTerms) -> str:
    """Return all that is said of a column that comes."""
    said = f"{column.name} of {dataset} {_MAY[column.role]}"
    if column.functions:
        said += f", and be {listed(map(_verb, column.functions))}"
    if column.bands:
        said += f", as {_in_bands(column.bands)}"
    if column.treatment:
        said += f", as {_treated(column.treatment)}"
    return said + (f", made from {column.of}" if column.of else "")


def _functions(
    name: str, old: tuple[str, ...], new: tuple[str, ...], at: str
) -> Iterator[Difference]:
    come = [_verb(f) for f in new if f not in old]
    gone = [_verb(f) for f in old if f not in new]
    stay = [_verb(f) for f in new if f in old]
    if come:
        rest = f" as well as {listed(stay)}" if stay else ""
        yield Difference(f"{name} may now be {listed(come)}{rest}", WIDER, at)
    if gone:
        rest = f", only {listed(stay)}" if stay else ""
        yield Difference(f"{name} may no longer be {listed(gone)}{rest}", NARROWER, at)
    if reordered(old, new):
        order = listed(map(_verb, new))
        yield Difference(f"What {name} may be is in another order: {order}", OTHER, at)


def _verb(function: str) -> str:
    return _VERBS.get(function, f"used in {function}")


def _bands(name: str, old: ColumnTerms, new: ColumnTerms, at: str) -> Iterator[Difference]:
    if old.bands == new.bands:
        return
    if not new.bands:
        yield Difference(f"{name} is sealed as it is, no longer in bands", WIDER, at)
    elif not old.bands:
        yield Difference(f"{name} is sealed only as {_in_bands(new.bands)}", NARROWER, at)
    else:
        yield Difference(
            f"{name} is sealed as {_in_bands(new.bands)}, rather than as {_in_bands(old.bands)}",
            OTHER,
            at,
        )


def _in_bands(bands: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    return listed(f"{label} ({listed(values)})" for label, values in bands)


def _treatment(
    name: str, old: Treatment | None, new: Treatment | None, at: str
) -> Iterator[Difference]:
    if new is None and old is not None:
        yield Difference(f"{name} is sealed as it is, not as {_treated(old)}", WIDER, at)
    elif old is None and new is not None:
        yield Difference(f"{name} is sealed as {_treated(new)}, not as it is", NARROWER, at)
    elif old is not None and new is not None:
        yield Difference(
            f"{name} is sealed as {_treated(new)}, rather than as {_treated(old)}", OTHER, at
        )


def _treated(treatment: Treatment) -> str:
    """Return all that a treatment says, so that two different ones never read alike."""
    said = treatment.kind.value.replace("_", " ")
    if treatment.to:
        said += f" by {treatment.to}"
    if treatment.steps:
        said += " in steps " + listed(f"{label} from {low!r}" for label, low in treatment.steps)
    if treatment.as_of:
        said += f" on {treatment.as_of.isoformat()}"
    return said + (f" in {_looked_up(treatment.look_up)}" if treatment.look_up else "")


def _looked_up(look_up: LookUp) -> str:
    return f"{look_up.dataset} of {look_up.steward} ({look_up.value} by {look_up.key})"


def _joins(old: tuple[JoinTerms, ...], new: tuple[JoinTerms, ...]) -> Iterator[Difference]:
    before, after = [_join(one) for one in old], [_join(one) for one in new]
    for said in after:
        if said not in before or after.count(said) > before.count(said):
            yield Difference(f"{said} may be joined", WIDER, "joins")
    for said in before:
        if said not in after or before.count(said) > after.count(said):
            yield Difference(f"{said} may no longer be joined", NARROWER, "joins")
    if reordered(before, after) and sorted(before) == sorted(after):
        yield Difference(f"The joins are in another order: {listed(after)}", OTHER, "joins")


def _join(join: JoinTerms) -> str:
    """Return all that a join says; whether its columns are spelt out makes no difference to it."""
    sides = [
        name
        if join.columns_of(name) == (join.key,)
        else f"{name} ({listed(join.columns_of(name))})"
        for name in join.among
    ]
    return f"{listed(sides)} by {join.key}"


def _floors(before: Terms, after: Terms) -> Iterator[Difference]:
    for old, new in matched(before.quality, after.quality, _measured):
        yield from _measured_floor(old, new)
    for was, now in matched(before.recorded_quality, after.recorded_quality, _recorded):
        yield from _recorded_floor(was, now)
    orders = (
        (list(map(_measured, before.quality)), list(map(_measured, after.quality))),
        (
            list(map(_recorded, before.recorded_quality)),
            list(map(_recorded, after.recorded_quality)),
        ),
    )
    for first, then in orders:
        if reordered(first, then):
            order = listed(f"{dataset}.{what}" for dataset, what in then)
            yield Difference(f"The least quality is in another order: {order}", OTHER, "quality")


def _measured(floor: QualityFloor) -> tuple[str, str]:
    return floor.dataset, floor.column


def _recorded(floor: RecordedFloor) -> tuple[str, str]:
    return floor.dataset, floor.dimension


def _measured_floor(old: QualityFloor | None, new: QualityFloor | None) -> Iterator[Difference]:
    one = new or old
    if one is None:
        return
    at, name = f"quality › {one.dataset}.{one.column}", f"{one.column} of {one.dataset}"
    if old is None or new is None:
        least = f"filled in {number(one.complete)} of the rows, once only in {number(one.unique)}"
        verb = "must be" if new else "need no longer be"
        yield Difference(f"{name} {verb} {least}", OTHER, at)
        return
    for words, low, high in (
        ("filled", old.complete, new.complete),
        ("filled once only", old.unique, new.unique),
    ):
        if low != high:
            yield Difference(
                rises(f"The share of rows in which {name} must be {words}", low, high), OTHER, at
            )


def _recorded_floor(was: RecordedFloor | None, now: RecordedFloor | None) -> Iterator[Difference]:
    one = now or was
    if one is None or (was and now and was.score == now.score):
        return
    name = f"The least score of {one.dataset} for {one.dimension}"
    said = f"{name} is {number(one.score)}" if now else f"{name} is no longer stated"
    if was and now:
        said = rises(name, was.score, now.score)
    yield Difference(said, OTHER, f"quality › {one.dataset}")
