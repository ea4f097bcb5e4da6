"""Agreements under which the questions are asked: every column in the role that its meaning gives.

Keys of people, addresses and orders join and are never shown; keys of days, times and things are
dimensions; tables in which nobody is are reference data. The numbers of one line of a sale tell of
nobody in particular: they are dimensions that may also be summed. What a customer has is a measure.
Names of people, their addresses, numbers and e-mail are
withheld. There are several agreements for each suite because a question counts what its agreement
counts: lines, orders, customers or stock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from beholden.gate import compile_terms
from beholden.kernel import Terms

from .texts import Schema

FUNCTIONS = ["sum", "avg", "count", "stddev", "variance"]
BALANCE = re.compile(r"^c_acctbal$|^o_totalprice$")
PERSONAL = re.compile(
    r"^c_(customer_id|salutation|first_name|last_name|login|email_address|name|address|comment)$"
    r"|^ca_(address_id|street_|suite)|^(ws|wr|cs|cr|ss|sr)_.*addr_id$"
)
Key = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One agreement: what is counted, by which key, its keys, and which tables it gives."""

    what: str
    column: str
    joins: tuple[tuple[str, Key], ...]
    people_keys: frozenset[str]
    reference: frozenset[str]
    left_out: frozenset[str] = field(default_factory=frozenset)


H_REFERENCE = frozenset({"nation", "region", "part", "supplier"})
H_KEYS: tuple[tuple[str, Key], ...] = (
    ("part", {"part": "p_partkey", "lineitem": "l_partkey", "partsupp": "ps_partkey"}),
    ("supplier", {"supplier": "s_suppkey", "lineitem": "l_suppkey", "partsupp": "ps_suppkey"}),
    ("nation", {"nation": "n_nationkey", "supplier": "s_nationkey", "customer": "c_nationkey"}),
    ("region", {"region": "r_regionkey", "nation": "n_regionkey"}),
    (
        "offer",
        {"partsupp": ["ps_partkey", "ps_suppkey"], "lineitem": ["l_partkey", "l_suppkey"]},
    ),
)
H_ORDER: tuple[str, Key] = ("order_key", {"orders": "o_orderkey", "lineitem": "l_orderkey"})
H_CUSTOMER: tuple[str, Key] = ("customer_key", {"customer": "c_custkey", "orders": "o_custkey"})
H_PEOPLE = frozenset({"c_custkey", "o_custkey", "o_orderkey", "l_orderkey"})


def settings_h() -> list[Setting]:
    """Return the agreements of TPC-H: they count lines, orders, offers of a part, or customers."""
    line: tuple[str, Key] = ("line", {"lineitem": ["l_orderkey", "l_linenumber"]})
    people = (H_ORDER, H_CUSTOMER)
    both = (H_PEOPLE, H_REFERENCE)
    return [
        Setting("line", "line", (*H_KEYS, *people, line), *both),
        Setting("order", "order_key", (*H_KEYS, *people), *both),
        Setting("offer", "offer", H_KEYS, *both, frozenset({"orders", "customer"})),
        Setting("customer", "customer_key", (*H_KEYS, *people), *both),
    ]


DS_REFERENCE = frozenset(
    {"call_center", "catalog_page", "customer_demographics", "date_dim", "household_demographics"}
    | {"income_band", "item", "promotion", "reason", "ship_mode", "store", "time_dim", "warehouse"}
    | {"web_page", "web_site"}
)
# What each column of a fact table that is a key is a key of, by the end of its name.
DS_THINGS = {
    "date_sk": ("date_dim", "d_date_sk"),
    "time_sk": ("time_dim", "t_time_sk"),
    "item_sk": ("item", "i_item_sk"),
    "cdemo_sk": ("customer_demographics", "cd_demo_sk"),
    "hdemo_sk": ("household_demographics", "hd_demo_sk"),
    "store_sk": ("store", "s_store_sk"),
    "promo_sk": ("promotion", "p_promo_sk"),
    "call_center_sk": ("call_center", "cc_call_center_sk"),
    "catalog_page_sk": ("catalog_page", "cp_catalog_page_sk"),
    "ship_mode_sk": ("ship_mode", "sm_ship_mode_sk"),
    "warehouse_sk": ("warehouse", "w_warehouse_sk"),
    "web_page_sk": ("web_page", "wp_web_page_sk"),
    "web_site_sk": ("web_site", "web_site_sk"),
    "reason_sk": ("reason", "r_reason_sk"),
    "income_band_sk": ("income_band", "ib_income_band_sk"),
    "customer_sk": ("customer", "c_customer_sk"),
    "addr_sk": ("customer_address", "ca_address_sk"),
}
DS_NUMBERS = {"ss": "ticket", "sr": "ticket", **dict.fromkeys(("cs", "cr", "ws", "wr"), "order")}
DS_TABLES = {
    "ss": "store_sales", "sr": "store_returns", "cs": "catalog_sales", "cr": "catalog_returns",
    "ws": "web_sales", "wr": "web_returns",
}  # fmt: skip


