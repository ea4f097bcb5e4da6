"""Counting matches against the truth: every error counts, those on rows without an answer too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from beholden.bench.intervals import share


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of some addresses: all, with an answer, matched, right, matched without an answer."""

    asked: int = 0
    answers: int = 0
    matched: int = 0
    right: int = 0
    unknown_matched: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.asked + other.asked,
            self.answers + other.answers,
            self.matched + other.matched,
            self.right + other.right,
            self.unknown_matched + other.unknown_matched,
        )

    @property
    def precision(self) -> float:
        """Return the share of the matched that is right, 0–1; 1 where nothing was matched."""
        return self.right / self.matched if self.matched else 1.0

    @property
    def recall(self) -> float:
        """Return the share of the addresses with an answer that got it, 0–1; 1 where none has."""
        return self.right / self.answers if self.answers else 1.0

    @property
    def unknown_rate(self) -> float:
        """Return the share of the addresses without an answer that got a UPRN, 0–1."""
        unknown = self.asked - self.answers
        return self.unknown_matched / unknown if unknown else 0.0

    def precision_note(self) -> str:
        """Return the counts and the interval of the precision in words."""
        return _note(self.right, self.matched)

    def recall_note(self) -> str:
        """Return the counts and the interval of the recall in words."""
        return _note(self.right, self.answers)

    def unknown_note(self) -> str:
        """Return the counts and the interval of ``unknown_rate`` in words."""
        return _note(self.unknown_matched, self.asked - self.answers)


def _note(part: int, of: int) -> str:
    found = share(part, of)
    if found.low is None or found.high is None:
        return ""
    return f"{part:,} of {of:,} ({found.low:.3f}–{found.high:.3f})"


def one(uprn: str | None, truth: str | None) -> Tally:
    """Return the tally of one address."""
    matched, known = uprn is not None, truth is not None
    return Tally(
        1, int(known), int(matched), int(matched and uprn == truth), int(matched and not known)
    )


def answered(matches: pa.Table) -> dict[str, str | None]:
    """Return the UPRN of each address by its identifier, both as text."""
    ids, uprns = matches["unique_id"].to_pylist(), matches["uprn"].to_pylist()
    return {str(i): None if u is None else str(u) for i, u in zip(ids, uprns, strict=True)}


def truths(asked: pa.Table) -> dict[str, str | None]:
    """Return the true UPRN of each address by its identifier, both as text."""
    return answered(asked.select(["unique_id", "true_uprn"]).rename_columns(["unique_id", "uprn"]))


def tally(
    matches: Mapping[str, str | None],
    truth: Mapping[str, str | None],
    *,
    group: Callable[[str], str] = lambda _: "all",
) -> dict[str, Tally]:
    """Return the tally of each group of addresses; an address that is not answered is unmatched."""
    counted: dict[str, Tally] = {}
    for unique_id, true in truth.items():
        name = group(unique_id)
        counted[name] = counted.get(name, Tally()) + one(matches.get(unique_id), true)
    return counted


def together(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of some tallies."""
    return sum(tallies, Tally())
