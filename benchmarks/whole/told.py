"""From what each program tells in its file of figures to bars, with the goals of people and Spark.

Pure functions of plain data: nothing is measured here.
"""

from __future__ import annotations

from typing import Any

from benchmarks.spark import TASKS, britain
from benchmarks.uprn.bars import Bar, Goal

from .outcomes import bar_of

_PAIRS = {"historical": 0.85, "febrl4": 0.995, "million": 0.975}
_NO_MORE_TIME = "million"
_NO_GOAL = Goal()
_CORES = 32
_START = 30.0


def uprn(told: dict[str, Any]) -> list[Bar]:
    """Return the bars of ``benchmarks.uprn``, which tells them as they are."""
    return [bar_of(one) for one in told["bars"]]


def people(told: list[dict[str, Any]]) -> list[Bar]:
    """Return the bars of each set of people that was linked, ours beside Splink's."""
    sides: dict[str, dict[str, dict[str, Any]]] = {}
    for one in told:
        sides.setdefault(one["set"], {})[one["side"]] = one
    return [bar for name, pair in sides.items() for bar in _linked(name, pair)]


def _linked(name: str, pair: dict[str, dict[str, Any]]) -> list[Bar]:
    ours, theirs = pair["ours"], pair.get("Splink", {})
    title = f"{name}, {ours['rows']:,} rows"
    note = f"precision {ours['best_p']:.3f}, recall {ours['best_r']:.3f}, {_compared(ours)}"

    def bar(what: str, key: str, goal: Goal = _NO_GOAL, unit: str = "share", note: str = "") -> Bar:
        return Bar("people", f"{title}: {what}", ours[key], theirs.get(key), goal, unit, note)

    return [
        bar("F1 of pairs, best threshold", "best_f1", Goal(_PAIRS.get(name)), note=note),
        bar("F1 of pairs, default threshold", "f1"),
        bar("F1 of clusters, default threshold", "cluster_f1"),
        *_at_an_error_rate(title, ours, theirs),
        bar("processor", "cpu", _time_goal(name, theirs), "s", f"{ours['seconds']:.0f} s of clock"),
        bar("peak memory", "peak_mb", unit="MB"),
    ]


def _at_an_error_rate(title: str, ours: dict[str, Any], theirs: dict[str, Any]) -> list[Bar]:
    """Return our clusters at an error rate, where measured, beside the peer's at its threshold."""
    if "rate_cluster_f1" not in ours:
        return []
    told = f"links from {ours['rate_threshold']:.2f}, precision {ours['rate_cluster_p']:.3f}"
    what = f"{title}: F1 of clusters, 1 in 100 false expected"
    return [Bar("people", what, ours["rate_cluster_f1"], theirs.get("cluster_f1"), note=told)]


def _compared(one: dict[str, Any]) -> str:
    return f"{one['compared']:,} pairs compared"


def _time_goal(name: str, theirs: dict[str, Any]) -> Goal:
    """Return the peer's own time as the goal, where the goal is to take no more."""
    return Goal(at_most=theirs["cpu"]) if name == _NO_MORE_TIME and theirs else _NO_GOAL


# The boroughs with what is said of each, and what is added to the name of one without UPRNs.
BOROUGHS = {
    "borough": "made up; a clean borough",
    "worn borough": "made up; names misspelt or changed, dates of birth missing, no NHS numbers",
}
WITHOUT_UPRN = " without UPRN"


def borough(told: list[dict[str, Any]]) -> list[Bar]:
    """Return the bars of each borough, and what the UPRN is worth there."""
    ours = {one["set"]: one["best_f1"] for one in told if one["side"] == "ours"}
    worth = {name: ours[name] - ours[name + WITHOUT_UPRN] for name in BOROUGHS}
    added = [
        Bar("people", f"{name}: F1 that the UPRN adds", worth[name], note=note)
        for name, note in BOROUGHS.items()
    ]
    return [*people(told), *added]


def fairness(told: list[dict[str, Any]]) -> list[Bar]:
    """Return for each way of linking and each group the recall, and false links beside it."""
    return [bar for one in told for bar in _by_group(one)]


