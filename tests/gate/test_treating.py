"""What is shown of exact cells: no small group, nothing dominated, the rest rounded."""

from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.gate import Plan, decide, treat
from beholden.gate.answer.rounding import rounded_amount, rounded_count, rounded_down
from beholden.gate.question.plans import Part
from beholden.kernel import AggregateOutput, BadQuestion, Cells, GroupRule, Measure

from .warm_homes import IN_FORCE, TERMS

COUNT = Measure("households", "count")
LATE = Measure("late", "count", chooses=True)
ARREARS = Measure("arrears", "sum", "arrears")
FINISH = 'SELECT "ward", "households", "late", "arrears" FROM "cells" ORDER BY "ward"'


def plan(*, k=10, base=5, share=0.5, finish=FINISH) -> Plan:
    return Plan(
        parts=(Part("cells", "", ("ward",), (COUNT, LATE, ARREARS), ("council_tax",)),),
        finish=finish,
        output=("ward", "households", "late", "arrears"),
        subject="household",
        rule=GroupRule(k, "the agreement"),
        aggregate=AggregateOutput(("analysts",), base, share),
    )


def row(ward="a", n=100, late=50, arrears=1000.0, *, owing=None, largest=10.0, total=None):
    owing = n if owing is None else owing
    return {
        "ward": ward,
        "households": n,
        "late": late,
        "arrears": arrears,
        "_subjects": min(n, late, owing),
        "_group": n,
        "_subjects_households": n,
        "_subjects_late": late,
        "_rest_late": n - late,
        "_subjects_arrears": owing,
        "_largest_arrears": largest,
        "_total_arrears": arrears if total is None else total,
    }


def answer(rows, **settings):
    made = plan(**settings)
    return treat(cells_of(made, rows), plan=made)


def cells_of(made, rows):
    return Cells(
        dimensions=made.dimensions,
        measures=made.measures,
        subject=made.subject,
        smallest_group=made.smallest_group,
        because=made.because,
        round_to=made.round_to,
        largest_share=made.largest_share,
        table=pa.Table.from_pylist(rows),
    )


def shown(rows, **settings):
    return answer(rows, **settings).table.to_pylist()


# One cell, and what is left of it (k = 10, base 5, largest share one half).
CELLS = [
    ("all is well", row(), (100, 50, 1000)),
    ("rounded", row(n=103, late=52, arrears=1234.56), (105, 50, 1230)),
    ("just large enough", row(n=20, late=10), (20, 10, 1000)),
    ("too few late", row(late=9), (100, None, 1000)),
    ("nobody late", row(late=0), (100, None, 1000)),
    ("all late but a few", row(late=91), (100, None, 1000)),
    ("all late", row(late=100), (100, None, 1000)),
    ("too few owe", row(owing=9), (100, 50, None)),
    ("one owes most", row(largest=500.01), (100, 50, None)),
    ("one owes half", row(largest=500.0), (100, 50, 1000)),
    ("debts and credits", row(arrears=1.0, largest=60.0, total=100.0), (100, 50, None)),
    ("nobody owes anything", row(arrears=0.0, largest=0.0), (100, 50, None)),
    ("as much owed as in hand", row(arrears=0.0, largest=1.0, total=90.0), (100, 50, 0)),
    ("no facts of dominance", row(largest=None), (100, 50, None)),
]


@pytest.mark.parametrize(("case", "cell", "left"), CELLS, ids=[c[0] for c in CELLS])
def test_what_is_left_of_one_cell(case, cell, left):
    (only,) = shown([cell, row("b")])[:1]
    assert (only["households"], only["late"], only["arrears"]) == left


def test_a_small_group_is_left_out_with_its_dimensions():
    told = answer([row("a"), row("b", n=9, late=9), row("c", n=20, late=10)])
    assert told.table.column("ward").to_pylist() == ["a", "c"]
    assert told.withheld == {"fewer than 10 households": 1}
    assert told.shown == 2
    assert told.subjects == 120


ALL = row("e", late=100)


