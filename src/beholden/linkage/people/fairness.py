"""Fairness of linkage: how often it finds, misses and errs, group by group, with intervals."""

from __future__ import annotations

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from beholden.kernel import BadInput

from ..reviewing.intervals import wilson_interval

if TYPE_CHECKING:
    import pyarrow as pa

MARGIN = 0.05
CONFIDENCE = 0.95
FEWEST_ROWS = 10
MOST_GROUPS = 50
PLACES = 4
NOT_KNOWN = "not known"
SMALL_GROUPS = "small groups together"

_Flags: TypeAlias = NDArray[np.bool_]
_Ints: TypeAlias = NDArray[np.int64]
_IN_WORDS = {
    "matched": "are matched",
    "wrong": "have a wrong match",
    "missed": "lack a match that is there",
}


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """One measure for one group: ``count`` of ``of`` rows, as a share with its interval.

    ``measure`` is "matched" (of all rows), "wrong" (of matched rows whose truth is known) or
    "missed" (of rows that have a true match). Figures that rest on fewer than ten rows are
    withheld: count, share and interval are null. Shares have four places.
    """

    column: str
    group: str
    measure: str
    count: int | None
    of: int | None
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class GroupGap:
    """How far one group is from all others together, as a difference of shares with its interval.

    ``warned``: the difference is above the margin, and its interval does not hold nought.
    """

    column: str
    group: str
    measure: str
    difference: float
    low: float
    high: float
    warned: bool


