"""Questions that would take all time or memory, and very many questions in a row."""

from __future__ import annotations

import os
import time
from itertools import cycle, islice
from pathlib import Path

import pytest
from counting import calls_of
from gate.test_answers import SAME
from gate.warm_homes import IN_FORCE, TERMS
from gate_sealing.made_up import MadeUpPlan
from waiting import PATIENCE

from attacks.parish import Parish, everything
from attacks.sizes import sized
from beholden.gate import decide
from beholden.gate.question.combining import MOST_COMPARED
from beholden.gate.running.engine import Limits
from beholden.kernel import BeholdenError, OutOfLimits

BOMBS = [
    "select count(*) from council_tax a, council_tax b, council_tax c, council_tax d",
    "with recursive r(n) as (select 1 union all select n + 1 from r) select max(n) from r",
    "with recursive r(t) as (select 'x' union all select t || t from r) select length(t) from r",
    "select sum(regexp_matches(repeat('a', 20000), '(a*)*' || tenure)::int) from council_tax,"
    " range(9999)",
    "select length(repeat(tenure, 2000000000)) from council_tax",
    "select sum(length(lpad(tenure, 100000000, 'x'))) from council_tax",
    "select levenshtein(repeat('a', 400000), repeat('b', 400000))",
    "select list(i) from range(3000000000) t(i)",
    "select count(distinct hash(i) || repeat('x', 99)) from range(1000000000) t(i)",
    "select string_agg(tenure, repeat(tenure, 9999)) from council_tax, range(99999)",
    "select sum(i) over (order by hash(i)) from range(1000000000) t(i)",
    "select " + "+".join(["arrears"] * 20_000) + " from council_tax",
    "select pg_sleep(99) from council_tax",
    "select count(*) from generate_series(1, 1000000000000)",
    "select map(list(i), list(i)) from range(900000000) t(i)",
    "select '1'::decimal(38, 0) * i from range(1000000000000) t(i) order by 1 limit 1",
    "select unnest(range(1000000000)) from council_tax",
    "pivot (select i, i % 90000 as k from range(9000000) t(i)) on k using sum(i)",
]
# More sets of groups than can be written out: a cube doubles them with every value.
_MANY = ", ".join(["tenure", "neighbourhood"] * 20)
SETS_OF_GROUPS = [
    f"select count(*) from council_tax group by cube ({_MANY})",
    f"select count(*) from council_tax group by grouping sets (cube ({_MANY}), rollup ({_MANY}))",
    "select count(*) from council_tax group by "
    + ", ".join(["cube (tenure, neighbourhood, in_arrears)"] * 12),
]
# What doubles with every level, or is as many as there is room for.
_COUNTED = "with c0 as (select tenure, count(*) as n from council_tax group by 1)"


def levels(level: str, first: str = _COUNTED, *, count: int = 100) -> str:
    """Return a question of so many WITH, each made of the one before as ``level`` says."""
    more = (f"c{n} as ({level.format(f'c{n - 1}')})" for n in range(1, count))
    return f"{first}, {', '.join(more)} select count(*) from c{count - 1}"


_OF_ROWS = "with c0 as (select tenure = 'owned' as t from council_tax)"


def of_filters(parts: int, *, different: int) -> str:
    """Return a question of so many parts, each of two filters that are of ``different`` kinds."""
    filters = [
        ", ".join(
            f"count(*) filter (where coalesce(tenure, neighbourhood) <> '{n % different}{k}'"
            f" and neighbourhood <> '{k}') as x{k}"
            for k in range(2)
        )
        for n in range(parts)
    ]
    return " union all ".join(f"select {two} from council_tax" for two in filters)


