"""A line chart of scores over versions, as SVG: without a browser, a network or a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from beholden.kernel import legible

from .chart import CONFIG, INK, PALETTE, drawn_with_words

Scores = Mapping[str, float]  # by dimension, 0 to 1
_ACROSS = 2


def scores_svg(scores: Sequence[tuple[int, Scores]], *, title: str) -> str:
    """Return scores by dimension (0 to 1) over numbered versions as SVG with a text beside it.

    Each dimension has a small chart of its own, so that no line hides another and no colour is
    needed to tell them apart.
    """
    values = [
        {"version": str(number), "score": score, "dimension": legible(name)}
        for number, said in scores
        for name, score in said.items()
    ]
    return drawn_with_words(_specification(values), title=title, description=_describe(scores))


def _describe(scores: Sequence[tuple[int, Scores]]) -> str:
    if not scores:
        return "No version has scores."
    number, newest = scores[-1]
    said = ", ".join(f"{name} {score:.0%}" for name, score in newest.items())
    return f"Line chart of {len(scores)} versions. Version {number}: {said}."


def _specification(values: list[dict[str, Any]]) -> dict[str, Any]:
    names = list(dict.fromkeys(value["dimension"] for value in values))
    x = {"field": "version", "type": "ordinal", "sort": None, "title": "Version"}
    y = {"field": "score", "type": "quantitative", "title": None}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": values},
        "columns": _ACROSS,
        "facet": {
            "field": "dimension",
            "type": "nominal",
            "sort": names,
            "title": None,
            "header": {"labelFontSize": 14, "labelFontWeight": "bold", "labelColor": INK},
        },
        "spec": {
            "width": 190,
            "height": 110,
            "mark": {
                "type": "line",
                "point": {"size": 60, "color": PALETTE[0]},
                "color": PALETTE[0],
            },
            "encoding": {
                "x": {**x, "axis": {"labelAngle": 0}},
                "y": {
                    **y,
                    "axis": {"format": ".0%", "tickCount": 4, "grid": True},
                    "scale": {"domain": [0, 1]},
                },
            },
        },
        "config": CONFIG,
    }
