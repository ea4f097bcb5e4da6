"""Charts: what is drawn, what is said, and that both are true."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from beholden.kernel import Measure
from beholden.release import Rules, chart_of, chart_svg, check

from .cases import HOUSEHOLDS, MILLBROOK, cells_of, counted

SVG = "{http://www.w3.org/2000/svg}"
ROWS: list[dict[str, Any]] = [
    {"ward": "Millbrook & Quay", "households": 40},
    {"ward": "Northgate", "households": None},
    {"ward": "Old Town", "households": 1250},
]


def texts(svg: str) -> list[str]:
    return [e.text or "" for e in ET.fromstring(svg).iter(f"{SVG}text")]


def bars(svg: str) -> list[ET.Element]:
    root = ET.fromstring(svg)
    return [
        e for e in root.iter(f"{SVG}path") if e.get("fill") in ("#12436D", "#28A197", "#801650")
    ]


def test_a_chart_has_a_title_and_says_in_words_what_it_shows() -> None:
    root = ET.fromstring(chart_svg(ROWS, x="ward", y="households", colour=None, title="A <title>"))
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == "A <title>"
    assert root[1].text == (
        "Bar chart of households by ward, 3 bars. Largest: Old Town, 1,250. "
        "Smallest shown: Millbrook & Quay, 40. 1 withheld, marked c."
    )


def test_either_axis_may_hold_the_numbers() -> None:
    one = chart_svg(ROWS, x="ward", y="households", colour=None, title="t")
    assert one == chart_svg(ROWS, x="households", y="ward", colour=None, title="t")


def test_a_withheld_bar_is_marked_and_labels_are_there() -> None:
    drawn = texts(chart_svg(ROWS, x="households", y="ward", colour=None, title="t"))
    assert drawn.count("c") == 1
    assert {"Millbrook & Quay", "Northgate", "Old Town", "Households"} <= set(drawn)


def test_a_chart_fits_a_phone_and_runs_nothing() -> None:
    svg = chart_of(check(MILLBROOK, Rules.load()), title="t")
    root = ET.fromstring(svg)
    assert float((root.get("viewBox") or "").split()[2]) <= 420
    assert "max-width:100%" in (root.get("style") or "")
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
        "svg",
        "g",
        "path",
        "line",
        "text",
        "title",
        "desc",
        "rect",
    }
    assert "href" not in svg
    assert not any("id" in e.attrib for e in root.iter())


def test_the_longer_dimension_labels_the_bars_and_the_shorter_colours_them() -> None:
    inner = {(w, t): 40 for w in ("a1", "b1", "c1", "d1") for t in ("own", "rent")}
    svg = chart_of(check(counted(inner), Rules.load()), title="t")
    drawn = texts(svg)
    assert {"a1", "b1", "c1", "d1", "own", "rent"} <= set(drawn)
    assert len(bars(svg)) == 8 + 2, "eight bars and two keys of the legend"


@pytest.mark.parametrize(
    ("dimensions", "expected"),
    [(("one",), 1), (("one", "two", "three"), 1), ((), 1)],
)
def test_tables_of_any_number_of_dimensions_are_drawn(
    dimensions: tuple[str, ...], expected: int
) -> None:
    row = {**{name: "label" for name in dimensions}, "households": 40, "_subjects": 40}
    svg = chart_of(check(cells_of([row], dimensions, (HOUSEHOLDS,)), Rules.load()), title="t")
    assert "40" in (ET.fromstring(svg)[1].text or "")
    assert len([b for b in bars(svg) if b.get("fill") == "#12436D"]) >= expected


def test_the_chart_beside_a_map_draws_what_the_map_does() -> None:
    owed = Measure("owed", "avg", "arrears")
    rows = [
        {"ward": ward, "households": n, "owed": n / 2, "_subjects": n}
        | {owed.largest: 1.0, owed.total: n * n / 2}
        for ward, n in (("a", 40), ("b", 60))
    ]
    checked = check(cells_of(rows, ("ward",), (HOUSEHOLDS, owed)), Rules.load())
    for measure, drawn in (("owed", "owed"), ("", "households"), ("gone", "households")):
        svg = chart_of(checked, title="t", measure=measure)
        assert (ET.fromstring(svg)[1].text or "").startswith(f"Bar chart of {drawn} by ward")


def test_a_chart_of_many_labels_draws_the_largest_and_says_so() -> None:
    cells = counted({(f"ward {i:02}",): 20 + i for i in range(60)}, dimensions=("ward",))
    svg = chart_of(check(cells, Rules.load()), title="Wards")
    assert ET.fromstring(svg)[0].text == "Wards (the 40 largest)"
    assert "ward 59" in texts(svg)
    assert "ward 19" not in texts(svg)
    assert len([label for label in texts(svg) if label.startswith("ward ")]) == 40


def test_a_table_with_nothing_to_show_says_so() -> None:
    svg = chart_svg(
        [{"ward": "a", "households": None}], x="ward", y="households", colour=None, title="t"
    )
    assert ET.fromstring(svg)[1].text == (
        "Bar chart of households by ward, 1 bars. 1 withheld, marked c."
    )
