"""Texts that others tried against their gates, each put in our own words, asked of ours.

`engine_probes`: what ran on a locked DuckDB. `anonymising_views`: what pg_diffix must refuse.
`private_sums`: what SmartNoise must not read or validate. `our_own`: what was thought of here,
against the made-up council's terms. What is answered says why; then it is the answer that is
searched.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from gate.test_hostile_texts import TEXTS
from gate_sealing.made_up import MadeUpPlan

from attacks.parish import TYPED, Parish
from attacks.tables import Case, table

PAGE = Path(__file__).parents[2].joinpath("docs/how-to/run-the-attacks.md").read_text("utf-8")
TABLES = ("engine_probes", "anonymising_views", "private_sums", "our_own")
CASES = [case for name in TABLES for case in table(name)]
# A text that comes back in the engine's error, or in a log, would bring back what was typed.
HOSTILE = [Case(text, "hostile") for text in TEXTS]


def named(case: Case) -> str:
    return case.text[:60]


@pytest.mark.parametrize("case", CASES, ids=named)
def test_no_text_of_others_gets_what_it_may_not(
    parish: Parish, bare_folder: Path, case: Case
) -> None:
    told = parish.ask(case.text)
    assert told.outcome in (("answered",) if case.may_be_answered else ("refused", "unreadable"))
    assert told.leaks == []
    assert TYPED.lower() not in told.words.lower()
    assert list(bare_folder.iterdir()) == []


@pytest.mark.parametrize("case", HOSTILE, ids=named)
def test_no_hostile_text_gets_anything(parish: Parish, bare_folder: Path, case: Case) -> None:
    told = parish.ask(case.text)
    assert told.outcome in ("refused", "unreadable")
    assert told.leaks == []
    assert TYPED.lower() not in told.words.lower()
    assert list(bare_folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "texts", "answered"),
    [
        ("engine_probes", 90, 0),
        ("anonymising_views", 96, 12),
        ("private_sums", 45, 1),
        ("our_own", 181, 65),
    ],
)
def test_as_many_were_translated_and_are_answered_as_the_page_says(
    name: str, texts: int, answered: int
) -> None:
    cases = table(name)
    assert (len(cases), len([c for c in cases if c.may_be_answered])) == (texts, answered)
    assert f"| `tests/attacks/cases/{name}.sql` | {texts} |" in PAGE
    assert not answered or f"{answered} of " in PAGE


def test_the_markers_are_really_there_and_would_be_found(parish: Parish) -> None:
    rows = parish.run(
        MadeUpPlan("select neighbourhood, max(arrears) as most from council_tax group by 1")
    ).to_pylist()
    told = str(rows)
    assert "Secretlane" in told
    assert "7654321" in told
    answered = parish.ask("select neighbourhood, count(*) as n from council_tax group by 1")
    assert answered.outcome == "answered"
    assert "Millbrook" in answered.words
