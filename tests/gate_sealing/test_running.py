"""Running a plan: exact cells, in limits, in fixed words, and never after the end (S1, S6, S8)."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from waiting import PATIENCE

from beholden.gate.extract.extracts import Extract
from beholden.gate.extract.keys import Keys
from beholden.gate.running import engine
from beholden.gate.running import workers as workers_of
from beholden.gate.running.engine import run
from beholden.gate.running.limits import Limits
from beholden.kernel import (
    BadQuestion,
    BeholdenError,
    Damaged,
    DatasetTerms,
    Measure,
    OutOfLimits,
    Refused,
    Unavailable,
)
from gate_sealing.made_up import JOIN, MEASURE, Bench, MadeUpPlan, column, terms

MARKER = "MADEUPMARKER"
NEEDY = """
    SELECT "tenure", count(DISTINCT c."uprn") AS "households",
        count(DISTINCT c."uprn") AS "_subjects"
    FROM "council_tax" AS c JOIN "energy_certificates" AS e ON c."uprn" = e."uprn"
    WHERE "in_arrears" AND "rating" = 'cold' GROUP BY ALL ORDER BY 2 DESC, 1"""


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, Extract]:
    bench = Bench(tmp_path_factory.mktemp("running"))
    return bench, bench.seal()


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, Extract]:
    bench = Bench(tmp_path_factory.mktemp("marked"))
    dataset = DatasetTerms(
        "t", "S", (column("uprn", JOIN), column("place"), column("amount", MEASURE))
    )
    table = {
        "uprn": range(3000),
        "place": [f"{MARKER}-{i}" for i in range(3000)],
        "amount": ["9" * 18] * 3000,
    }
    return bench, bench.seal(terms(dataset), {"t": bench.source("t", table)})


def ask(sealed: tuple[Bench, Extract], sql: str, **limits: Any) -> pa.Table:
    bench, extract = sealed
    return run(MadeUpPlan(sql), extract, keys=bench.keys, limits=Limits(**limits)).table


def test_the_cells_carry_the_plan_and_the_exact_numbers(sealed: tuple[Bench, Extract]) -> None:
    bench, extract = sealed
    measure = Measure("households", "count")
    plan = MadeUpPlan(NEEDY, dimensions=("tenure",), measures=(measure,))
    cells = run(plan, extract, keys=bench.keys)
    cold = [i for i in range(40) if i % 5 and i % 2 == 0 and i % 8 in (3, 4, 5, 6)]
    assert cells.table.to_pylist() == [
        {"tenure": "owned", "households": len(cold), "_subjects": len(cold)}
    ]
    assert (cells.dimensions, cells.measures, cells.subject) == (
        ("tenure",),
        (measure,),
        "household",
    )
    assert (cells.smallest_group, cells.because) == (10, "outputs › aggregate")
    assert (cells.round_to, cells.largest_share) == (5, 0.5)


def test_the_order_of_the_question_is_kept(sealed: tuple[Bench, Extract]) -> None:
    table = ask(sealed, "SELECT range AS n FROM range(20000) ORDER BY hash(range)")
    assert table["n"].to_pylist()[:3] != [0, 1, 2]
    again = ask(sealed, "SELECT range AS n FROM range(20000) ORDER BY hash(range)")
    assert table == again


def test_sums_come_as_the_two_kinds_of_number_that_all_know(sealed: tuple[Bench, Extract]) -> None:
    table = ask(
        sealed,
        "SELECT sum(arrears) AS a, avg(arrears) AS b, count(*) AS c, sum(1) AS d, "
        "sum(9223372036854775807::HUGEINT * 9) AS e FROM council_tax",
    )
    assert [str(field.type) for field in table.schema] == [
        "double",
        "double",
        "int64",
        "int64",
        "double",
    ]


def test_a_decimal_comes_as_the_double_nearest_to_it(sealed: tuple[Bench, Extract]) -> None:
    texts = ["50995277167.45", "-12345678901234.56", "0.07", "99999999999999999999.99"]
    values = ", ".join(f"({text}::DECIMAL(38, 2))" for text in texts)
    table = ask(sealed, f"SELECT x AS total FROM (VALUES {values}) AS t(x)")
    assert table["total"].to_pylist() == [float(text) for text in texts]


def test_a_plan_whose_columns_do_not_come_is_stopped(sealed: tuple[Bench, Extract]) -> None:
    bench, extract = sealed
    with pytest.raises(OutOfLimits):
        run(MadeUpPlan("SELECT 1 AS a", dimensions=("tenure",)), extract, keys=bench.keys)


def test_after_the_key_is_destroyed_there_is_nothing_left_to_ask(bench: Bench) -> None:
    extract = bench.seal()
    assert run(MadeUpPlan("SELECT 1 AS a"), extract, keys=bench.keys).table.num_rows == 1
    bench.keys.destroy(extract.id)
    with pytest.raises(Refused) as caught:
        run(MadeUpPlan("SELECT 1 AS a"), extract, keys=bench.keys)
    assert caught.value.refusal.what == "the agreement has ended; there is nothing left to ask"


def test_where_the_store_of_keys_does_not_say_nothing_is_answered(
    sealed: tuple[Bench, Extract], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(sealed, "SELECT 1 AS a")

    def fail(self: Keys, extract_id: str) -> bool:
        raise OSError(errno.EIO, "made up")

    monkeypatch.setattr(Keys, "has", fail)
    with pytest.raises(Unavailable, match="nothing is answered"):
        ask(sealed, "SELECT 1 AS a")


def test_a_damaged_extract_is_not_asked(bench: Bench) -> None:
    extract = bench.seal()
    content = bytearray(extract.path.read_bytes())
    content[-100] ^= 1
    extract.path.write_bytes(content)
    with pytest.raises(Damaged):
        run(MadeUpPlan("SELECT 1 AS a"), extract, keys=bench.keys)


def own_children() -> set[str]:
    """Return the processes that this one started and that are there still, the dead among them."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended while we looked
            state = stat.read_text().rpartition(")")[2].split()
            if int(state[1]) == os.getpid():
                found.add(stat.parent.name)
    return found


