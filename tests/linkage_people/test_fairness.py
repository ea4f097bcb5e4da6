"""Fairness: who is matched, missed and wrongly matched, by group; and when that is worth a look."""

import csv
import io
import json

import numpy as np
import pyarrow as pa
import pytest

from beholden.borough import make
from beholden.kernel import BadInput
from beholden.linkage.people import fairness, fairness_by, link_people

from .tables import people


def places(*uprns):
    return pa.table({"uprn": pa.array(uprns, type=pa.string())})


def matched(*groups):
    """Return matches and groups: of each group, so many matched of so many."""
    uprns, names = [], []
    for name, yes, of in groups:
        uprns += ["1"] * yes + [None] * (of - yes)
        names += [name] * of
    return places(*uprns), {"kind": names}


def figures(report, measure="matched"):
    return {f.group: (f.count, f.of) for f in report.figures if f.measure == measure}


def test_the_match_rate_of_each_group_is_told_with_its_interval():
    report = fairness(*matched(("flat", 80, 100), ("house", 190, 200)))
    assert figures(report) == {"flat": (80, 100), "house": (190, 200)}
    flat = report.figures[0]
    # Wilson's interval for 80 of 100, as tabulated by Newcombe (1998).
    assert (flat.share, round(flat.low, 4), round(flat.high, 4)) == (0.8, 0.7112, 0.8666)


def test_a_gap_has_newcombes_interval():
    report = fairness(*matched(("a", 56, 70), ("b", 48, 80)), confidence=0.9)
    gap = next(gap for gap in report.gaps if gap.group == "a")
    # With two groups at 0.90, each gap has 0.95: Newcombe's example (a), method 10.
    assert round(gap.difference, 4) == 0.2
    assert (round(gap.low, 4), round(gap.high, 4)) == (0.0524, 0.3339)


@pytest.mark.parametrize(
    ("groups", "warned"),
    [
        ([("flat", 800, 1000), ("house", 950, 1000)], {"flat", "house"}),
        ([("flat", 920, 1000), ("house", 950, 1000)], set()),
        ([("flat", 8, 10), ("house", 10, 10)], set()),
        ([("flat", 950, 1000), ("house", 950, 1000)], set()),
        ([("a", 500, 1000), ("b", 900, 1000), ("c", 900, 1000), ("d", 750, 1000)], {"a", "b", "c"}),
    ],
    ids=["wide and sure", "within the margin", "wide but noise", "equal", "four groups"],
)
def test_a_gap_is_warned_of_where_it_is_wide_and_not_noise(groups, warned):
    report = fairness(*matched(*groups))
    assert {gap.group for gap in report.gaps if gap.warned} == warned
    # Of two groups, one gap is the other's; it is told once.
    assert len(report.warnings) == (1 if len(groups) == 2 and warned else len(warned))


def test_a_warning_says_which_group_which_way_and_how_far():
    report = fairness(*matched(("flat", 800, 1000), ("house", 950, 1000)), margin=0.1)
    assert report.warnings[0] == (
        "By kind, 15.0 in 100 fewer of the rows of “flat” are matched than of all others; "
        "the margin is 10 in 100."
    )


def test_few_false_warnings_come_of_equal_groups():
    rng = np.random.default_rng(5)
    warned = 0
    for _ in range(200):
        uprns = ["1" if yes else None for yes in rng.random(400) < 0.7]
        groups = {"kind": rng.integers(0, 8, 400).tolist()}
        warned += bool(fairness(places(*uprns), groups, margin=0.01).warnings)
    assert warned <= 200 * 0.05 + 3 * (200 * 0.05 * 0.95) ** 0.5


def test_small_groups_are_told_together_and_withheld_if_they_are_few_even_so():
    report = fairness(*matched(("a", 40, 50), ("b", 3, 6), ("c", 2, 5)))
    assert figures(report) == {"a": (40, 50), "small groups together": (5, 11)}
    report = fairness(*matched(("a", 40, 50), ("b", 3, 6), ("c", 2, 3)))
    assert figures(report) == {"a": (40, 50), "small groups together": (None, None)}
    assert {gap.group for gap in report.gaps} == set()


def test_rows_of_no_known_group_are_a_group():
    report = fairness(places(*["1"] * 30), {"area": ["ZX1"] * 15 + [None] * 10 + [""] * 5})
    assert figures(report) == {"ZX1": (15, 15), "not known": (15, 15)}


def test_only_the_largest_of_very_many_groups_are_told_alone():
    names = [f"area {at % 80:02}" for at in range(80 * 12)]
    report = fairness(places(*["1"] * len(names)), {"area": names})
    told = figures(report)
    assert len(told) == 51
    assert told["small groups together"] == (30 * 12, 30 * 12)


def test_errors_of_addresses_are_wrong_places_and_missed_ones():
    found = places(*["1"] * 10, *["2"] * 4, *[None] * 6, *["3"] * 5)
    truth = [1] * 10 + [1] * 4 + [1] * 6 + [None] * 5
    report = fairness(found, {"kind": ["flat"] * 25}, truth=truth)
    assert figures(report, "wrong") == {"flat": (9, 19)}
    assert figures(report, "missed") == {"flat": (10, 20)}


