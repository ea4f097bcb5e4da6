"""Every statement of DuckDB's own test suite, asked of the gate.

``python -m attacks.duckdb_statements PATH`` reads the ``.test`` files below PATH (``test/sql`` of a
clone of duckdb/duckdb, which is not shipped) and asks each statement as it stands, and once more
with the names of the tables and columns that it reads changed to those of the made-up council, so
that more of them get past the names. Nothing but the family of errors may come, no marker may be
told, no file may appear, and what runs must be what was decided.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlglot
from gate.warm_homes import IN_FORCE
from sqlglot import exp

from attacks.parish import Parish, opened
from beholden.gate import decide
from beholden.kernel import BadQuestion

SLOW_SECONDS = 20.0  # so much of a processor is no slow machine but a question without an end
COLUMNS = ("tenure", "neighbourhood", "arrears", "in_arrears")
# The reader fails in ways of its own on some of what it cannot read.
_UNREADABLE = (
    sqlglot.errors.SqlglotError,
    RecursionError,
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
)
_BEGINS = ("statement ok", "statement error", "statement maybe", "query")


def statements(text: str) -> Iterator[str]:
    """Return the statements of one sqllogictest file: what stands between a head and ----."""
    taken: list[str] | None = None
    for line in [*text.splitlines(), ""]:
        if line.startswith(_BEGINS):
            taken = []
        elif taken is not None and (not line.strip() or line.startswith("----")):
            if taken:
                yield "\n".join(taken)
            taken = None
        elif taken is not None:
            taken.append(line)


def statements_below(folder: Path) -> Iterator[str]:
    """Return the statements of all test files below a folder, in the order of their names."""
    for path in sorted(folder.rglob("*.test*")):
        if path.is_file():
            yield from statements(path.read_text("utf-8", "replace"))


def in_our_names(text: str) -> str | None:
    """Return a statement with its tables and columns named as ours, or None if none can be read."""
    try:
        trees = sqlglot.parse(text, read="duckdb")
        tree = trees[0] if len(trees) == 1 else None
        if not isinstance(tree, exp.Query):
            return None
        return _renamed(tree).sql(dialect="duckdb")
    except _UNREADABLE:
        return None


def _renamed(tree: exp.Expr) -> exp.Expr:
    known: dict[str, str] = {}
    for node in tree.find_all(exp.Table):
        if isinstance(node.this, exp.Identifier):
            node.set("this", exp.to_identifier("council_tax"))
            node.set("db", None)
    for node in tree.find_all(exp.Column):
        name = known.setdefault(node.name.lower(), COLUMNS[len(known) % len(COLUMNS)])
        node.set("this", exp.to_identifier(name))
        node.set("table", None)
    return tree


@dataclass
class Tried:
    """What became of the statements, and each that broke a promise."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0


def try_all(parish: Parish, texts: Iterable[str], tried: Tried) -> Tried:
    """Ask every text; what breaks a promise is a fault, named by the kind of the promise."""
    before = sorted(os.listdir())
    for text in texts:
        started = time.process_time()
        for fault in _faults_of(parish, text, tried):
            tried.faults.append(f"{fault}: {text!r}")
        taken = time.process_time() - started
        tried.slowest = max(tried.slowest, taken)
        if taken > SLOW_SECONDS:
            tried.faults.append(f"slow ({taken:.1f} s): {text!r}")
        if sorted(os.listdir()) != before:
            tried.faults.append(f"a file: {text!r}")
            before = sorted(os.listdir())
    return tried


def _faults_of(parish: Parish, text: str, tried: Tried) -> Iterator[str]:
    try:
        told = parish.ask(text)
    except Exception as error:  # noqa: BLE001 - whatever comes that is not of the family is a fault
        yield f"crash ({type(error).__name__})"
        return
    tried.outcomes[told.outcome] += 1
    if told.leaks:
        yield "leak"
    if told.outcome == "answered" and not _as_decided(parish, text):
        yield "ran what was not decided"


def _as_decided(parish: Parish, text: str) -> bool:
    """Return whether the engine itself sees no table in the plan but those that were decided."""
    try:
        plan = decide(text, parish.terms, today=IN_FORCE).plan
    except BadQuestion:
        return False
    if plan is None:
        return False
    engine = parish.connection
    parts = [statement.query for statement in engine.extract_statements(plan.sql)]
    names = {name for part in parts for name in engine.get_table_names(part)}
    seen = {name.split(".")[-1].strip('"') for name in names}
    return seen <= set(plan.datasets)


def told(name: str, tried: Tried) -> str:
    """Return one line on what was tried and what became of it."""
    parts = ", ".join(f"{count:,} {outcome}" for outcome, count in tried.outcomes.most_common())
    total = sum(tried.outcomes.values())
    return (
        f"{name}: {total:,} asked; {parts}; slowest {tried.slowest:.2f} s of processor time;"
        f" {len(tried.faults)} faults"
    )


def main(arguments: list[str]) -> int:
    """Ask all statements below a path; return 1 if a promise broke."""
    parser = argparse.ArgumentParser(prog="python -m attacks.duckdb_statements")
    parser.add_argument("path", type=Path, help="test/sql of a clone of duckdb/duckdb")
    parser.add_argument("--every", type=int, default=1, help="ask only every so many")
    given = parser.parse_args(arguments)
    texts = list(statements_below(given.path.resolve()))[:: given.every]
    ours = [text for text in map(in_our_names, texts) if text]
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "parish") as parish:
        os.chdir(tempfile.mkdtemp(dir=folder))
        as_they_stand = try_all(parish, texts, Tried())
        renamed = try_all(parish, ours, Tried())
    sys.stdout.write(told("as they stand", as_they_stand) + "\n" + told("in our names", renamed))
    faults = [*as_they_stand.faults, *renamed.faults]
    sys.stdout.write("\n" + "\n".join(faults[:50]) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
