"""Keys that stand once: what is known of them makes an answer quick, and never another answer."""

from __future__ import annotations

from datetime import date
from itertools import chain, combinations

import duckdb
import pytest

from beholden.gate import Plan, decide
from beholden.gate.extract.standing_once import keys_standing_once
from beholden.gate.noted import Noted
from beholden.kernel import (
    AggregateOutput,
    ColumnRole,
    ColumnTerms,
    DatasetTerms,
    GroupRule,
    JoinTerms,
    Terms,
)

DAY = date(2026, 6, 1)
WORKED_WITH = ("sum", "avg", "stddev", "variance")
GIVEN = {
    "people": {"person": "join", "ward": "dimension", "age": "dimension", "income": "measure"},
    "stays": {"stay": "join", "person": "join", "kind": "dimension", "nights": "measure"},
    "visits": {"stay": "join", "reason": "dimension", "minutes": "measure"},
}
TERMS = Terms(
    agreement="stays-2026",
    use="stays",
    purpose="To see how long people stay (made up).",
    between=("Housing",),
    starts=date(2026, 1, 1),
    ends=date(2026, 12, 31),
    subject="person",
    subject_column="person",
    datasets=tuple(
        DatasetTerms(
            name,
            "Housing",
            tuple(
                ColumnTerms(
                    column,
                    ColumnRole(role),
                    functions=WORKED_WITH if role == "measure" else (),
                )
                for column, role in columns.items()
            ),
        )
        for name, columns in GIVEN.items()
    ),
    joins=(JoinTerms("person", ("people", "stays")), JoinTerms("stay", ("stays", "visits"))),
    group_rules=(GroupRule(1, "made up"),),
    aggregate=AggregateOutput(("Housing",)),
)
# What is repeated of each table: everybody once, or some twice with other values beside.
TABLES = {
    "people": "select i % {0} as person, 'W' || (i % 3) as ward, i % 4 as age,"
    " nullif(i * 37 % 90, 5)::integer - 40 as income from range(60) t(i)",
    "stays": "select i % {0} as stay, nullif(i * 7 % 50, 7) as person, 'k' || (i % 2) as kind,"
    " (i * 3 % 20)::decimal(8, 2) / 4 as nights from range(60) t(i)",
    "visits": "select nullif(i * 11 % {0}, 4) as stay, ['a', 'b', null][1 + i % 3] as reason,"
    " (i % 13)::double as minutes from range(60) t(i)",
}
JOINED = "people join stays using (person) join visits using (stay)"
LEFT = "people left join stays using (person) left join visits using (stay)"
QUESTIONS = [
    "select ward, count(*) from people group by 1",
    "select ward, sum(income), avg(income), stddev(income) from people group by 1",
    "select ward, count(*) filter (where age = 1), sum(income) filter (where age > 1), sum(income)"
    " from people group by 1",
    "select kind, ward, sum(income), sum(nights)"
    " from people join stays using (person) group by all",
    "select kind, avg(nights), avg(income) from people join stays using (person) group by 1",
    "select kind, sum(income) from people left join stays using (person) group by 1",
    "select kind, sum(coalesce(nights, 0)) from people left join stays using (person) group by 1",
    "select ward, sum(nights) from people left join stays"
    " on people.person = stays.person and kind = 'k1' group by 1",
    "select ward, sum(coalesce(nights, 0) + income) from people left join stays"
    " on people.person = stays.person and kind = 'k1' group by 1",
    *(
        f"select reason, sum(nights), sum(income), count(*) from {at} group by 1"
        for at in (JOINED, LEFT)
    ),
    *(
        "select ward, sum(income) filter (where reason = 'a') as a, sum(income) as b,"
        f" sum(income) filter (where reason = 'b') as c, variance(nights) from {at} group by 1"
        for at in (JOINED, LEFT)
    ),
    *(
        "select reason, sum(nights) filter (where kind = 'k1'), avg(nights) filter (where age = 2),"
        f" sum(nights), sum(if(reason = 'a', nights, 0)) from {at} group by 1"
        for at in (JOINED, LEFT)
    ),
    # Whether a row is joined by left is told by the other of somebody's two rows, or by a third.
    "select sum(coalesce(nights, 0) + coalesce(nights, 0)) from people left join stays"
    " on people.person = stays.person and age = 2",
    *(
        "select sum(coalesce(income, 0) + coalesce(income, 0)) from stays join visits using (stay)"
        f" left join people on people.person = stays.person and {reason}"
        for reason in ("reason = 'a'", "reason = 'b'", "reason is null", "reason is not null")
    ),
    f"select kind, sum(income * nights), sum(income) from {JOINED} group by 1",
    f"select count(*), sum(nights), avg(income) from {JOINED} where reason = 'a' or age = 2",
    "select g, sum(v) from (select ward as g, income as v from people union all"
    " select kind as g, nights as v from stays) group by 1",
    "select g, count(*), sum(v) from (select ward as g, income as v from people join stays"
    " using (person) union all select ward as g, nights as v from people join stays using (person))"
    " group by 1",
]


