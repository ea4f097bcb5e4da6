"""The questions, schemas and small tables of the two suites, read from a checkout of sqlglot.

They are not ours and are not kept here: ``tests/fixtures/optimizer`` of the checkout has the texts
and a few thousand rows of each table, ``tests/helpers.py`` the schemas.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

Schema = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite: the name of its questions, its folder, and what its schema is called."""

    name: str
    folder: str
    schema: str


SUITES = {
    "h": Suite("TPC-H", "tpc-h", "TPCH_SCHEMA"),
    "ds": Suite("TPC-DS", "tpc-ds", "TPCDS_SCHEMA"),
}


def questions(checkout: Path, suite: Suite) -> dict[int, str]:
    """Return the text of each question by its number; what it becomes by optimising is left out.

    Names that begin with _ were put in by the file's makers and lose it: the gate keeps these.
    """
    path = checkout / "tests/fixtures/optimizer" / suite.folder / f"{suite.folder}.sql"
    parts = re.split(rf"-{{20,}}\n-- {suite.name} (\d+)\n-{{20,}}\n", path.read_text("utf-8"))[1:]
    texts = (body.split(";\n")[0].replace("# execute: true", "") for body in parts[1::2])
    plain = (re.sub(r'"_(col_\d+)"', r'"\1"', text).strip() for text in texts)
    return dict(zip(map(int, parts[::2]), plain, strict=True))


def schema(checkout: Path, suite: Suite) -> Schema:
    """Return the tables and columns of a suite, read without running the file that has them."""
    tree = ast.parse((checkout / "tests/helpers.py").read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == suite.schema:
            found: Schema = ast.literal_eval(node.value)
            return found
    raise SystemExit(f"The checkout has no {suite.schema}.")


def tables(checkout: Path, suite: Suite) -> duckdb.DuckDBPyConnection:
    """Return a database with the checkout's few rows of each table, days as days."""
    connection = duckdb.connect()
    folder = checkout / "tests/fixtures/optimizer" / suite.folder
    for table, columns in schema(checkout, suite).items():
        rows = connection.read_csv(
            str(folder / f"{table}.csv.gz"), sep="|", header=True, all_varchar=True, na_values=""
        )
        held = set(rows.columns)
        chosen = [
            f"CAST({_read(name, kind, held)} AS {_kind(name, kind)}) AS {name}"
            for name, kind in columns.items()
        ]
        rows.project(", ".join(chosen)).create(table)
    return connection


def _read(name: str, kind: str, held: set[str]) -> str:
    if name not in held:
        return "NULL"
    return f"CAST({name} AS DOUBLE)" if _kind(name, kind) == "BIGINT" else name


def _kind(name: str, kind: str) -> str:
    if kind == "string":
        return "DATE" if re.search(r"date$", name) else "VARCHAR"
    return "BIGINT" if kind in ("int", "bigint") else kind.upper()
