"""Whether a question fails never depends on who is in the data: every value is tried."""

import duckdb
import pytest

from beholden.gate import compile_terms, decide, treat

from .warm_homes import IN_FORCE, as_cells

AGREEMENT = {
    "agreement": "wards",
    "use": "wards",
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
                "age": {"role": "dimension"},
                "moved": {"role": "dimension"},
                "away": {"role": "dimension"},
                "debt": {"role": "measure", "functions": ["sum", "avg"]},
            }
        }
    },
    "outputs": {"aggregate": {"to": "tests", "smallest_group": 5}},
}
TERMS = compile_terms(AGREEMENT, purpose="p", stewards={"people": "Tests"}, columns=None)
ONLY_ONE = "ward = 'Lone' and age = 41"

# Each fails on the row of one made-up person, if that row is read without being tried.
FAILING = [
    f"case when {ONLY_ONE} then ward else '1' end = 1",
    f"substring(ward, 1, case when {ONLY_ONE} then -9223372036854775807 else 1 end) > ''",
    f"9223372036854775807 * (case when {ONLY_ONE} then 2 else 1 end) > 0",
    f"case when {ONLY_ONE} then ward else 'true' end",
    f"not case when {ONLY_ONE} then ward else 'true' end",
    f"{ONLY_ONE} and away = ward",
    f"{ONLY_ONE} and away = 'neither'",
    "age = 41 and away = 'neither' or ward = 'Hill'",
    f"(case when {ONLY_ONE} then ward else '2026-01-01' end)::date is null",
    f"moved > (case when {ONLY_ONE} then ward else '2026-01-01' end)::date",
    f"moved in (case when {ONLY_ONE} then ward else '2026-01-01' end)",
    f"age between 1 and (case when {ONLY_ONE} then ward else '90' end)::int",
    f"-(case when {ONLY_ONE} then (-9223372036854775807 - 1) else 1 end) < 0",
    f"abs(case when {ONLY_ONE} then (-9223372036854775807 - 1) else 1 end) > 0",
    f"left(ward, case when {ONLY_ONE} then -9223372036854775807 else 1 end) > ''",
    f"age % case when {ONLY_ONE} then 0 else 1 end = 0",
    f"coalesce(case when {ONLY_ONE} then ward else '1' end, 'x') = 1",
    f"nullif(case when {ONLY_ONE} then ward else '1' end, 1) is null",
    f"greatest(case when {ONLY_ONE} then ward else '1' end, '1') = 1",
    "ward",
    "age = ward",
]
QUESTIONS = [
    *("select count(*) as n from people where {}", "select count_if({}) as n from people"),
    *("select count(*) filter (where {}) as n from people", "select count({}) as n from people"),
    *(
        "select {} as v, count(*) as n from people group by 1",
        "select sum(if({}, debt, 0)) as n from people",
    ),
    "select case when {} then 'a' else 'b' end as v, avg(debt) as n from people group by 1",
    "select case ward when 'Hill' then 'a' else 'b' end as v, count(*) filter (where {}) as n"
    " from people group by 1",
]


def made_up(*, with_one: bool) -> duckdb.DuckDBPyConnection:
    """Return sixty made-up people, with or without the one whom a question looks for."""
    at = duckdb.connect()
    at.execute(
        "create table people as select i as person, '1' as ward, (i % 40)::int as age,"
        " date '2026-01-01' + i::int as moved, i % 2 = 0 as away, i * 10 as debt"
        " from range(60) t(i)"
    )
    if with_one:
        at.execute("insert into people values (60, 'Lone', 41, '2026-05-05', true, 7)")
    return at


def asked(question: str, at: duckdb.DuckDBPyConnection) -> list[dict]:
    """Return what is shown of a question that is allowed; an error of the engine's is a fault."""
    plan = decide(question, TERMS, today=IN_FORCE).plan
    return treat(as_cells(plan, at.sql(plan.sql).to_arrow_table()), plan=plan).table.to_pylist()


@pytest.fixture(scope="module")
def with_one_and_without():
    with made_up(with_one=True) as one, made_up(with_one=False) as none:
        yield one, none


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("failing", FAILING)
def test_a_question_runs_whoever_is_there(failing, question, with_one_and_without):
    text = question.format(failing)
    assert [type(asked(text, at)) for at in with_one_and_without] == [list, list]


def test_a_value_that_fails_is_not_chosen_and_harms_no_other():
    question = (
        f"select count(*) as n from people where age < 20 or away = 'neither' or {FAILING[0]}"
    )
    with made_up(with_one=True) as at:
        assert asked(question, at) == [{"n": 60}]


def test_the_parts_of_a_condition_are_tried_one_by_one():
    with made_up(with_one=True) as at:
        question = "select count(*) as n from people where (ward::date = '2026-01-01') or age < 30"
        assert asked(question, at) == [{"n": 50}]
