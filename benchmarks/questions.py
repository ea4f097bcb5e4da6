"""How many of TPC-H's 22 and TPC-DS's 99 questions may be asked, and what deciding costs.

The texts are not ours: they are read from a checkout of sqlglot (``tests/fixtures/optimizer`` and
the schemas in ``tests/helpers.py``). Columns have the role that their names say: what is counted in
money or pieces is a measure, keys join, everything else is a dimension. An agreement joins on one
key of the same name on both sides, so every key takes the name of the thing it is a key of. Each
question is decided under several agreements that count different subjects; one that allows it is
enough.

    python -m benchmarks.questions CHECKOUT
"""

from __future__ import annotations

import argparse
import ast
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify

from beholden.gate import decide
from beholden.kernel import (
    AggregateOutput,
    BeholdenError,
    ColumnRole,
    ColumnTerms,
    DatasetTerms,
    GroupRule,
    JoinTerms,
    Terms,
)

DAY = date(2026, 6, 1)
MEASURES = re.compile(
    "quantity|price|cost|amt|tax|paid|profit|discount|acctbal|fee|loss|credit|cash|charge"
    "|availqty|on_hand"
)
# Columns of TPC-DS that are keys of a thing under another name.
SAME_THING = {
    **dict.fromkeys(("sold_date", "returned_date"), "date"),
    **dict.fromkeys(("sold_time", "returned_time"), "time"),
    **dict.fromkeys(("bill_customer", "refunded_customer"), "customer"),
    **dict.fromkeys(("bill_cdemo", "current_cdemo"), "cdemo"),
    **dict.fromkeys(("bill_hdemo", "current_hdemo"), "hdemo"),
    **dict.fromkeys(("bill_addr", "address", "current_addr"), "addr"),
    **{"site": "web_site", "page": "web_page"},
}
Schema = dict[str, dict[str, str]]
Key = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Suite:
    """A benchmark's questions: their file, schema, keys, and what an agreement may count."""

    file: str
    schema: str
    key: Key
    counted: dict[str, tuple[str, ...]]


def key_of_h(column: str) -> str | None:
    """Return the thing that a column of TPC-H is a key of, or None."""
    return column.split("_")[1] if column.endswith("key") else None


def key_of_ds(column: str) -> str | None:
    """Return the thing that a column of TPC-DS is a key of, or None."""
    if column.endswith(("_ticket_number", "_order_number")):
        return "order_number"
    if not column.endswith("_sk"):
        return None
    thing = column.split("_", 1)[1].removesuffix("_sk")
    if thing == "demo":
        return {"cd": "cdemo", "hd": "hdemo"}[column[:2]]
    return SAME_THING.get(thing, thing)


SUITES = {
    "TPC-H": Suite(
        "tpc-h/tpc-h.sql",
        "TPCH_SCHEMA",
        key_of_h,
        {"line": ("lineitem",), "orderkey": (), "custkey": (), "suppkey": ()},
    ),
    "TPC-DS": Suite(
        "tpc-ds/tpc-ds.sql",
        "TPCDS_SCHEMA",
        key_of_ds,
        {
            "sale": ("store_sales", "catalog_sales", "web_sales"),
            "customer": (),
            "stock": ("inventory",),
            "order_number": (),
        },
    ),
}


def texts(path: Path) -> list[tuple[str, str]]:
    """Return (name, question) of each question of a file; what a question becomes is left out."""
    parts = re.split(r"-{20,}\n-- (TPC-\w+ \d+)\n-{20,}\n", path.read_text("utf-8"))[1:]
    named = zip(parts[::2], parts[1::2], strict=True)
    return [(name, body.split(";\n")[0].replace("# execute: true", "")) for name, body in named]


