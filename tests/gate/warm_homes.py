"""The worked case as the tests tell it: its agreement, the board, and a made-up borough."""

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import yaml

from beholden.gate import Answer, Plan, compile_terms, decide, treat
from beholden.kernel import Cells, Terms

GOLDEN = Path(__file__).parent / "golden"
IN_FORCE = date(2026, 12, 10)
STEWARDS = {
    "council_tax": "Revenues and Benefits",
    "energy_certificates": "Housing",
    "support_scheme": "Revenues and Benefits",
}
COLUMNS = {
    "council_tax": {
        *("uprn", "account", "name", "tenure", "neighbourhood"),
        *("arrears", "in_arrears", "liable_to"),
    },
    "energy_certificates": {"uprn", "rating", "inspector"},
    "support_scheme": {"uprn", "enrolled", "nino"},
}
CONDITIONS = (
    {
        "smallest_group": 20,
        "when": ["neighbourhood"],
        "because": "advice of 12 November 2026, point 2",
    },
    {
        "review_by": "2027-02-01",
        "else": "stop",
        "because": "advice of 12 November 2026, point 3",
    },
)


def agreement() -> dict:
    """Return the agreement of the worked case, fresh, to be changed by a test."""
    text = (GOLDEN / "warm-homes-2026.agreement.yaml").read_text("utf-8")
    return yaml.safe_load(text)


def terms(changed: dict | None = None, *, conditions: tuple = CONDITIONS) -> Terms:
    """Return the terms of the worked case."""
    return compile_terms(
        changed or agreement(),
        purpose="So that the Warm Homes team can offer help",
        stewards=STEWARDS,
        columns=COLUMNS,
        conditions=conditions,
    )


def plain_terms() -> Terms:
    """Return terms that withhold and round nothing, to compare answers with plain SQL."""
    plain = agreement()
    plain["personal_data"] = False
    plain["outputs"]["aggregate"] |= {"smallest_group": 1, "round_to": 1, "largest_share": 1}
    return terms(plain, conditions=())


TERMS = terms()


def borough() -> duckdb.DuckDBPyConnection:
    """Return the sealed tables as they would be, of a borough that is made up.

    Households have several accounts, certificates and rows of support, or none.
    """
    connection = duckdb.connect()
    connection.execute("""
        create table council_tax as
        select (i * 7919 % 4000)::bigint as uprn,
               ['owned', 'rented', 'social'][1 + i % 3] as tenure,
               'Ward ' || (i % 11) as neighbourhood,
               case when i % 13 = 0 then null else (i * 37 % 1000)::decimal(10, 2) end as arrears,
               i % 4 = 0 as in_arrears
        from range(5000) t(i);
        create table energy_certificates as
        select i::bigint as uprn, case when i % 5 < 2 then 'cold' else 'warm' end as rating
        from range(3500) t(i)
        union all select i, case when i % 3 = 0 then 'cold' else null end from range(1500) t(i);
        create table support_scheme as
        select (i * 3)::bigint as uprn, i % 2 = 0 as enrolled from range(1200) t(i)
        union all select (i * 3)::bigint, true from range(300) t(i);
    """)
    return connection


def cells_of(question: str, under: Terms, at: duckdb.DuckDBPyConnection) -> tuple[Cells, Plan]:
    """Return the exact cells of an allowed question that has one part, and its plan."""
    plan = plan_of(question, under)
    return as_cells(plan, at.sql(plan.sql).to_arrow_table()), plan


def plan_of(question: str, under: Terms) -> Plan:
    """Return the plan of an allowed question."""
    decision = decide(question, under, today=IN_FORCE)
    assert decision.plan, decision.refusal
    return decision.plan


def run_at(plan: Plan, at: duckdb.DuckDBPyConnection) -> list[Cells]:
    """Return the exact cells of each part of a plan."""
    return [as_cells(part, at.sql(part.sql).to_arrow_table()) for part in plan.apart()]


def as_cells(plan: Plan, table: pa.Table) -> Cells:
    """Return a table of exact cells with what its plan says of it."""
    return Cells(
        dimensions=plan.dimensions,
        measures=plan.measures,
        subject=plan.subject,
        smallest_group=plan.smallest_group,
        because=plan.because,
        round_to=plan.round_to,
        largest_share=plan.largest_share,
        table=table,
    )


def ask(question: str, under: Terms, at: duckdb.DuckDBPyConnection) -> Answer:
    """Return the answer to an allowed question."""
    plan = plan_of(question, under)
    return treat(*run_at(plan, at), plan=plan)
