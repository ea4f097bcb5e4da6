"""Opening and asking beside plain DuckDB, deciding, limits, and many questions."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from beholden.gate.answer.treating import treat
from beholden.gate.extract.extracts import Extract
from beholden.gate.extract.keys import Keys
from beholden.gate.question.deciding import decide
from beholden.gate.running.engine import end_workers, run
from beholden.gate.running.limits import Limits
from beholden.gate.running.workers import workers
from beholden.kernel import BeholdenError, Measure
from benchmarks.uprn.bars import Bar, Goal

from .acts import extract_of
from .costs import MB, go_alike
from .data import MadeUpTrade, terms

ROUNDS = 5
LONG = 0.1  # seconds: the goal is for questions that take at least that long
QUESTIONS = {
    "count by two": """SELECT returnflag, linestatus, count(*) AS n, sum(quantity) AS q,
        sum(extendedprice) AS p, avg(discount) AS d FROM lineitem
        WHERE shipdate <= DATE '1998-09-02' GROUP BY ALL ORDER BY ALL""",
    "sum where": """SELECT sum(extendedprice * discount) AS r FROM lineitem
        WHERE shipdate >= DATE '1994-01-01' AND shipdate < DATE '1995-01-01'
        AND discount BETWEEN 0.05 AND 0.07 AND quantity < 24""",
    "join of two": """SELECT shipmode, count(*) AS n,
        count(*) FILTER (orderpriority IN ('1-URGENT', '2-HIGH')) AS h
        FROM lineitem JOIN orders USING (orderkey) WHERE receiptdate < DATE '1995-01-01'
        GROUP BY ALL ORDER BY ALL""",
    "join of three": """SELECT nation, year(orderdate) AS y, sum(extendedprice) AS p FROM lineitem
        JOIN orders USING (orderkey) JOIN customer USING (custkey) GROUP BY ALL ORDER BY ALL""",
    "distinct subjects": """SELECT shipmode, count(DISTINCT custkey) AS n FROM lineitem
        JOIN orders USING (orderkey) GROUP BY ALL ORDER BY ALL""",
    "by subject first": """SELECT mktsegment, count(*) AS n, max(s) AS m FROM (SELECT mktsegment,
        custkey, sum(totalprice) AS s FROM orders JOIN customer USING (custkey) GROUP BY ALL)
        GROUP BY ALL ORDER BY ALL""",
    "every ship date": """SELECT shipdate, shipmode, count(*) AS n, sum(tax) AS t FROM lineitem
        GROUP BY ALL ORDER BY ALL""",
    "count of orders": "SELECT orderpriority, count(*) AS n FROM orders GROUP BY ALL ORDER BY ALL",
}


# What an analyst asks under the benchmark's terms: the first five may be asked, the others not.
ALLOWED = 5
ASKED = (
    """SELECT returnflag, linestatus, count(*) AS n, sum(totalprice) AS p, avg(acctbal) AS b
        FROM lineitem JOIN orders USING (orderkey) JOIN customer USING (custkey)
        WHERE shipdate <= DATE '1998-09-02' GROUP BY ALL ORDER BY ALL""",
    "SELECT orderpriority, count(*) AS n FROM orders GROUP BY 1 ORDER BY 2 DESC LIMIT 3",
    """WITH a AS (SELECT nation, year(orderdate) AS y, sum(totalprice) AS p FROM orders
        JOIN customer USING (custkey) GROUP BY ALL)
        SELECT nation, y, p / sum(p) OVER (PARTITION BY y) AS share FROM a ORDER BY ALL""",
    """SELECT mktsegment, CASE WHEN orderpriority IN ('1-URGENT', '2-HIGH') THEN 'soon' ELSE 'later'
        END AS how, count(*) AS n, count(*) FILTER (orderstatus = 'F') AS f
        FROM orders JOIN customer USING (custkey) GROUP BY ALL HAVING count(*) > 100""",
    """SELECT a.nation, a.n, b.n AS all FROM (SELECT nation, count(*) AS n FROM customer
        WHERE mktsegment = 'BUILDING' GROUP BY 1) a JOIN (SELECT nation, count(*) AS n FROM customer
        GROUP BY 1) b USING (nation)""",
    "SELECT custkey, totalprice FROM orders",
    "SELECT comment, count(*) FROM orders GROUP BY 1",
    "SELECT max(acctbal) FROM customer",
)


@dataclass(frozen=True)
class Plan:
    """A text to run as a plan."""

    sql: str
    dimensions: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    subject: str = "customer"
    smallest_group: int = 10
    because: str = ""
    round_to: int = 5
    largest_share: float = 0.5


@dataclass(frozen=True)
class Asker:
    """An extract and its keys, asked within limits."""

    extract: Extract
    keys: Keys

    def ask(self, sql: str, limits: Limits | None = None) -> pa.Table:
        """Return the exact cells of a text."""
        return run(Plan(sql), self.extract, keys=self.keys, limits=limits).table

    def answer(self, question: str) -> pa.Table:
        """Return the answer to a question: decided, asked part by part, treated and finished."""
        given = terms()
        plan = decide(question, given, today=given.starts).plan
        if plan is None:
            raise AssertionError("a question of the benchmark is refused")
        patient, noted = Limits(seconds=300.0), plan.given(self.extract.noted)
        cells = [run(p, self.extract, keys=self.keys, limits=patient) for p in noted.apart()]
        return treat(*cells, plan=plan).table


def asker(trade: MadeUpTrade) -> Asker:
    """Return who asks the extract that was sealed last, and whose workers stand as we do."""
    one = Asker(*extract_of(trade))
    one.ask("SELECT 1 AS a")
    if process := workers()._starter._process:
        go_alike(process.pid)
    return one


def seconds(act: Callable[[], object]) -> float:
    """Return the seconds that pass while an act is done."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def opening(trade: MadeUpTrade) -> list[Bar]:
    """Measure the least question: cold (decrypt, start), warm (start), and of a worker at hand."""
    one = asker(trade)
    cold, warm, at_hand = [], [], []
    one.ask("SELECT 1 AS a")
    for _ in range(ROUNDS):
        end_workers(one.extract.id)  # the starter stays, as in a service that has run before
        cold.append(seconds(lambda: one.ask("SELECT 1 AS a")))
        _spend_worker(one)
        warm.append(seconds(lambda: one.ask("SELECT 1 AS a")))
        at_hand.append(seconds(lambda: one.ask("SELECT 1 AS a")))
    size = f"{trade.rows:,} line items, the least question"
    middle = statistics.median
    return [
        Bar("opening", f"open cold, {size}", middle(cold), goal=Goal(at_most=0.5), unit="s"),
        Bar("opening", f"open warm, {size}", middle(warm), goal=Goal(at_most=0.1), unit="s"),
        Bar("opening", f"a worker at hand, {size}", middle(at_hand), unit="s"),
    ]