def test_no_worker_and_no_descriptor_is_left_behind(sealed: tuple[Bench, Extract]) -> None:
    engine.end_workers()
    before, children = set(os.listdir("/proc/self/fd")), own_children()
    ask(sealed, "SELECT 1")
    with pytest.raises(OutOfLimits):
        ask(sealed, "SELECT count(*) FROM range(1000000000000)", seconds=0.2)
    engine.end_workers()
    assert set(os.listdir("/proc/self/fd")) == before
    assert own_children() <= children


def test_several_may_ask_at_once(sealed: tuple[Bench, Extract]) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(
                lambda n: ask(sealed, f"SELECT {n} AS n, count(*) AS c FROM council_tax"), range(8)
            )
        )
    assert [table.to_pylist() for table in answers] == [[{"n": n, "c": 32}] for n in range(8)]


LEAKING = [
    "SELECT CAST(place AS INTEGER) FROM t",
    "SELECT error(place) FROM t",
    "SELECT CAST(place AS DATE) FROM t",
    "SELECT strptime(place, '%Y') FROM t",
    "SELECT (SELECT place FROM t)::INTEGER",
    "SELECT CAST(amount AS TINYINT) FROM t",
    "SELECT json(place) FROM t",
    "SELECT place::ENUM('a') FROM t",
    "SELECT regexp_matches('a', '(' || place) FROM t",
    "SELECT plaice FROM t",
    "SELECT * FROM tt",
    "SELECT sum(amount::HUGEINT * 10000000000000000000) FROM t",
    "SELECT",
    "",
    "SELECT 1; SELECT place FROM t WHERE place::INT = 1",
]


@pytest.mark.parametrize("sql", LEAKING)
def test_what_the_engine_says_of_a_value_never_passes(
    marked: tuple[Bench, Extract], sql: str
) -> None:
    with pytest.raises(BeholdenError) as caught:
        ask(marked, sql)
    error = caught.value
    told = f"{error} {error.to_dict()} {error.__cause__} {error.__context__}"
    assert isinstance(caught.value, BadQuestion | OutOfLimits)
    for text in (MARKER, "999999", "place", '"t"', "Error:"):
        assert text not in told


ENDLESS = [
    "SELECT count(*) FROM range(1000000000000)",
    "SELECT count(*) FROM t a, t b, t c WHERE a.place < b.place || c.place",
    "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    "SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))",
    "SELECT length(lpad('a', 2000000000, 'b')), length(lpad('b', 2000000000, 'c')) FROM range(50)",
    "SELECT sum(length(repeat(place, 100000))) FROM t, range(1000)",
    "SELECT sum(regexp_matches(place || repeat('a', 20000), '(a*)*c')::INT) FROM t, range(1000)",
    "SELECT list(a.place) FROM t a, t b, t c",
]


