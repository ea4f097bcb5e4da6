"""Quality along the six dimensions: findings that name row and column, and scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from beholden.kernel import Finding, QualityDimension

from .capping import MOST_ROWS_NAMED, counted
from .checks import CATALOGUE, Check
from .contract import Contract
from .describing import Description, describe
from .looks import ColumnLook, Faults, TableLook, look_at


@dataclass(frozen=True, slots=True)
class QualityReport:
    """How good a dataset is.

    ``scores`` maps a dimension to 0–1; a dimension in which there was nothing to examine is left
    out. ``by_column`` is the completeness (0–1) of each column. ``counts`` maps a check's code to
    all its faults, of which ``findings`` names the first 100 in each column.
    """

    dataset: str
    rows: int
    findings: tuple[Finding, ...]
    scores: Mapping[str, float]
    by_column: Mapping[str, float]
    counts: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            "dataset": self.dataset,
            "rows": self.rows,
            "scores": dict(self.scores),
            "by_column": dict(self.by_column),
            "counts": dict(self.counts),
            "findings": [finding.to_dict() for finding in self.findings],
        }


def check(
    table: pa.Table,
    *,
    dataset: str,
    description: Description | None = None,
    contract: Contract | None = None,
    today: date,
) -> QualityReport:
    """Return findings and scores of a table, by the catalogue of checks and the contract.

    Scores: completeness is the mean of ``by_column``; every other dimension is one less the share
    of faulty among examined cells, over all its checks. Source of the dimensions: the UK
    Government Data Quality Framework (2020). No finding holds a value.
    """
    kinds = _agreed_kinds(description or describe(table), contract)
    look = look_at(table, kinds, today=today, contract=contract)
    found = [(one, faults) for one in CATALOGUE for faults in one.find(look)]
    by_column = {column.name: _completeness(look, column) for column in look.columns}
    findings = (finding for one, faults in found for finding in _findings(dataset, one, faults))
    return QualityReport(
        dataset=dataset,
        rows=look.rows,
        findings=tuple(findings),
        scores=_scores(found, by_column),
        by_column=by_column,
        counts=_counts(found),
    )


def _agreed_kinds(description: Description, contract: Contract | None) -> Description:
    """Return the description with the kinds that the contract states, where it states them."""
    if contract is None:
        return description
    columns = []
    for column in description.columns:
        agreed = contract.column(column.name)
        columns.append(replace(column, kind=agreed.kind) if agreed and agreed.kind else column)
    return replace(description, columns=tuple(columns))


def _completeness(look: TableLook, column: ColumnLook) -> float:
    return column.examined() / look.rows if look.rows else 0.0


def _findings(dataset: str, one: Check, faults: Faults) -> Iterator[Finding]:
    sentence = faults.message or one.sentence

    def finding(message: str, row: int | None) -> Finding:
        return Finding(one.code, one.dimension, message, dataset, faults.column, row)

    if faults.rows is None:
        yield finding(sentence, None)
        return
    rows = np.flatnonzero(faults.rows)
    for row in rows[:MOST_ROWS_NAMED]:
        yield finding(sentence, int(row) + 1)
    if len(rows) > MOST_ROWS_NAMED:
        yield finding(counted(sentence, len(rows)), None)


def _count(faults: Faults) -> int:
    return 1 if faults.rows is None else int(faults.rows.sum())


def _counts(found: list[tuple[Check, Faults]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one, faults in found:
        if _count(faults):
            counts[one.code] = counts.get(one.code, 0) + _count(faults)
    return counts


def _scores(found: list[tuple[Check, Faults]], by_column: Mapping[str, float]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for dimension in QualityDimension:
        pairs = [faults for one, faults in found if one.dimension is dimension and faults.examined]
        examined = sum(faults.examined for faults in pairs)
        faulty = sum(f.examined if f.rows is None else int(f.rows.sum()) for f in pairs)
        if examined:
            scores[dimension.value] = 1 - faulty / examined
    if by_column:
        scores[QualityDimension.COMPLETENESS.value] = sum(by_column.values()) / len(by_column)
    return scores
