"""What Beholden meets of the specification for trusted research environments, and where.

Source: Standard Architecture for Trusted Research Environments (SATRE), version 2.0.0, by the
SATRE project (CC-BY 4.0): its numbers and levels; what each statement is about is told in our own
words. The judgement is in one table, ``satre.csv``, for a reviewer to question.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Any

from .documents import in_a_row, in_csv

SPECIFICATION = "SATRE 2.0.0"
_SOURCE = "https://satre-specification.readthedocs.io/en/v2.0.0/specification.html"
LEVELS = ("mandatory", "conditional", "recommended", "optional")
MET = ("beholden", "in part", "council", "not met", "not applicable")
_TOLD = {
    "beholden": "Beholden meets it.",
    "in part": "Beholden meets a part; the rest is the council's own to do.",
    "council": "The council's own organisation has to meet it.",
    "not met": "It is not met.",
    "not applicable": "It does not apply.",
}
_PILLARS = {
    "1": "Information governance",
    "2": "Computing technology and information security",
    "3": "Data management",
    "4": "Supporting capabilities",
    "5": "Federation",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One statement of the specification and how it is met.

    ``where`` names pages and tests of this project; ``because`` says why, in a sentence.
    """

    statement: str
    level: str
    about: str
    met: str
    where: tuple[str, ...]
    because: str


def judged_statements() -> tuple[Judged, ...]:
    """Return every statement of the specification with its judgement, in its order."""
    text = (resources.files(__package__) / "satre.csv").read_text(encoding="utf-8")
    return tuple(_judged(row) for row in csv.DictReader(text.splitlines()))


def conformance_totals(judged: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """Return how many statements of each level are met in each way."""
    counted = Counter((one.level, one.met) for one in judged)
    return {level: {met: counted[level, met] for met in MET} for level in LEVELS}


def conformance_as_data(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return the report as plain data, totals first."""
    return {
        "specification": SPECIFICATION,
        "source": _SOURCE,
        "meanings": dict(_TOLD),
        "totals": conformance_totals(judged),
        "statements": [asdict(one) | {"where": list(one.where)} for one in judged],
    }


def conformance_as_csv(judged: Sequence[Judged]) -> str:
    """Return the report as CSV, a statement a row."""
    rows = (asdict(one) | {"where": "; ".join(one.where)} for one in judged)
    return in_csv(("statement", "level", "about", "met", "where", "because"), rows)


def conformance_as_markdown(judged: Sequence[Judged]) -> str:
    """Return the report for reading: totals, then a table for each pillar."""
    return "\n".join([*_head(judged), *_tables(judged)]) + "\n"


def _head(judged: Sequence[Judged]) -> Iterator[str]:
    yield "# What is met of the specification for trusted research environments"
    yield ""
    yield (
        f"{SPECIFICATION}, {len(judged)} statements. Most are for the organisation that runs the "
        f"environment. Each statement in full: [the specification]({_SOURCE}) (CC-BY 4.0)."
    )
    yield ""
    yield in_a_row("level", *MET, "together")
    yield in_a_row("---", *["---:"] * (len(MET) + 1))
    for level, met in conformance_totals(judged).items():
        yield in_a_row(level, *map(str, met.values()), str(sum(met.values())))
    yield ""
    yield from (f"- **{met}**: {told}" for met, told in _TOLD.items())


def _tables(judged: Sequence[Judged]) -> Iterator[str]:
    for number, pillar in _PILLARS.items():
        yield f"\n## {number} {pillar}\n"
        yield in_a_row("statement", "level", "about", "met", "where", "because")
        yield in_a_row(*["---"] * 6)
        for one in judged:
            if one.statement.startswith(f"{number}."):
                where = ", ".join(one.where)
                yield in_a_row(one.statement, one.level, one.about, one.met, where, one.because)


def _judged(row: dict[str, str]) -> Judged:
    where = tuple(part for part in row["where"].split("; ") if part)
    return Judged(row["statement"], row["level"], row["about"], row["met"], where, row["because"])
