"""What the reading of volumes showed: counts, headers and trailers, never values."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from beholden.kernel import Finding, QualityDimension

from .letters import Letters


@dataclass(frozen=True, slots=True)
class VolumeSummary:
    """One volume of records: who made it, when, which volume it is, and what it should hold.

    ``made`` is the day and time of the header (``YYYY-MM-DD HHMMSS``, empty without a header),
    ``kind`` F (full supply) or C (changes only), ``told`` the trailer's count of records (None
    without a trailer), ``next_volume`` the trailer's (0: the last).
    """

    name: str
    supplier: str
    made: str
    number: int | None
    kind: str
    version: str
    told: int | None
    next_volume: int | None
    records: Counter[int]

    @property
    def order(self) -> tuple[str, int, str]:
        """Return where the volume stands in the order of application."""
        return (self.made, self.number or 0, self.name)


@dataclass(slots=True)
class Tally:
    """Counts of faults while a delivery is read, by their code."""

    letters: Letters = field(default_factory=Letters)
    counts: Counter[str] = field(default_factory=Counter)
    volumes: list[VolumeSummary] = field(default_factory=list)

    def findings(self) -> tuple[Finding, ...]:
        """Return a finding for each fault that was met."""
        self.counts["not-utf-8"] = self.letters.windows
        self.counts["doubled-encoding"] = self.letters.doubled
        self.counts["lost-letters"] = self.letters.lost
        return findings_of(self.counts)


_VALIDITY, _CONSISTENCY = QualityDimension.VALIDITY, QualityDimension.CONSISTENCY
_COMPLETE, _UNIQUE = QualityDimension.COMPLETENESS, QualityDimension.UNIQUENESS
_ACCURACY, _TIMELY = QualityDimension.ACCURACY, QualityDimension.TIMELINESS

# Every finding of a gazetteer's reading: what it is about, and what is said after the count.
FINDINGS: dict[str, tuple[QualityDimension, str]] = {
    "not-utf-8": (_VALIDITY, "lines were not in UTF-8; they were read as Windows-1252."),
    "doubled-encoding": (_VALIDITY, "lines had letters that were encoded twice; they were mended."),
    "lost-letters": (_VALIDITY, "lines hold letters that were lost before (U+FFFD stands there)."),
    "broken-record": (_VALIDITY, "lines have another number of fields than their kind; left out."),
    "unknown-record": (_VALIDITY, "lines begin with no known record identifier; left out."),
    "no-header": (_COMPLETE, "volumes have no header, so that neither day nor volume is known."),
    "truncated": (_COMPLETE, "volumes are cut short, or lack their trailer."),
    "missing-volume": (_COMPLETE, "volumes of the delivery are missing."),
    "out-of-order": (_CONSISTENCY, "records stand out of their order; they were applied in it."),
    "repeated-insert": (_UNIQUE, "inserts of what was there already; the later one holds."),
    "change-of-unknown": (_CONSISTENCY, "updates or deletes of what is not there."),
    "late-update": (_TIMELY, "days lie between this update and the last: one may be missing."),
    "invalid-uprn": (_VALIDITY, "rows have a UPRN that is none (1 to 12 digits); left out."),
    "no-uprn": (_COMPLETE, "rows have no UPRN; left out."),
    "lost-precision": (
        _ACCURACY, "rows have a UPRN cut off by a spreadsheet (as 1.00012E+11); left out.",
    ),
    "no-text": (_COMPLETE, "records have no words for an address; left out."),
    "no-street": (_CONSISTENCY, "addresses are on a street that is not in the delivery."),
    "no-property": (_CONSISTENCY, "addresses belong to a property that is not in the delivery."),
    "rejected": (_VALIDITY, "addresses were rejected by their custodian; left out."),
    "ended": (_TIMELY, "records had ended; left out."),
    "no-place": (_COMPLETE, "properties have no coordinates."),
    "outside-grid": (
        _ACCURACY, "properties lie outside the National Grid; their coordinates are left empty.",
    ),
    "irish-grid": (
        _ACCURACY, "properties lie on the Irish Grid; their coordinates are left empty.",
    ),
    "degrees-for-metres": (
        _ACCURACY, "properties have degrees where metres belong; those are left empty.",
    ),
    "swapped-coordinates": (
        _ACCURACY, "properties have easting and northing exchanged; they were put right.",
    ),
    "coordinates-disagree": (
        _CONSISTENCY, "properties have a latitude and longitude that is not where they lie.",
    ),
}  # fmt: skip


def findings_of(counts: Counter[str] | dict[str, int]) -> tuple[Finding, ...]:
    """Return findings for faults counted by their code, in the order of the table above."""
    return tuple(
        Finding(code, dimension, _counted(counts[code], words), dataset="gazetteer")
        for code, (dimension, words) in FINDINGS.items()
        if counts.get(code)
    )


# What is said of many, and of one.
_OF_ONE = {
    "lines": "line", "rows": "row", "records": "record", "volumes": "volume", "days": "day",
    "addresses": "address", "properties": "property", "inserts": "insert",
    "updates or deletes": "update or delete",
    "were": "was", "have": "has", "hold": "holds", "begin": "begins", "stand": "stands",
    "lie": "lies", "are": "is", "belong": "belongs", "they were": "it was", "lack": "lacks",
    "their coordinates are": "its coordinates are", "their": "its", "they lie": "it lies",
    # These speak of something else, of which there are many.
    "those are": "those are", "that were": "that were", "metres belong": "metres belong",
}  # fmt: skip
_MANY = re.compile("|".join(rf"\b{many}\b" for many in sorted(_OF_ONE, key=len, reverse=True)))


def _counted(count: int, words: str) -> str:
    """Return a count and what is said of it; of one in the singular, but in brackets."""
    if count != 1:
        return f"{count:,} {words}"
    said, bracket, rest = words.partition("(")
    return f"1 {_MANY.sub(lambda met: _OF_ONE[met[0]], said)}{bracket}{rest}"