@pytest.mark.parametrize("sql", ENDLESS)
def test_an_endless_question_is_stopped_at_its_limit(
    marked: tuple[Bench, Extract], sql: str
) -> None:
    begun = time.monotonic()
    with pytest.raises(OutOfLimits, match="stopped at a limit"):
        ask(marked, sql, seconds=1.0, memory_mb=512)
    # How soon it stops is measured by the benchmark of sealing; here, that it is stopped at all.
    assert time.monotonic() - begun < PATIENCE


GREEDY = [
    "SELECT list(range) FROM range(2000000000)",
    "SELECT count(*) FROM (SELECT DISTINCT hash(range) || repeat('x', 100) FROM range(100000000))",
    "SELECT repeat('x', 2000000000) || repeat('y', 2000000000)",
    "SELECT string_agg(place, '') FROM t, range(100000)",
]


@pytest.mark.parametrize("sql", GREEDY)
def test_a_greedy_question_stops_and_takes_nothing_with_it(
    marked: tuple[Bench, Extract], sql: str
) -> None:
    with pytest.raises(OutOfLimits, match="stopped at a limit"):
        ask(marked, sql, seconds=20.0, memory_mb=256)
    assert ask(marked, "SELECT count(*) AS c FROM t")["c"].to_pylist() == [3000]


def test_an_answer_may_have_just_so_many_rows(sealed: tuple[Bench, Extract]) -> None:
    assert ask(sealed, "SELECT * FROM range(1000)", rows=1000).num_rows == 1000
    with pytest.raises(OutOfLimits, match="more than 1,000 rows"):
        ask(sealed, "SELECT * FROM range(1001)", rows=1000)


def test_an_answer_may_have_just_so_many_bytes(sealed: tuple[Bench, Extract]) -> None:
    with pytest.raises(OutOfLimits, match="larger than 1 MiB"):
        ask(sealed, "SELECT repeat('x', 100000) FROM range(100)", answer_bytes=1 << 20)


READY = "os.write(r, b'R' + bytes(8)); "
LYING = {
    "dies": "os._exit(1)",
    "crashes": "os.kill(os.getpid(), 11)",
    "never answers": "time.sleep(600)",
    "answers with half a frame": "os.write(r, b'T' + (100).to_bytes(8, 'big') + b'x')",
    "answers drop by drop": (
        "os.write(r, b'T' + (10**6).to_bytes(8, 'big'))\n"
        "while 1: os.write(r, b'x'); time.sleep(0.05)"
    ),
    "answers with what is no table": (
        "os.write(r, b'T' + (5).to_bytes(8, 'big') + b'hello'); time.sleep(600)"
    ),
    "promises too many bytes": "os.write(r, b'T' + (2**60).to_bytes(8, 'big')); time.sleep(600)",
    "makes up a failure": (
        f"os.write(r, b'E' + (12).to_bytes(8, 'big') + b'{MARKER}'); time.sleep(600)"
    ),
}


@pytest.mark.parametrize("lie", LYING)
def test_a_worker_that_lies_is_stopped_and_never_quoted(
    sealed: tuple[Bench, Extract], lying: Callable[[str], None], lie: str
) -> None:
    lying(READY + LYING[lie])
    with pytest.raises(OutOfLimits) as caught:
        ask(sealed, "SELECT 1", seconds=0.5)
    assert MARKER not in str(caught.value)
    assert not any(place.idle for place in workers_of.workers()._open.values())


def test_an_image_that_the_engine_cannot_open_is_damaged(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = bench.seal()
    monkeypatch.setattr(
        engine, "open_extract", lambda extract, key, image: os.write(image, b"x" * 8192)
    )
    with pytest.raises(Damaged, match="cannot be opened"):
        run(MadeUpPlan("SELECT 1"), extract, keys=bench.keys)


def test_an_extract_answers_the_same_after_the_source_is_gone(bench: Bench) -> None:
    extract = bench.seal()
    before = run(MadeUpPlan(NEEDY), extract, keys=bench.keys).table
    for path in bench.folder.rglob("*.parquet"):
        path.unlink()
    kept = replace(extract)
    assert run(MadeUpPlan(NEEDY), kept, keys=bench.keys).table == before
