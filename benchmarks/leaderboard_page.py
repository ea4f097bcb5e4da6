"""Write the tables of docs/benchmark.md, and its charts, from the results of a run.

python -m benchmarks.leaderboard_page RESULTS.json CROSS.json [--page docs/benchmark.md]

RESULTS.json is what `beholden bench uprn --out DIR` leaves in DIR, CROSS.json what
`python -m benchmarks.uprn --data DIR --only cross --no-peer --out CROSS.json` writes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from beholden import bench

BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
CHARTS = {"recall": bench.recall_by_slice, "reliability": bench.reliability_diagram}


def share(told: dict[str, Any]) -> str:
    if told["value"] is None:
        return "–"
    return f"{told['value']:.4f} ({told['low']:.4f}–{told['high']:.4f})"


def number(value: float | None, form: str = ".3f") -> str:
    return "–" if value is None else format(value, form)


def whole(results: list[dict[str, Any]]) -> list[str]:
    lines = [
        "| data | matcher | precision (95 %) | recall (95 %) | R at P 0.99 | R at P 0.999 "
        "| no answer, yet matched | flat errors | calibration error |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in results:
        score = one["scores"][0]
        cells = (
            one["data"],
            " ".join(filter(None, (one["peer"], one["version"]))),
            share(score["precision"]),
            share(score["recall"]),
            number(score["recall_at_99"]),
            number(score["recall_at_999"]),
            number(score["no_answer_matched"]["value"]),
            number(score["flat_errors"]["value"], ".4f"),
            number(score["calibration_error"]),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def sliced(results: list[dict[str, Any]], data: str) -> list[str]:
    here = [one for one in results if one["data"] == data]
    lines = [
        f"| slice | rows | {' | '.join(one['peer'] for one in here)} |",
        f"| --- | --- |{' --- |' * len(here)}",
    ]
    for at, score in enumerate(here[0]["scores"]):
        cells = [
            f"{number(one['scores'][at]['precision']['value'])} / "
            f"{number(one['scores'][at]['recall']['value'])}"
            for one in here
        ]
        lines.append(f"| {score['slice']} | {score['rows']:,} | {' | '.join(cells)} |")
    return lines


def taken(results: list[dict[str, Any]], data: str) -> list[str]:
    lines = [
        "| matcher | seconds | CPU seconds | addresses a second, matching alone | peak MB |",
        "| --- | --- | --- | --- | --- |",
    ]
    for one in (one for one in results if one["data"] == data):
        rows, alone = one["scores"][0]["rows"], one["match_seconds"]
        cells = (
            one["peer"],
            number(one["seconds"], ".1f"),
            number(one["cpu_seconds"], ".1f"),
            number(rows / alone if alone else None, ",.0f"),
            number(one["peak_mb"], ",.0f"),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def crossed(figures: dict[str, Any]) -> list[str]:
    """Return the cross-validated figures as a table: each source by a card that has not seen it."""
    lines = ["| Beholden, on the real pairs | share | counts (95 %) |", "| --- | --- | --- |"]
    for bar in figures["bars"]:
        lines.append(f"| {bar['what']} | {number(bar['ours'], '.4f')} | {bar['note']} |")
    return lines


def tables(told: dict[str, Any], figures: dict[str, Any]) -> str:
    results, machine = told["results"], told["machine"]
    peers = dict.fromkeys(one["peer"] for one in results)
    lines = [
        "The figure to believe for real addresses: each source scored by a card fitted without it.",
        "",
        *crossed(figures),
        "",
        f"Version {told['benchmark']}: {told['rows']:,} rows of gazetteer and {told['queries']:,} "
        f"addresses, seed {told['seed']}; {machine['processor']}, {machine['cores']} cores, "
        f"{machine['system']}, Python {machine['python']}. Matchers: {', '.join(peers)}.",
        "",
        *whole(results),
        "",
        "By slice of the made-up data, precision / recall:",
        "",
        *sliced(results, "made up"),
        "",
        "What the run on the made-up data took, whole processes:",
        "",
        *taken(results, "made up"),
    ]
    return "\n".join(lines)


def main() -> None:
    """Write the tables between their marks, and the charts beside the page."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("results", type=Path)
    given.add_argument("cross", type=Path)
    given.add_argument("--page", type=Path, default=Path("docs/benchmark.md"))
    asked = given.parse_args()
    told = json.loads(asked.results.read_text("utf-8"))
    figures = json.loads(asked.cross.read_text("utf-8"))
    before, _, rest = asked.page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page = f"{before}{BEGIN}\n\n{tables(told, figures)}\n\n{END}{after}"
    asked.page.write_text(page, encoding="utf-8")
    for name, draw in CHARTS.items():
        svg = draw(told["results"], data="made up")
        (asked.page.parent / "pictures" / f"benchmark-{name}.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