MANY = {
    "stars that double": levels("select *, * from {0}"),
    "stars of a table joined to itself": levels("select * from {0} a join {0} b using (tenure)"),
    "stars that grow": levels("select *, n + 1 as m from {0}", count=200),
    "conditions that double": levels("select (t and t) or t as t from {0}", _OF_ROWS),
    "values to group by": "select count(*) from council_tax group by "
    + ", ".join(f"tenure || '{n}'" for n in range(900)),
    "questions within questions": "select "
    + ", ".join(["(select " * 29 + "1" + ")" * 29] * 44)
    + " from council_tax",
    "sets of filters": of_filters(20, different=20),
    "filters": "select "
    + ", ".join(f"count_if(tenure = 'x{n}')" for n in range(440))
    + " from council_tax",
}
# No questions, and the engine's own parser needs time or memory without a bound to say where.
ENDLESS_TO_READ = {
    "lists within lists": "select tenure" + "[1]" * 1_300 + " from council_tax",
    "structs within structs": "select tenure" + "{'a': 1}" * 700 + " from council_tax",
    "open brackets, and what is no word": "select " + "(" * 4_000 + " $$",
    "open brackets, and a text without its end": "select " + "(" * 4_000 + " 'a",
    "signs": "select " + "- " * 3_500 + " $$",
    "a with within a with": "with a as (" * 8,
}
MOST_CALLS_TO_REFUSE = 1_500_000  # half a second of a processor or so; stars had no end
MOST_SECONDS_TO_READ = 1.0  # of processor; a fiftieth of it was measured
# Growth by so many questions that is no leak: the allocator keeps what it was once given.
MOST_GROWTH_MB = 96


@pytest.mark.parametrize("text", [*BOMBS, *SETS_OF_GROUPS], ids=lambda text: text[:60])
def test_no_bomb_is_a_question(parish: Parish, text: str) -> None:
    told = []
    calls_of(lambda: told.append(parish.ask(text).outcome), at_most=1_500_000)
    assert told[0] in ("refused", "unreadable")


@pytest.mark.parametrize("text", MANY.values(), ids=MANY)
def test_what_would_grow_without_end_is_refused_before_it_does(parish: Parish, text: str) -> None:
    told = []
    calls_of(lambda: told.append(parish.ask(text).outcome), at_most=MOST_CALLS_TO_REFUSE)
    assert told == ["refused"]


def test_only_so_many_sets_of_filters_are_compared_for_one_question() -> None:
    """Each of them is worked out, however short the question; what stands in it again is not."""
    least = of_filters(MOST_COMPARED + 1, different=MOST_COMPARED + 1)
    refused = decide(least, TERMS, today=IN_FORCE).refusal
    assert refused is not None
    assert "sets of filters" in refused.what
    assert decide(of_filters(20, different=2), TERMS, today=IN_FORCE).allowed


@pytest.mark.parametrize("text", ENDLESS_TO_READ.values(), ids=ENDLESS_TO_READ)
def test_what_is_no_question_is_told_so_at_once(parish: Parish, text: str) -> None:
    started = time.process_time()
    assert parish.ask(text).outcome == "unreadable"
    assert time.process_time() - started < MOST_SECONDS_TO_READ


@pytest.mark.parametrize("text", BOMBS[:: sized(suite=6, full=1)], ids=lambda text: text[:60])
def test_a_bomb_that_got_through_is_stopped_in_the_jail(parish: Parish, text: str) -> None:
    started = time.monotonic()
    error: BeholdenError | None = None
    try:
        parish.run_in_jail(MadeUpPlan(text), limits=Limits(seconds=1.5, memory_mb=512))
    except BeholdenError as stopped:
        error = stopped
    assert time.monotonic() - started < PATIENCE  # its own limit is 1.5
    assert error is None or "Error:" not in everything(error)
    after = parish.run_in_jail(MadeUpPlan("select count(*) as n from council_tax"))
    assert after["n"].to_pylist()[0] > 500


def test_the_first_bomb_is_stopped_by_a_limit_and_not_by_its_words(parish: Parish) -> None:
    with pytest.raises(OutOfLimits):
        parish.run_in_jail(MadeUpPlan(BOMBS[0]), limits=Limits(seconds=1.0, memory_mb=512))


def resident_mb() -> float:
    """Return this process's resident memory in MiB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def test_many_questions_in_a_row_take_no_more_memory(parish: Parish) -> None:
    asked = [question for question, _ in SAME] + ["select name from council_tax", BOMBS[0], "("]
    many = sized(suite=200, full=10_000)
    told = [parish.ask(text) for text in islice(cycle(asked), 60)]
    before, files = resident_mb(), len(os.listdir("/proc/self/fd"))
    for number, text in enumerate(islice(cycle(asked), many)):
        told[number % 60] = parish.ask(text, jailed=number % 20 == 0)
    assert resident_mb() - before < MOST_GROWTH_MB
    assert len(os.listdir("/proc/self/fd")) <= files + 16  # those of workers that are kept
    assert {one.outcome for one in told} == {"answered", "refused", "unreadable"}
    assert not any(one.leaks for one in told)
