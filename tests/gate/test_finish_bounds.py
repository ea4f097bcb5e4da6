"""What stands above the cells runs in the jail: its text cannot grow, and it has limits."""

from dataclasses import replace

import pyarrow as pa
import pytest

from beholden.gate import decide
from beholden.gate.running import engine
from beholden.kernel import OutOfLimits

from .test_treating import answer, row
from .warm_homes import IN_FORCE, TERMS

CELLS = "select tenure t, count(*) n from council_tax group by 1"


def nested(expression: str, levels: int) -> str:
    text = CELLS
    for _ in range(levels):
        text = f"select {expression} as t from ({text})"
    return text


GROWING = [
    nested("t || t || t || t", 4),
    nested("concat(t, t)", 7),
    nested("upper(t || ' ') || t", 7),
    nested("case when t = 'a' then t || t else t || t end", 7),
    "select t from (" + nested("t || t", 6) + ") where t || t > 'a'",
    f"select t from ({nested('t || t', 6)}) group by t, t || t",
    f"select t from ({nested('t || t', 6)}) order by t || t",
    f"select max(t || t) from ({nested('t || t', 6)})",
    f"select {' || '.join(['tenure'] * 65)} from council_tax group by tenure",
]


@pytest.mark.parametrize("question", GROWING, ids=range(len(GROWING)))
def test_a_text_that_grows_is_refused(question):
    told = decide(question, TERMS, today=IN_FORCE)
    assert told.refusal.what == "this question uses a text that is put together of too many others."


@pytest.mark.parametrize("question", [nested("t || t", 6), nested("upper(t)", 7), CELLS])
def test_a_text_of_bounded_length_is_allowed(question):
    assert decide(question, TERMS, today=IN_FORCE).allowed


def test_an_answer_larger_than_its_bound_is_stopped(monkeypatch):
    monkeypatch.setattr(engine, "FINISH_LIMITS", replace(engine.FINISH_LIMITS, answer_bytes=100))
    with pytest.raises(OutOfLimits, match="above its groups was stopped") as caught:
        answer([row(str(n)) for n in range(50)])
    assert caught.value.__cause__ is None


def test_what_takes_too_long_is_stopped_at_the_clock(monkeypatch):
    monkeypatch.setattr(engine, "FINISH_LIMITS", replace(engine.FINISH_LIMITS, seconds=0.2))
    endless = "SELECT count(*) AS ward FROM range(10000000000) a, range(1000) b"
    with pytest.raises(OutOfLimits) as caught:
        answer([row()], finish=f"{endless} WHERE a.range + b.range = 3")
    assert "0.2 seconds" in caught.value.why


def test_an_empty_table_stays_a_table():
    assert answer([row(n=1)]).table.schema.field("ward").type == pa.string()
