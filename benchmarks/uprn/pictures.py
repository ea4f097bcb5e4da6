"""Diagrams as SVG, without a browser or a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import vl_convert

from beholden.release.chart import PALETTE

_INK, _GRID = "#1d2a33", "#dfe3e6"
_TEXT = {"labelColor": _INK, "titleColor": _INK, "labelFontSize": 12, "titleFontSize": 12}
_CONFIG = {
    "font": "system-ui, -apple-system, 'Segoe UI', Arial, sans-serif",
    "background": "white",
    "view": {"stroke": None},
    "axis": {**_TEXT, "titleFontWeight": "normal", "gridColor": _GRID, "domainColor": _GRID},
    "legend": {**_TEXT, "labelLimit": 320, "title": None, "orient": "top", "direction": "vertical"},
}
_SIZE = {"width": 300, "height": 260}


def save(panels: Sequence[Mapping[str, Any]], path: Path, *, title: str, description: str) -> None:
    """Draw panels side by side and write them to ``path`` with a title and words for all."""
    specification = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": _CONFIG,
        "hconcat": list(panels),
        "resolve": {"scale": {"color": "independent"}},
    }
    drawn = str(vl_convert.vegalite_to_svg(specification))
    words = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    opening, rest = drawn.split(">", 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{opening}>{words}{rest}\n", "utf-8")


def colours(names: Sequence[str]) -> dict[str, Any]:
    """Return the colour of each named series, in the order given."""
    scale = {"domain": list(names), "range": list(PALETTE[: len(names)])}
    return {"field": "series", "type": "nominal", "scale": scale}


def log_log(rows: Sequence[Mapping[str, Any]], *, x: str, y: str) -> dict[str, Any]:
    """Return a panel of lines with points on two logarithmic axes: rows of series, x and y."""

    def axis(field: str, title: str) -> dict[str, Any]:
        return {
            "field": field, "type": "quantitative", "title": title,
            "scale": {"type": "log", "nice": True}, "axis": {"format": "~s", "tickCount": 5},
        }  # fmt: skip

    return {
        **_SIZE,
        "data": {"values": list(rows)},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": axis("x", x),
            "y": axis("y", y),
            "color": colours(list(dict.fromkeys(row["series"] for row in rows))),
        },
    }


def against_diagonal(rows: Sequence[Mapping[str, Any]], *, x: str, y: str) -> dict[str, Any]:
    """Return a panel of points with bars from low to high, against the line where x is y."""
    series = colours(list(dict.fromkeys(row["series"] for row in rows)))
    domain = {"domain": [0, 1]}
    across = {"field": "x", "type": "quantitative", "title": x, "scale": domain}
    up = {"field": "y", "type": "quantitative", "title": y, "scale": domain}
    line = {"data": {"values": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]}}
    return {
        **_SIZE,
        "data": {"values": list(rows)},
        "layer": [
            {
                **line,
                "mark": {"type": "line", "strokeDash": [4, 4], "color": _INK, "strokeWidth": 1},
                "encoding": {"x": across, "y": up},
            },
            {
                "mark": "rule",
                "encoding": {
                    "x": across, "color": series, "y2": {"field": "high"},
                    "y": {"field": "low", "type": "quantitative"},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 45},
                "encoding": {"x": across, "y": up, "color": series},
            },
        ],
    }  # fmt: skip
