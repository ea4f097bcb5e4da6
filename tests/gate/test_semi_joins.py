"""A question within a condition is refused where the join that it stands for is refused.

The subject is a person, and homes are an agreed key too: the row of one person who lives with forty
would choose all of them.
"""

import duckdb
import pytest

from beholden.gate import compile_terms, decide
from beholden.kernel import Terms

from .warm_homes import IN_FORCE, ask

AGREEMENT = {
    "agreement": "hostels-2026",
    "use": "hostels",
    "between": ["Made-up Housing", "Made-up Health"],
    "personal_data": False,
    "from": "2026-12-01",
    "until": "2027-03-31",
    "subject": "person",
    "datasets": {
        "tenants": {
            "columns": {
                "person": {"role": "join"},
                "uprn": {"role": "join"},
                "hostel": {"role": "dimension"},
            }
        },
        "clients": {
            "columns": {
                "person": {"role": "join"},
                "uprn": {"role": "join"},
                "treated": {"role": "dimension"},
            }
        },
        "homes": {"columns": {"uprn": {"role": "join"}, "damp": {"role": "dimension"}}},
    },
    "joins": [
        {"key": "uprn", "among": ["tenants", "clients", "homes"]},
        {"key": "person", "among": ["tenants", "clients"]},
    ],
    "outputs": {
        "aggregate": {
            "to": ["Made-up Health"],
            "smallest_group": 10,
            "round_to": 1,
            "largest_share": 1,
        }
    },
}
COLUMNS = {name: set(given["columns"]) for name, given in AGREEMENT["datasets"].items()}
HOSTELS: Terms = compile_terms(
    AGREEMENT, purpose="p", stewards=dict.fromkeys(COLUMNS, "Made-up Housing"), columns=COLUMNS
)
NOT_COUNTED = "people cannot be counted in this question."
NO_JOIN = "this question joins datasets in a way that the agreement does not allow."

# What is joined, the condition that stands for the join, and what both are told.
PAIRS = {
    "other people by home": (
        "tenants t join clients c on t.uprn = c.uprn where treated = 'yes'",
        "tenants where uprn in (select uprn from clients where treated = 'yes')",
        NOT_COUNTED,
    ),
    "other people by home, exists": (
        "tenants t join clients c on t.uprn = c.uprn where treated = 'yes'",
        "tenants t where exists (select 1 from clients c where t.uprn = c.uprn and treated = 'no')",
        NOT_COUNTED,
    ),
    "other people by home, beside a join": (
        "tenants t join homes h on t.uprn = h.uprn join clients c on c.uprn = h.uprn",
        "tenants t join homes h on t.uprn = h.uprn where h.uprn not in (select uprn from clients)",
        NOT_COUNTED,
    ),
    "itself by home": (
        "tenants t join tenants b on t.uprn = b.uprn where b.hostel = 'H1'",
        "tenants where uprn in (select b.uprn from tenants b where b.hostel = 'H1')",
        NO_JOIN,
    ),
    "the same people": (
        "tenants t join clients c on t.person = c.person where treated = 'yes'",
        "tenants where person in (select person from clients where treated = 'yes')",
        None,
    ),
    "homes, of nobody, twice": (
        "tenants t join homes h on t.uprn = h.uprn join homes i on t.uprn = i.uprn",
        "tenants t join homes h on t.uprn = h.uprn where t.uprn in (select i.uprn from homes i)",
        None,
    ),
    "homes, of nobody": (
        "tenants t join homes h on t.uprn = h.uprn where damp = 'yes'",
        "tenants t where exists (select 1 from homes h where h.uprn = t.uprn and damp = 'yes')",
        None,
    ),
}


def told(asked: str, terms: Terms = HOSTELS) -> str | None:
    """Return what a question is refused with, or None where it is allowed."""
    refusal = decide(asked, terms, today=IN_FORCE).refusal
    return refusal.what if refusal else None


@pytest.mark.parametrize(("join", "semi_join", "words"), PAIRS.values(), ids=PAIRS)
def test_a_condition_is_told_what_its_join_is_told(join, semi_join, words):
    assert told(f"select count(*) from {join}") == words
    assert told(f"select count(*) from {semi_join}") == words


@pytest.mark.parametrize(
    ("join", "semi_join"), [pair[:2] for pair in PAIRS.values() if pair[2] is None]
)
def test_a_condition_that_is_allowed_answers_as_its_join_does(join, semi_join):
    with duckdb.connect() as at:
        at.execute("""
            create table tenants as
            select i as person, i // 40 as uprn, 'H' || (i // 40) as hostel from range(120) t(i);
            create table clients as
            select i * 2 as person, i as uprn, ['yes', 'no'][1 + i % 2] as treated
            from range(60) t(i);
            create table homes as select i as uprn, ['yes', 'no'][1 + i % 2] as damp
            from range(3) t(i);
        """)
        joined = ask(f"select hostel, count(*) from {join} group by 1 order by 1", HOSTELS, at)
        chosen = ask(f"select hostel, count(*) from {semi_join} group by 1 order by 1", HOSTELS, at)
    assert joined.table.num_rows > 0
    assert chosen.table == joined.table


def test_a_subject_is_chosen_by_its_own_other_rows_and_not_joined_with_them():
    joined = "tenants t join tenants b on t.person = b.person where b.hostel = 'H1'"
    assert told(f"select count(*) from {joined}") == NO_JOIN
    apart = "b.person = t.person and b.hostel <> t.hostel"
    chosen = f"tenants t where exists (select 1 from tenants b where {apart})"
    asked = f"select hostel, count(*) from {chosen} group by 1 order by 1"
    assert told(asked) is None
    with duckdb.connect() as at:
        at.execute("""
            create table tenants as select i % 90 as person, i as uprn, 'H' || (i % 3) as hostel
            from range(90) t(i) union all select i, i, 'H' || (i % 2) from range(40) t(i);
        """)
        answer = ask(asked, HOSTELS, at).table
        plain = at.sql(asked).to_arrow_table()
    assert answer.num_rows == plain.num_rows == 3
    assert answer.to_pylist() == plain.rename_columns(answer.column_names).to_pylist()


CROSSING = {
    "by another key": "t.uprn = c.uprn and c.treated = t.hostel",
    "by no key": "c.treated = t.hostel",
    "by the key and a key": "t.person = c.person and t.uprn <> c.uprn",
}


@pytest.mark.parametrize("where", CROSSING.values(), ids=CROSSING)
def test_two_peoples_rows_are_not_compared(where):
    within = f"select 1 from clients c where {where}"
    assert told(f"select count(*) from tenants t where exists ({within})")
    assert told(f"select count(*) from tenants t where not exists ({within})")
