"""Keys under other names, keys of several columns, and datasets in which nobody is."""

from itertools import permutations

import pytest

from beholden.gate import decide

from .clinics import clinics, made_up_people
from .warm_homes import IN_FORCE, ask

# count(*) counts people, so plain SQL is asked for different people where they come back.
SAME = [
    "select area, avg(rent) from tenants, wards where ward_code = code group by 1",
    "select area, sum(rent * rooms) as worth from tenants join wards on ward_code = code"
    " group by 1",
    "select area, stddev(rent), variance(rent) from tenants join wards on ward_code = code"
    " group by area",
    "select ward_code, avg(rooms), sum(case when rooms > 2 then rent else 0 end) from tenants"
    " group by 1",
    "select what, sum(cost) from visits v join orders o on o.order_office = v.office"
    " and v.slip = o.order_slip group by 1",
    "select h.area as home, w.area as clinic, count(distinct patient) from visits"
    " join tenants on patient = person join wards h on ward_code = h.code"
    " join wards w on clinic_ward = w.code group by 1, 2",
    "select ward_code, count(distinct person) from tenants"
    " where person in (select patient from visits where clinic_ward = 'W1') group by 1",
    "select count(distinct person) from tenants t where exists (select * from visits, orders"
    " where patient = t.person and order_office = office and order_slip = slip and what = 'scan'"
    " and clinic_ward <> t.ward_code)",
    "select count(distinct person) from tenants where ward_code in (select code from wards"
    " where area = 'east' and decile > (select avg(decile) from wards))",
    "select ward_code, count(distinct person) from tenants join wards w on ward_code = w.code"
    " where w.decile >= 1.1 * (select avg(x.decile) from wards x where x.area = w.area) group by 1",
    "select count(distinct person), sum(rent) from tenants t where rooms < (select sum(decile)"
    " from wards where t.ward_code = code and area = 'east')",
    "select area, avg(cast(rent as decimal(12, 2))), sum(cast(rooms as numeric(15, 4)))"
    " from tenants, wards where ward_code = code group by 1",
    "select count(distinct person) from tenants t where rooms = (select sum(x.decile) as d"
    " from wards x where x.code = t.ward_code)",
    "select count(distinct person) from tenants where rooms <> (select avg(decile) from wards"
    " where area = 'east')",
    "select count(distinct person) from tenants t where 2 * rooms = 2 * (select avg(x.decile)"
    " from wards x where x.code = t.ward_code)",
    "select count(distinct person) from tenants where rooms = (select avg(decile) from wards"
    " where area = 'east')",
    "select count(distinct person) from tenants where rooms in (select avg(decile) from wards"
    " where area = 'east' and decile < 4)",
    "select ward_code, count(distinct person) from tenants t where rooms > (select avg(x.rooms)"
    " from tenants x where x.ward_code = t.ward_code) group by 1",
    "select code, area from wards where decile > 3 and exists (select 1 from wards x"
    " where x.decile > wards.decile)",
    "with n as (select ward_code, sum(rent) as owed from tenants group by 1)"
    " select area, sum(owed) from wards left join n on ward_code = code group by rollup (area)",
    "select ward_code, rooms, grouping(ward_code, rooms), sum(rent) from tenants"
    " group by cube (ward_code, rooms)",
    "select area, rooms, sum(rent) from (select area, rooms, rent from tenants, wards"
    " where ward_code = code) group by grouping sets ((area), (rooms), ())",
    "select what, sum(a) from (select 'rent' as what, rent as a from tenants union all"
    " select 'visit', cost from visits where clinic_ward = 'W2') group by what",
    "select ward_code, sum(rent) filter (where rooms = 1), sum(rent) filter (where rooms = 2),"
    " sum(rent) filter (where rooms = 3), sum(rent) filter (where rooms = 4),"
    " sum(rent) filter (where rooms = 5) from tenants group by 1",
]


@pytest.mark.parametrize("question", SAME, ids=[q[:70] for q in SAME])
def test_the_answer_is_that_of_plain_sql(question):
    with made_up_people() as at:
        answer = rows(ask(question, clinics(), at).table)
        plain = rows(at.sql(question).to_arrow_table())
    assert answer == plain
    assert answer