def plan_of(question: str) -> Plan:
    decision = decide(question, TERMS, today=DAY)
    assert decision.plan, decision.refusal
    return decision.plan


def world(*whole: str) -> duckdb.DuckDBPyConnection:
    """Return the tables, in which the named ones have no key twice."""
    connection = duckdb.connect()
    for name, sql in TABLES.items():
        connection.execute(f"create table {name} as {sql.format(60 if name in whole else 41)}")
    if "persons" in whole:
        connection.execute("delete from stays where rowid not in"
                           " (select min(rowid) from stays group by person)")  # fmt: skip
    return connection


def known(at: duckdb.DuckDBPyConnection) -> Noted:
    """Return what sealing notes of the keys of these tables."""
    return Noted(
        {d.name: keys_standing_once(at, f'"{d.name}"', d, TERMS, names={}) for d in TERMS.datasets}
    )


KINDS = [*TABLES, "persons"]
WORLDS = list(chain.from_iterable(combinations(KINDS, n) for n in range(len(KINDS) + 1)))


@pytest.mark.parametrize("whole", WORLDS, ids=lambda whole: " and ".join(whole) or "none")
def test_the_cells_are_the_same_with_what_is_known_and_without(whole):
    with world(*whole) as at:
        noted = known(at)
        for question in QUESTIONS:
            plan = plan_of(question)
            for part, quick in zip(plan.parts, plan.given(noted).parts, strict=True):
                assert _told(at, quick.sql) == _told(at, part.sql), question


def _told(at: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    """Return rows with doubles of twelve figures: they are added up in any order."""
    return [
        tuple(float(f"{v:.12g}") if isinstance(v, float) else v for v in row)
        for row in at.sql(sql).fetchall()
    ]


def test_it_is_noted_where_no_two_rows_have_a_key():
    with world("people", "stays") as at:
        assert known(at).once == {"people": (("person",),), "stays": (("stay",),), "visits": ()}


def test_rows_without_a_key_are_not_alike():
    with world("persons") as at:
        at.execute("insert into stays values (null, null, 'k0', 1), (null, null, 'k1', 2)")
        assert ("person",) in known(at).once["stays"]


def test_a_key_in_clear_is_alike_where_either_its_value_or_its_text_is():
    clear = DatasetTerms("people", "Housing", (ColumnTerms("person", ColumnRole.DIMENSION),))
    with duckdb.connect() as at:
        at.execute("create table people as select unnest(['1', '2']) as person")
        assert keys_standing_once(at, "people", clear, TERMS, names={}) == (("person",),)
        at.execute("create or replace table people as select unnest([0.0, '-0']::double[]) person")
        assert keys_standing_once(at, "people", clear, TERMS, names={}) == ()


def test_a_person_who_has_one_row_is_not_grouped_to_be_counted():
    plan = plan_of("select ward, count(*), sum(income) from people group by 1")
    assert plan.sql.count("GROUP BY") == 2
    assert plan.given(Noted({"people": (("person",),)})).sql.count("GROUP BY") == 1


def test_rows_that_come_once_are_not_marked():
    plan = plan_of(f"select kind, sum(income), sum(nights) from {JOINED} group by 1")
    once = Noted({"people": (("person",),), "stays": (("stay",),)})
    assert "ROW_NUMBER" in plan.sql
    assert "ROW_NUMBER" not in plan.given(once).sql


def test_what_is_known_of_the_data_is_on_no_record():
    """Whether somebody has two rows is a fact of the data: the plan that is kept is the other."""
    plan = plan_of("select ward, count(*) from people group by 1")
    assert plan.given(Noted({"people": (("person",),)})).sql != plan.sql
    assert plan.given(Noted()) == plan
    assert "person" not in repr(plan.parts[0].quicker)