@dataclass(frozen=True, slots=True)
class FairnessWarning:
    """A gap to look into: how far a group is from all others, and how far it might be.

    ``measure`` and the sign of ``difference`` (more, fewer) say what differs.
    """

    column: str
    group: str
    measure: str
    difference: float
    margin: float

    @property
    def in_words(self) -> str:
        """Return the warning in words."""
        way = "more" if self.difference > 0 else "fewer"
        return (
            f"By {self.column}, {abs(100 * self.difference):.1f} in 100 {way} of the rows of "
            f"“{self.group}” {_IN_WORDS[self.measure]} than of all others; the margin is "
            f"{100 * self.margin:.0f} in 100."
        )


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """Figures and gaps of every group, and what to look into."""

    figures: tuple[GroupFigure, ...]
    gaps: tuple[GroupGap, ...]
    margin: float
    confidence: float

    @property
    def told(self) -> tuple[FairnessWarning, ...]:
        """Return what to look into, in numbers: the gaps that warn, of two groups the worse one."""
        warned = (gap for gap in self.gaps if gap.warned and _is_told(gap, self.gaps))
        return tuple(
            FairnessWarning(gap.column, gap.group, gap.measure, gap.difference, self.margin)
            for gap in warned
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return in words what to look into."""
        return tuple(one.in_words for one in self.told)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        told = tuple(asdict(one) for one in self.told)
        return asdict(self) | {"told": told, "warnings": self.warnings}

    def to_json(self) -> str:
        """Return the report as JSON."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)

    def to_table(self) -> pa.Table:
        """Return the figures as a table, one row per column, group and measure."""
        import pyarrow as pa

        return pa.Table.from_pylist(
            [asdict(figure) for figure in self.figures],
            schema=pa.schema(
                [(name, pa.string()) for name in ("column", "group", "measure")]
                + [(name, pa.int64()) for name in ("count", "of")]
                + [(name, pa.float64()) for name in ("share", "low", "high")]
            ),
        )

    def to_csv(self) -> str:
        """Return the figures as CSV; a name of a group that a spreadsheet would run is quoted."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.to_table().column_names)
        for figure in self.figures:
            writer.writerow([_in_a_cell(value) for value in asdict(figure).values()])
        return out.getvalue()


def _in_a_cell(value: object) -> object:
    risky = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if risky else value


def fairness(
    matches: pa.Table,
    groups: pa.Table | Mapping[str, Sequence[object]],
    *,
    truth: Sequence[object] | pa.Array | pa.ChunkedArray | None = None,
    reviewed: Sequence[bool | None] | pa.Array | pa.ChunkedArray | None = None,
    margin: float = MARGIN,
    confidence: float = CONFIDENCE,
) -> FairnessReport:
    """Return how matches or links fall on groups of rows, and a warning where groups differ.

    ``matches`` are those of addresses (``uprn``) or of people (``person`` and ``score``);
    ``groups`` has one column per way of grouping and one row per row of matches. With ``truth``
    (the true UPRN, null where there is none; or the true person, null where not known) or
    ``reviewed`` (whether a reviewer found the row's match right, null where nobody looked) errors
    are told too. Groups of fewer than ten rows are put together, and withheld if they are fewer
    than ten even so; beyond the 50 largest groups of a column, the rest are together too.
    Intervals of shares are Wilson's (1927), of differences Newcombe's (1998, method 10), the latter
    widened for the number of groups (Bonferroni). Raise BadInput where lengths differ or a share
    is not one.
    """
    named = _named_groups(groups, rows=matches.num_rows)
    for share, what in ((margin, "margin"), (confidence, "confidence")):
        if not 0 < share < 1:
            raise BadInput(
                f"This {what} cannot be used.",
                why="It is a share: over 0 and under 1.",
                next_step="Leave it out, or state it as a number such as 0.05.",
            )
    measures = _measures(matches, truth, reviewed)
    figures: list[GroupFigure] = []
    gaps: list[GroupGap] = []
    for column, values in named.items():
        names, at = _merged(values)
        for measure, (yes, of) in measures.items():
            counts = _counts(at, yes, of, groups=len(names))
            figures += _figures(column, names, measure, counts, confidence)
            gaps += _gaps(column, names, measure, counts, margin=margin, confidence=confidence)
    return FairnessReport(tuple(figures), tuple(gaps), margin, confidence)


def fairness_by(
    matches: pa.Table,
    table: pa.Table,
    columns: Sequence[str],
    *,
    margin: float = MARGIN,
    confidence: float = CONFIDENCE,
) -> FairnessReport:
    """Return how matches fall on groups by columns of the table that was matched or linked.

    Raise BadInput where a column is not in the table, or what ``fairness`` refuses.
    """
    missing = [column for column in columns if column not in table.column_names]
    if missing or not columns:
        raise BadInput(
            "The matches cannot be told by these columns.",
            why=f"Not in the table: {', '.join(missing)}." if missing else "None was named.",
            next_step="Name columns of the table, such as a ward or flat or house.",
        )
    return fairness(matches, table.select(columns), margin=margin, confidence=confidence)


def _named_groups(
    groups: pa.Table | Mapping[str, Sequence[object]], *, rows: int
) -> dict[str, list[object]]:
    columns = groups if isinstance(groups, Mapping) else groups.to_pydict()
    named = {str(name): list(values) for name, values in columns.items()}
    uneven = [name for name, values in named.items() if len(values) != rows]
    if uneven or not named:
        raise BadInput(
            "The groups do not fit the rows.",
            why=f"There must be one value for each of the {rows:,} rows in every column of groups.",
            next_step="Give the groups of the same rows, in the same order.",
        )
    return named


def _measures(matches: pa.Table, truth: Any, reviewed: Any) -> dict[str, tuple[_Flags, _Flags]]:
    """Return for each measure the rows that it counts, and the rows that it is a share of."""
    of_people = "person" in matches.column_names
    decided = "score" if of_people else "uprn"
    if decided not in matches.column_names:
        raise BadInput(
            "These are neither matches of addresses nor links of people.",
            why="Looked for: a column uprn, or person and score.",
            next_step="Give what matching or linking returned.",
        )
    matched = np.asarray(matches[decided].is_valid().to_numpy(), dtype=bool)
    measures = {"matched": (matched, np.ones(len(matched), dtype=bool))}
    if truth is not None:
        found = matches["person" if of_people else "uprn"].to_pylist()
        true = _plain(truth, rows=len(matched))
        wrong, missed = (_people_errors if of_people else _place_errors)(found, true)
        measures |= {"wrong": (wrong[0], matched & wrong[1]), "missed": missed}
    elif reviewed is not None:
        answers = _plain(reviewed, rows=len(matched))
        looked_at = np.array([answer is not None for answer in answers], dtype=bool) & matched
        measures["wrong"] = np.array([a is False for a in answers], dtype=bool), looked_at
    return measures


def _plain(values: Any, *, rows: int) -> list[Any]:
    plain = values.to_pylist() if hasattr(values, "to_pylist") else list(values)
    if len(plain) != rows:
        raise BadInput(
            "The truth does not fit the rows.",
            why=f"There must be one answer for each of the {rows:,} rows.",
            next_step="Give the answers of the same rows, in the same order; null for none.",
        )
    return plain


_Errors: TypeAlias = tuple[tuple[_Flags, _Flags], tuple[_Flags, _Flags]]


def _place_errors(found: Sequence[Any], true: Sequence[Any]) -> _Errors:
    """Return rows of a wrong UPRN, and rows whose true UPRN was not found."""
    there = np.array([t is not None for t in true], dtype=bool)
    right = np.array(
        [t is not None and str(f) == str(t) for f, t in zip(found, true, strict=True)], dtype=bool
    )
    return (~right, np.ones(len(right), dtype=bool)), (~right & there, there)


def _people_errors(found: Sequence[Any], true: Sequence[Any]) -> _Errors:
    """Return rows linked with another person's row, and rows not linked with all of their own."""
    known = np.array([t is not None for t in true], dtype=bool)
    pairs = [(f, t) for f, t in zip(found, true, strict=True) if t is not None]
    in_group, of_person, both = (
        Counter(f for f, _ in pairs),
        Counter(t for _, t in pairs),
        Counter(pairs),
    )
    wrong, missed, there = (np.zeros(len(known), dtype=bool) for _ in range(3))
    for at, (f, t) in zip(np.flatnonzero(known).tolist(), pairs, strict=True):
        wrong[at] = in_group[f] > both[f, t]
        missed[at] = of_person[t] > both[f, t]
        there[at] = of_person[t] > 1
    return (wrong, known), (missed, there)


def _merged(values: Sequence[object]) -> tuple[list[str], _Ints]:
    """Return the groups that are large enough to tell of, and which one each row is in."""
    told = [NOT_KNOWN if value is None or value == "" else str(value) for value in values]
    sizes = Counter(told)
    large = sorted((n for n in sizes if sizes[n] >= FEWEST_ROWS), key=lambda n: (-sizes[n], n))
    names = sorted(large[:MOST_GROUPS])
    place = {name: at for at, name in enumerate(names)}
    if len(names) < len(sizes):
        names.append(SMALL_GROUPS)
    at = np.array([place.get(text, len(place)) for text in told], dtype=np.int64)
    return names, at


def _counts(at: _Ints, yes: _Flags, of: _Flags, *, groups: int) -> list[tuple[int, int]]:
    count = np.bincount(at[yes & of], minlength=groups)
    base = np.bincount(at[of], minlength=groups)
    return list(zip(count.tolist(), base.tolist(), strict=True))


def _figures(
    column: str,
    names: Sequence[str],
    measure: str,
    counts: Sequence[tuple[int, int]],
    confidence: float,
) -> list[GroupFigure]:
    figures = []
    for name, (count, of) in zip(names, counts, strict=True):
        if of < FEWEST_ROWS:
            figures.append(GroupFigure(column, name, measure, None, None, None, None, None))
            continue
        ends = wilson_interval(count, of, confidence=confidence)
        shares = (round(share, PLACES) for share in (count / of, ends.low, ends.high))
        figures.append(GroupFigure(column, name, measure, count, of, *shares))
    return figures


def _gaps(
    column: str,
    names: Sequence[str],
    measure: str,
    counts: Sequence[tuple[int, int]],
    *,
    margin: float,
    confidence: float,
) -> list[GroupGap]:
    """Return how far each group is from the others together, where both are large enough."""
    whole = [sum(part) for part in zip(*counts, strict=True)]
    deviate = NormalDist().inv_cdf(1 - (1 - confidence) / (2 * max(len(names), 1)))
    gaps = []
    for name, (count, of) in zip(names, counts, strict=True):
        other_count, other_of = whole[0] - count, whole[1] - of
        if min(of, other_of) < FEWEST_ROWS:
            continue
        difference = count / of - other_count / other_of
        low, high = _newcombe(count, of, other_count, other_of, deviate=deviate)
        warned = abs(difference) > margin and not low <= 0 <= high
        told = [round(share, PLACES) for share in (difference, low, high)]
        gaps.append(GroupGap(column, name, measure, told[0], told[1], told[2], warned=warned))
    return gaps


def _newcombe(
    count: int, of: int, other_count: int, other_of: int, *, deviate: float
) -> tuple[float, float]:
    """Return the interval of a difference of two shares (Newcombe 1998, method 10)."""
    one = wilson_interval(count, of, deviate=deviate)
    other = wilson_interval(other_count, other_of, deviate=deviate)
    share, other_share = count / of, other_count / other_of
    below = math.hypot(share - one.low, other.high - other_share)
    above = math.hypot(one.high - share, other_share - other.low)
    return share - other_share - below, share - other_share + above


def _is_told(gap: GroupGap, gaps: Sequence[GroupGap]) -> bool:
    """Return whether a gap is told: of two groups, one's is the other's, so the worse is told."""
    others = [g for g in gaps if (g.column, g.measure) == (gap.column, gap.measure)]
    worse = gap.difference < 0 if gap.measure == "matched" else gap.difference > 0
    return len(others) > 2 or worse
