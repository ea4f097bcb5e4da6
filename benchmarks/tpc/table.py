"""What docs/reference/what-may-be-asked.md says of the two suites, made from decided.json.

Run it (``python -m benchmarks.tpc.table``) to write that part of the page anew.
"""

from __future__ import annotations

import json
from pathlib import Path

from .kinds import LISTS, REFUSED
from .texts import SUITES

DECIDED = Path(__file__).with_name("decided.json")
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "what-may-be-asked.md"
Decided = dict[str, dict[str, str]]


def decided() -> Decided:
    """Return what was decided of each question when the file was written."""
    found: Decided = json.loads(DECIDED.read_text("utf-8"))
    return found


def is_aggregate(name: str) -> bool:
    """Return whether no row of a question's answer is of one person, order or address."""
    suite, _, number = name.partition(" ")
    key = next(key for key, s in SUITES.items() if s.name == suite)
    return int(number) not in LISTS[key]


def tally(found: Decided) -> tuple[int, int, int]:
    """Return how many questions have an aggregate answer, how many of these and others may run."""
    aggregate = [name for name in found if is_aggregate(name)]
    allowed = [name for name in found if found[name]["told"].startswith("allowed")]
    both = [name for name in aggregate if name in allowed]
    return len(aggregate), len(both), len(allowed) - len(both)


def counts(found: Decided) -> str:
    """Return how many questions are aggregate, and how many of these are allowed."""
    aggregate, allowed, others = tally(found)
    told = f"{allowed} of the {aggregate} with an aggregate answer are allowed"
    share = 100 * allowed / aggregate
    return f"Of {len(found)} questions, {told} ({share:.0f} in 100), and {others} of the others."


def page_part() -> str:
    """Return the counts, and why each question is refused, as they stand on the page."""
    found = decided()
    lines = [counts(found), "", "| refused | why | told |", "| --- | --- | --- |"]
    for key, suite in SUITES.items():
        for number, (why, _) in REFUSED[key].items():
            name = f"{suite.name} {number}"
            lines.append(f"| {name} | {why} | {found[name]['told']} |")
    lines += ["", "| no question for groups | lists | told |", "| --- | --- | --- |"]
    for key, suite in SUITES.items():
        for number, rows in sorted(LISTS[key].items()):
            name = f"{suite.name} {number}"
            lines.append(f"| {name} | {rows} | {found[name]['told']} |")
    return "\n".join(lines) + "\n"


def page_with(part: str) -> str:
    """Return the page with this part in place of the one that it has, after its own words."""
    before, _, _ = PAGE.read_text("utf-8").partition("\nOf 121 questions, ")
    return f"{before.rstrip()}\n\n{part}"


if __name__ == "__main__":
    PAGE.write_text(page_with(page_part()), "utf-8")
