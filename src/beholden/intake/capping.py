"""Many findings of one kind: the first are named, the rest are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from beholden.kernel import Finding

MOST_ROWS_NAMED = 100


def counted(sentence: str, rows: int) -> str:
    """Return the sentence of the finding that stands for all rows beyond the first hundred."""
    return f"{sentence} ({rows:,} rows in all; the first {MOST_ROWS_NAMED} are named.)"


def capped(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return at most 100 findings of one code in one column, then one that counts them all."""
    seen: Counter[tuple[str, str | None]] = Counter()
    kept: list[Finding] = []
    last: dict[tuple[str, str | None], Finding] = {}
    for finding in findings:
        key = (finding.code, finding.column)
        seen[key] += 1
        if seen[key] <= MOST_ROWS_NAMED:
            kept.append(finding)
        else:
            last[key] = finding
    for key, finding in last.items():
        kept.append(replace(finding, message=counted(finding.message, seen[key]), row=None))
    return tuple(kept)