def test_errors_of_people_are_strangers_linked_and_own_rows_left_out():
    who = ["a", "a", "b", "b", "c", "d", "e"] * 10
    who = [f"{name}{at // 7}" for at, name in enumerate(who)]
    true = ["A", "A", "B", "X", "C", "C", None] * 10
    true = [name and f"{name}{at // 7}" for at, name in enumerate(true)]
    score = [0.99, 0.99, 0.99, 0.99, None, None, None] * 10
    links = pa.table({"person": who, "score": pa.array(score, pa.float64())})
    report = fairness(links, {"kind": ["x"] * 70}, truth=true)
    assert figures(report) == {"x": (40, 70)}
    assert figures(report, "wrong") == {"x": (20, 40)}
    assert figures(report, "missed") == {"x": (20, 40)}


def test_reviewed_rows_tell_errors_where_the_truth_is_not_known():
    reviewed = [True] * 15 + [False] * 5 + [None] * 10
    report = fairness(places(*["1"] * 30), {"kind": ["flat"] * 30}, reviewed=reviewed)
    assert figures(report, "wrong") == {"flat": (5, 20)}


def test_the_report_is_data_json_and_csv():
    report = fairness(*matched(("=cmd()", 8, 10), ("house", 10, 10)))
    rows = list(csv.reader(io.StringIO(report.to_csv())))
    assert rows[0] == ["column", "group", "measure", "count", "of", "share", "low", "high"]
    assert rows[1][:5] == ["kind", "'=cmd()", "matched", "8", "10"]
    assert json.loads(report.to_json())["figures"][1]["group"] == "house"
    assert report.to_table().num_rows == 2


@pytest.mark.parametrize(
    ("matches", "groups", "options"),
    [
        (places("1"), {"kind": ["a", "b"]}, {}),
        (places("1"), {}, {}),
        (places("1"), {"kind": ["a"]}, {"margin": 0}),
        (places("1"), {"kind": ["a"]}, {"confidence": 1.0}),
        (places("1"), {"kind": ["a"]}, {"truth": ["1", "2"]}),
        (places("1"), {"kind": ["a"]}, {"reviewed": []}),
        (pa.table({"name": ["a"]}), {"kind": ["a"]}, {}),
    ],
    ids=["length", "no group", "margin", "confidence", "truth", "reviewed", "not matches"],
)
def test_what_cannot_be_told_is_refused(matches, groups, options):
    with pytest.raises(BadInput) as error:
        fairness(matches, groups, **options)
    assert error.value.next_step


def test_groups_may_be_named_by_columns_of_the_table():
    table = pa.table({"ward": ["Elm", "Oak"] * 10, "name": ["Ann"] * 20})
    report = fairness_by(places(*["1"] * 20), table, ["ward"])
    assert figures(report) == {"Elm": (10, 10), "Oak": (10, 10)}
    for columns in (["tenure"], []):
        with pytest.raises(BadInput):
            fairness_by(places(*["1"] * 20), table, columns)


@pytest.fixture(scope="module")
def ashmere():
    return make(households=1_500, seed=4)


@pytest.fixture(scope="module")
def linked(ashmere):
    names = ("vaccinations", "support_scheme")
    return link_people({name: ashmere.tables[name] for name in names})


def test_every_linkage_tells_fairness_by_dwelling_and_area(linked):
    told = linked.report["fairness"]["figures"]
    assert {figure["column"] for figure in told} == {"flat or house", "area"}
    groups = {f["group"] for f in told if f["column"] == "flat or house"}
    assert {"flat", "house"} <= groups
    json.dumps(linked.report)


def test_origin_of_names_and_movers_are_told_with_their_errors(ashmere, linked):
    truth = pa.concat_tables(
        ashmere.truth[name].select(["person", "origin", "moved"])
        for name in ("vaccinations", "support_scheme")
    )
    report = fairness(
        linked.clusters, truth.select(["origin", "moved"]), truth=truth["person"], margin=0.1
    )
    missed = {
        f.group: f.share for f in report.figures if f.column == "origin" and f.measure == "missed"
    }
    assert len(missed) > 3
    assert all(share is None or share < 0.25 for share in missed.values())
    movers = figures(report, "missed")
    assert movers["True"][1] > 10


def test_columns_handed_in_are_told_too_for_tables_in_any_order(ashmere):
    names = ("vaccinations", "support_scheme")
    tables = {name: ashmere.tables[name].slice(0, 30 + at) for at, name in enumerate(names)}
    groups = pa.table({"list": [names[0]] * 30 + [names[1]] * 31})
    told = link_people(tables, groups=groups).report["fairness"]["figures"]
    sizes = {f["group"]: f["of"] for f in told if f["column"] == "list"}
    assert sizes == {name: table.num_rows for name, table in tables.items()}


def test_a_table_without_address_or_postcode_has_no_groups_to_tell_by():
    rows = people(("Ann Lee", "1971-06-24"), ("Ann Lee", "1971-06-24"), names=("name", "dob"))
    assert link_people({"list": rows}).report["fairness"] is None
