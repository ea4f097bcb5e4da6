"""Made-up tables of the shape that an extract has, from the terms alone.

Nothing here sees a dataset: what is made follows from the terms, the stated contracts and the seed.
Tables are as they would lie in the extract: labels where there are bands, pseudonyms for keys.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.kernel import ColumnRole, ColumnTerms, DatasetTerms, Terms, TreatmentKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

SUBJECTS = 1000
MADE_UP = "MADE UP: nothing in this table was learnt from real data"
_JOINED, _EMPTY = 0.9, 0.03  # the share of subjects that a dataset has, and of empty cells
_KINDS = 6  # how many values a dimension of unknown values has
_PERIODS = {"month": "%Y-%m", "year": "%Y"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What is stated of a column's values: a logical type of ODCS, and the values that are valid.

    It comes from a contract that somebody wrote, never from looking at data.
    """

    type: str = "string"
    values: tuple[str, ...] = ()


Shapes = Mapping[str, Mapping[str, Shape]]


def made_up_tables(terms: Terms, *, seed: int, shapes: Shapes | None = None) -> dict[str, pa.Table]:
    """Return one made-up table for each dataset of the terms: the same for the same seed.

    Each has a row or two for nine in ten of 1,000 made-up subjects, so that joins hit and miss.
    """
    stated = shapes or {}
    return {
        dataset.name: _table(terms, dataset, stated.get(dataset.name, {}), seed)
        for dataset in terms.datasets
    }


def terms_of_made_up(terms: Terms) -> Terms:
    """Return terms under which the made-up tables are sealed as they are.

    They are of the extract's shape already: rows chosen, values coarser. What is decided is decided
    under the agreement's own terms.
    """
    datasets = tuple(
        replace(
            dataset,
            rows=None,
            columns=tuple(replace(c, of=None, treatment=None, bands=()) for c in dataset.columns),
        )
        for dataset in terms.datasets
    )
    return replace(terms, datasets=datasets, quality=(), recorded_quality=())


def _table(terms: Terms, dataset: DatasetTerms, stated: Mapping[str, Shape], seed: int) -> pa.Table:
    draws = _draws(seed, dataset.name, "rows")
    rows = np.repeat(np.arange(SUBJECTS), 1 + (draws.random(SUBJECTS) < 0.2))
    rows = draws.permutation(rows[draws.random(SUBJECTS)[rows] < _JOINED])
    given = [c for c in dataset.columns if c.role is not ColumnRole.WITHHELD]
    columns = {
        column.name: _column(column, rows, stated.get(column.source, Shape()), terms, seed=seed,
                             dataset=dataset.name)
        for column in given
    }  # fmt: skip
    return pa.table(columns).replace_schema_metadata({"beholden": MADE_UP})


def _column(
    column: ColumnTerms,
    rows: NDArray[Any],
    shape: Shape,
    terms: Terms,
    *,
    seed: int,
    dataset: str,
) -> pa.Array:
    thing = terms.things()[dataset, column.name.lower()]
    if column.role in (ColumnRole.JOIN, ColumnRole.IDENTITY) or (
        column.name.lower() == terms.subject_column.lower()
    ):
        return _keys(thing, rows, seed)
    draws = _draws(seed, dataset, column.name)
    if column.role is ColumnRole.MEASURE:
        made = _amounts(draws, len(rows), shape)
    else:
        named = column if thing == column.name.lower() else replace(column, name=thing)
        values = _values(named, shape, terms.starts)
        made = pa.array(values).take(pa.array(draws.integers(0, len(values), len(rows))))
    empty = pa.array(draws.random(len(rows)) < _EMPTY)
    return pc.if_else(empty, pa.scalar(None, made.type), made)


def _keys(name: str, rows: NDArray[Any], seed: int) -> pa.Array:
    """Return the pseudonyms of the subjects; a key of the same thing has the same everywhere."""
    draws = _draws(seed, "keys", name)
    return pa.array(draws.integers(10**17, 10**18, SUBJECTS)[rows])


def _amounts(draws: np.random.Generator, count: int, shape: Shape) -> pa.Array:
    pence = np.round(draws.lognormal(5.5, 0.8, count) * 100).astype(np.int64)
    if shape.type == "integer":
        return pa.array(pence // 100)
    return pa.array(pence / 100).cast(pa.decimal128(12, 2), safe=False)


def _values(column: ColumnTerms, shape: Shape, starts: date) -> list[Any]:
    """Return the values from which a dimension's cells are drawn."""
    if column.bands:
        return [label for label, _ in column.bands]
    made = column.treatment
    if made is None:
        return _stated_values(column.name, shape, starts)
    match made.kind:
        case TreatmentKind.AGE | TreatmentKind.NUMBER:
            return [label for label, _ in made.steps]
        case TreatmentKind.DATE:
            return [_period(starts - timedelta(days=100 * n), made.to) for n in range(12)]
        case TreatmentKind.POSTCODE:  # no postcode begins with ZZ
            return {
                "area": ["ZZ"],
                "district": [f"ZZ{n}" for n in range(1, 5)],
                "sector": [f"ZZ{n} {m}" for n in range(1, 5) for m in range(1, 4)],
            }[made.to]
        case TreatmentKind.PSEUDONYMISED:
            return [10**17 + 7919 * n for n in range(_KINDS)]
        case _:
            return [f"{column.name} {n + 1}" for n in range(_KINDS)]


def _stated_values(name: str, shape: Shape, starts: date) -> list[Any]:
    if shape.values:
        return list(shape.values)
    match shape.type:
        case "boolean":
            return [True, False]
        case "integer":
            return list(range(1, _KINDS + 1))
        case "number":
            return [n / 2 for n in range(1, _KINDS + 1)]
        case "date" | "timestamp":
            return [starts - timedelta(days=37 * n) for n in range(24)]
        case _:
            return [f"{name} {n + 1}" for n in range(_KINDS)]


def _period(day: date, to: str) -> str:
    if to == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return day.strftime(_PERIODS[to])


def _draws(seed: int, *of: str) -> np.random.Generator:
    """Return draws that depend on the seed and the names alone."""
    digest = hashlib.blake2b("/".join([str(seed), *of]).encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(digest, "little"))