def _spend_worker(one: Asker) -> None:
    """End the idle worker by a limit; the decrypted image stays."""
    try:
        one.ask("SELECT * FROM range(9)", Limits(rows=1))
    except BeholdenError:
        return


def asking(trade: MadeUpTrade) -> list[Bar]:
    """Measure each question in a worker beside the same text on a plain DuckDB file."""
    one, bars, long = asker(trade), [], []
    plain_file = trade.folder / "plain.duckdb"
    if not plain_file.exists():
        trade.create_plain(plain_file)
    with duckdb.connect(str(plain_file), read_only=True) as connection:
        connection.execute("SET threads = 2")
        for name, sql in QUESTIONS.items():
            plain, ours, other = _pair(one, connection, sql)
            ratio = statistics.median(o / p for o, p in zip(ours, plain, strict=True))
            told = statistics.median(ours), statistics.median(plain)
            said = f"{other} cells differ from plain DuckDB" if other else "the same answer"
            bars.append(Bar("asking", name, *told, unit="s", note=f"{ratio:.2f} ×, {said}"))
            long += [ratio] if told[1] >= LONG else []
            bars += [Bar("asking", f"{name}: cells that differ", other, goal=Goal(at_most=0),
                         unit="")] if other else []  # fmt: skip
    if not long:
        return bars
    what = f"ask beside plain DuckDB, {len(long)} questions over 100 ms"
    ratio = statistics.median(long)
    return [
        *bars,
        Bar("asking", what, ratio, 1.0, Goal(at_most=1.1), "×", f"worst {max(long):.2f}"),
    ]