OF_OTHER_TYPES = [
    "select count(distinct person) from tenants t where rooms <= (select avg(x.decile) from wards x"
    " where x.decile = t.rooms)",
    "select count(distinct person) from tenants t where rooms = (select avg(x.decile) from wards x"
    " where t.rooms = x.decile and x.area = 'east')",
    "select count(distinct person) from tenants where rooms = (select max(decile) from wards"
    " where decile < 4)",
]


@pytest.mark.parametrize("kind", ["double", "decimal(5, 1)", "hugeint", "utinyint"])
def test_numbers_of_other_types_are_the_same_numbers(kind):
    with made_up_people() as at:
        at.execute(f"alter table wards alter decile type {kind}")
        for question in OF_OTHER_TYPES:
            answer = rows(ask(question, clinics(), at).table)
            assert answer == rows(at.sql(question).to_arrow_table())
            assert answer != [(0.0,)]


def test_conditions_in_another_order_choose_the_same_people():
    conditions = "o.area = w.area", "o.decile > 2", "o.code <> 'W1'"
    asked = f"{BETTER} o where {{}})"
    plans = [
        decide(asked.format(" and ".join(said)), clinics(), today=IN_FORCE).plan
        for said in permutations(conditions)
    ]
    assert len({plan.population.conditions for plan in plans}) == 1


BETTER = (
    "select count(*) from tenants t join wards w on t.ward_code = w.code"
    " where w.decile > (select avg(o.decile) from wards"
)


def test_texts_that_say_one_number_are_two_texts():
    """A ward '01' is not the ward '1', though both are numbers."""
    asked = "select count(*) from tenants t where ward_code = (select max(code) from wards)"
    own = "select count(*) from tenants t where 0 < (select sum(x.decile) from wards x where"
    with made_up_people() as at:
        at.execute("update wards set code = '01'")
        for ward, people in (("1", 0), ("01", 160)):
            at.execute("update tenants set ward_code = $1", [ward])
            for question in (asked, f"{own} x.code = t.ward_code)"):
                assert ask(question, clinics(), at).table.to_pylist() == [{"people": people}]


WITH_A_NAME = [
    "avg({}) from wards o where o.code = t.ward_code",
    "avg(o.decile) from wards o where o.code = {}",
    "avg(o.decile) from wards o where o.code = t.ward_code and {} = 'x'",
]


@pytest.mark.parametrize("name", ["secret", "nothing", "o.secret", "o.nothing", "t.secret"])
def test_a_withheld_column_and_none_are_refused_alike_in_a_mean_of_things(name):
    """Were they not, who asks could tell which columns there are."""
    for part in WITH_A_NAME:
        question = f"select count(*) from tenants t where 1 > (select {part.format(name)})"
        refusal = decide(question, clinics(withheld="secret"), today=IN_FORCE).refusal
        assert refusal
        assert "names a column that the agreement does not give" in refusal.what


