"""Keys that have other names, tables in which nobody is, and the people of made-up clinics."""

from functools import cache

import duckdb
import yaml

from beholden.gate import compile_terms
from beholden.kernel import Terms

from .warm_homes import GOLDEN


@cache
def clinics(
    *, smallest_group: int = 1, round_to: int = 1, by_ward: int = 0, withheld: str = ""
) -> Terms:
    """Return terms of the golden agreement; as they are they withhold nothing.

    ``by_ward`` is the smallest group that the board asks for where a ward chooses or groups,
    ``withheld`` a column more of wards and of tenants, which nobody is given.
    """
    setting = yaml.safe_load((GOLDEN / "clinics-2026.setting.yaml").read_text("utf-8"))
    agreement = yaml.safe_load((GOLDEN / "clinics-2026.agreement.yaml").read_text("utf-8"))
    agreement["personal_data"] = False
    for dataset in ("wards", "tenants") if withheld else ():
        setting["columns"][dataset].append(withheld)
        agreement["datasets"][dataset]["columns"][withheld] = {"role": "withheld"}
    share = 1 if smallest_group == 1 else 0.5
    agreement["outputs"]["aggregate"] |= {
        "smallest_group": smallest_group,
        "round_to": round_to,
        "largest_share": share,
    }
    rule = {"smallest_group": by_ward, "when": ["ward_code", "clinic_ward"], "because": "advice"}
    return compile_terms(agreement, **setting, conditions=(rule,) if by_ward else ())


def made_up_people() -> duckdb.DuckDBPyConnection:
    """Return tables as they would lie in the extract: people with homes, visits and orders."""
    at = duckdb.connect()
    at.execute("""
        create table wards as
        select 'W' || i as code, ['east', 'west'][1 + i % 2] as area, i + 1 as decile
        from range(6) t(i);
        create table tenants as
        select i as person, 'W' || (i * 7 % 6) as ward_code, 1 + i % 4 as rooms,
               (100 + i * 37 % 400)::decimal(10, 2) as rent from range(160) t(i)
        union all select i, 'W' || (i % 5), 2, 250 from range(40) t(i);
        create table visits as
        select i * 3 % 150 as patient, 'W' || (i * 5 % 6) as clinic_ward, i % 4 as office,
               i // 4 as slip, (10 + i % 9)::decimal(8, 2) as cost from range(240) t(i);
        create table orders as
        select i % 4 as order_office, i // 4 as order_slip, ['blood', 'scan'][1 + i % 2] as what
        from range(200) t(i);
    """)
    return at
