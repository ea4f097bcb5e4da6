"""The picture: how often a flag is guessed right after so many questions, by protection."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

# Of Okabe and Ito's palette, for all kinds of sight.
_COLOURS = ("#D55E00", "#E69F00", "#CC79A7", "#0072B2", "#009E73")


def picture(best: Mapping[str, Mapping[int, float]], to: Path) -> None:
    """Write an SVG of the best attack on each protection by the number of questions."""
    import vl_convert

    values = [
        {"protection": name, "questions": n, "right": 100 * right}
        for name, by in best.items()
        for n, right in by.items()
    ]
    x = {
        "field": "questions",
        "type": "quantitative",
        "title": "questions",
        "scale": {"type": "log"},
        "axis": {"values": sorted({n for by in best.values() for n in by}), "grid": False},
    }
    y = {
        "field": "right",
        "type": "quantitative",
        "title": "right guesses in 100 (50 is a coin toss)",
        "scale": {"domain": [50, 100]},
    }
    colour = {
        "field": "protection",
        "type": "nominal",
        "title": None,
        "sort": list(best),
        "scale": {"domain": list(best), "range": list(_COLOURS[: len(best)])},
        "legend": {"labelLimit": 400, "orient": "bottom", "columns": 2},
    }
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 520,
        "height": 300,
        "data": {"values": values},
        "mark": {"type": "line", "point": True, "strokeWidth": 2},
        "encoding": {"x": x, "y": y, "color": colour},
        "config": {"font": "sans-serif", "view": {"stroke": None}},
    }
    to.write_text(vl_convert.vegalite_to_svg(json.dumps(spec)), encoding="utf-8")
