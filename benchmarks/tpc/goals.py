"""What was found of the two suites as bars: how many may be asked, and are right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.uprn.bars import Bar, Goal

from .measuring import Compared, Found
from .table import tally

SECTION = "TPC"
# In the words: at least 90 in 100 of those whose output is aggregate, and equal answers.
_ALLOWED = Goal(at_least=0.9)


def bars(found: Found, compared: Sequence[Compared]) -> list[Bar]:
    """Return the bars; ``compared`` is empty where answers were not compared."""
    aggregate, allowed, others = tally(found.decided)
    share = allowed / aggregate
    note = f"{allowed} of {aggregate}; of {len(found.decided) - aggregate} lists {others}"
    strict = f"of {len(found.decided)}, every number of a line a measure that may not choose"
    return [
        Bar(SECTION, "questions for groups that may be asked", share, goal=_ALLOWED, note=note),
        Bar(SECTION, "  under strict roles", found.strict, unit="", note=strict),
        *(bar for one in compared for bar in _equal(one)),
    ]


def _equal(one: Compared) -> Iterator[Bar]:
    others = ", ".join(map(str, one.others))
    other = f"; another answer: {others}" if others else ""
    note = f"{one.equal} of {one.allowed}, {one.full} of more than nothing{other}"
    what = f"{one.suite}: allowed questions with plain DuckDB's answer"
    share = one.equal / one.allowed if one.allowed else None
    yield Bar(SECTION, what, share, goal=Goal(at_least=1), note=note)