def _pair(one: Asker, connection: Any, sql: str) -> tuple[list[float], list[float], int]:
    plainly = partial(_plainly, connection, sql)
    other = _differences(_rows(one.ask(sql)), _rows(plainly()))
    times = [(seconds(plainly), seconds(lambda: one.ask(sql))) for _ in range(ROUNDS)]
    return [p for p, _ in times], [o for _, o in times], other


def _differences(ours: list[tuple[Any, ...]], plain: list[tuple[Any, ...]]) -> int:
    """Return how many cells differ; where the rows are not as many, all of them."""
    if len(ours) != len(plain):
        return max(len(ours), len(plain))
    return sum(
        a != b for one, two in zip(ours, plain, strict=True) for a, b in zip(one, two, strict=True)
    )


def _rows(table: pa.Table) -> list[tuple[Any, ...]]:
    """Return a table's rows with numbers as doubles of twelve figures."""
    return [
        tuple(v if isinstance(v, str) or v is None else _rounded(v) for v in row.values())
        for row in table.to_pylist()
    ]


def _rounded(value: Any) -> Any:
    try:
        return float(f"{float(value):.12g}")
    except TypeError:
        return value


def deciding(_: MadeUpTrade) -> list[Bar]:
    """Measure processor time to decide, over questions an analyst asks; allowed ones by themselves.

    Raises AssertionError where a question is not decided as the list says, for then the figure
    would not be of what it says.
    """
    given = terms()
    decide(ASKED[0], given, today=given.starts)
    times: list[list[float]] = []
    for place, sql in enumerate(ASKED):
        times.append([])
        for _round in range(2 * ROUNDS):
            begun = time.process_time()
            decision = decide(sql, given, today=given.starts)
            times[-1].append(1000 * (time.process_time() - begun))
        if decision.allowed is not (place < ALLOWED):
            raise AssertionError(f"question {place + 1} is not decided as the benchmark says")
    allowed = [one for asked in times[:ALLOWED] for one in asked]
    every = [one for asked in times for one in asked]
    note = f"{len(ASKED)} questions, {ALLOWED} of them allowed"
    slow, all_slow = (statistics.quantiles(one, n=20)[-1] for one in (allowed, every))
    middle = statistics.median(allowed)
    return [
        Bar("deciding", "decide an allowed question, median", middle, unit="ms", note=note),
        Bar("deciding", "decide an allowed question, 95 in 100", slow, goal=Goal(at_most=15),
            unit="ms"),
        Bar("deciding", "decide any of them, 95 in 100", all_slow, unit="ms"),
    ]  # fmt: skip


def answering(trade: MadeUpTrade) -> list[Bar]:
    """Measure what an analyst waits for beside the same text on plain DuckDB.

    That is deciding, what the gate writes run in a worker, treating, and what stands on top of the
    cells: a plain engine neither counts subjects once nor withholds anything.
    """
    one, bars, ratios = asker(trade), [], []
    plain_file = trade.folder / "plain.duckdb"
    if not plain_file.exists():
        trade.create_plain(plain_file)
    with duckdb.connect(str(plain_file), read_only=True) as connection:
        connection.execute("SET threads = 2")
        for place, sql in enumerate(ASKED[:ALLOWED], start=1):
            plainly = partial(_plainly, connection, sql)
            plainly(), one.answer(sql)
            times = [(seconds(partial(one.answer, sql)), seconds(plainly)) for _ in range(ROUNDS)]
            ratio = statistics.median(each / other for each, other in times)
            ours, plain = (statistics.median(each) for each in zip(*times, strict=True))
            ratios.append(ratio)
            what, note = f"question {place}", f"{ratio:.1f} ×"
            bars.append(Bar("answering", what, ours, plain, unit="s", note=note))
    size = f"{trade.rows:,} line items"
    what = f"{size}: an answer beside plain DuckDB, {ALLOWED} questions"
    note = f"worst {max(ratios):.1f}"
    return [*bars, Bar("answering", what, statistics.median(ratios), 1.0, unit="×", note=note)]


