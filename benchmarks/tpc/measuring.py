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
    taken: tuple[float, ...]

    @property
    def cost(self) -> str:
        """What deciding cost, in words."""
        middle, late, largest = self.milliseconds
        told = f"median {middle:.1f}, p95 {late:.1f}, largest {largest:.1f}"
        return f"CPU ms of deciding: {told}, of {len(self.taken)}."

    @property
    def milliseconds(self) -> tuple[float, float, float]:
        """The middle, that of 95 in 100, and the largest of all decisions."""
        taken = sorted(self.taken)
        return taken[len(taken) // 2], taken[int(len(taken) * 0.95)], taken[-1]


@dataclass(frozen=True, slots=True)
class Compared:
    """Of one suite, how many are allowed, have plain DuckDB's answer, and one of something."""

    suite: str
    allowed: int
    equal: int
    full: int
    others: tuple[int, ...]

    @property
    def words(self) -> str:
        """The same in words, with the questions that have another answer."""
        others = "".join(f"{self.suite} {n}: another answer\n" for n in self.others)
        return (
            f"{others}{self.suite}: of {self.allowed} allowed, {self.equal} have the answer of"
            f" plain DuckDB; {self.full} of these were of more than nothing"
        )


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
    return Found(decided, strict, tuple(taken))


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


def compare(checkout: Path) -> list[Compared]:
    """Return of each suite how many allowed questions have plain DuckDB's answer, and which not.

    Each is asked of the checkout's rows and of made-up rows for it.
    """
    return [_compared_all(checkout, key, suite) for key, suite in SUITES.items()]


def _compared_all(checkout: Path, key: str, suite: Suite) -> Compared:
    asked, others = Counter[str](), []
    under = agreements(checkout, key)
    held = tables(checkout, suite)
    for number, text in questions(checkout, suite).items():
        said = _compared(without_limit(text), number, under, checkout, suite, held).split(", ")
        asked.update(said)
        others += [number] * ("other" in said)
    return Compared(suite.name, asked["allowed"], asked["equal"], asked["full"], tuple(others))


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