def test_withheld_is_counted_by_reason():
    told = answer(
        [row("a", n=3), row("b", late=3), row("c", largest=900.0), row("d", late=99), ALL, ALL]
    )
    assert told.withheld == {
        "fewer than 10 households": 1,
        "one household makes up most of it": 1,
        "fewer than 10 households in it, or left out of it": 4,
    }
    assert told.notes[-1].endswith("(the agreement).")


def test_without_cells_there_is_an_empty_answer():
    told = answer([row(n=1)])
    assert told.table.num_rows == told.shown == told.subjects == 0
    assert told.table.column_names == ["ward", "households", "late", "arrears"]


def test_a_cell_of_nobody_is_never_shown():
    assert shown([row(n=0, late=0)], k=1) == []


def test_order_and_limit_see_only_what_is_shown():
    finish = (
        'SELECT "ward", "households", "late", "arrears" FROM "cells"'
        ' ORDER BY "arrears" DESC NULLS LAST, "ward" LIMIT 2'
    )
    rows = [
        row("a", arrears=9e6, largest=8e6),
        row("b", arrears=104.0, largest=1.0),
        row("c", arrears=104.4, largest=1.0),
        row("d", n=5, arrears=1e9),
    ]
    assert [r["ward"] for r in shown(rows, finish=finish)] == ["b", "c"]


def test_what_cannot_be_worked_out_above_the_cells_is_a_bad_question_without_its_value():
    finish = 'SELECT CAST("ward" AS INTEGER) AS "ward" FROM "cells"'
    with pytest.raises(BadQuestion) as caught:
        answer([row("Zebedee Terrace")], finish=finish)
    assert "Zebedee" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "finish",
    [
        "SELECT content AS ward FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/*')",
        "COPY cells TO '/tmp/cells.csv'",
        "COPY cells TO '.tmp/cells.csv'",
        "ATTACH '/tmp/cells.db'",
        "SET enable_external_access = true",
        "SELECT * FROM rows",
    ],
)
def test_the_finish_reaches_nothing_but_the_cells(finish):
    rows = pa.table({"a": [1]})
    assert rows.num_rows == 1
    with pytest.raises(BadQuestion):
        answer([row()], finish=finish)


def test_one_answer_leaves_nothing_for_the_next():
    first = shown([row("a")])
    assert shown([row("b")])[0]["ward"] == "b"
    assert first[0]["ward"] == "a"


CONTRACT_ONLY = {"ward": "a", "households": 30, "late": 12, "arrears": 5.0} | {
    "_subjects": 9,
    "_largest_arrears": 1.0,
    "_total_arrears": 5.0,
}


def test_cells_with_only_the_kernels_hidden_columns_are_treated_by_the_fewest_subjects():
    assert shown([CONTRACT_ONLY]) == []
    assert len(shown([CONTRACT_ONLY | {"_subjects": 10}])) == 1


@pytest.mark.parametrize(
    ("count", "base", "shown"),
    [(0, 5, 0), (2, 5, 0), (3, 5, 5), (7, 5, 5), (8, 5, 10), (5, 10, 10), (4, 10, 0), (17, 1, 17)],
)
def test_counts_are_rounded_to_the_nearest_halves_upwards(count, base, shown):
    assert rounded_count(count, base) == shown


@pytest.mark.parametrize(
    ("amount", "base", "shown"),
    [
        (1234.5, 5, 1230.0),
        (-0.00123456, 5, -0.00123),
        (Decimal("98765.43"), 5, 98800.0),
        (0, 5, 0.0),
        (Decimal("98765.43"), 1, Decimal("98765.43")),
        (12345678901234567890, 1, 12345678901234567890),
        (0.1 + 0.2, 1, 0.3),
        (float("inf"), 5, float("inf")),
    ],
)
def test_amounts_have_significant_figures(amount, base, shown):
    assert rounded_amount(amount, base) == shown


@given(count=st.integers(0, 10**9), base=st.integers(1, 1000))
def test_rounding_stays_within_half_a_base(count, base):
    assert rounded_count(count, base) % base == 0
    assert abs(rounded_count(count, base) - count) * 2 <= base
    assert 0 <= count - rounded_down(count, base) < base


