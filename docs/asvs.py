"""The table of the OWASP ASVS: its lines read, and how many of them are met, for the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parent
PAGE = "reference/asvs.md"
STATES = ("met", "in part", "not met", "does not arise")
_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$", re.M)
_COUNTED = re.compile(r"(<!-- counted: made by `make docs` -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement: its number and level, what it asks, its state, where it is kept, tests."""

    number: str
    level: int
    asks: str
    state: str
    where: str
    tests: str


def lines() -> Iterator[Line]:
    """Yield every line of the table."""
    for number, level, *said in _ROW.findall((DOCS / PAGE).read_text(encoding="utf-8")):
        yield Line(number, int(level), *said)


def counted() -> str:
    """Return how many lines of each level are in each state, as a table."""
    found = Counter((line.state, line.level) for line in lines())
    rows = [
        f"| {state} | {found[state, 1]} | {found[state, 2]} | {found[state, 1] + found[state, 2]} |"
        for state in STATES
    ]
    whole = [sum(found[state, level] for state in STATES) for level in (1, 2)]
    rows.append(f"| all | {whole[0]} | {whole[1]} | {sum(whole)} |")
    head = ["| | level 1 | level 2 | together |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *rows]) + "\n"


def with_counts(name: str) -> str:
    """Return a page with the counts in it as they are now."""
    text = (DOCS / name).read_text(encoding="utf-8")
    return _COUNTED.sub(lambda found: found[1] + counted() + found[2], text)


def asvs_page() -> str:
    """Return the page of the table with its counts."""
    return with_counts(PAGE)


def security_page() -> str:
    """Return the page on security with the counts of the table."""
    return with_counts("security.md")
