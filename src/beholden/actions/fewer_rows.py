"""A new version of a dataset that has few rows beside the one before: half a file, perhaps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .. import intake
from ..kernel import Finding, QualityDimension, Sentence

ROWS_LOST = "rows-lost"
_FEW = 0.5  # of the rows of the version before


def rows_before(held: Any) -> tuple[int, int]:
    """Return the number of a dataset's newest version, and its rows: none where there is none."""
    latest = held.versions.order_by("-number").values_list("number", "rows").first() if held else ()
    return latest or (0, 0)


def beside_earlier(report: intake.QualityReport, latest: tuple[int, int]) -> intake.QualityReport:
    """Return what is found in a table, with a finding where its dataset had twice as many rows."""
    number, before = latest
    if report.rows >= _FEW * before:
        return report
    lost = Finding(
        code=ROWS_LOST,
        dimension=QualityDimension.COMPLETENESS,
        message=Sentence(
            "It has %(rows)s rows, and version %(number)s had %(before)s: over half are gone. See "
            "whether the whole file came.",
            rows=f"{report.rows:,}",
            number=number,
            before=f"{before:,}",
        ),
        dataset=report.dataset,
    )
    counts = {**report.counts, ROWS_LOST: 1}
    return replace(report, findings=(*report.findings, lost), counts=counts)
