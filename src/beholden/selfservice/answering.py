"""Answering: sums of expected values, each with its band. No data, no noise, no audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beholden.kernel import OutOfLimits

from .grid import Codes, Floats
from .making import Fitted
from .planning import SUBJECTS
from .question import Among, Asked, Both, Condition, FittedQuestion, Masks, Missing, Not
from .rows import Value

# Nineteen of twenty true values lie within so many standard deviations of the answer.
BAND = 1.96
MOST_GROUPS = 5_000
WITHIN = "_within"


@dataclass(frozen=True, slots=True)
class FittedAnswer:
    """Rows, each number with its band (``NAME_within``): 19 in 20 true values are within it.

    ``subjects`` is the expected number behind the rows; ``small`` counts the groups left out for
    being under the smallest.
    """

    table: pa.Table
    subjects: float
    small: int


@dataclass(frozen=True, slots=True)
class _Groups:
    """The groups of a question: whose profiles are chosen, and to which group each belongs.

    ``known`` says that only dimensions that are known of everybody were used.
    """

    profiles: NDArray[np.int64]
    group: Codes
    count: int
    keys: Mapping[str, Codes]
    known: bool

    def sums(self, values: Floats) -> Floats:
        """Return each group's sum of the profiles' values."""
        sums = np.bincount(self.group, weights=values[self.profiles], minlength=self.count)
        return np.asarray(sums, dtype=np.float64)


def answer_fitted(fitted: Fitted, question: FittedQuestion, *, smallest: int = 1) -> FittedAnswer:
    """Answer a question from a fitted table.

    Groups of fewer than ``smallest`` expected subjects are left out. Sums are additive: groups
    that part a larger one come to its answer, in every question and for ever.
    """
    groups = _groups(fitted, question)
    subjects = groups.sums(fitted.subjects)
    shown = np.flatnonzero(subjects >= max(smallest, 1e-9) - 1e-9)
    columns: dict[str, pa.Array] = {}
    places: dict[str, pa.Array] = {}
    numbers = {asked.name: _number(fitted, groups, asked) for asked in question.asked}
    called = {name: dimension for name, dimension in question.groups}
    for name in question.columns:
        if name in called:
            values = [fitted.domains[called[name]][code] for code in groups.keys[called[name]]]
            columns[name] = pa.array(_of_one_kind([values[i] for i in shown]))
            codes = groups.keys[called[name]][shown]
            places[name] = pa.array(codes, mask=np.array([values[i] is None for i in shown], bool))
        else:
            number, deviation = numbers[name]
            columns[name] = pa.array(number[shown])
            columns[name + WITHIN] = pa.array(BAND * deviation[shown])
    table = _in_order(pa.table(columns), places, question)
    empty = int((subjects <= 1e-9).sum())
    return FittedAnswer(table, float(subjects[shown].sum()), groups.count - len(shown) - empty)


def _of_one_kind(values: list[Value]) -> list[Value]:
    kinds = {type(value) for value in values if value is not None}
    return values if len(kinds) < 2 else [None if v is None else str(v) for v in values]


def _groups(fitted: Fitted, question: FittedQuestion) -> _Groups:
    grid = fitted.grid
    chosen = np.ones(grid.profiles, dtype=np.bool_)
    if question.condition is not None:
        chosen = _holds(fitted, question.condition)[0]
    profiles = np.flatnonzero(chosen)
    names = tuple(dict.fromkeys(dimension for _, dimension in question.groups))
    known = bool(fitted.plan.known) and question.dimensions <= fitted.plan.known
    if not names:
        return _Groups(profiles, np.zeros(len(profiles), dtype=np.int64), 1, {}, known)
    found, group = np.unique(grid.cells(names)[profiles], return_inverse=True)
    if len(found) > MOST_GROUPS:
        raise OutOfLimits(
            "The question was stopped at a limit.",
            why=f"Its answer has more than {MOST_GROUPS:,} groups.",
            next_step="Ask for fewer groups.",
        )
    keys, rest = {}, found
    for name in reversed(names):
        rest, keys[name] = np.divmod(rest, grid.sizes[name])
    return _Groups(profiles, group, len(found), keys, known)


def _holds(fitted: Fitted, condition: Condition) -> Masks:
    """Return, for each profile, whether a condition holds and whether it is unknown (SQL's)."""
    if isinstance(condition, Among | Missing):
        domain, codes = fitted.domains[condition.dimension], fitted.grid.codes[condition.dimension]
        if isinstance(condition, Missing):
            missing = np.array([value is None for value in domain])
            return missing[codes], np.zeros(len(codes), dtype=np.bool_)
        true, unknown = condition.holds(domain)
        return true[codes], unknown[codes]
    if isinstance(condition, Not):
        true, unknown = _holds(fitted, condition.of)
        return ~true & ~unknown, unknown
    (a, a_unknown), (b, b_unknown) = (_holds(fitted, c) for c in (condition.one, condition.other))
    if isinstance(condition, Both):
        false = (~a & ~a_unknown) | (~b & ~b_unknown)
        return a & b, ~(a & b) & ~false
    return a | b, ~(a | b) & (a_unknown | b_unknown)


def _number(fitted: Fitted, groups: _Groups, asked: Asked) -> tuple[Floats, Floats]:
    """Return one number of each group and its standard deviation."""
    subjects = groups.sums(fitted.subjects)
    doubt = np.zeros(groups.count)
    if SUBJECTS in fitted.fits and not groups.known:
        doubt = _variance(fitted, groups, SUBJECTS)
    if asked.function == "count":
        return subjects, np.sqrt(doubt)
    unit = fitted.plan.caps[asked.measure] or 1.0
    total = groups.sums(fitted.fits[asked.measure].expected)
    variance = _variance(fitted, groups, asked.measure)
    if asked.function == "sum":
        return total * unit, np.sqrt(variance) * unit
    share = np.divide(total, subjects, out=np.zeros_like(total), where=subjects > 0)
    spread = np.sqrt(variance + share**2 * doubt)
    deviation = np.divide(spread, subjects, out=np.zeros_like(total), where=subjects > 0)
    return share * unit, deviation * unit


def _variance(fitted: Fitted, groups: _Groups, measure: str) -> Floats:
    """Return the variance of each group's sum of one measure."""
    fit, grid = fitted.fits[measure], fitted.grid
    weights = fitted.subjects[groups.profiles]
    parts = []
    for table in fit.cells.tables:
        count = grid.count(table)
        at = groups.group * count + grid.cells(table)[groups.profiles]
        summed = np.bincount(at, weights=weights, minlength=groups.count * count)
        parts.append(summed.reshape(groups.count, count))
    return fit.variance(np.hstack(parts))


def _in_order(
    table: pa.Table, places: Mapping[str, pa.Array], question: FittedQuestion
) -> pa.Table:
    """Return the rows in the order asked: dimensions in that of their values, with none last.

    Bands are in the order in which the agreement states them, not in that of their letters.
    """
    if question.order:
        keys = pa.table({name: places.get(name, table.column(name)) for name, _ in question.order})
        by = [(name, "descending" if down else "ascending") for name, down in question.order]
        table = table.take(pc.sort_indices(keys, by))
    return table if question.limit is None else table.slice(0, question.limit)
