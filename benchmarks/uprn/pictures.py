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


def side_by_side(panels: Sequence[Mapping[str, Any]]) -> str:
    """Return the SVG of panels that stand side by side, each with its own colours."""
    specification = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": _CONFIG,
        "hconcat": list(panels),
        "resolve": {"scale": {"color": "independent"}},
    }
    return str(vl_convert.vegalite_to_svg(specification))


def save(drawn: str, path: Path, *, title: str, description: str) -> None:
    """Write an SVG to ``path`` with a title, and with words for those who cannot see it."""
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

    def axis(field: str, title: str, form: str) -> dict[str, Any]:
        return {
            "field": field, "type": "quantitative", "title": title,
            "scale": {"type": "log", "nice": True}, "axis": {"format": form, "tickCount": 5},
        }  # fmt: skip

    return {
        **_SIZE,
        "data": {"values": list(rows)},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": axis("x", x, "~s"),
            "y": axis("y", y, ",~g"),
            "color": colours(list(dict.fromkeys(row["series"] for row in rows))),
        },
    }
