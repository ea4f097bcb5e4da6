"""Which column of a table holds areas, and which kept areas they are. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .values import MOST_AREAS, NamedAreas

# Of the different values of a column, so many must be areas; "not known" may stand among them.
_SHARE_ON_MAP = 0.75
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """A column whose values are areas: of which set, and the code of each value that is one."""

    column: str
    areas: NamedAreas
    codes: Mapping[str, str]
    not_on_map: tuple[str, ...]


def may_fit(values: Iterable[str]) -> bool:
    """Return whether any areas could fit a column of these values: neither too few nor too many."""
    return _FEWEST <= len(set(values)) <= MOST_AREAS / _SHARE_ON_MAP


def fit(columns: Mapping[str, Iterable[str]], kept: Sequence[NamedAreas]) -> Fit | None:
    """Return the column and the kept areas that fit best, or None.

    A column fits where two of its different values or more, and three in four, are codes or names
    of the areas. Of several the one with most values on the map is taken, then the set in which
    the values leave fewest areas out, then the first.
    """
    found = [
        one
        for name, values in columns.items()
        for areas in kept
        if (one := _fit_one(name, tuple(dict.fromkeys(values)), areas)) is not None
    ]
    return max(found, key=lambda one: (len(one.codes), -len(one.areas.labels)), default=None)


def _fit_one(column: str, values: Sequence[str], areas: NamedAreas) -> Fit | None:
    known = _known(areas)
    codes = {value: known[_plain(value)] for value in values if _plain(value) in known}
    enough = len(codes) >= max(_FEWEST, _SHARE_ON_MAP * len(values))
    # Two spellings of one area would be two numbers for it.
    if not enough or len(set(codes.values())) < len(codes):
        return None
    return Fit(column, areas, codes, tuple(value for value in values if value not in codes))


def _known(areas: NamedAreas) -> dict[str, str]:
    """Return the code of each area by its code and by its name, where no other has that name."""
    times = Counter(_plain(name) for _code, name in areas.labels)
    by_name = {_plain(name): code for code, name in areas.labels if times[_plain(name)] == 1}
    return by_name | {_plain(code): code for code, _name in areas.labels}


def _plain(label: str) -> str:
    return " ".join(label.casefold().split())
