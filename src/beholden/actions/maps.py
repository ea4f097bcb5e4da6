"""Maps of tables: an answer, or a table for release, whose column holds areas that are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isfinite
from typing import Any

from .. import areas as mapping
from .. import gate, release
from ..records import reading
from .asking import Answered
from .home import Home
from .workbench.kinds import is_number, is_whole
from .workbench.pictures import is_amount

Number = float | None


@dataclass(frozen=True, slots=True)
class Mapped:
    """A map of a table, with the areas that it is drawn on.

    ``svg`` has whose the areas are under it and can stand alone; ``drawing`` is the same without.
    ``measure`` is the column whose numbers it shows.
    """

    measure: str
    svg: str
    drawing: str
    description: str
    says: tuple[str, ...]
    areas: reading.AreasToDraw


def map_of_answer(home: Home, answered: Answered, *, title: str) -> Mapped | None:
    """Return the map of an answer with one row for each area; None where it has none."""
    table = answered.table
    groups = [field.name for field in table.schema if not is_number(field.type)]
    measure = _measure_of(table.schema)
    if measure is None or len(groups) != 1:
        return None
    column = groups[0]
    pairs = [
        (str(row[column]), _number(row[measure.name]))
        for row in table.to_pylist()
        if row[column] is not None
    ]
    if len(dict(pairs)) < len(pairs):
        return None
    columns = {column: [label for label, _ in pairs]}
    receipt = answered.receipt
    made_of = [one.name for one in receipt.datasets]
    fitted = _fitted(home, columns, use=receipt.use, made_of=made_of)
    if fitted is None:
        return None
    figures = mapping.Figures(
        measure.name,
        column,
        dict(pairs),
        adds_up=_adds_up(answered, measure),
        leaves_out=bool(answered.receipt.withheld),
    )
    return _drawn(_to_draw(home, fitted), fitted, figures, title=title)


def areas_to_map_on(
    home: Home, checked: release.Checked, *, use: str, made_of: Collection[str]
) -> reading.AreasToDraw | None:
    """Return the newest areas on which a table for release has a map; None where it has none."""
    fitted = _fitted(home, _columns_of(checked), use=use, made_of=made_of)
    if fitted is None:
        return None
    areas = _to_draw(home, fitted)
    return areas if map_of_checked(checked, areas, title="") else None


def map_of_checked(
    checked: release.Checked, areas: reading.AreasToDraw, *, title: str
) -> Mapped | None:
    """Return the map of a table for release on these areas, of its totals by area, or None."""
    named = mapping.NamedAreas(areas.name, areas.version, areas.labels)
    fitted = mapping.fit(_columns_of(checked), [named])
    if fitted is None:
        return None
    place = checked.dimensions.index(fitted.column)
    rows = [row for row in checked.rows if _is_of_an_area(row, place)]
    measure = _measure_of_rows(checked, rows)
    if measure is None:
        return None
    numbers = {row.at[place]: _number(row.values[measure]) for row in rows}
    name = checked.measures[measure]
    adds_up = name not in checked.facts["without_totals"]
    figures = mapping.Figures(name, fitted.column, numbers, adds_up=adds_up)
    return _drawn(areas, fitted, figures, title=title)


def map_of_areas(home: Home, *, areas: str) -> str:
    """Return a map of a set of areas with their names, as SVG; raises NotFound."""
    with home.at_work():
        view, document = reading.areas_named(areas), reading.areas_document(areas)
    return _outlines(document, title=view.title, credit=view.attribution)


@lru_cache(maxsize=16)
def _outlines(document: str, *, title: str, credit: str) -> str:
    """Return a map of the areas of a document, drawn once: a version of areas never changes."""
    outlines = mapping.from_geojson(document)
    return mapping.draw_outlines(outlines, title=title, credit=credit)


def areas_as_geojson(home: Home, *, areas: str) -> str:
    """Return the newest version of a set of areas as GeoJSON; raises NotFound."""
    with home.at_work():
        return reading.areas_document(areas)


def _drawn(
    areas: reading.AreasToDraw,
    fitted: mapping.Fit,
    by_label: mapping.Figures,
    *,
    title: str,
) -> Mapped | None:
    """Draw figures whose numbers are by what a table calls the areas, or return None."""
    numbers = by_label.numbers
    by_code = {code: numbers[label] for label, code in fitted.codes.items() if label in numbers}
    if all(number is None for number in by_code.values()):
        return None
    figures = replace(by_label, numbers=by_code, not_on_map=fitted.not_on_map)
    outlines = mapping.from_geojson(areas.document)
    drawn = mapping.draw_map(outlines, figures, title=title, credit=areas.attribution)
    said = (drawn.description, drawn.says)
    return Mapped(figures.measure, drawn.svg, drawn.drawing, *said, areas)


def _fitted(
    home: Home,
    columns: Mapping[str, Collection[str]],
    *,
    use: str,
    made_of: Collection[str],
) -> mapping.Fit | None:
    """Return how a table fits the newest areas that are as made up as its numbers, or None.

    What no areas can fit is told before any are looked up.
    """
    possible = {name: values for name, values in columns.items() if mapping.may_fit(values)}
    if not possible:
        return None
    with home.at_work():
        made_up = reading.made_up_under(use, made_of)
        kept = reading.labels_of_areas(made_up=made_up)
    named = [mapping.NamedAreas(name, version, _pairs(said)) for name, version, said in kept]
    return mapping.fit(possible, named)


def _pairs(labels: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((code, name) for code, name in labels)


def _to_draw(home: Home, fitted: mapping.Fit) -> reading.AreasToDraw:
    with home.at_work():
        return reading.areas_to_draw(fitted.areas.name, version=fitted.areas.version)


def _columns_of(checked: release.Checked) -> dict[str, list[str]]:
    return {
        name: [row.at[place] for row in checked.rows if row.at[place] != release.ALL]
        for place, name in enumerate(checked.dimensions)
    }


def _is_of_an_area(row: release.Row, place: int) -> bool:
    """Return whether a row is of one area and of everything else together."""
    return all((label == release.ALL) != (at == place) for at, label in enumerate(row.at))


def _measure_of_rows(checked: release.Checked, rows: Sequence[release.Row]) -> int | None:
    """Return the place of the number to be mapped: an average before what adds up, the first of it.

    One that is not available in the total of an area is none.
    """
    places = [
        at
        for at in range(len(checked.measures))
        if all(row.values[at] is not None for row in rows if row.shown)
    ]
    rates = [at for at in places if checked.measures[at] in checked.facts["without_totals"]]
    return next(iter(rates + places), None)


def _measure_of(schema: Any) -> Any:
    """Return the field of the number to be mapped: one with a point before a whole one, or None."""
    amounts = [field for field in schema if is_amount(field)]
    return next((field for field in amounts if not is_whole(field.type)), next(iter(amounts), None))


def _adds_up(answered: Answered, measure: Any) -> bool | None:
    """Return whether a column of an answer holds counts or sums; None where that is not known."""
    names, said = answered.table.schema.names, gate.what_adds_up(answered.receipt.question)
    asked = said[names.index(measure.name)] if len(said) == len(names) else None
    return True if asked is None and is_whole(measure.type) else asked


def _number(value: Any) -> Number:
    """Return a number that can be drawn; what is none, or endless, is not shown."""
    return float(value) if value is not None and isfinite(value) else None
