"""Which cells are shown, which are withheld and why, and what the second person is told."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beholden.kernel import BadInput, Cells, Measure
from beholden.release import ALL, Checked, Rules, check
from beholden.release.guessing import guessed_right
from beholden.release.solving import Problem, Solved

from .cases import ARREARS, AVERAGE, HOUSEHOLDS, MILLBROOK, cells_of, counted, with_arrears

RULES = Rules.load()


def no_solver(problem: Problem, *, minutes: int) -> Solved | None:
    return None


def status(checked: Checked, *at: str) -> str:
    return next(row.reason or "shown" for row in checked.rows if row.at == at)


def values(checked: Checked, *at: str) -> tuple[Any, ...]:
    return next(row.values for row in checked.rows if row.at == at)


@pytest.mark.parametrize(
    ("subjects", "agreed", "threshold", "expected"),
    [
        (9, 10, 10, "LowCount"),
        (10, 10, 10, "shown"),
        (19, 20, 10, "LowCount"),
        (20, 20, 10, "shown"),
        (9, 5, 10, "LowCount"),
        (0, 10, 10, "LowCount"),
        (0, 1, 1, "shown"),
        (1, 1, 1, "shown"),
    ],
)
def test_the_stricter_of_agreement_and_thresholds_holds(
    subjects: int, agreed: int, threshold: int, expected: str
) -> None:
    cells = counted({("a",): subjects}, dimensions=("ward",), smallest_group=agreed)
    checked = check(cells, replace(RULES, low_count=threshold))
    assert status(checked, "a") == expected


@pytest.mark.parametrize(
    ("largest", "amount", "expected"),
    [
        (500.0, 1000.0, "shown"),
        (501.0, 1000.0, "Dominance"),
        (950.0, 1000.0, "Dominance"),
        (0.0, 0.0, "shown"),
    ],
)
def test_a_cell_that_one_subject_dominates_is_withheld(
    largest: float, amount: float, expected: str
) -> None:
    inner = {("a",): (30, amount, largest), ("b",): (40, 4000.0, 200.0), ("c",): (40, 4000.0, 99.0)}
    checked = check(with_arrears(inner, dimensions=("ward",)), RULES)
    assert status(checked, "a") == expected


def test_the_p_rule_holds_where_a_council_allows_a_large_share() -> None:
    rules = replace(RULES, dominance_share=1.0, dominance_k=1.0)
    inner = {("a",): (30, 1000.0, 950.0), ("b",): (30, 1000.0, 800.0), ("c",): (40, 4000.0, 99.0)}
    checked = check(with_arrears(inner, dimensions=("ward",), largest_share=1.0), rules)
    assert (status(checked, "a"), status(checked, "b")) == ("Dominance", "Secondary")


@pytest.mark.parametrize(
    ("leading", "expected"),
    [
        ([480.0, 421.0, 50.0], "Dominance"),
        ([450.0, 450.0, 50.0], "shown"),
        ([490.0, 400.0, 5.0], "shown"),
        ([490.0], "Dominance"),
        ([440.0], "shown"),
    ],
)
def test_two_together_dominate_too(leading: list[float], expected: str) -> None:
    """Of 1,000 more than 900; where only the largest is known, the second may be as large."""
    inner = {("a",): (30, 1000.0, leading[0]), ("b",): (40, 4000.0, 99.0), ("c",): (40, 4e3, 99.0)}
    cells = with_arrears(inner, dimensions=("ward",))
    rows = cells.table.to_pylist()
    rows[0]["_leading_arrears"] = leading
    assert status(check(replace(cells, table=pa.Table.from_pylist(rows)), RULES), "a") == expected


def test_the_second_largest_could_tell_the_largest() -> None:
    rules = replace(RULES, dominance_k=1.0)
    inner = {("a",): (30, 1000.0, 490.0), ("b",): (40, 4000.0, 99.0), ("c",): (40, 4e3, 99.0)}
    cells = with_arrears(inner, dimensions=("ward",))
    rows = cells.table.to_pylist()
    for second, expected in ((462.0, "Dominance"), (460.0, "shown")):
        rows[0]["_leading_arrears"] = [490.0, second]
        made = replace(cells, table=pa.Table.from_pylist(rows))
        assert status(check(made, rules), "a") == expected


@pytest.mark.parametrize(
    ("group", "rate", "times"),
    [(10, 0.12, 69), (10, 0.02, 92), (2, 0.5, 75), (1, 0.5, 100), (100, 0.04, 60), (30, 1.0, 100)],
)
def test_how_often_a_guess_is_right(group: int, rate: float, times: int) -> None:
    """The figures of an experiment with 50,000 made-up residents, and cases worked out by hand."""
    assert round(100 * guessed_right(group, rate)) == times


def test_a_group_in_which_a_guess_is_too_good_is_withheld() -> None:
    measures = (Measure("in_arrears", "count"), HOUSEHOLDS)
    rows = [
        {"ward": ward, "in_arrears": few, "households": n, "_group": n, "_subjects": few}
        for ward, few, n in (("a", 12, 40), ("b", 20, 200), ("c", 30, 300), ("d", 50, 400))
    ]
    cells = cells_of(rows, ("ward",), measures)
    checked = check(cells, replace(RULES, times_in_100=58))
    assert status(checked, "a") == "ClassDisclosure"
    assert status(checked, "d") == "shown"
    loose = check(cells, RULES)
    assert all(row.shown for row in loose.rows)
    assert loose.facts["guessed"] == round(100 * guessed_right(40, 112 / 940))


def test_a_group_that_is_all_alike_is_withheld_where_the_council_says_so() -> None:
    measures = (Measure("in_arrears", "count"), HOUSEHOLDS)
    rows = [
        {"ward": ward, "in_arrears": few, "households": n, "_group": n, "_subjects": few}
        for ward, few, n in (("a", 40, 40), ("b", 0, 200), ("c", 30, 300), ("d", 50, 400))
    ]
    cells = cells_of(rows, ("ward",), measures)
    rules = replace(RULES, zeros="shown")
    told = [f.says for f in check(cells, rules).findings]
    assert [("100 %" in says, "0 %)" in says and "100" not in says) for says in told] == [
        (True, False),
        (False, True),
    ]
    held = check(cells, replace(rules, whole_groups="withheld"))
    assert (status(held, "a"), status(held, "b")) == ("ClassDisclosure", "ClassDisclosure")


def test_a_spread_needs_degrees_of_freedom() -> None:
    spread = Measure("spread", "stddev_samp", "arrears")
    inner = {("a",): (10, 50.0, 9.0), ("b",): (11, 50.0, 9.0), ("c",): (90, 70.0, 9.0)}
    checked = check(with_arrears(inner, dimensions=("ward",), measures=(spread,)), RULES)
    assert status(checked, "a") == "LowDOF"
    assert values(checked, ALL) == (None,), "a spread has no total"


def test_nobody_of_a_kind_is_a_small_group_too() -> None:
    inner = {("a", "x"): 40, ("a", "y"): 30, ("b", "x"): 50, ("c", "x"): 60, ("c", "y"): 70}
    assert status(check(counted(inner), RULES), "b", "y") == "LowCount"
    shown = check(counted(inner), replace(RULES, zeros="shown"))
    assert values(shown, "b", "y") == (0,)


def test_counts_are_rounded_to_the_base_and_each_total_by_itself() -> None:
    cells = counted({("a",): 22, ("b",): 22, ("c",): 23}, dimensions=("ward",), round_to=5)
    checked = check(cells, RULES)
    assert [row.values for row in checked.rows] == [(20,), (20,), (25,), (65,)]
    assert checked.rows[-1].at == (ALL,)


def test_amounts_keep_three_figures_and_averages_have_no_total() -> None:
    inner = {("a",): (30, 12345.0, 900.0), ("b",): (40, 45678.0, 900.0)}
    measures = (HOUSEHOLDS, ARREARS, AVERAGE)
    checked = check(with_arrears(inner, dimensions=("ward",), measures=measures), RULES)
    assert values(checked, "a") == (30, 12300.0, 412.0)
    assert values(checked, ALL) == (70, 58000.0, None)
    assert checked.to_csv().splitlines()[-1] == "All,70,58000,[x]"


def test_a_table_without_dimensions_is_one_cell() -> None:
    one = cells_of([{"households": 31, "_subjects": 31}], (), (HOUSEHOLDS,))
    assert [row.values for row in check(one, RULES).rows] == [(31,)]
    few = cells_of([{"households": 3, "_subjects": 3}], (), (HOUSEHOLDS,))
    assert [row.reason for row in check(few, RULES).rows] == ["LowCount"]


def test_labels_that_look_like_totals_or_blanks_are_kept_apart() -> None:
    inner = {("All",): 40, (None,): 30, ("Not stated",): 20, ("",): 50}
    checked = check(counted(inner, dimensions=("ward",)), RULES)
    assert {row.at[0]: row.values[0] for row in checked.rows} == {
        "All (as recorded)": 40,
        "Not stated (as recorded)": 20,
        "Blank": 50,
        "Not stated": 30,
        "All": 140,
    }


def test_a_group_that_all_has_the_same_answer_is_reported() -> None:
    inner = {("a", True): 40, ("a", False): 30, ("b", True): 50}
    cells = counted(inner, dimensions=("ward", "in_arrears"))
    checked = check(cells, replace(RULES, zeros="shown"))
    told = [f for f in checked.findings if f.name == "ClassDisclosure"]
    assert [f.at for f in told] == [("a", "No"), ("b", "Yes")]
    assert "same in_arrears (100 %)" in told[1].says
    assert "the cell is shown" in told[1].says
    ignoring = replace(RULES, zeros="shown", whole_groups="ignored")
    assert check(cells, ignoring).findings == ()


def test_whole_totals_are_withheld_where_the_solver_gives_nothing() -> None:
    checked = check(MILLBROOK, RULES, solver=no_solver)
    assert {row.at for row in checked.rows if not row.shown} == {
        ("Millbrook", "Council rent"),
        ("Millbrook", ALL),
        (ALL, "Council rent"),
        (ALL, ALL),
    }
    assert "Whole totals" in checked.facts["method"]
    assert "Tau-Argus gave no safe answer" in checked.findings[-1].says


def test_an_answer_that_the_audit_finds_open_is_not_believed() -> None:
    def careless(problem: Problem, *, minutes: int) -> Solved:
        return Solved(frozenset(), {i: (v, v) for i, v in enumerate(problem.values)})

    checked = check(MILLBROOK, RULES, solver=careless)
    assert "Whole totals" in checked.facts["method"]


def test_facts_for_the_second_person_hold_no_exact_withheld_value() -> None:
    checked = check(MILLBROOK, RULES)
    assert checked.facts["withheld"] == {"LowCount": 1, "Secondary": 3}
    assert checked.facts["largest_risk"].startswith("Before it was checked, some cells described")
    low = next(row for row in checked.rows if row.reason == "LowCount")
    assert low.says == (
        "It describes fewer than 10 households, or none (advice of 12 November 2026, point 2)."
    )


def test_a_checked_table_goes_through_json_and_back() -> None:
    checked = check(MILLBROOK, RULES, before=[check(MILLBROOK, RULES)])
    assert Checked.from_dict(json.loads(json.dumps(checked.to_dict()))) == checked


def test_a_label_cannot_be_a_formula_in_a_spreadsheet() -> None:
    cells = counted({("=cmd()",): 40, ("-5 to 0",): 30, ("+x",): 20}, dimensions=("@band",))
    assert check(cells, RULES).to_csv().splitlines() == [
        "'@band,households",
        "'+x,20",
        "-5 to 0,30",
        "'=cmd(),40",
        "All,90",
    ]


def _without(cells: Cells, column: str) -> Cells:
    return replace(cells, table=cells.table.drop_columns([column]))


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (_without(MILLBROOK, "_subjects"), "Without _subjects"),
        (_without(MILLBROOK, "tenure"), "Without tenure"),
        (
            _without(with_arrears({("a", "b"): (3, 4.0, 5.0)}), "_largest_arrears"),
            "Without _largest_arrears",
        ),
        (
            replace(MILLBROOK, table=pa.concat_tables([MILLBROOK.table, MILLBROOK.table])),
            "states one of its cells twice",
        ),
        (counted({tuple("abcd"): 40}, dimensions=tuple("wxyz")), "4 dimensions"),
        (
            counted({(str(i), str(i)): 40 for i in range(150)}, dimensions=("a", "b")),
            "22801 cells",
        ),
    ],
)
def test_cells_that_cannot_be_checked_are_an_error(cells: Cells, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        check(cells, RULES)


def test_errors_name_no_value_of_the_data() -> None:
    twice = pa.concat_tables([MILLBROOK.table, MILLBROOK.table])
    with pytest.raises(BadInput) as error:
        check(replace(MILLBROOK, table=twice), RULES)
    assert "Millbrook" not in json.dumps(error.value.to_dict())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")),
        st.integers(1, 99),
        min_size=1,
    ),
    st.integers(1, 30),
    st.sampled_from([1, 5, 10]),
)
def test_no_shown_cell_describes_too_few_and_every_count_is_on_the_base(
    inner: dict[tuple[str, str], int], least: int, base: int
) -> None:
    cells = counted(inner, smallest_group=least, round_to=base)
    checked = check(cells, replace(RULES, low_count=1), solver=no_solver)
    exact = dict(inner)
    for row in checked.rows:
        here = sum(
            n
            for at, n in exact.items()
            if all(a in (ALL, b) for a, b in zip(row.at, at, strict=True))
        )
        if row.shown:
            assert here >= least or least == 1
            assert row.values[0] % base == 0
            assert abs(row.values[0] - here) <= base / 2
        else:
            assert row.values == (None,)
