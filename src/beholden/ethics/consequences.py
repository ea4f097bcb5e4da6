"""Consequences: what a use may lead to, how great a risk that is, and what came of it.

The levels of likelihood and severity, and the matrix of risk, follow the sample of the Information
Commissioner's Office (DPIA template, step 5: remote, possible, probable; minimal, significant,
severe; low, medium, high), with two levels between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

LIKELIHOODS = ("remote", "unlikely", "possible", "likely", "certain")
SEVERITIES = ("minimal", "minor", "moderate", "major", "severe")
STANCES = ("act", "influence", "monitor")

HAPPENED = "foreseen, and happened"
DID_NOT = "foreseen, and did not happen"
UNFORESEEN = "happened, and nobody had foreseen it"
UNKNOWN = "not known yet"

_TARGET = re.compile(r"^(?P<what>.*?)[;,]?\s*\btarget:?\s+(?P<target>.+)$", re.I | re.S)
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Something that a use may lead to, as stated; levels are empty where none were given."""

    what: str
    kind: str
    intended: bool
    affects: str = ""
    likelihood: str = ""
    severity: str = ""
    response: str = ""
    who: str = ""
    by: date | None = None
    stance: str = ""
    measure: str = ""
    undertaken: str = ""  # the undertakings that it led to, and where they are, in words


@dataclass(frozen=True, slots=True)
class Came:
    """What was recorded of one consequence on one day; ``happened`` is None where it is not said.

    ``of`` is the number of the foreseen consequence that it speaks of, from 1; 0 for one that
    nobody had foreseen.
    """

    on: date
    what: str
    of: int
    happened: bool | None
    actual: str = ""
    done: str = ""
    kind: str = "negative"
    intended: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """What was hoped for in figures beside what was measured; ``met`` is None without both."""

    what: str
    target: str = ""
    actual: str = ""
    met: bool | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One consequence with what was expected of it and what came: a row of the comparison."""

    what: str
    verdict: str
    kind: str
    intended: bool
    expected: str
    response: str
    actual: str
    done: str
    on: date | None
    measured: Measured | None = None
    undertaken: str = ""


def risk_of(likelihood: str, severity: str) -> str:
    """Return low, medium or high; empty where a level is not given."""
    if likelihood not in LIKELIHOODS or severity not in SEVERITIES:
        return ""
    sum_of = LIKELIHOODS.index(likelihood) + SEVERITIES.index(severity)
    return "high" if sum_of >= 6 else "medium" if sum_of >= 4 else "low"


def target_of(measure: str) -> tuple[str, str]:
    """Return what a measure counts and its target, as in ``households helped; target 400``."""
    found = _TARGET.match(measure)
    if found is None or not found["what"].strip():
        return measure.strip(), ""
    return found["what"].strip(" ;,"), found["target"].strip().rstrip(".")


def consequence_meant(says: str, foreseen: Sequence[str]) -> int:
    """Return the number, from 1, of the foreseen consequence that is meant; 0 for none.

    It is meant by its own words, or by their beginning where no other begins so; capitals and
    spaces do not matter.
    """
    wanted = _folded(says)
    folded = [_folded(what) for what in foreseen]
    if wanted in folded:
        return folded.index(wanted) + 1
    begin = [number for number, what in enumerate(folded, start=1) if what.startswith(wanted)]
    return begin[0] if len(begin) == 1 and wanted else 0


def compare(
    foreseen: Sequence[Foreseen], came: Sequence[Came], measures: Mapping[str, tuple[date, Any]]
) -> tuple[Compared, ...]:
    """Return what was foreseen beside what came of it, then what nobody had foreseen.

    ``came`` is in the order of recording: the newest word on each is the verdict. ``measures`` has
    for each thing that was measured the day and its figure.
    """
    told = {number: [c for c in came if c.of == number] for number in range(1, len(foreseen) + 1)}
    rows = [
        _beside(stated, told[number], measures) for number, stated in enumerate(foreseen, start=1)
    ]
    return (*rows, *_unforeseen([c for c in came if c.of == 0]))


def measured_beside(
    foreseen: Sequence[Foreseen], measures: Mapping[str, tuple[date, Any]]
) -> tuple[Measured, ...]:
    """Return every measure: those with a target first, then what was measured without one."""
    hoped = [_measured(stated.measure, measures) for stated in foreseen if stated.measure]
    known = {_folded(one.what) for one in hoped}
    others = [
        Measured(what, actual=str(figure), on=on)
        for what, (on, figure) in measures.items()
        if _folded(what) not in known
    ]
    return (*hoped, *others)


def _beside(
    stated: Foreseen, came: Sequence[Came], measures: Mapping[str, tuple[date, Any]]
) -> Compared:
    said = [c for c in came if c.happened is not None]
    verdict = UNKNOWN if not said else HAPPENED if said[-1].happened else DID_NOT
    return Compared(
        what=stated.what,
        verdict=verdict,
        kind=stated.kind,
        intended=stated.intended,
        expected=_expected(stated),
        response=stated.response,
        actual=_joined(c.actual for c in came),
        done=_joined(c.done for c in came),
        on=came[-1].on if came else None,
        measured=_measured(stated.measure, measures) if stated.measure else None,
        undertaken=stated.undertaken,
    )


def _unforeseen(came: Sequence[Came]) -> Iterator[Compared]:
    for what in dict.fromkeys(_folded(c.what) for c in came):
        same = [c for c in came if _folded(c.what) == what]
        done = _joined(c.done for c in same)
        yield Compared(
            what=same[0].what,
            verdict=UNFORESEEN,
            kind=same[-1].kind,
            intended=same[-1].intended,
            expected="",
            response="",
            actual=_joined(c.actual for c in same) or ("" if done else "It happened."),
            done=done,
            on=same[-1].on,
        )


def _expected(stated: Foreseen) -> str:
    parts = [stated.kind, "intended" if stated.intended else "not intended"]
    parts += [part for part in (stated.likelihood, stated.severity) if part]
    return ", ".join(parts)


def _measured(measure: str, measures: Mapping[str, tuple[date, Any]]) -> Measured:
    what, target = target_of(measure)
    by_name = {_folded(name): found for name, found in measures.items()}
    on, figure = by_name.get(_folded(what), (None, ""))
    return Measured(what, target, str(figure), _met(str(figure), target), on)


def _met(actual: str, target: str) -> bool | None:
    """Return whether a figure reaches its target, where both begin with a number."""
    both = [_NUMBER.match(text.strip()) for text in (actual, target)]
    if not all(both):
        return None
    reached, wanted = (float(found[0].replace(",", "")) for found in both if found)
    return reached >= wanted


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _joined(parts: Iterator[str]) -> str:
    return "; ".join(part for part in parts if part)
