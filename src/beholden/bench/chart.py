"""Pictures of the leaderboard: recall by slice, and reliability, as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .scoring import ALL

# The first tells best apart; of Okabe and Ito's palette for all kinds of sight.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def recall_by_slice(results: Iterable[Mapping[str, Any]], *, data: str) -> str:
    """Return an SVG of each peer's recall by slice of one set of data, with 95 % intervals.

    Empty where nothing there has an answer.
    """
    results = list(results)
    values = [
        {"slice": score["slice"], "peer": one["peer"], **score["recall"]}
        for one in results
        if one["data"] == data
        for score in one["scores"]
        if score["recall"]["value"] is not None
    ]
    y = {"field": "slice", "type": "nominal", "title": None, "sort": _in_order(values, "slice")}
    encoding = {"y": y, "yOffset": {"field": "peer"}, "color": _colour(results)}
    return _svg(
        values,
        encoding,
        [
            {"mark": "bar", "encoding": {"x": _axis("value", "recall")}},
            {
                "mark": "rule",
                "encoding": {
                    "x": {"field": "low", "type": "quantitative", "title": "recall"},
                    "x2": {"field": "high"},
                    "color": {"value": "#222222"},
                },
            },
        ],
    )


def reliability_diagram(results: Iterable[Mapping[str, Any]], *, data: str) -> str:
    """Return an SVG of the share that is right against the score, for peers with probabilities.

    Empty where no peer's scores are probabilities.
    """
    results = list(results)
    values = [
        {"peer": one["peer"], "score": bar["mean_score"], **bar["right"]}
        for one in results
        if one["data"] == data
        for score in one["scores"]
        if score["slice"] == ALL
        for bar in score["bins"] or ()
    ]
    encoding = {"x": _axis("score", "score"), "color": _colour(results)}
    diagonal = {"values": [{"score": 0, "value": 0}, {"score": 1, "value": 1}]}
    return _svg(
        values,
        {},
        [
            {
                "data": diagonal,
                "mark": {"type": "line", "color": "#999999", "strokeDash": [4, 4]},
                "encoding": {"x": _axis("score", "score"), "y": _axis("value", "share right")},
            },
            {
                "mark": {"type": "line", "point": True},
                "encoding": {**encoding, "y": _axis("value", "share right")},
            },
            {
                "mark": "rule",
                "encoding": {**encoding, "y": _axis("low", "share right"), "y2": {"field": "high"}},
            },
        ],
    )


def _axis(field: str, title: str) -> dict[str, Any]:
    scale = {"domain": [0, 1]}
    return {"field": field, "type": "quantitative", "title": title, "scale": scale}


def _colour(results: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the colour of each peer, the same in every picture."""
    peers = _in_order(results, "peer")
    scale = {"domain": peers, "range": list(_COLOURS[: len(peers)])}
    return {"field": "peer", "type": "nominal", "title": None, "scale": scale}


def _in_order(values: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    return list(dict.fromkeys(one[name] for one in values))


def _svg(
    values: list[dict[str, Any]], encoding: dict[str, Any], layers: list[dict[str, Any]]
) -> str:
    if not values:
        return ""
    import vl_convert

    drawing = {
        "$schema": _SCHEMA,
        "width": 420,
        "data": {"values": values},
        "encoding": encoding,
        "layer": layers,
        "config": {"font": "sans-serif", "background": "white"},
    }
    return str(vl_convert.vegalite_to_svg(drawing))
