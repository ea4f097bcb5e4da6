"""Opening and asking beside plain DuckDB, limits, and many questions."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from beholden.gate.extract.extracts import Extract
from beholden.gate.extract.keys import Keys
from beholden.gate.running.engine import end_workers, run
from beholden.gate.running.limits import Limits
from beholden.kernel import BeholdenError, Measure

from .acts import extract_of
from .costs import MB, Goal
from .data import MadeUpTrade

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


def asker(trade: MadeUpTrade) -> Asker:
    """Return who asks the extract that was sealed last."""
    return Asker(*extract_of(trade))


def seconds(act: Callable[[], object]) -> float:
    """Return the seconds that pass while an act is done."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def opening(trade: MadeUpTrade) -> list[Goal]:
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
    found = {"cold": cold, "warm": warm, "at hand": at_hand}
    middle = {name: statistics.median(times) for name, times in found.items()}
    print("  " + ", ".join(f"{name} {value:.3f} s" for name, value in middle.items()))
    return [
        Goal("open cold and answer the least", 0.5, middle["cold"], " s"),
        Goal("open warm and answer the least", 0.1, middle["warm"], " s"),
    ]


def _spend_worker(one: Asker) -> None:
    """End the idle worker by a limit; the decrypted image stays."""
    try:
        one.ask("SELECT * FROM range(9)", Limits(rows=1))
    except BeholdenError:
        return


def asking(trade: MadeUpTrade) -> list[Goal]:
    """Measure each question in a worker beside the same text on a plain DuckDB file."""
    one = asker(trade)
    ratios = []
    with duckdb.connect(str(trade.folder / "plain.duckdb"), read_only=True) as connection:
        connection.execute("SET threads = 2")
        for name, sql in QUESTIONS.items():
            plain, ours, same = _pair(one, connection, sql)
            told = "same" if same else "DIFFERENT"
            ratio = statistics.median(o / p for o, p in zip(ours, plain, strict=True))
            middle = statistics.median(plain)
            print(
                f"  {name:18} plain {middle:.3f} s, ours {statistics.median(ours):.3f} s:"
                f" {ratio:.2f} ×, results {told}"
            )
            if middle >= LONG:
                ratios.append(ratio)
    return [Goal(f"ask, {len(ratios)} questions over 100 ms", 1.1, statistics.median(ratios), " ×")]


def _pair(one: Asker, connection: Any, sql: str) -> tuple[list[float], list[float], bool]:
    def plainly() -> pa.Table:
        return connection.sql(sql).to_arrow_table()

    same = _rows(one.ask(sql)) == _rows(plainly())
    times = [(seconds(plainly), seconds(lambda: one.ask(sql))) for _ in range(ROUNDS)]
    return [p for p, _ in times], [o for _, o in times], same


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


def stopping(trade: MadeUpTrade) -> list[Goal]:
    """Measure how long after its limit of a second a question that never ends has stopped."""
    one, limits = asker(trade), Limits(seconds=1.0)
    one.ask("SELECT 1 AS a", limits)
    endless = [
        "SELECT count(*) FROM range(1000000000000)",
        "SELECT count(*) FROM lineitem AS a, lineitem AS b WHERE a.tax + b.tax > 1",
        "SELECT length(lpad('a', 2000000000, 'b')) FROM range(50)",
        "SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))",
    ]
    late = []
    for sql in endless:
        late.append(seconds(lambda sql=sql: _stopped(one, sql, limits)) - limits.seconds)
    return [Goal("hard stop after the limit, the worst", 2.0, max(late), " s")]


def _stopped(one: Asker, sql: str, limits: Limits) -> None:
    try:
        one.ask(sql, limits)
    except BeholdenError:
        return
    raise AssertionError("a question that never ends has ended")


def together(trade: MadeUpTrade) -> list[Goal]:
    """Ask ten questions at once; none may fail, and all must be as when asked alone."""
    one = asker(trade)
    texts = (list(QUESTIONS.values()) * 2)[:10]
    alone = {sql: _rows(one.ask(sql)) for sql in set(texts)}
    with ThreadPoolExecutor(10) as pool:
        wrong = sum(pool.map(lambda sql: _rows(one.ask(sql)) != alone[sql], texts))
    return [Goal("ten at once that failed or differ", 0, wrong)]


def many(trade: MadeUpTrade) -> list[Goal]:
    """Ask 10,000 small questions in a row; the asking process may not grow."""
    one = asker(trade)
    sql = "SELECT mktsegment, count(*) AS n FROM customer GROUP BY ALL"
    first = _resident(one, sql, 1000)
    begun = time.perf_counter()
    last = _resident(one, sql, 9000)
    each = (time.perf_counter() - begun) / 9000
    print(
        f"  {each * 1000:.1f} ms each; {first // MB} MB after 1,000, {last // MB} MB after 10,000"
    )
    return [Goal("growth from question 1,000 to 10,000", 5, (last - first) / MB, " MB")]


def _resident(one: Asker, sql: str, times: int) -> int:
    for _ in range(times):
        one.ask(sql)
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