cells_strategy = st.builds(
    lambda ward, n, late, owing, amounts: row(
        ward,
        n,
        min(late, n),
        float(sum(amounts)),
        owing=min(owing, n),
        largest=float(max(map(abs, amounts))),
        total=float(sum(map(abs, amounts))),
    ),
    ward=st.text(max_size=5),
    n=st.integers(0, 60),
    late=st.integers(0, 60),
    owing=st.integers(0, 60),
    amounts=st.lists(st.integers(-1000, 1000), min_size=1, max_size=5),
)
tables = st.lists(cells_strategy, min_size=1, max_size=12, unique_by=lambda r: r["ward"])


@given(rows=tables, k=st.integers(1, 30), base=st.sampled_from([1, 5, 10]))
def test_no_shown_number_is_of_fewer_than_the_smallest_group(rows, k, base):
    exact = {r["ward"]: r for r in rows}
    for seen in shown(rows, k=k, base=base):
        truth = exact[seen["ward"]]
        assert truth["_group"] >= k
        nought = k == 1 and truth["late"] == 0  # where one may be shown, so may none
        assert seen["late"] is None or truth["late"] >= k or nought
        assert seen["late"] is None or not 0 < truth["_rest_late"] < k
        assert seen["arrears"] is None or truth["_subjects_arrears"] >= k or k == 1
        assert seen["households"] == rounded_count(truth["_group"], base)


@given(rows=tables, k=st.integers(1, 30), more=st.integers(1, 30))
def test_a_larger_smallest_group_never_shows_more(rows, k, more):
    loose = {r["ward"]: r for r in shown(rows, k=k)}
    for seen in shown(rows, k=k + more):
        before = loose[seen["ward"]]
        assert all(value in (None, before[name]) for name, value in seen.items())


@given(rows=tables, share=st.floats(0.1, 1))
def test_nothing_shown_is_mostly_of_one_subject(rows, share):
    exact = {r["ward"]: r for r in rows}
    for seen in shown(rows, k=1, share=share):
        truth = exact[seen["ward"]]
        if seen["arrears"] is not None:
            assert truth["_largest_arrears"] <= share * truth["_total_arrears"]


@given(rows=tables)
def test_treating_twice_gives_the_same(rows):
    first, second = answer(rows), answer(rows)
    assert first.table.equals(second.table)
    assert first.withheld == second.withheld


CHOSEN = [
    ("count(*)", "tenure", False),
    ("count(*) filter (where in_arrears)", "tenure", True),
    ("count_if(in_arrears)", "tenure", True),
    ("count(tenure)", "neighbourhood", True),
    ("sum(arrears)", "tenure", False),
    ("sum(arrears) filter (where in_arrears)", "tenure", True),
    ("avg(case when in_arrears then arrears end)", "tenure", True),
    # what a group is grouped by says who is in it
    ("count(tenure)", "tenure", False),
    ("count(*) filter (where tenure = 'owned')", "tenure", False),
    ("count(*) filter (where tenure = 'owned' and in_arrears)", "tenure", True),
    ("count(*) filter (where tenure = 'owned')", "tenure, in_arrears", False),
    ("count(*) filter (where tenure = 'owned')", "upper(tenure)", True),
]


@pytest.mark.parametrize(
    ("number", "by", "chooses"), CHOSEN, ids=[f"{n} {b}" for n, b, _ in CHOSEN]
)
def test_a_filter_chooses_where_its_group_does_not_say_who_is_in_it(number, by, chooses):
    question = f"select {by}, {number} as n from council_tax group by {by}"
    (measure,) = decide(question, TERMS, today=IN_FORCE).plan.measures
    assert measure.chooses is chooses


def test_of_a_whole_that_may_be_one_all_are_shown():
    (only,) = shown([row(n=3, late=3)], k=1, base=1)
    assert (only["households"], only["late"]) == (3, 3)


def test_a_sum_of_all_who_have_one_is_blank_though_others_have_none():
    arrears = Measure("arrears", "sum", "arrears", chooses=True)
    made = plan()
    part = Part("cells", "", ("ward",), (COUNT, LATE, arrears), ("council_tax",))
    cells = cells_of(replace(made, parts=(part,)), [row(owing=60) | {"_left_out_arrears": 0}])
    assert treat(cells, plan=made).table.to_pylist()[0]["arrears"] is None
