"""No number of an answer differs from the others by a few subjects: not by one, not by k - 1."""

from itertools import product

import duckdb
import pytest
from attacks.sizes import sized
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.gate import compile_terms, decide, treat

from .warm_homes import IN_FORCE, as_cells, terms

K = 3


def debts(*, largest_share=1, smallest_group=K, round_to=1):
    """Return the terms of an agreement on debts, of people who are made up."""
    agreement = {
        "agreement": "debts",
        "use": "debts",
        "between": ["Tests"],
        "personal_data": False,
        "from": "2026-12-01",
        "until": "2026-12-31",
        "subject": "person",
        "datasets": {
            "people": {
                "columns": {
                    "person": {"role": "join"},
                    "ward": {"role": "dimension"},
                    "tenure": {"role": "dimension"},
                    "debt": {"role": "measure", "functions": ["sum", "avg"]},
                }
            },
            "visits": {"columns": {"person": {"role": "join"}, "why": {"role": "dimension"}}},
        },
        "joins": {"key": "person", "among": ["people", "visits"]},
        "outputs": {
            "aggregate": {
                "to": "tests",
                "smallest_group": smallest_group,
                "largest_share": largest_share,
                "round_to": round_to,
            }
        },
    }
    stewards = dict.fromkeys(("people", "visits"), "Tests")
    return compile_terms(agreement, purpose="p", stewards=stewards, columns=None)


def made_up(rows, visits=()) -> duckdb.DuckDBPyConnection:
    """Return made-up people: (person, ward, tenure, debt) and (person, why)."""
    at = duckdb.connect()
    at.execute("create table people (person bigint, ward text, tenure text, debt bigint)")
    at.execute("create table visits (person bigint, why text)")
    at.executemany("insert into people values (?, ?, ?, ?)", [(-1, None, None, None), *rows])
    at.executemany("insert into visits values (?, ?)", [(-1, None), *visits])
    at.execute("delete from people where person < 0; delete from visits where person < 0")
    return at


def shown(question, at, under) -> list[dict]:
    plan = decide(question, under, today=IN_FORCE).plan
    return treat(as_cells(plan, at.sql(plan.sql).to_arrow_table()), plan=plan).table.to_pylist()


# Thirty people in two wards, one in a third, and one of Hill who rents beside what she owns.
BOROUGH = [
    *((n, "North", "own", 100) for n in range(10)),
    *((n, "South", "rent", 100) for n in range(10, 20)),
    *((n, "Hill", "own", 100) for n in range(20, 30)),
    (20, "Hill", "rent", 777),
    (30, "Lone", "own", 555),
]
NEAR = "ward in ('North', 'South')"

# The question, and the numbers that must be blank: each would give one person's debt, or that one
# person is there, by taking numbers of the answer from each other.
BLANK = [
    (
        f"select sum(debt) filter (where {NEAR} or ward = 'Lone') a,"
        f" sum(debt) filter (where {NEAR}) b from people",
        {"a", "b"},
    ),
    (
        f"select count(*) filter (where {NEAR} or ward = 'Lone') a,"
        f" count(*) filter (where {NEAR}) b from people",
        {"a", "b"},
    ),
    (
        f"select avg(debt) filter (where {NEAR} or ward = 'Lone') a,"
        f" sum(case when {NEAR} then debt end) b from people",
        {"a", "b"},
    ),
    (
        "select sum(debt) a, sum(debt) filter (where tenure = 'own') b, count(*) n,"
        " count(*) filter (where tenure = 'own') m from people where ward = 'Hill'",
        {"b", "m"},
    ),
    (
        "select sum(debt) filter (where ward = 'North') a,"
        " sum(debt) filter (where ward = 'South') b,"
        " sum(debt) filter (where ward = 'Hill') c, sum(debt) d from people",
        {"a", "b", "c"},
    ),
    (
        "select count(*) filter (where ward = 'North') a, count(*) filter (where ward = 'South') b,"
        " count(*) filter (where ward = 'Hill') c from people",
        {"a", "b", "c"},
    ),
    (
        "select count(*) filter (where tenure = 'own') a,"
        " count(*) filter (where tenure = 'rent') b, count(*) n from people where ward = 'Hill'",
        {"b", "a"},
    ),
    (
        f"select count_if({NEAR}) a, count(case when {NEAR} or ward = 'Lone' then 1 end) b"
        " from people",
        {"a", "b"},
    ),
]