def _by_group(one: dict[str, Any]) -> list[Bar]:
    shares = {(f["column"], f["group"], f["measure"]): f for f in one["figures"]}
    title = f"linked {one['linked']}"
    warned = sum(gap["warned"] for gap in one["gaps"])
    bars = [Bar("fairness", f"{title}: groups that are warned of", warned, unit="")]
    for (column, group, measure), missed in shares.items():
        if measure == "missed" and missed["share"] is not None:
            wrong = shares[column, group, "wrong"]
            note = f"{missed['of']:,} rows; {1 - missed['high']:.3f}–{1 - missed['low']:.3f}"
            if wrong["share"] is not None:
                note += f"; false links {wrong['count']:,} of {wrong['of']:,}"
            bars.append(
                Bar("fairness", f"  {column}, {group}: recall", 1 - missed["share"], note=note)
            )
    return bars


def increments(told: dict[str, Any]) -> list[Bar]:
    """Return the bars of a second load: keys that stay, quality, and its cost beside all anew."""
    more, anew = told["increment"], told["anew"]
    title = f"{told['new']:,} rows more on {told['rows'] - told['new']:,}"
    return [
        Bar(
            "increments", f"{title}: rows whose key was lost", told["lost"],
            goal=Goal(at_most=0), unit="", note="another key, and no change told that leads to it",
        ),
        Bar("increments", "  rows in other company than linked anew", told["apart"], unit=""),
        Bar(
            "increments", "  precision, beside all linked anew", more["precision"],
            anew["precision"],
        ),
        Bar("increments", "  recall, beside all linked anew", more["recall"], anew["recall"]),
        Bar(
            "increments", "  processor, beside all linked anew", more["cpu"], anew["cpu"],
            unit="s",
        ),
    ]  # fmt: skip


def spark_addresses(told: dict[str, Any]) -> list[Bar]:
    """Return the bars of addresses on Spark beside one machine, and the estimate for Britain."""
    one = told["addresses"]
    title = f"{one['rows']:,} addresses against {one['texts']:,}, local[{TASKS}]"
    rate = one["rows"] / one["again"] / TASKS
    fixed = max(_START, told["start"] + one["first"] - one["again"])
    return [
        Bar(
            "Spark", f"{title}: rows that differ from one machine's", one["apart"],
            goal=Goal(at_most=0), unit="", note=f"{one['matched']:,} matched; every value",
        ),
        Bar("Spark", "  the first time, beside one machine", one["first"], one["alone"], unit="s"),
        Bar("Spark", "  again, beside one machine", one["again"], one["alone"], unit="s"),
        Bar("Spark", "  memory of all processes", 1000 * told["memory_gb"], unit="MB"),
        Bar("Spark", "  a second and task, again", rate, unit="a second"),
        Bar(
            "Spark", f"  all of Great Britain on {_CORES} cores, by estimate",
            britain(rate, fixed=fixed, cores=_CORES), unit="s", note="see Match on a Spark cluster",
        ),
    ]  # fmt: skip


def spark_people(told: dict[str, Any]) -> list[Bar]:
    """Return the bars of people on Spark beside one machine."""
    one = told["people"]
    title = f"{one['rows']:,} people, local[{TASKS}]"
    return [
        Bar(
            "Spark", f"{title}: rows whose person or reason differs", one["apart"],
            goal=Goal(at_most=0), unit="", note=f"scores differ by {one['scores_apart']:.1e}",
        ),
        Bar("Spark", "  beside one machine", one["spark"], one["alone"], unit="s"),
    ]  # fmt: skip


def main_job(told: list[dict[str, Any]]) -> list[Bar]:
    """Return what the main job takes in all at each size; it has no peer."""
    bars = []
    for size in dict.fromkeys(one["households"] for one in told):
        stages = [one for one in told if one["households"] == size]
        note = ", ".join(f"{one['stage']} {one['seconds']:.0f}" for one in stages)
        title = f"{size:,} households"
        seconds, peak = sum(s["seconds"] for s in stages), max(s["peak_mb"] for s in stages)
        bars += [
            Bar("main job", f"{title}: in all", seconds, unit="s", note=note),
            Bar("main job", f"{title}: peak memory", peak, unit="MB"),
        ]
    return bars
