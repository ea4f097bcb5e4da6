"""Charts: rows to SVG, without a browser, a network or a script."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from beholden.kernel import legible

from .checked import Checked, Row
from .grid import ALL

PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
_FONT = "system-ui, -apple-system, 'Segoe UI', Arial, sans-serif"
INK = "#1d2a33"
_GRID = "#dfe3e6"
_WIDTH = 225
_MOST_LABELS = 40

Rows = Sequence[Mapping[str, Any]]


def chart_svg(rows: Rows, *, x: str, y: str, colour: str | None, title: str) -> str:
    """Return a bar chart as SVG, readable at the width of a phone, with a title and a description.

    Of ``x`` and ``y`` the column that holds numbers gives the length of the bars (lying down, so
    that labels can be read), the other their labels; ``colour`` groups bars within a label. A row
    whose number is None is drawn as withheld. The palette is that of the Government Analysis
    Function (Data visualisation: colours, 2023).
    """
    amount, label = (x, y) if _holds_numbers(rows, x) else (y, x)
    described = describe(rows, amount=amount, label=label, colour=colour)
    specification = _specification(rows, amount, label, colour)
    return drawn_with_words(specification, title=title, description=described)


def drawn_with_words(specification: Mapping[str, Any], *, title: str, description: str) -> str:
    """Return a Vega-Lite specification drawn as SVG, with its title and description."""
    return _with_words(_render(specification), title, description)


def chart_of(checked: Checked, *, title: str, measure: str = "") -> str:
    """Return the chart of a checked table: a measure by one or two of its dimensions.

    ``measure`` is what the map beside it shows; without it, or where the bars lack it, the first
    is drawn. Where there are more than 40 labels the largest are drawn, and the title says so.
    """
    label, colour = _shape(checked)
    inner = [row for row in checked.rows if _belongs(checked, row.at, label, colour)]
    at = _place_of(checked, inner, measure)
    amount = checked.measures[at]
    rows = [
        {
            **dict(zip(checked.dimensions, row.at, strict=True)),
            label or ALL: row.at[checked.dimensions.index(label)] if label else ALL,
            amount: row.values[at],
        }
        for row in inner
    ]
    drawn, few = _largest(rows, label or ALL, amount)
    title = f"{title} (the {_MOST_LABELS} largest)" if few else title
    return chart_svg(drawn, x=amount, y=label or ALL, colour=colour, title=title)


def _place_of(checked: Checked, rows: Sequence[Row], measure: str) -> int:
    """Return the place of a measure that every row that is shown has; else that of the first."""
    at = checked.measures.index(measure) if measure in checked.measures else 0
    return at if all(row.values[at] is not None for row in rows if row.shown) else 0


def describe(rows: Rows, *, amount: str, label: str, colour: str | None) -> str:
    """Return in words what a chart of some rows shows, for those who cannot see it."""
    shown = [row for row in rows if row[amount] is not None]
    divided = f", divided by {colour}" if colour else ""
    told = [f"Bar chart of {amount} by {label}{divided}, {len(rows)} bars."]
    if shown:
        most, least = (pick(shown, key=lambda row: row[amount]) for pick in (max, min))
        told.append(f"Largest: {_bar(most, label, colour)}, {_figure(most[amount])}.")
        told.append(f"Smallest shown: {_bar(least, label, colour)}, {_figure(least[amount])}.")
    if len(shown) < len(rows):
        told.append(f"{len(rows) - len(shown)} withheld, marked c.")
    return " ".join(told)


def _largest(rows: Rows, label: str, amount: str) -> tuple[Rows, bool]:
    """Return the rows of the labels with the longest bars, in their order, and if any are left."""
    longest: dict[str, float] = {}
    for row in rows:
        longest[row[label]] = max(longest.get(row[label], 0.0), row[amount] or 0.0)
    kept = set(sorted(longest, key=lambda name: -longest[name])[:_MOST_LABELS])
    return [row for row in rows if row[label] in kept], len(longest) > len(kept)


def _shape(checked: Checked) -> tuple[str, str | None]:
    """Return which dimension labels the bars and which colours them: the longer one labels."""
    sizes = {
        name: len({row.at[i] for row in checked.rows}) for i, name in enumerate(checked.dimensions)
    }
    by_size = sorted(sizes, key=lambda name: -sizes[name])
    if not by_size:
        return "", None
    few = [name for name in by_size[1:] if sizes[name] <= len(PALETTE) + 1]
    return by_size[0], few[0] if few else None


def _belongs(checked: Checked, at: Sequence[str], label: str, colour: str | None) -> bool:
    drawn = (label, colour)
    return all(
        (place != ALL) == (name in drawn)
        for name, place in zip(checked.dimensions, at, strict=True)
    )


def _holds_numbers(rows: Rows, column: str) -> bool:
    values = [row[column] for row in rows if row[column] is not None]
    return all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)


def _bar(row: Mapping[str, Any], label: str, colour: str | None) -> str:
    return f"{row[label]}, {row[colour]}" if colour else str(row[label])


def _figure(value: float) -> str:
    return f"{value:,.10g}"


def _specification(rows: Rows, amount: str, label: str, colour: str | None) -> dict[str, Any]:
    values = [
        {
            "label": legible(str(row[label])),
            "colour": legible(str(row[colour])) if colour else "",
            "amount": row[amount] or 0,
            "mark": "c" if row[amount] is None else "",
        }
        for row in rows
    ]
    y = {"field": "label", "type": "nominal", "sort": None, "title": None}
    x = {"field": "amount", "type": "quantitative", "title": _words(amount)}
    encoding: dict[str, Any] = {"y": y, "x": x}
    if colour:
        groups = list(dict.fromkeys(legible(str(row[colour])) for row in rows))
        encoding["yOffset"] = {"field": "colour", "sort": groups}
        encoding["color"] = _colours(colour, groups)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": values},
        "width": _WIDTH,
        "height": {"step": 15 if colour else 24},
        "encoding": encoding,
        "layer": [
            {"mark": {"type": "bar", **({} if colour else {"color": PALETTE[0]})}},
            {
                "transform": [{"filter": "datum.mark != ''"}],
                "mark": {"type": "text", "align": "left", "dx": 3, "fontSize": 11},
                "encoding": {"text": {"field": "mark"}, "color": {"value": INK}},
            },
        ],
        "config": CONFIG,
    }


def _colours(name: str, groups: Sequence[str]) -> dict[str, Any]:
    legend = {"orient": "top", "direction": "vertical", "title": _words(name)}
    scale = {"domain": list(groups), "range": list(PALETTE[: len(groups)])}
    return {"field": "colour", "type": "nominal", "legend": legend, "scale": scale}


def _words(column: str) -> str:
    return legible(column).replace("_", " ").strip().capitalize()


CONFIG: dict[str, Any] = {
    "font": _FONT,
    "aria": False,
    "mark": {"aria": False},  # else each bar is a picture without a name to a screen reader
    "background": "transparent",
    # Room at the left for a reader's own letters, which may be wider than those measured here.
    "padding": {"left": 24, "right": 12, "top": 4, "bottom": 4},
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": _GRID,
        "domainColor": _GRID,
        "tickColor": _GRID,
        "labelLimit": 150,
    },
    "axisY": {"grid": False, "ticks": False, "labelPadding": 6},
    "axisX": {"tickCount": 4},
    "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12},
}


def _render(specification: Mapping[str, Any]) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(dict(specification)))


def _with_words(svg: str, title: str, description: str) -> str:
    """Return the SVG with a title and a description, and a size that follows its page."""
    opening = re.match(r"<svg[^>]*>", svg)
    box = re.search(r'viewBox="([^"]*)"', opening.group() if opening else "")
    if opening is None or box is None:
        raise ValueError("the chart was not drawn as SVG")
    width = box.group(1).split()[2]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" '
        f'viewBox="{box.group(1)}" width="{width}" style="max-width:100%;height:auto">'
        f"<title>{escape(legible(title))}</title><desc>{escape(legible(description))}</desc>"
    )
    return head + svg[opening.end() :]
