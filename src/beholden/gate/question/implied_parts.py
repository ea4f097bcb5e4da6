"""What follows from the parts of a condition, of what other filters of the question say.

Whoever has ``flag = 1`` has ``flag > 0`` too, and is not ``flag = 0``: a filter with the one and a
filter with the other have the latter in common, whatever values the column has. So each filter is
given, beside its own parts, those of the others that are seen to hold wherever they do. A span of
numbers follows from what lies within it, and from an OR or IN of which each piece does; an OR
follows where a piece of it does. Of texts it is seen that two words are apart, and no more: not
that one list of texts is within another, nor which day comes before another. A piece that is made
of several conditions is only compared as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

Parts = frozenset[str]
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_TEXT = r"'(?:[^']|'')*'"
_SAID = re.compile(
    rf"(?P<not>NOT )?(?:(?P<of>.+) (?P<how>[=<>]) (?P<value>{_NUMBER}|{_TEXT})"
    rf"|(?P<first>{_NUMBER}|{_TEXT}) = (?P<last>.+))"
)
_WORD = re.compile(r"'[a-zA-Z][^']*'")
# Texts that may be other ways to write one day, number or yes and no are not told apart.
_NO_WORDS = frozenset(
    f"'{word}'" for word in ("true", "false", "t", "f", "yes", "no", "y", "n", "on", "off", "nan")
)


@dataclass(frozen=True, slots=True)
class _Values:
    """What one value may be: a span of numbers or one text, or anything but one of these."""

    of: str
    low: float = -inf
    high: float = inf
    with_low: bool = True
    with_high: bool = True
    text: str = ""
    but: bool = False

    def within(self, other: _Values) -> bool:
        """Return whether each of these is one of the others; False where that is not known."""
        if self.of != other.of or self.but:
            return False
        if other.but:
            return self._is_apart(other)
        if self.text or other.text:
            return False  # the same text is the same part
        above = (self.low, not self.with_low) >= (other.low, not other.with_low)
        return above and (self.high, self.with_high) <= (other.high, other.with_high)

    def _is_apart(self, one: _Values) -> bool:
        if self.text or one.text:
            words = (self.text, one.text)
            return self.text != one.text and all(map(_is_word, words))
        below = self.high < one.low or (self.high == one.low and not self.with_high)
        above = self.low > one.low or (self.low == one.low and not self.with_low)
        return below or above

    def met(self, other: _Values) -> _Values:
        """Return the numbers that are in both spans."""
        low = max((self.low, not self.with_low), (other.low, not other.with_low))
        high = min((self.high, self.with_high), (other.high, other.with_high))
        return _Values(self.of, low[0], high[0], not low[1], high[1])


def with_implied(filters: Sequence[Parts]) -> tuple[Parts, ...]:
    """Return the parts of each filter with those of the others that follow from them."""
    every = frozenset[str]().union(*filters)
    pieces = {part: _pieces(part) for part in every}
    found = []
    for own in filters:
        alone = [v for part in sorted(own) if (v := _read(part)) is not None]
        ways: list[list[_Values | None]] = [[values] for values in _known(alone)]
        ways += [[v for _, v in pieces[part]] for part in own if len(pieces[part]) > 1]
        follows = (part for part in every - own if _follows(pieces[part], own, ways))
        found.append(own.union(follows))
    return tuple(found)


def _follows(
    pieces: list[tuple[str, _Values | None]], own: Parts, ways: list[list[_Values | None]]
) -> bool:
    """Return whether one of some pieces holds, whichever of each list of values is met."""
    if any(text in own for text, _ in pieces):
        return True
    meant = [values for _, values in pieces if values]
    return any(all(v and any(v.within(m) for m in meant) for v in several) for several in ways)


def _pieces(part: str) -> list[tuple[str, _Values | None]]:
    """Return the parts of which one must hold, as read: those of an OR, or the part alone."""
    whole = _read(part)
    if whole is not None or " OR " not in part:
        return [(part, whole)]
    texts = [piece[1:-1] for piece in part.split(" OR ")]
    return [(text, _read(text) if _is_one(text) else None) for text in texts]


def _is_one(piece: str) -> bool:
    return " AND " not in piece and piece.count("(") == piece.count(")")


def _known(parts: Sequence[_Values]) -> Iterator[_Values]:
    """Yield what is known of each value: its texts, and the numbers that are in all its spans."""
    spans: dict[str, _Values] = {}
    for values in parts:
        if values.text or values.but:
            yield values
        else:
            spans[values.of] = spans.get(values.of, _Values(values.of)).met(values)
    yield from spans.values()


def _read(part: str) -> _Values | None:
    """Return what a part says of a value that is compared with a number or a text."""
    said = _SAID.fullmatch(part)
    if said is None:
        return None
    of, value, how = said["of"] or said["last"], said["value"] or said["first"], said["how"] or "="
    holds = not said["not"]
    if value.startswith("'"):
        return _Values(of, text=value, but=not holds) if how == "=" else None
    number = float(value)
    if how == "=":
        return _Values(of, number, number, but=not holds)
    if (how == "<") is holds:
        return _Values(of, high=number, with_high=not holds)
    return _Values(of, low=number, with_low=not holds)


def _is_word(text: str) -> bool:
    return bool(_WORD.fullmatch(text)) and text.lower() not in _NO_WORDS
