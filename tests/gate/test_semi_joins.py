"""A question within a condition is refused where the join that it stands for is refused.

The subject is a person, and homes are an agreed key too: the row of one person who lives with forty
would choose all of them.
"""

import duckdb
import pytest

from beholden.gate import compile_terms, decide
from beholden.kernel import Terms

from .warm_homes import IN_FORCE, TERMS, ask

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
    "itself by person": (
        "tenants t join tenants b on t.person = b.person where b.hostel = 'H1'",
        "tenants t where exists (select 1 from tenants b where b.person = t.person)",
        NO_JOIN,
    ),
    "what was joined before": (
        "tenants t join homes h on t.uprn = h.uprn join homes i on t.uprn = i.uprn",
        "tenants t join homes h on t.uprn = h.uprn where t.uprn in (select i.uprn from homes i)",
        NO_JOIN,
    ),
    "the same people": (
        "tenants t join clients c on t.person = c.person where treated = 'yes'",
        "tenants where person in (select person from clients where treated = 'yes')",
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


def test_a_dataset_is_not_asked_whether_it_has_its_own_rows_by_whatever_name():
    within = "(select uprn from Council_Tax x where x.in_arrears)"
    assert told(f"select count(*) from council_tax c where uprn in {within}", TERMS) == NO_JOIN