def schema(path: Path, name: str) -> Schema:
    """Return the tables and columns that a name stands for in a Python file, without running it."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            found: Schema = ast.literal_eval(node.value)
            return found
    raise SystemExit(f"{path} has no {name}.")


def terms(tables: Schema, key: Key, counted: str, having: tuple[str, ...]) -> Terms:
    """Return terms that give every column in its natural role, and treat nothing."""
    keys: dict[str, list[str]] = defaultdict(list)
    datasets = []
    for table, columns in tables.items():
        given = {name: _column(table, name, key) for name in columns}
        own: dict[str, ColumnTerms] = {}
        for name, column in given.items():
            own.setdefault(column.name, column) if column.name != name else own.update(
                {name: column}
            )
        if table in having:
            own[counted] = ColumnTerms(counted, ColumnRole.IDENTITY)
        for name in {key(c) for c in columns} - {None}:
            keys[str(name)].append(table)
        datasets.append(DatasetTerms(table, "Tests", tuple(own.values())))
    joins = tuple(JoinTerms(name, tuple(among)) for name, among in keys.items() if len(among) > 1)
    return Terms(
        agreement="tpc",
        use="tpc",
        purpose="to be measured",
        between=("Tests",),
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        subject="row",
        subject_column=counted,
        datasets=tuple(datasets),
        group_rules=(GroupRule(1, "nothing is withheld"),),
        joins=joins,
        aggregate=AggregateOutput(("Tests",), 1, 1.0),
    )


def _column(table: str, name: str, key: Key) -> ColumnTerms:
    if key(name):
        return ColumnTerms(str(key(name)), ColumnRole.JOIN)
    if MEASURES.search(name) and table not in ("item", "part"):
        return ColumnTerms(name, ColumnRole.MEASURE, ("sum", "avg", "count"))
    return ColumnTerms(name, ColumnRole.DIMENSION)


def renamed(question: str, tables: Schema, key: Key) -> str:
    """Return a question in which each column has its table, and each key the name of its thing."""
    tree = qualify(
        sqlglot.parse_one(question, read="duckdb"),
        schema=tables,
        dialect="duckdb",
        quote_identifiers=False,
    )
    for column in tree.find_all(exp.Column):
        table = _table(column)
        thing = key(column.name) if table in tables else None
        if thing and next(c for c in tables[str(table)] if key(c) == thing) == column.name:
            column.set("this", exp.to_identifier(thing))
    # The names that the reader makes up begin with _, which the gate keeps for itself.
    return re.sub(r"\b_(col_\d+)", r"\1", tree.sql("duckdb"))


def _table(column: exp.Column) -> str | None:
    """Return the dataset that a column's table stands for, or None for a result."""
    select = column.find_ancestor(exp.Select)
    while select is not None:
        found = [select.args["from_"].this] if select.args.get("from_") else []
        found += [join.this for join in select.args.get("joins") or ()]
        for table in found:
            if table.alias_or_name == column.table:
                return table.name if isinstance(table, exp.Table) else None
        select = select.find_ancestor(exp.Select)
    return None


def decided(suite: Suite, checkout: Path, taken: list[float]) -> Iterator[tuple[str, str]]:
    """Yield each question's name and what is told: ``allowed``, or the first refusal."""
    tables = schema(checkout / "tests" / "helpers.py", suite.schema)
    under = [terms(tables, suite.key, name, having) for name, having in suite.counted.items()]
    for name, text in texts(checkout / "tests/fixtures/optimizer" / suite.file):
        try:
            question = renamed(text, tables, suite.key)
        except SqlglotError:
            yield name, "cannot be qualified by sqlglot"
            continue
        told = [_told(question, agreement, taken) for agreement in under]
        yield name, "allowed" if "allowed" in told else told[0]


def _told(question: str, under: Terms, taken: list[float]) -> str:
    started = time.process_time()
    try:
        decision = decide(question, under, today=DAY)
        told = "allowed" if decision.refusal is None else decision.refusal.what
    except BeholdenError as error:
        told = type(error).__name__
    taken.append((time.process_time() - started) * 1000)
    return told


def main() -> None:
    """Print what becomes of each question, the counts, and the CPU time of deciding."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkout", type=Path, help="a checkout of sqlglot")
    checkout = parser.parse_args().checkout
    taken: list[float] = []
    why: Counter[str] = Counter()
    for name, suite in SUITES.items():
        found = dict(decided(suite, checkout, taken))
        why.update(found.values())
        for question, told in found.items():
            print(f"{question}: {told}")
        print(f"{name}: {list(found.values()).count('allowed')} of {len(found)} allowed\n")
    for told, number in why.most_common():
        print(f"{number:4} {told}")
    taken.sort()
    print(f"CPU ms of deciding: median {taken[len(taken) // 2]:.1f}", end=", ")
    print(f"p95 {taken[int(len(taken) * 0.95)]:.1f}, largest {taken[-1]:.1f}, of {len(taken)}")


if __name__ == "__main__":
    main()