REFUSED = {
    "one column of two": (
        "select sum(cost) from visits join orders on office = order_office",
        "joins datasets in a way",
    ),
    "columns crossed": (
        "select sum(cost) from visits join orders on office = order_slip and slip = order_office",
        "joins datasets in a way",
    ),
    "a key that is another's": (
        "select count(*) from tenants join visits on person = slip",
        "joins datasets in a way",
    ),
    "on a dimension that is no key": (
        "select count(*) from tenants join wards on ward_code = area",
        "joins datasets in a way",
    ),
    "reference data alone joined to nobody": (
        "select count(*) from tenants, wards where area = 'east'",
        "joins datasets in a way",
    ),
    "people by the ward of a clinic": (
        "select count(*) from tenants t where exists (select 1 from visits"
        " where clinic_ward = t.ward_code)",
        "lets another question choose",
    ),
    "people twice": (
        "select count(*) from tenants a join tenants b on a.person = b.person",
        "joins datasets in a way",
    ),
    "a measure of nobody counted": (
        "select sum(cost) from orders join visits on office = order_office and slip = order_slip"
        " left join tenants on person = patient where what = rent",
        "let rent choose",
    ),
    "a measure that chooses by a result": (
        "select count(*) from tenants where rent > (select avg(rent) from tenants)",
        "let rent choose",
    ),
    "a function that is not given": ("select stddev(cost) from visits", "does not allow"),
    "a measure beside the mean of things": (
        "select count(*) from tenants t where rooms > (select avg(x.decile) from wards x"
        " where x.decile = t.rent)",
        "let rent choose",
    ),
    "a person beside the mean of things": (
        "select count(*) from tenants t where rooms > (select avg(x.decile) from wards x"
        " where x.code = t.person)",
        "let person choose",
    ),
    "the largest of the things of a row": (
        "select count(*) from tenants t where rooms > (select max(x.decile) from wards x"
        " where x.code = t.ward_code)",
        "lets another question choose",
    ),
    "things that are not the row's": (
        "select count(*) from tenants t where rooms > (select avg(x.decile) from wards x"
        " where x.decile < t.rooms)",
        "lets another question choose",
    ),
    "things of the row or others": (
        "select count(*) from tenants t where rooms > (select avg(x.decile) from wards x"
        " where x.code = t.ward_code or x.decile > 3)",
        "lets another question choose",
    ),
    "a question within the mean of things": (
        "select count(*) from tenants t where rooms > (select avg(x.decile) from wards x"
        " where x.code = t.ward_code and x.code in (select ward_code from tenants))",
        "lets another question choose",
    ),
    "some of the things of a row": (
        "select count(*) from tenants t where rooms > (select avg(x.decile) from wards x"
        " where x.code = t.ward_code limit 1)",
        "lets another question choose",
    ),
    "totals that choose": (
        "select count(*) from tenants where rooms < (select max(n) from (select ward_code,"
        " count(*) as n from tenants group by rollup (ward_code)))",
        "lets another question choose",
    ),
    "orders, of which nobody is known": ("select count(*) from orders", "cannot be counted"),
    "a result joined with people": (
        "select count(*) from tenants join (select ward_code as w, count(*) n from tenants"
        " group by 1) on w = ward_code",
        "joins a dataset with the result",
    ),
    "people listed through reference data": (
        "select code from wards where code in (select ward_code from tenants)",
        "would list ward_code",
    ),
}


@pytest.mark.parametrize(("question", "told"), REFUSED.values(), ids=REFUSED)
def test_a_near_miss_is_refused(question, told):
    refusal = decide(question, clinics(), today=IN_FORCE).refusal
    assert refusal
    assert told in refusal.what


def test_a_join_that_multiplies_rows_adds_nothing_and_counts_people():
    """Each visit has two orders here, and each person several visits."""
    asked = (
        "select count(*) as people, sum(cost) as cost from visits"
        " join orders on office = order_office and slip = order_slip"
    )
    with made_up_people() as at:
        at.execute("insert into orders select * from orders")
        (row,) = ask(asked, clinics(), at).table.to_pylist()
        inside = (
            "from visits where (office, slip) in (select (order_office, order_slip) from orders)"
        )
        people, cost = at.execute(f"select count(distinct patient), sum(cost) {inside}").fetchone()
    assert row == {"people": people, "cost": float(cost)}


def test_a_total_is_blank_where_it_would_tell_what_was_left_out():
    """One ward has three people: the total less the others would be theirs."""
    asked = (
        "select ward_code, count(*) as n, sum(rent) as owed from tenants"
        " group by rollup (ward_code) order by ward_code nulls last"
    )
    with made_up_people() as at:
        full = ask(asked, clinics(smallest_group=10), at).table.to_pylist()
        at.execute("insert into tenants select 1000 + i, 'W9', 1, 300 from range(3) t(i)")
        short = ask(asked, clinics(smallest_group=10), at)
    assert full[-1]["ward_code"] is None
    assert full[-1]["n"]
    assert full[-1]["owed"]
    assert short.table.to_pylist()[-1] == {"ward_code": None, "n": None, "owed": None}
    assert short.table.num_rows == len(full)
    assert "the total would tell what was left out below it" in short.withheld


def test_a_result_that_chooses_is_treated_first():
    """A ward of three people is in no list of wards, however it is asked for."""
    within = "select ward_code from tenants group by 1 having count(*) > 0"
    asked = f"select sum(rent) as owed from tenants where ward_code in ({within})"
    with made_up_people() as at:
        at.execute("insert into tenants select 1000 + i, 'W9', 1, 100000 from range(3) t(i)")
        (row,) = ask(asked, clinics(smallest_group=10), at).table.to_pylist()
        known = "select sum(rent) from tenants where ward_code <> 'W9'"
        assert row["owed"] == float(at.execute(known).fetchone()[0])


