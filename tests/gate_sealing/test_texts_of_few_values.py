"""A text of few values is stored as an enumeration, and whatever is asked of it is as of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.gate.extract.ordering import FewTexts
from beholden.gate.running.engine import exact_table
from beholden.gate.running.limits import Limits
from beholden.gate.running.worker import open_engine
from beholden.kernel import DatasetTerms
from gate_sealing.made_up import JOIN, Bench, column, terms

ODD = (None, "", " ", "A", "a", "a'x", "b", "É", "é", "12", "-3", "2024-01-02", "true", 'say "no"')
# What questions make of texts: conditions, values to group by, and what stands round them.
CONDITIONS = """e = 'b'|e = 'nowhere'|e <> 'nowhere'|NOT (e = 'nowhere')|e IN ('b', 'nowhere')
e NOT IN ('b', 'nowhere')|e IN ('b', NULL)|e < 'b'|e >= 'é'|e BETWEEN 'A' AND f|e = f|e <> f|e < f
e IS DISTINCT FROM f|e IS NOT DISTINCT FROM 'nowhere'|e IS NULL|e = ''|e LIKE 'a%'|e ILIKE 'A%'
e NOT LIKE '%b%'|starts_with(e, 'a')|contains(e, 'b')|e ^@ 'b'|TRY(e = 12)
e IN (SELECT f FROM t)|NOT EXISTS (SELECT 1 FROM t AS u WHERE u.f = t.e)|ROW(e, f) = ROW(f, e)
TRY_CAST(e AS DATE) < DATE '2025-01-01'|e = CAST(n AS VARCHAR)|e = substring(f, 1, 1)"""
VALUES = """e || '-' || f
CASE WHEN n > 2 THEN e ELSE 'nowhere' END|CASE WHEN n > 2 THEN e ELSE f END
CASE e WHEN 'b' THEN 'B' WHEN 'nowhere' THEN 'N' ELSE e END|COALESCE(e, 'nowhere')|COALESCE(e, f)
NULLIF(e, 'b')|NULLIF(e, f)|concat(e, f)|greatest(e, f)|least(e, 'b')|upper(e)|lower(e)|e
length(e)|f|left(e, 1)|right(e, 2)|substring(e, 2, 2)|trim(e)|ltrim(e, 'a')|CAST(e AS VARCHAR)
TRY_CAST(e AS INTEGER)|TRY_CAST(e AS DOUBLE)|TRY_CAST(e AS DATE)|TRY_CAST(e AS BOOLEAN)
TRY(year(CAST(e AS DATE)))|COALESCE(TRY_CAST(e AS INTEGER), n)"""
QUESTIONS = """SELECT e, f, count(*), sum(n) FROM t GROUP BY ALL ORDER BY e, f
SELECT e, count(DISTINCT f), min(e), max(f), max(e, 2) FROM t GROUP BY e ORDER BY e DESC
SELECT e FROM t UNION ALL SELECT f FROM t ORDER BY 1
SELECT a.n, b.n FROM t AS a JOIN t AS b ON a.e = b.f ORDER BY 1, 2
SELECT a.n, b.f FROM t AS a LEFT JOIN t AS b ON a.e = b.f ORDER BY ALL
SELECT e, n, row_number() OVER (PARTITION BY f ORDER BY e, n) FROM t ORDER BY ALL
SELECT e, f, sum(n) FROM t GROUP BY ROLLUP (e, f) ORDER BY ALL"""

_BETWEEN = re.compile(r"(?<!\|)\|(?!\|)")  # || puts two texts together


def parts(texts: str) -> list[str]:
    return [part for line in texts.splitlines() for part in _BETWEEN.split(line)]


@pytest.fixture(scope="module")
def engine() -> Iterator[Any]:
    """Return the workers' engine."""
    with open_engine({"memory_mb": 512}) as connection:
        yield connection


def told(engine: Any, question: str) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return what is found of the texts, and of the same that are stored as enumerations."""
    engine.execute("CREATE OR REPLACE TEMP VIEW t AS FROM texts")
    plain = engine.execute(question).fetchall()
    engine.execute("CREATE OR REPLACE TEMP VIEW t AS FROM stored")
    return plain, engine.execute(question).fetchall()


def fill(engine: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    engine.execute("CREATE OR REPLACE TABLE texts(e VARCHAR, f VARCHAR, n BIGINT)")
    engine.executemany("INSERT INTO texts VALUES (?, ?, ?)", rows)
    few = FewTexts.of(engine, "texts", ["e", "f"])
    kinds = {"e": "VARCHAR", "f": "VARCHAR", "n": "BIGINT"} | few.kinds()
    engine.execute(
        f"CREATE OR REPLACE TABLE stored ({', '.join(f'{n} {k}' for n, k in kinds.items())})"
    )
    carried = ", ".join(few.number(name, kind) for name, kind in kinds.items())
    again = ", ".join(map(few.value, kinds))
    engine.execute(f"INSERT INTO stored SELECT {again} FROM (SELECT {carried} FROM texts)")


texts = st.one_of(st.sampled_from(ODD), st.text("abÉ'\\\n12-", max_size=3))
tables = st.lists(st.tuples(texts, texts, st.integers(0, 5)), min_size=1, max_size=30)


@settings(max_examples=20)
@given(rows=tables)
def test_whatever_is_asked_of_it_is_as_of_a_text(engine, rows):
    fill(engine, rows)
    kinds = {row[0]: row[1] for row in engine.execute("DESCRIBE stored").fetchall()}
    assert all(kinds[name].startswith("ENUM") or not any(row[at] is not None for row in rows)
               for at, name in enumerate("ef"))  # fmt: skip
    every = ", ".join([f"({one})" for one in parts(CONDITIONS + "\n" + VALUES)])
    plain, stored = told(engine, f"SELECT {every} FROM t ORDER BY ALL")
    assert stored == plain
    for question in QUESTIONS.splitlines():
        plain, stored = told(engine, question)
        assert stored == plain


@pytest.mark.parametrize("condition", parts(CONDITIONS))
def test_a_condition_chooses_the_rows_that_it_would_of_a_text(engine, condition):
    fill(engine, [(e, f, n) for n, e in enumerate(ODD) for f in ODD])
    plain, stored = told(engine, f"SELECT e, f, n FROM t WHERE {condition} ORDER BY ALL")
    assert stored == plain


@pytest.mark.parametrize("value", ["e + 1", "e > n", "abs(e)", "sum(e)", "year(e)"])
def test_what_cannot_be_asked_of_a_text_cannot_be_asked_of_it(engine, value):
    fill(engine, [("12", "b", 1)])
    for table in ("texts", "stored"):
        with pytest.raises(duckdb.BinderException):
            engine.execute(f"SELECT {value} FROM {table}")


def test_rows_and_cells_that_come_back_hold_texts(bench: Bench):
    dataset = DatasetTerms("t", "Steward", (column("uprn", JOIN), column("ward")))
    wards = ["Harbour", None, "Élan", "harbour"] * 5
    source = bench.source("t", {"uprn": [str(n) for n in range(20)], "ward": wards})
    extract = bench.seal(terms(dataset), {"t": source})
    asked = "SELECT ward, count(*) AS n FROM t GROUP BY ward ORDER BY ward"
    table = exact_table(asked, extract, keys=bench.keys, limits=Limits())
    assert table.schema.field("ward").type == pa.string()
    assert table.column("ward").to_pylist() == ["Harbour", "harbour", "Élan", None]
