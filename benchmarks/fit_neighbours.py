"""A neighbour in a place's stead: what differs from an address in one hard piece is another place.

Where a place is not listed, a national gazetteer still has one with another number of its street,
with another street's name or kind, or the same number of a like street in another town. Our sparse
lists have few of these, so each listed place is turned into such a neighbour, and the addresses
are asked again: none has an answer.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.fit_examples import Examples

NEIGHBOUR = "a neighbour in its place"
_KINDS = (
    "ROAD", "STREET", "AVENUE", "LANE", "CLOSE", "DRIVE", "CRESCENT", "PLACE", "TERRACE",
    "GARDENS", "GROVE", "WAY", "RD", "ST", "AVE", "LN", "DR",
)  # fmt: skip
_STREET = re.compile(rf"\b([A-Za-z]{{3,}}) ({'|'.join(_KINDS)})\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d-])\b([1-9]\d{0,3})([A-Za-z]?) ")
_BARE = re.compile(r"((flat|apartment|unit) \w+,? )?[1-9]\d{0,3}[A-Za-z]?,? ", re.IGNORECASE)
_FIRST_UPRN = 800_000_000_000
_WEIGHT = 0.2

Row = tuple[str, str | None]
Change = Callable[[Row, list[Row], random.Random], Row | None]


def _another_number(row: Row, _: list[Row], draw: random.Random) -> Row | None:
    found = _NUMBER.search(row[0]) if _BARE.match(row[0]) else None
    if found is None:
        return None
    number = str(int(found[1]) + draw.choice((1, 2, 2, 4, 10)))
    return row[0][: found.start()] + number + row[0][found.end(1) :], row[1]


def _another_letter(row: Row, _: list[Row], draw: random.Random) -> Row | None:
    """Return 13A for 13, or 13 for 13A: two houses."""
    found = _NUMBER.search(row[0]) if _BARE.match(row[0]) else None
    if found is None:
        return None
    letter = "" if found[2] else draw.choice("AAB")
    return row[0][: found.end(1)] + letter + row[0][found.end(2) :], row[1]


def _numbered(row: Row) -> re.Match[str] | None:
    """Return the street of a place that its number alone tells: a name would tie it anyway."""
    return _STREET.search(row[0]) if _BARE.match(row[0]) else None


def _another_name(row: Row, others: list[Row], draw: random.Random) -> Row | None:
    mine, theirs = _numbered(row), _STREET.search(draw.choice(others)[0])
    if mine is None or theirs is None or theirs[1].lower() == mine[1].lower():
        return None
    return row[0][: mine.start(1)] + theirs[1] + row[0][mine.end(1) :], row[1]


def _another_kind(row: Row, _: list[Row], draw: random.Random) -> Row | None:
    found = _numbered(row)
    if found is None:
        return None
    kind = draw.choice([one for one in _KINDS[:10] if one[0] != found[2][0].upper()])
    return row[0][: found.start(2)] + kind + row[0][found.end(2) :], row[1]


def _another_town(row: Row, others: list[Row], draw: random.Random) -> Row | None:
    """Return the same number and street with what follows another's street, and its postcode."""
    text, postcode = draw.choice(others)
    mine, theirs = _numbered(row), _STREET.search(text)
    after = text[theirs.end() :] if theirs else ""
    if mine is None or postcode == row[1] or after.strip() in ("", row[0][mine.end() :].strip()):
        return None
    return row[0][: mine.end()] + after, postcode


_CHANGES: tuple[Change, ...] = (
    _another_number, _another_letter, _another_name, _another_kind, _another_town,
)  # fmt: skip


def with_neighbours(given: Examples, draw: random.Random) -> Examples:
    """Return the addresses whose place can be changed, and the gazetteer with it changed.

    Where the town is another, the postcode is not told: with it nobody could be misled.
    """
    listed = given.gazetteer.select(["address_concat", "postcode"]).to_pylist()
    others = [(one["address_concat"], one["postcode"]) for one in listed if one["address_concat"]]
    rows = [(one["address_concat"], one["postcode"]) for one in listed]
    uprns = pc.cast(given.gazetteer["uprn"], pa.int64()).to_pylist()
    asked_for = set(given.asked["true_uprn"].to_pylist()) - {None}
    how: dict[int, Change] = {}
    for at, uprn in enumerate(uprns):
        if uprn in asked_for:
            change = how.setdefault(uprn, _way(rows[at], others, draw))
            rows[at] = change(rows[at], others, draw) or ("", None)
            uprns[at] = _FIRST_UPRN + at
    return _asked_again(given, rows, uprns, how)


def _way(row: Row, others: list[Row], draw: random.Random) -> Change:
    """Return a change that can be made to a row, or the last one tried."""
    ways = draw.sample(_CHANGES, len(_CHANGES))
    return next((way for way in ways if way(row, others, draw)), ways[-1])


def _asked_again(
    given: Examples, rows: list[Row], uprns: list[int], how: dict[int, Change]
) -> Examples:
    kept = np.array([bool(text) for text, _ in rows])
    gazetteer = (
        given.gazetteer.set_column(0, "uprn", [[str(uprn) for uprn in uprns]])
        .set_column(1, "address_concat", [[text for text, _ in rows]])
        .set_column(2, "postcode", pa.chunked_array([pa.array([c for _, c in rows], pa.string())]))
        .filter(pa.array(kept))
    )
    truth = given.asked["true_uprn"].to_pylist()
    mine = np.array([uprn is not None for uprn in truth])
    codes = [
        None if how.get(uprn) is _another_town else code
        for uprn, code in zip(truth, given.asked["postcode"].to_pylist(), strict=True)
    ]
    asked = given.asked.set_column(2, "postcode", pa.array(codes, pa.string()))
    return replace(
        given, gazetteer=gazetteer, asked=asked.filter(pa.array(mine)), group=given.group[mine],
        kind=NEIGHBOUR, weight=_WEIGHT * given.weight,
    )  # fmt: skip
