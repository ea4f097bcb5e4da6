"""Statements as an engine's own tests have them: nothing runs that was not decided.

The engine's tests themselves are not shipped; ``attacks.duckdb_statements`` reads a clone of them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from gate_sealing.made_up import MadeUpPlan

from attacks.duckdb_statements import (
    Tried,
    in_our_names,
    statements,
    statements_below,
    try_all,
)
from attacks.parish import TYPED, Parish
from attacks.tables import Case, table

SUITE = table("engine_suite")
# Where a checkout has them (scripts/duckdb_statements.sh), one in so many is asked.
FOLDER = os.environ.get("BEHOLDEN_DUCKDB_STATEMENTS")
ONE_IN = 400
AS_THEY_WRITE_THEM = """
# name: a file of the made-up kind
statement ok
create table t (i int);

query II
select i, count(*)
from t group by i
----
1\t2

statement error
select * from nowhere
----
Catalog Error
"""


@pytest.mark.parametrize("case", SUITE, ids=lambda case: case.text[:60])
def test_no_statement_of_an_engines_own_tests_gets_anything(
    parish: Parish, bare_folder: Path, case: Case
) -> None:
    told = parish.ask(case.text)
    assert told.outcome in ("refused", "unreadable")
    assert told.leaks == []
    assert TYPED.lower() not in told.words.lower()
    assert list(bare_folder.iterdir()) == []


@pytest.mark.skipif(not FOLDER, reason="BEHOLDEN_DUCKDB_STATEMENTS names no folder that has them")
def test_a_sample_of_an_engines_own_statements(parish: Parish, bare_folder: Path) -> None:
    texts = list(statements_below(Path(str(FOLDER))))[::ONE_IN]
    ours = [text for text in map(in_our_names, texts) if text]
    tried = try_all(parish, [*texts, *ours], Tried())
    assert tried.faults == []
    assert len(texts) > 100
    assert tried.outcomes["refused"] > len(ours)


def test_a_file_of_statements_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "one.test").write_text(AS_THEY_WRITE_THEM, encoding="utf-8")
    assert list(statements_below(tmp_path)) == list(statements(AS_THEY_WRITE_THEM))
    assert list(statements(AS_THEY_WRITE_THEM)) == [
        "create table t (i int);",
        "select i, count(*)\nfrom t group by i",
        "select * from nowhere",
    ]


def test_a_statement_is_told_again_in_our_names(parish: Parish, bare_folder: Path) -> None:
    ours = [text for text in map(in_our_names, statements(AS_THEY_WRITE_THEM)) if text]
    assert ours[0] == "SELECT tenure, COUNT(*) FROM council_tax GROUP BY tenure"
    tried = try_all(parish, ours, Tried())
    assert tried.outcomes == {"answered": 1, "refused": 1}
    assert tried.faults == []


def test_a_broken_promise_would_be_found(parish: Parish, bare_folder: Path) -> None:
    class Broken(Parish):
        def ask(self, text: str, *, jailed: bool = False) -> object:
            (bare_folder / "left behind").write_text("x", encoding="utf-8")
            if "crash" in text:
                raise RuntimeError("crash")
            rows = self.run(MadeUpPlan("select neighbourhood from council_tax"))
            return type(super().ask(text))("answered", str(rows.to_pylist()))

    broken = Broken(parish.bench, parish.extract, parish.connection)
    tried = try_all(broken, ["select name from council_tax", "crash"], Tried())
    kinds = [fault.split(":")[0] for fault in tried.faults]
    assert kinds == ["leak", "ran what was not decided", "a file", "crash (RuntimeError)"]
