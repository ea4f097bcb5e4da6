"""Ways round a blank: what is withheld because all of a group are alike is told by nothing beside.

Eighty people live in each of four wards. All of Beck and of Cold are late, half of Ash, a quarter
of Dell; all of Cold owe the same, and nobody has any points.
"""

from __future__ import annotations

import duckdb
import pytest
from gate.warm_homes import IN_FORCE, as_cells

from beholden.gate import Answer, compile_terms, decide, treat
from beholden.kernel import Terms

SIZE = 80
LATE = {"Ash": 2, "Beck": 1, "Cold": 1, "Dell": 4}  # one in so many
AMOUNT = {"role": "measure", "functions": ["sum", "avg", "stddev", "variance", "count"]}
DIMENSIONS = ("ward", "tenure", "late")


def terms() -> Terms:
    """Return an agreement that counts people and sums what they owe."""
    columns = {
        "person": {"role": "join"},
        **{name: {"role": "dimension"} for name in DIMENSIONS},
        "flag": {"role": "dimension", "functions": ["sum", "avg"]},
        "debt": AMOUNT,
        "points": AMOUNT,
    }
    return compile_terms(
        {
            "agreement": "blanks",
            "use": "blanks",
            "between": ["Tests"],
            "personal_data": False,
            "from": "2026-12-01",
            "until": "2026-12-31",
            "subject": "person",
            "datasets": {"people": {"columns": columns}},
            "outputs": {"aggregate": {"to": "tests", "smallest_group": 10, "round_to": 5}},
        },
        purpose="p",
        stewards={"people": "Tests"},
        columns=None,
    )


