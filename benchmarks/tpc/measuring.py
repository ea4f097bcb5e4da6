"""Deciding every question under every agreement, and setting answers beside plain DuckDB's."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from beholden.gate import Decision, decide
from beholden.kernel import BeholdenError, Terms

from .agreements import settings_ds, settings_h, terms
from .answers import are_equal, by_plan, holds_something, plainly, without_limit
from .made_up import made_up_for
from .texts import SUITES, Suite, questions, schema, tables

# What is told under an agreement that is for other questions.
_OF_ANOTHER = ("cannot be counted", "names no dataset")
DAY = date(2026, 6, 1)
Decided = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Found:
    """What was decided of each question, how many under strict roles, and what deciding cost."""

    decided: Decided
    strict: int
    cost: str


def decide_all(checkout: Path) -> Found:
    """Decide all questions under all agreements; one agreement that allows a question is enough."""
    decided: Decided = {}
    taken: list[float] = []
    strict = 0
    for key, suite in SUITES.items():
        under = agreements(checkout, key)
        stricter = agreements(checkout, key, strict=True)
        for number, text in questions(checkout, suite).items():
            decided[f"{suite.name} {number}"] = {
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "told": told(text, under, taken),
            }
            strict += told(text, stricter, []).startswith("allowed")
    taken.sort()
    middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    cost = f"CPU ms of deciding: median {middle:.1f}, p95 {late:.1f}, largest {taken[-1]:.1f}"
    return Found(decided, strict, f"{cost}, of {len(taken)}.")


def agreements(checkout: Path, key: str, *, strict: bool = False) -> dict[str, Terms]:
    """Return the terms of every agreement of a suite, by what each counts."""
    given = schema(checkout, SUITES[key])
    settings = settings_h() if key == "h" else settings_ds(given)
    return {s.what: terms(s, given, strict=strict) for s in settings}


def told(text: str, under: dict[str, Terms], taken: list[float]) -> str:
    """Return ``allowed`` with what it counts, or the refusal under the first agreement."""
    said = []
    for what, given in under.items():
        begun = time.process_time()
        decision = _decision(text, given)
        taken.append((time.process_time() - begun) * 1000)
        if decision is not None and decision.refusal is None:
            return f"allowed, counting {what}s"
        said.append(decision.refusal.what if decision and decision.refusal else "cannot be read")
    apt = (words for words in said if not any(other in words for other in _OF_ANOTHER))
    return next(apt, said[0])


def _decision(text: str, given: Terms) -> Decision | None:
    try:
        return decide(text, given, today=DAY)
    except BeholdenError:
        return None


def compare(checkout: Path) -> str:
    """Return how many allowed questions have plain DuckDB's answer, and name the others.

    Each is asked of the checkout's rows and of made-up rows for it.
    """
    lines = []
    for key, suite in SUITES.items():
        asked = Counter[str]()
        under = agreements(checkout, key)
        held = tables(checkout, suite)
        for number, text in questions(checkout, suite).items():
            said = _compared(without_limit(text), number, under, checkout, suite, held)
            asked.update(said.split(", "))
            if "other" in said:
                print(f"{suite.name} {number}: another answer than plain DuckDB's")
        lines.append(
            f"{suite.name}: of {asked['allowed']} allowed, {asked['equal']} have the answer of"
            f" plain DuckDB; {asked['full']} of these were of more than nothing"
        )
    return "\n".join(lines)


def _compared(
    text: str,
    number: int,
    under: dict[str, Terms],
    checkout: Path,
    suite: Suite,
    held: duckdb.DuckDBPyConnection,
) -> str:
    """Return ``allowed, equal, full`` for a question, as far as each is so."""
    decisions = (_decision(text, given) for given in under.values())
    plans = [d.plan for d in decisions if d is not None and d.plan is not None]
    if not plans:
        return "refused"
    made_up = made_up_for(text, schema(checkout, suite), seed=number)
    full = False
    good = set(range(len(plans)))
    for at in (held, made_up):
        try:
            plain = plainly(text, at)
        except duckdb.Error:  # made-up days are several where a question expects one
            continue
        good &= {n for n in good if are_equal(by_plan(plans[n], at), plain)}
        full = full or holds_something(plain)
    if not good:
        return "allowed, other"
    return "allowed, equal, full" if full else "allowed, equal"