@pytest.mark.parametrize(("question", "blank"), BLANK, ids=[q[:70] for q, _ in BLANK])
def test_what_one_person_could_be_told_by_is_blank(question, blank):
    with made_up(BOROUGH) as at:
        (only,) = shown(question, at, debts())
    assert {name for name, value in only.items() if value is None} == blank


def test_a_difference_that_is_mostly_one_persons_is_blank():
    rows = [(n, "North", "own", 100) for n in range(10)]
    rows += [(n, "South", "own", 1) for n in range(10, 20)] + [(20, "South", "own", 5000)]
    asked = "select sum(debt) a, sum(debt) filter (where ward = 'North') b from people"
    with made_up(rows) as at:
        assert shown(asked, at, debts()) == [{"a": 6010, "b": 1000}]
        assert shown(asked, at, debts(largest_share=0.9)) == [{"a": 6010, "b": None}]


def test_filters_that_differ_by_many_are_shown():
    asked = (
        "select sum(debt) filter (where ward = 'North') a, sum(debt) filter (where ward = 'South')"
        " b, count_if(ward = 'North') c, count_if(ward = 'South') d from people"
        " where ward in ('North', 'South', 'Hill')"
    )
    with made_up(BOROUGH) as at:
        assert shown(asked, at, debts()) == [{"a": 1000, "b": 1000, "c": 10, "d": 10}]


@pytest.mark.parametrize("taken", ["count(*)", "sum(debt)"])
def test_more_filters_than_can_be_compared_are_refused(taken):
    def asked(wards, how="="):
        filters = [f"{taken} filter (where ward {how} '{ward}')" for ward in wards]
        return decide(f"select {', '.join(filters)} from people", debts(), today=IN_FORCE)

    assert asked("abcd", "<>").allowed
    assert asked("abcda", "<>").allowed
    assert "too many different filters" in asked("abcde", "<>").refusal.what
    words = [f"ward {letter}" for letter in "abcdefghijklmnopq"]
    assert asked(words[:16]).allowed  # no row is in two of them
    assert "too many different filters" in asked(words).refusal.what
    assert "too many different filters" in asked("12345").refusal.what  # '1' may be '1.0'


TOGETHER = [
    "select sum(debt), avg(cast(debt as double)) from people",
    "select sum(debt), avg(debt) from people",
    "select sum(debt) / avg(debt) as n from people",
    "select ward from people group by 1 having sum(debt) > 3 * avg(debt)",
    "select ward, avg(debt) from people group by 1 order by sum(debt)",
    "select sum(debt) filter (where ward = 'a'), avg(debt) filter (where 'a' = ward) from people",
    "select n / m from (select sum(debt) n, avg(debt) m from people)",
    "select (select sum(debt) from people) / (select avg(debt) from people)",
    "select sum(debt) from people union all select avg(debt) from people where ward = 'Hill'",
]


@pytest.mark.parametrize("question", TOGETHER)
def test_a_sum_and_an_average_do_not_undo_the_rounding_of_counts(question):
    told = decide(question, debts(round_to=5), today=IN_FORCE).refusal
    assert told.what == "this question both sums and averages debt."
    assert decide(question, debts(round_to=1), today=IN_FORCE).allowed


def test_what_the_refusal_tells_to_try_instead_may_be_asked():
    for question in ("sum(arrears), count(*)", "avg(arrears), count(*)"):
        asked = f"select {question} from council_tax"
        assert decide(asked, terms(), today=IN_FORCE).allowed


def people_of(draw):
    """Return rows of made-up people, most of them with one row, a few with several."""
    return [
        (
            *(draw.randrange(24), draw.choice(["North", "North", "South", "South", "Hill"])),
            *(draw.choice(["own", "own", "rent", None]), draw.choice([None, 5, 7, -3, 40])),
        )
        for _ in range(draw.randrange(10, 40))
    ]


def visits_of(draw):
    """Return visits of some of these people."""
    kinds = ["help", "help", "advice", None]
    return [(draw.randrange(24), draw.choice(kinds)) for _ in range(draw.randrange(20))]


