"""What number, street, name and postcode say only together."""

from __future__ import annotations

from . import shapes as sh
from .compiled import inlined
from .shapes import F64, Scratch

_NAMED, _MOST_AGAINST, _OF_KIND, _OF_BARE = 2.0, 0.5, 0.75, 0.83


@inlined
def named_here(found: F64) -> float:
    """Return how far a name agrees within one postcode: there, few houses share a rare word."""
    if found[sh.F_POSTCODE] != sh.PC_SAME:
        return 0.0
    return float(min(1.0, _NAMED * found[sh.F_NAME_HIT]) * (1.0 - found[sh.F_NAME_MISSED]))


@inlined
def tied_by_name(found: F64) -> float:
    """Return how far the row's name, wherever it is, ties it to the address (0–1)."""
    met = min(1.0, found[sh.F_NAME_HIT] / sh.NOT_GENERIC)
    return float(met * (1.0 - found[sh.F_NAME_MISSED]))


@inlined
def fill_together(scratch: Scratch, found: F64) -> None:
    """Fill what number, street, name and postcode say only together.

    Where no numbers agree, the name is what tells a place from its neighbours. Where all that the
    address says is met in its own postcode, what it leaves out matters less, and towns and
    localities that differ say nothing. A postcode that differs in one place counts half. Where
    numbers contradict, words are evidence only up to half.
    """
    how, level = int(found[sh.F_RELATION]), found[sh.F_POSTCODE]
    close = 1.0 if level == sh.PC_SAME else 0.5 if level == sh.PC_NEAR else 0.0
    street = found[sh.F_STREET] if scratch.sums[sh.STREET] > 0.0 else 0.0
    town = 1.0 - found[sh.F_TAIL_MISSED] if scratch.sums[sh.TAIL] > 0.0 else 0.0
    extra = max(found[sh.F_INSIDE], found[sh.F_OUTSIDE])
    lacks = how == sh.ROW_NO_BUILDING and found[sh.F_NAME_MISSED] > 0.0
    told = how <= sh.BUILDING_IS_FLAT and not lacks
    if how >= sh.BESIDE:
        found[sh.F_EVIDENCE] = min(found[sh.F_EVIDENCE], _MOST_AGAINST)
    found[sh.F_ADRIFT] *= 1.0 if how <= sh.NO_BUILDING and how != sh.NO_NUMBERS else 0.0
    elsewhere = found[sh.F_STREETS_DIFFER] + found[sh.F_STREET] > 1.01
    street *= 0.0 if elsewhere else 1.0 - found[sh.F_ADRIFT]  # the number is not the street's
    found[sh.F_ALL_TOLD] = close * street * (1.0 - extra) if told else 0.0
    found[sh.F_ADDRESS] = close * street if how == sh.EXACT else 0.0
    found[sh.F_TOWN] = street * town if how == sh.EXACT and level != sh.PC_SAME else 0.0
    found[sh.F_AFTER] *= 1.0 - close
    found[sh.F_TAIL_MISSED] *= 1.0 - close
    found[sh.F_TOWNS_DIFFER] *= (1.0 - close) * (1.0 - tied_by_name(found))
    found[sh.F_STREETS_DIFFER] *= 1.0 - found[sh.F_NAMED]
    found[sh.F_TYPE] = min(found[sh.F_TYPE], 1.0 - 0.5 * found[sh.F_NAMED])
    fill_numberless(how, level == sh.PC_SAME, found)


@inlined
def fill_numberless(how: int, same: bool, found: F64) -> None:
    """Fill what matters only where neither side has a number, or one side alone.

    Then the name must tie them: a number that one side alone has says that it is not the street
    as such, and without the ``same`` postcode a street alone is any place on it.
    """
    bare, half = how == sh.NO_NUMBERS, how in (sh.UNNUMBERED, sh.ROW_UNNUMBERED)
    tied = min(1.0, found[sh.F_NAME_HIT] / sh.NOT_GENERIC)
    found[sh.F_AFAR] = 1.0 - tied_by_name(found) if (bare or half) and not same else 0.0
    found[sh.F_PLACE_MISSED] = found[sh.F_NAME_MISSED] if bare else 0.0
    found[sh.F_PLACE_WHOLE] = found[sh.F_WHOLE] if bare else 0.0
    one_side = max(_OF_KIND * found[sh.F_KIND], found[sh.F_SIDED])
    found[sh.F_PART] = max(found[sh.F_PART], one_side) if bare else 0.0
    found[sh.F_PLACE_EXTRA] *= 1.0 if bare and not same else 0.0
    found[sh.F_PLACES_DIFFER] = found[sh.F_NAMES_DIFFER] if bare else 0.0
    if found[sh.F_PART] == 1.0:
        found[sh.F_EVIDENCE] = min(found[sh.F_EVIDENCE], _MOST_AGAINST)
        found[sh.F_PLACE_WHOLE] = 0.0
    if bare:  # the name tells more of such a place than the street's kind
        found[sh.F_TYPE] *= _OF_BARE
        found[sh.F_OPPOSED] = max(found[sh.F_OPPOSED], found[sh.F_HOMES_DIFFER])
    found[sh.F_HALF_MISSED] = max(found[sh.F_NAME_MISSED], 1.0 - tied) if half else 0.0