@pytest.fixture(scope="module")
def people() -> duckdb.DuckDBPyConnection:
    """Give the made-up people as they would be sealed."""
    at = duckdb.connect()
    at.execute(
        "create table people (person bigint, ward text, tenure text, late boolean, flag bigint,"
        " debt bigint, points bigint)"
    )
    for place, (ward, every) in enumerate(LATE.items()):
        for n in range(SIZE):
            late, debt = n % every == 0, 100 if ward == "Cold" else 100 + n
            row = [SIZE * place + n, ward, ("own", "rent")[n // 40], late, int(late), debt, 0]
            at.execute("insert into people values (?, ?, ?, ?, ?, ?, ?)", row)
    return at


def answer(question: str, people: duckdb.DuckDBPyConnection) -> Answer:
    plan = decide(question, terms(), today=IN_FORCE).plan
    assert plan is not None
    cells = [as_cells(part, people.sql(part.sql).to_arrow_table()) for part in plan.apart()]
    return treat(*cells, plan=plan)


def blank(told: Answer, *columns: str, of: str = "ward") -> set[object]:
    """Return the groups in which one of these columns at least is blank."""
    rows = told.table.to_pylist()
    return {row[of] for row in rows if any(row[name] is None for name in columns)}


ALIKE = {"Beck", "Cold"}
# Two numbers, of which each is of some, and which would say together that all of a ward are late.
TOGETHER = {
    "two parts of the late, beside all": (
        "count(*) filter (where late and tenure = 'own') as a,"
        " count(*) filter (where late and tenure <> 'own') as b",
        ALIKE,
    ),
    "the same, written otherwise": (
        "count_if((tenure = 'own' and (late))) as a,"
        " sum(case when late and not (tenure = 'own') then 1 else 0 end) as b",
        ALIKE,
    ),
    **{
        f"the same, where {late}": (
            "count(*) filter (where late and tenure = 'own') as a,"
            f" count(*) filter (where {late} and tenure <> 'own') as b",
            ALIKE,
        )
        for late in (
            "not (not late)",
            "late = true",
            "late is not false",
            "true is not distinct from late",
            "(late or late)",
            "(late or late and tenure = 'rent')",
            "late in (true)",
            "not (not late or tenure = 'own')",
        )
    },
    **{
        f"the same, where {late}": (
            "count(*) filter (where flag = 1 and tenure = 'own') as a,"
            f" count(*) filter (where {late} and tenure <> 'own') as b",
            ALIKE,
        )
        for late in ("1 = flag", "flag in (1, 1)", "not flag <> 1", "not (flag not in (1))")
    },
    **{
        f"what follows from flag = 1: {late}": (
            "count(*) filter (where flag = 1 and tenure = 'own') as a,"
            f" count(*) filter (where {late} and tenure <> 'own') as b",
            ALIKE,
        )
        for late in (
            "flag > 0",
            "flag >= 1",
            "flag <> 0",
            "not flag = 0",
            "not (flag <= 0)",
            "flag between 1 and 9",
            "flag in (1, 2)",
            "0.5 < flag",
            "flag > -3 and flag <> 0",
            "(flag > 0 or tenure = 'none')",
        )
    },
    **{
        f"what means flag = 1: {late}": (
            "count(*) filter (where flag = 1 and tenure = 'own') as a,"
            f" count(*) filter (where {late} and tenure <> 'own') as b",
            ALIKE,
        )
        for late in (
            "abs(flag) = 1",
            "cast(flag as text) = '1'",
            "flag * 3 - 1 = 2",
            "coalesce(flag, 0) = 1",
            "case when flag = 1 then 'y' else 'n' end = 'y'",
        )
    },
    **{
        f"yes as a text, beside what comes to nothing: {nothing}": (
            "count(*) filter (where cast(late as text) in ('true', 'x')"
            f" and ({nothing} or tenure = 'own')) as a,"
            " count(*) filter (where cast(late as text) in ('true', 'y')"
            f" and ({nothing} or tenure <> 'own')) as b",
            ALIKE,
        )
        for nothing in (
            "case when cast(late as text) = '~' then true end",
            "nullif(cast(late as text) = '~', false)",
            "late = 'ghost'",
            "case when tenure = '~' then late = 'ghost' end",
        )
    },
    "yes put beside a text": (
        "count(*) filter (where late || tenure in ('trueown', 'xown')) as a,"
        " count(*) filter (where late || tenure in ('truerent', 'yrent')) as b",
        ALIKE,
    ),
    "each within a case": (
        "count_if(case when late and tenure = 'own' then 1 end = 1) as a,"
        " count_if(case when coalesce(late, false) then tenure end = 'rent') as b",
        ALIKE,
    ),
    "a span that follows from a list": (
        "count(*) filter (where flag in (1, 2) and tenure = 'own') as a,"
        " count(*) filter (where flag > 0 and tenure <> 'own') as b",
        ALIKE,
    ),
    "a span that follows from two others": (
        "count(*) filter (where flag > 0 and flag < 2 and tenure = 'own') as a,"
        " count(*) filter (where flag between 0.5 and 3 and tenure <> 'own') as b,"
        " sum(debt) filter (where flag > 0 and tenure = 'own') as c",
        ALIKE,
    ),
    "between the same bounds, otherwise": (
        "count(*) filter (where flag >= 1 and flag <= 2 and tenure = 'own') as a,"
        " count(*) filter (where flag between 1 and 2 and not tenure = 'own') as b,"
        " count(*) filter (where not (1 > flag) and not 2 < flag and tenure = 'none') as c",
        set(LATE),  # nobody is in the third
    ),
    "three parts of the late": (
        "count(*) filter (where late and tenure = 'own') as a,"
        " count(*) filter (where tenure = 'rent' and late) as b,"
        " count(*) filter (where late and tenure = 'none') as c",
        set(LATE),  # nobody is in the third
    ),
    "who is not late or owns, beside who owns": (
        "count(*) filter (where not late or tenure = 'own') as a,"
        " count(*) filter (where tenure = 'own') as b",
        ALIKE,
    ),
    "sums of two parts of the late": (
        "sum(debt) filter (where late and tenure = 'own') as a,"
        " sum(case when late and tenure <> 'own' then debt end) as b, sum(debt) as c",
        ALIKE,
    ),
    "averages of the same people": (
        "avg(debt) filter (where not late or tenure = 'own') as a,"
        " avg(debt) filter (where tenure = 'own') as b",
        ALIKE,
    ),
    "a sum times a yes or no, beside the sum": ("sum(debt * flag) as a, sum(debt) as b", ALIKE),
    "the same as averages": ("avg(debt * flag) as a, avg(debt) as b", ALIKE),
    "a sum of what nobody has": ("sum(points) as a", set(LATE)),
    "an average of what nobody has": ("avg(points) as a", set(LATE)),
    "what nobody has, added to what all have": (
        "sum(debt + points) as a, sum(debt) as b",
        set(LATE),
    ),
    "a spread of those who owe the same": ("stddev(debt) as a", {"Cold"}),
    "a variance of those who owe the same": ("variance(debt) as a", {"Cold"}),
}


@pytest.mark.parametrize(("numbers", "wards"), TOGETHER.values(), ids=TOGETHER)
def test_no_numbers_side_by_side_tell_what_is_blank(
    numbers: str, wards: set[str], people: duckdb.DuckDBPyConnection
) -> None:
    told = answer(f"select ward, {numbers}, count(*) as n from people group by 1", people)
    names = [name for name in told.table.column_names if name in "abc"]
    assert blank(told, *names) == wards
    assert blank(told, "n") == set()


def test_filters_that_add_up_to_all_for_another_reason_are_shown(
    people: duckdb.DuckDBPyConnection,
) -> None:
    told = answer(
        "select ward, count(*) filter (where tenure = 'own') as a,"
        " count(*) filter (where tenure = 'rent') as b, count(*) as n from people group by 1",
        people,
    )
    assert blank(told, "a", "b", "n") == set()


def test_the_reason_of_a_blank_does_not_say_which_way_all_are_alike(
    people: duckdb.DuckDBPyConnection,
) -> None:
    def withheld(ward: str, condition: str) -> object:
        question = f"select count_if({condition}) as n from people where ward = '{ward}'"
        return answer(question, people).withheld

    of_all, of_nobody = withheld("Beck", "late"), withheld("Beck", "not late")
    of_few, of_all_but_few = (
        withheld("Ash", f"ward = 'Ash' and late {how} tenure = 'none'") for how in ("and", "or not")
    )
    assert of_all == of_nobody == of_few == of_all_but_few
    assert list(of_all.values()) == [1]  # type: ignore[attr-defined]


def test_a_total_tells_of_no_group_that_all_of_it_are_alike(
    people: duckdb.DuckDBPyConnection,
) -> None:
    told = answer(
        "select ward, count_if(late) as a, count(*) as n from people group by rollup (ward)", people
    )
    assert blank(told, "a") == {*ALIKE, None}  # as many as are in Beck and Cold were hidden in it
    assert blank(told, "n") == set()


ABOVE = {
    "a median": "select median(a) as x, count(a) as y from c",
    "windows": "select ward, sum(a) over () as x, lag(a) over (order by ward) as y from c",
    "an order by a blank": "select ward from c order by a nulls last, ward",
    "the largest": "select ward, a from c order by a desc nulls first limit 2",
    "having": "select ward, max(a) as x from c group by ward having max(a) >= 0",
    "a join with itself": "select c.ward, c.a, d.n - d.a as x from c join c as d using (ward)",
    "a case": "select ward, case when a = n then 'all' when a < n then 'some' end as x from c",
}


@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE)
def test_what_stands_above_sees_a_blank_as_the_asker_does(
    above: str, people: duckdb.DuckDBPyConnection
) -> None:
    """Beck is asked twice: with everybody late, and with nobody; nothing above tells them apart."""
    c = "with c as (select ward, count_if({}) as a, count(*) as n from people group by ward) {}"
    turned = "case when ward = 'Beck' then not late else late end"
    one, other = (answer(c.format(how, above), people).table for how in ("late", turned))
    assert one.to_pylist() == other.to_pylist()
