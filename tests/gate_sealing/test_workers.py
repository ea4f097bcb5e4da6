"""Workers: used again, cancelled, ended with their key, and kept apart where there is no jail."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from waiting import PATIENCE, until

from beholden.gate.extract.extracts import Extract
from beholden.gate.running import answering
from beholden.gate.running import workers as workers_of
from beholden.gate.running.engine import end_workers, finish, run
from beholden.gate.running.limits import Cancel, Isolation, Limits
from beholden.kernel import BadQuestion, BeholdenError, OutOfLimits, Refused
from gate_sealing.made_up import Bench, MadeUpPlan

ENDLESS = "SELECT count(*) FROM range(1000000000000)"
COUNT = "SELECT count(*) AS n FROM council_tax"
# What ends sooner was ended by something else than its limit.
FOREVER = Limits(seconds=2 * PATIENCE)
BOTH = pytest.mark.parametrize("isolation", list(Isolation))


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, Extract]:
    bench = Bench(tmp_path_factory.mktemp("workers"))
    return bench, bench.seal()


def ask(sealed: tuple[Bench, Extract], sql: str, **more: Any) -> pa.Table:
    bench, extract = sealed
    return run(MadeUpPlan(sql), extract, keys=bench.keys, **more).table


def idle(extract: Extract) -> list[int]:
    """Return how often each idle worker of an extract was asked."""
    places = workers_of.workers()._open.values()
    return [w.asked for p in places if p.opening.name == extract.id for w in p.idle]


def test_one_worker_answers_question_after_question(sealed: tuple[Bench, Extract]) -> None:
    end_workers(sealed[1].id)
    for _ in range(5):
        assert ask(sealed, COUNT)["n"].to_pylist() == [32]
    assert idle(sealed[1]) == [5]


def test_a_question_that_does_not_fit_costs_no_worker_and_a_limit_costs_one(
    sealed: tuple[Bench, Extract],
) -> None:
    end_workers(sealed[1].id)
    with pytest.raises(BadQuestion):
        ask(sealed, "SELECT tenure::INT FROM council_tax")
    assert idle(sealed[1]) == [1]
    with pytest.raises(OutOfLimits):
        ask(sealed, "SELECT * FROM range(100)", limits=Limits(rows=10))
    assert idle(sealed[1]) == []


def test_after_so_many_questions_a_worker_ends(
    sealed: tuple[Bench, Extract], monkeypatch: pytest.MonkeyPatch
) -> None:
    end_workers(sealed[1].id)
    monkeypatch.setattr(answering, "QUESTIONS_OF_A_WORKER", 2)
    ask(sealed, COUNT)
    ask(sealed, COUNT)
    assert idle(sealed[1]) == []


def test_nothing_that_one_question_made_is_there_for_the_next(
    sealed: tuple[Bench, Extract],
) -> None:
    end_workers(sealed[1].id)
    for made in ("CREATE TEMP TABLE kept AS SELECT tenure FROM council_tax", "SET VARIABLE v = 1"):
        try:
            ask(sealed, made)
        except BeholdenError:
            continue
    for looked_for in ("SELECT * FROM kept", "SELECT getvariable('v') AS v WHERE v IS NOT NULL"):
        try:
            assert ask(sealed, looked_for).num_rows == 0
        except BadQuestion:
            continue


@BOTH
def test_what_a_question_is_told_is_the_same_however_it_is_kept_in(
    sealed: tuple[Bench, Extract], isolation: Isolation
) -> None:
    sql = "SELECT tenure, count(*) AS n, sum(arrears) AS s FROM council_tax GROUP BY 1 ORDER BY 1"
    assert ask(sealed, sql, isolation=isolation) == ask(sealed, sql)
    with pytest.raises(OutOfLimits, match=r"longer than 0\.5 seconds"):
        ask(sealed, ENDLESS, isolation=isolation, limits=Limits(seconds=0.5))
    with pytest.raises(BadQuestion):
        ask(sealed, "SELECT tenure::INT FROM council_tax", isolation=isolation)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "COPY council_tax TO '{outside}'",
        "ATTACH '{outside}' AS other",
        "SET enable_external_access = true",
        "SELECT * FROM read_blob('{room}/*/load')",
    ],
)
def test_without_a_jail_the_engines_own_lock_holds(
    sealed: tuple[Bench, Extract], tmp_path: Path, sql: str
) -> None:
    outside = tmp_path / "outside"
    text = sql.format(outside=outside, room=tmp_path.parent)
    with pytest.raises((BadQuestion, OutOfLimits)):
        ask(sealed, text, isolation=Isolation.PORTABLE)
    assert not outside.exists()


def test_without_a_jail_the_image_is_on_no_disk_when_a_question_runs(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = bench.seal()
    rooms = tmp_path / "rooms"
    rooms.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(rooms))
    ask((bench, extract), COUNT, isolation=Isolation.PORTABLE)
    assert list(rooms.iterdir()) == []


@BOTH
def test_a_caller_stops_a_question_from_another_thread(
    sealed: tuple[Bench, Extract], isolation: Isolation
) -> None:
    ask(sealed, COUNT, isolation=isolation)
    cancel = Cancel()
    threading.Timer(0.3, cancel.stop).start()
    begun = time.monotonic()
    with pytest.raises(OutOfLimits, match="Who asked it stopped it"):
        ask(sealed, ENDLESS, cancel=cancel, isolation=isolation, limits=FOREVER)
    assert time.monotonic() - begun < PATIENCE


def test_a_question_that_waits_for_its_turn_can_be_stopped(
    sealed: tuple[Bench, Extract], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = workers_of.Workers(at_once=1)
    monkeypatch.setattr(workers_of._HERE, "workers", few)
    first, second = Cancel(), Cancel()
    try:
        with ThreadPoolExecutor(2) as pool:
            one = pool.submit(ask, sealed, ENDLESS, cancel=first, limits=FOREVER)
            assert until(lambda: any(place.at_work for place in list(few._open.values())))
            two = pool.submit(ask, sealed, COUNT, cancel=second)
            second.stop()
            with pytest.raises(OutOfLimits, match="stopped it"):
                two.result(PATIENCE)
            assert not one.done()
            first.stop()
            with pytest.raises(OutOfLimits):
                one.result(PATIENCE)
    finally:
        few.end()


def test_when_the_key_goes_a_running_question_gets_no_answer(bench: Bench) -> None:
    extract = bench.seal()
    ask((bench, extract), COUNT)
    threading.Timer(0.3, lambda: bench.keys.destroy(extract.id)).start()
    begun = time.monotonic()
    with pytest.raises(Refused, match="has ended"):
        ask((bench, extract), ENDLESS, limits=FOREVER)
    assert time.monotonic() - begun < PATIENCE


def test_when_the_key_goes_the_workers_and_the_image_go_unasked(bench: Bench) -> None:
    extract = bench.seal()
    ask((bench, extract), COUNT)
    assert idle(extract) == [1]
    bench.keys.destroy(extract.id)
    assert until(lambda: not _opened(extract))


def _opened(extract: Extract) -> bool:
    return any(p.opening.name == extract.id for p in list(workers_of.workers()._open.values()))


def test_an_extract_that_was_sealed_anew_in_its_place_is_not_answered_from_the_old(
    bench: Bench,
) -> None:
    first = bench.seal()
    ask((bench, first), COUNT)
    second = bench.seal(None, bench.both(20))
    assert ask((bench, second), COUNT)["n"].to_pylist() == [16]


@BOTH
def test_a_finish_reads_the_tables_that_it_is_brought_and_no_extract(
    sealed: tuple[Bench, Extract], isolation: Isolation
) -> None:
    tables = {"cells": pa.table({"n": [1, 2]}), "more cells": pa.table({"n": [40]})}
    sql = 'SELECT c.n + m.n AS n FROM cells AS c, "more cells" AS m ORDER BY 1'
    assert finish(sql, tables, isolation=isolation)["n"].to_pylist() == [41, 42]
    for hidden in ("SELECT * FROM council_tax", "SELECT * FROM sealed.council_tax", sql):
        with pytest.raises(BadQuestion, match="above its groups"):
            finish(hidden, {}, isolation=isolation)


def test_a_finish_runs_in_no_process_of_ours_and_within_its_limits() -> None:
    with pytest.raises(OutOfLimits, match="above its groups was stopped"):
        finish(ENDLESS, {}, limits=Limits(seconds=0.3, memory_mb=512))
    with pytest.raises(OutOfLimits, match="above its groups was stopped"):
        finish(
            "SELECT list(range) FROM range(2000000000)",
            {},
            limits=Limits(seconds=20, memory_mb=256),
        )
    assert finish("SELECT 1 AS a", {})["a"].to_pylist() == [1]


def test_ten_at_once_all_get_their_answers(sealed: tuple[Bench, Extract]) -> None:
    sql = "SELECT {n} AS n, count(*) AS c FROM council_tax, range(20000)"
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda n: ask(sealed, sql.format(n=n)), range(10)))
    assert [a.to_pylist() for a in answers] == [[{"n": n, "c": 640_000}] for n in range(10)]