simple = st.sampled_from(
    ["ward = 'North'", "ward <> 'South'", "tenure = 'own'", "tenure = 'rent'", "tenure is null"]
)
joined = st.one_of(simple, st.sampled_from(["why = 'help'", "why is null", "v.person is null"]))


def filters(atom):
    """Return conditions of one or two parts."""
    two = st.builds("({} {} {})".format, atom, st.sampled_from(["and", "or"]), atom)
    return st.one_of(atom, two, st.builds("not ({})".format, two))


@st.composite
def questions(draw):
    """Draw a FROM, a dimension to group by, and numbers: (kind, condition or None)."""
    fanned = draw(st.booleans())
    source = "people p left join visits v using (person)" if fanned else "people p"
    condition = st.one_of(st.none(), filters(joined if fanned else simple))
    kind = st.sampled_from(["count", "sum", "avg"])
    numbers = draw(st.lists(st.tuples(kind, condition), min_size=2, max_size=4))
    return source, draw(st.sampled_from(["ward", "tenure", None])), numbers


def as_sql(kind, condition) -> str:
    taken = {"count": "count(*)", "sum": "sum(debt)", "avg": "avg(debt)"}[kind]
    return f"{taken} filter (where {condition})" if condition else taken


def truth(at, source, group, numbers) -> dict:
    """Return for each group and number the (person, row) that it is truly taken over."""
    flags = ", ".join(f"({c or 'true'}) is true" for _, c in numbers)
    found = {}
    for key, who, row, debt, *within in at.sql(
        f"select {group or 'null'}, p.person, p.rowid, debt, {flags} from {source}"
    ).fetchall():
        sets = found.setdefault(key, [set() for _ in numbers])
        for (kind, _), taken, here in zip(numbers, sets, within, strict=True):
            if here and kind == "count":
                taken.add((who, None))
            elif here and debt is not None:
                taken.add((who, row))
    return found


def left_over(signs, sets) -> set:
    """Return the people who are left where some numbers are added and others taken away."""
    weight = {}
    for sign, taken in zip(signs, sets, strict=True):
        for one in taken:
            weight[one] = weight.get(one, 0) + sign
    return {who for (who, _), total in weight.items() if total}


@settings(max_examples=sized(suite=30, full=3_000), deadline=None)
@given(draw=st.randoms(use_true_random=False), question=questions(), k=st.integers(2, 5))
def test_no_shown_numbers_differ_by_a_few_people(draw, question, k):
    source, group, numbers = question
    columns = [f"{as_sql(*number)} as n{i}" for i, number in enumerate(numbers)]
    by = [f"{group} as by", *columns] if group else columns
    asked = f"select {', '.join(by)} from {source}" + (" group by 1" if group else "")
    with made_up(people_of(draw), visits_of(draw)) as at:
        exact = truth(at, source, group, numbers)
        answer = shown(asked, at, debts(smallest_group=k))
    for row in answer:
        sets = exact[row.get("by")]
        for amounts in (False, True):
            family = [
                taken
                for i, ((kind, _), taken) in enumerate(zip(numbers, sets, strict=True))
                if (kind != "count") is amounts and row[f"n{i}"] is not None
            ]
            _check_family(family, k)


def _check_family(family, k) -> None:
    for one in family:
        for other in family:
            assert not 1 <= len({who for who, _ in one - other}) < k
    for signs in product((-1, 0, 1), repeat=len(family)):
        if signs and max(signs) > 0 > min(signs):
            assert not 1 <= len(left_over(signs, family)) < k


@pytest.mark.parametrize("beside", ["", ", sum(debt) filter (where ward = 'North') b"])
def test_an_amount_of_all_who_have_one_is_blank_whatever_stands_beside_it(beside):
    people = [
        *((n, "North", "own", 100) for n in range(10)),
        *((n, "South", "own", 100) for n in range(10, 20)),
        *((n, "Hill", "rent", None) for n in range(20, 30)),
    ]
    asked = f"select sum(debt) filter (where tenure = 'own') a{beside} from people"
    with made_up(people) as at:
        (only,) = shown(asked, at, debts())
        chosen = f"999 < (select sum(a) from ({asked}))"
        kept = f"select ward, count(*) n from people where {chosen} group by 1"
        rows = shown(kept, at, debts())
    assert only["a"] is None
    assert only.get("b", 1000) == 1000
    assert rows == []