def _plainly(connection: Any, sql: str) -> pa.Table:
    return connection.sql(sql).to_arrow_table()


def stopping(trade: MadeUpTrade) -> list[Bar]:
    """Measure how long after its limit of a second a question that never ends has stopped."""
    one, limits = asker(trade), Limits(seconds=1.0)
    one.ask("SELECT 1 AS a", limits)
    endless = [
        "SELECT count(*) FROM range(1000000000000) AS t(i) WHERE hash(i) % 7 = 3",
        "SELECT count(*) FROM lineitem AS a, lineitem AS b WHERE hash(a.tax, b.orderkey) % 7 = 3",
        "SELECT length(lpad('a', 2000000000, 'b')) FROM range(50)",
        "SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))",
    ]
    late = []
    for sql in endless:
        late.append(seconds(partial(_stopped, one, sql, limits)) - limits.seconds)
    what = f"stopped after its limit, the worst of {len(endless)}"
    return [Bar("stopping", what, max(late), goal=Goal(at_most=2), unit="s")]


def _stopped(one: Asker, sql: str, limits: Limits) -> None:
    try:
        one.ask(sql, limits)
    except BeholdenError:
        return
    raise AssertionError("a question that never ends has ended")


def together(trade: MadeUpTrade) -> list[Bar]:
    """Ask ten questions at once; none may fail, and all must be as when asked alone."""
    one = asker(trade)
    texts = (list(QUESTIONS.values()) * 2)[:10]
    alone = {sql: _rows(one.ask(sql)) for sql in set(texts)}
    with ThreadPoolExecutor(10) as pool:
        wrong = sum(pool.map(lambda sql: _failed(one, sql, alone[sql]), texts))
    what = "ten questions at once: failed, or not as alone"
    return [Bar("together", what, wrong, goal=Goal(at_most=0), unit="")]


def _failed(one: Asker, sql: str, alone: list[tuple[Any, ...]]) -> bool:
    try:
        return _rows(one.ask(sql)) != alone
    except BeholdenError:
        return True


def many(trade: MadeUpTrade, times: int = 10_000) -> list[Bar]:
    """Ask small questions in a row; neither the asking process nor the starter may grow.

    The first tenth is not counted: caches fill in it.
    """
    one = asker(trade)
    sql = "SELECT mktsegment, count(*) AS n FROM customer GROUP BY ALL"
    _ask_in_a_row(one, sql, times // 10)
    first, begun = _resident(), time.perf_counter()
    _ask_in_a_row(one, sql, times - times // 10)
    each = 1000 * (time.perf_counter() - begun) / (times - times // 10)
    grown = {who: (size - first[who]) / MB for who, size in _resident().items()}
    span = f"from question {times // 10:,} to {times:,}"
    return [
        Bar("many", f"{who}, growth {span}", more, goal=Goal(at_most=5), unit="MB")
        for who, more in grown.items()
    ] + [Bar("many", "a small question", each, unit="ms")]


def _ask_in_a_row(one: Asker, sql: str, times: int) -> None:
    for _ in range(times):
        one.ask(sql)


def _resident() -> dict[str, int]:
    """Return the resident bytes of this process and of its starter."""
    starter = workers()._starter._process
    found = {"the asking process": "self", "the starter of workers": starter and starter.pid}
    pages = {
        who: int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        for who, pid in found.items()
        if pid
    }
    return {who: size * resource.getpagesize() for who, size in pages.items()}
