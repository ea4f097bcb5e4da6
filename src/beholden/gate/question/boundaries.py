"""Values by which conditions are told apart: on either side of every constant that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, permutations, product
from typing import Any

TYPES = ("VARCHAR", "BOOLEAN", "BIGINT", "DOUBLE", "DATE", "TIMESTAMP")
COLUMN = re.compile(r'"((?:[^"]|"")+)"\."((?:[^"]|"")+)"')
_TEXT = re.compile(r"'((?:[^']|'')*)'")
_NUMBER = re.compile(r"(?<![\w.\"])[0-9]+(?:\.[0-9]+)?(?![\w.])")
_MOST = 60  # constants of one column
_FEW = 6  # so many are added to each other, taken away, multiplied and divided
_LONGEST = 12  # of a text that is taken apart
_LARGEST = 2**53
_MANY = 40  # letters: what has more is as long as any
_YEARS = range(1800, 2300)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of filters: its pieces, which are of it alone, and all that the filters say."""

    name: str
    pieces: tuple[str, ...]
    said: frozenset[str]

    @property
    def table(self) -> str:
        """Return the name of the relation that it is of."""
        return self._named()[0]

    @property
    def column(self) -> str:
        """Return its own name."""
        return self._named()[1]

    def texts(self) -> list[str]:
        """Return the texts that are said of it, or of anything where it is compared with more."""
        found = (text for said in self._about() for text in _TEXT.findall(said))
        return _thinned(text.replace("''", "'") for text in found)

    def numbers(self) -> list[float]:
        """Return the numbers that are said of it, as such or as texts."""
        bare = [_TEXT.sub(" ", COLUMN.sub(" ", said)) for said in self._about()]
        found = [number for said in bare for number in _NUMBER.findall(said)]
        found += [text.strip(" +-") for text in self.texts()]
        return _thinned(n for text in found if (n := _number(text)) is not None)

    def _about(self) -> list[str]:
        alone = self.name in self.pieces or not self.pieces
        return sorted(self.said) if alone else list(self.pieces)

    def _named(self) -> list[str]:
        found = COLUMN.fullmatch(self.name)
        return [part.replace('""', '"') for part in found.groups()] if found else ["", ""]


def values_for(column: Column, kind: str) -> tuple[Any, ...]:
    """Return values of a type between which conditions on a column may come out otherwise."""
    if kind == "BOOLEAN":
        return (True, False, None)
    if kind == "BIGINT":
        return (*dict.fromkeys(int(n) for n in _numbers(column.numbers()) if n == int(n)), None)
    if kind == "DOUBLE":
        return (*_numbers(column.numbers()), None)
    if kind in ("DATE", "TIMESTAMP"):
        return (*dict.fromkeys(_days(column.texts(), column.numbers())), None)
    return (*dict.fromkeys(_texts(column.texts(), column.numbers())), None)


def _numbers(said: Sequence[float]) -> list[float]:
    """Return numbers beside those said, half-way between them, and what arithmetic makes of few."""
    found: dict[float, None] = dict.fromkeys([0.0, 1.0, -1.0, 2.0, 1e15, -1e15])
    few = said[:_FEW]
    made = [
        value
        for one, other in permutations(few, 2)
        for value in (one + other, one - other, one * other, one / other if other else 0.0)
    ]
    for number in (*said, *made):
        found |= dict.fromkeys(n for n in (number, number - 1, number + 1, -number))
    between = sorted(said)
    found |= dict.fromkeys((a + b) / 2 for a, b in pairwise(between))
    found |= dict.fromkeys(n + d for n in few for d in (0.5, -0.5, 1e-6, -1e-6) if n != int(n))
    return [n for n in found if abs(n) < _LARGEST or n in (1e15, -1e15)]


def _days(texts: Sequence[str], numbers: Sequence[float]) -> Iterator[date]:
    """Yield days beside those said, and some in each month of each year that is said."""
    for text in texts:
        try:
            said = date.fromisoformat(text.strip()[:10])
        except ValueError:
            continue
        if 1 < said.year < 9_000:
            yield from (said + timedelta(days) for days in (0, -1, 1, 400, -400))
    years = [int(n) for n in numbers if n in _YEARS][:_FEW]
    known = sorted({near for year in years for near in (year - 1, year, year + 1)} or {2020})
    yield from (date(y, m, d) for y, m, d in product(known, range(1, 13), (1, 15, 28)))


def _texts(texts: Sequence[str], numbers: Sequence[float]) -> Iterator[str]:
    """Yield texts that conditions may tell apart: those said, others of their letters and size."""
    yield from ("", "~", "true", "false", "x" * _MANY)
    for text in (*texts, *(f"{number:g}" for number in numbers)):
        plain = text.replace("%", "").replace("_", "x")
        yield from (text, plain, f"{plain}~", f"~{plain}", f"~~{plain}~~", f" {plain} ", plain[:-1])
        yield from (plain.lower(), plain.upper(), plain.capitalize(), plain[::-1])
        if len(texts) <= _FEW and len(plain) <= _LONGEST:
            yield from (plain[:place] for place in range(1, len(plain)))
            yield from (plain[place:] for place in range(1, len(plain)))
    for number in numbers:
        yield from ("x" * size for size in (int(number), int(number) + 1) if 0 < size < _MANY)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,9})?", text) else None


def _thinned(values: Iterable[Any]) -> list[Any]:
    """Return different values, evenly few of very many."""
    found = list(dict.fromkeys(values))
    return found if len(found) <= _MOST else found[:: len(found) // _MOST + 1]