def settings_ds(tables: Schema) -> list[Setting]:
    """Return the agreements of TPC-DS: they count lines, orders, customers, or stock."""
    keys = tuple(_star(tables))
    lines = tuple(("line", _pair(kind, with_item=True)) for kind in ("s", "c", "w"))
    orders = tuple(("order_number", _pair(kind, with_item=False)) for kind in ("s", "c", "w"))
    buyers: Key = {
        "customer": "c_customer_sk",
        "store_sales": "ss_customer_sk",
        "store_returns": "sr_customer_sk",
        "web_sales": "ws_bill_customer_sk",
        "catalog_sales": "cs_bill_customer_sk",
    }
    receivers = {**buyers, "catalog_sales": "cs_ship_customer_sk"}
    bought: tuple[str, Key] = (
        "customer",
        {"store_sales": "ss_customer_sk", "store_returns": "sr_customer_sk"},
    )
    stock: Key = {"inventory": ["inv_date_sk", "inv_item_sk", "inv_warehouse_sk"]}
    people = frozenset(
        name
        for columns in tables.values()
        for name in columns
        if re.search(r"(customer_sk|addr_sk|address_sk|ticket_number|order_number)$", name)
    )
    common = (people, DS_REFERENCE)
    not_bought = frozenset({"inventory", "catalog_returns", "web_returns"})
    return [
        Setting("line", "line", (*keys, *lines, bought), *common, frozenset({"inventory"})),
        Setting("order", "order_number", (*keys, *orders), *common, frozenset({"inventory"})),
        Setting("buyer", "buyer", (*keys, *lines, ("buyer", buyers)), *common, not_bought),
        Setting("receiver", "buyer", (*keys, *lines, ("buyer", receivers)), *common, not_bought),
        Setting("count of stock", "stock", (*keys, ("stock", stock)), *common),
    ]


def terms(setting: Setting, tables: Schema, *, strict: bool = False) -> Terms:
    """Return the terms of one agreement; ``strict`` makes every number of a line a measure only."""
    given = {
        name: _dataset(name, columns, setting, strict=strict)
        for name, columns in tables.items()
        if name not in setting.left_out
    }
    agreement = {
        "agreement": "tpc",
        "use": "tpc",
        "between": ["Tests"],
        "personal_data": False,
        "from": "2026-01-01",
        "until": "2026-12-31",
        "subject": {"what": setting.what, "column": setting.column},
        "datasets": given,
        "joins": [{"key": key, "among": dict(among)} for key, among in _held(setting)],
        "outputs": {
            "aggregate": {"to": "Tests", "smallest_group": 1, "round_to": 1, "largest_share": 1}
        },
    }
    return compile_terms(
        agreement,
        purpose="to be measured",
        stewards=dict.fromkeys(given, "Tests"),
        columns={name: set(columns) for name, columns in tables.items()},
    )


def _held(setting: Setting) -> list[tuple[str, Key]]:
    kept = [
        (key, {name: own for name, own in among.items() if name not in setting.left_out})
        for key, among in setting.joins
    ]
    return [
        (key, among) for key, among in kept if len(among) > 1 or (among and key == setting.column)
    ]


def _dataset(
    table: str, columns: Mapping[str, str], setting: Setting, *, strict: bool
) -> dict[str, Any]:
    reference = table in setting.reference
    roles = {
        name: _role(name, kind, setting, reference=reference, strict=strict)
        for name, kind in columns.items()
    }
    return {"columns": roles, **({"reference": True} if reference else {})}


def _role(
    name: str, kind: str, setting: Setting, *, reference: bool, strict: bool
) -> dict[str, Any]:
    if name in setting.people_keys:
        return {"role": "withheld" if reference else "join"}
    if PERSONAL.search(name):
        return {"role": "withheld"}
    number = kind in ("double", "int", "bigint") and not re.search(r"(_sk|key|number)$", name)
    if not number:
        return {"role": "dimension"}
    if not reference and (strict or BALANCE.search(name)):
        return {"role": "measure", "functions": FUNCTIONS}
    return {"role": "dimension", "functions": FUNCTIONS}


def _star(tables: Schema) -> list[tuple[str, Key]]:
    """Return a join of each key of a table with the table of the thing that it is a key of."""
    found: list[tuple[str, Key]] = []
    for table, columns in tables.items():
        for name in columns:
            for end, (other, key) in DS_THINGS.items():
                people = table in DS_REFERENCE and other not in DS_REFERENCE
                if name.endswith(f"_{end}") and name != key and table != other and not people:
                    found.append((end.removesuffix("_sk"), {table: name, other: key}))
                    break
    return found


def _pair(kind: str, *, with_item: bool) -> Key:
    """Return the key of sales and of what comes back of them."""
    among = {}
    for letters in (f"{kind}s", f"{kind}r"):
        number = f"{letters}_{DS_NUMBERS[letters]}_number"
        among[DS_TABLES[letters]] = [f"{letters}_item_sk", number] if with_item else [number]
    return among