def test_two_values_that_differ_by_one_persons_are_blank():
    asked = "select sum(rent) as a, sum(rent * rooms) as b from tenants where rooms < 3"
    with made_up_people() as at:
        at.execute("update tenants set rooms = 1 where rooms < 3")
        at.execute("update tenants set rooms = 2 where person = 7")
        assert ask(asked, clinics(smallest_group=10), at).table.to_pylist() == [
            {"a": None, "b": None}
        ]


def test_a_text_beside_a_number_ends_nothing():
    """An error would tell that there is such a row."""
    asked = "select count(*) from tenants where ward_code > (select avg(decile) from wards)"
    equal = "select count(*) from tenants where ward_code = (select max(decile) from wards)"
    with made_up_people() as at:
        for question in (asked, equal):
            assert ask(question, clinics(), at).table.num_rows == 1


BY_WARD = [
    "select count(*) from tenants t where rooms < 2 + (select avg(decile) from wards"
    " where code = t.ward_code)",
    "select ward_code, count(*) from tenants group by 1",
    "select code, count(*) from tenants join wards on ward_code = code group by 1",
    "select area, sum(rent) from tenants join wards on ward_code = code group by 1",
    "select count(*) from tenants where ward_code in (select code from wards where decile = 2)",
    "select count(*) from tenants where person in (select patient from visits"
    " join wards on clinic_ward = code where decile = 2)",
]


@pytest.mark.parametrize("question", BY_WARD)
def test_the_boards_rule_on_a_key_holds_for_who_looks_it_up(question):
    with made_up_people() as at:
        assert ask(question, clinics(smallest_group=3), at).table.num_rows
        answer = ask(question, clinics(smallest_group=3, by_ward=170), at)
    assert answer.table.num_rows == 0
    assert any("fewer than 170 people" in why for why in answer.withheld)


WORKED_OUT_FOR_EACH_ROW = [
    "select r.v from (select 'W77' as k, decile as v from wards) r where r.k = t.ward_code",
    "select sum(r.v) * sum(r.v) from (select 'W77' as k, 1e18::decimal(38, 0) as v from wards) r"
    " where r.k = t.ward_code",
    "select (select avg(x.rooms) from tenants x where x.ward_code = t.ward_code)",
    "select avg(x.rooms) from tenants x where x.ward_code = t.ward_code union all"
    " select avg(x.rooms) from tenants x where x.ward_code = t.ward_code",
    "select sqrt(avg(x.rooms)) from tenants x where x.ward_code = t.ward_code",
]


@pytest.mark.parametrize("within", WORKED_OUT_FOR_EACH_ROW)
def test_what_is_worked_out_for_each_row_may_not_fail(within):
    """It would fail only where there is such a row."""
    question = f"select count(*) from tenants t where t.ward_code = ({within})"
    assert decide(question, clinics(), today=IN_FORCE).refusal


MAY_NOT_FAIL = [
    "rooms > 6 and rooms = (select avg(x.area) from wards x where x.code = t.ward_code)",
    "rooms > 6 and rooms > 9223372036854775807 * 9223372036854775807"
    " * (select sum(x.decile) from wards x where x.code = t.ward_code)",
    "rooms > 6 and rooms > (select sum(x.code) from wards x where x.decile = t.ward_code)",
    "rooms > 6 and rooms = (select decile from wards)",
    "rooms > 6 and rooms > 9223372036854775807 * (select max(decile) from wards)",
    "rooms > 6 and rooms > (select 9223372036854775807 * 9223372036854775807 * avg(x.rooms)"
    " from tenants x where x.ward_code = t.ward_code)",
]


@pytest.mark.parametrize("condition", MAY_NOT_FAIL)
def test_whether_there_is_a_row_is_told_by_no_error(condition):
    with made_up_people() as at:
        for rooms in (1, 7):
            at.execute("update tenants set rooms = $1 where person = 42", [rooms])
            question = f"select count(*) from tenants t where {condition}"
            assert ask(question, clinics(smallest_group=10), at).table.num_rows == 0


def rows(table):
    """Return the rows of a table in one order, numbers as doubles of nine figures."""
    found = [tuple(map(plain, row.values())) for row in table.to_pylist()]
    return sorted(found, key=repr)


def plain(value):
    """Return a number as a double of nine figures, and anything else as it is."""
    is_number = not isinstance(value, str | bool) and value is not None
    return float(f"{float(value):.9g}") if is_number else value
