"""How far a row covers an address: what is met and missed where the address sits, and elsewhere."""

from __future__ import annotations

from . import shapes as sh
from .compiled import inlined
from .kernel_contrasts import compare_contrasts
from .kernel_numbers import describes
from .kernel_parts import is_saint
from .shapes import F64, U8, Scratch

_MUCH = 1.5
_AFTER, _OUTSIDE, _INSIDE = range(3)
_EVIDENCE = 3.0
_A_TOWN = 0.1  # even LONDON is a town


@inlined
def share(mass: float) -> float:
    """Return a mass of words as 0–1, where 1.5 (two rare words) and more are 1."""
    return min(1.0, mass / _MUCH)


@inlined
def last_met(scratch: Scratch, mask: int) -> int:
    """Return the last word met of the row's name and street, or that ends a street; -1 for none.

    Common words count only where there is no other, as in MAES ISAF; so does the address's town.
    """
    query, last, common, body = scratch.query, -1, -1, scratch.state[sh.BODY]
    if body & ~query.counts[4]:
        body &= ~query.counts[4]
    for at in range(query.counts[0]):
        met = body >> query.firsts[at] & 1
        street = scratch.text.flags[at] & sh.STREET_END and mask >> query.firsts[at] & 1
        if street or (met and query.weights[at] >= sh.NOT_GENERIC):
            last = at
        common = at if met else common
    return last if last >= 0 else common


@inlined
def main_segment(scratch: Scratch, segments: int) -> int:
    """Return the segment with the most words met of the row's name and street."""
    query, text = scratch.query, scratch.text
    main, most = 0, 0.0
    for segment in range(segments):
        mass = 0.0
        for at in range(query.counts[0]):
            if min(text.segments[at], sh.SEGMENTS - 1) == segment:
                mass += query.weights[at] if scratch.state[sh.CORE] >> query.firsts[at] & 1 else 0.0
        if mass >= most and mass > 0.0:
            main, most = segment, mass
    return main


@inlined
def names_another_street(data: U8, scratch: Scratch, mask: int) -> bool:
    """Tell whether the address names a street, and the row has no word of its name.

    A word that only the row's name has is no street's: ASH FARM, ASH ROAD is not ASH FARM, MILL
    LANE. Where nothing separates the text, names and streets are told apart too badly for that.
    """
    query, text, another, met = scratch.query, scratch.text, False, mask
    if text.state[sh.N_SEGMENT] and scratch.sums[sh.MISSED + sh.STREET] >= sh.NOT_GENERIC:
        met = mask & ~scratch.state[sh.NAMES]
    for at in range(1, query.counts[0]):
        before = at - 1
        one = text.segments[before] == text.segments[at] and text.flags[at] & sh.STREET_END
        if one and not text.flags[before] & sh.STREET_END and not is_saint(data, text, at):
            if met >> query.firsts[before] & 1:
                return False
            another = True
    return another


@inlined
def weigh_segments(scratch: Scratch, mask: int) -> int:
    """Fill what is met and missed in each segment; return the one where the address sits.

    It is the one with the most words met of the row's name and street, the later of two alike:
    descriptions come first.
    """
    query, text, mass = scratch.query, scratch.text, scratch.masses
    segments = min(text.state[sh.N_SEGMENT] + 1, sh.SEGMENTS)
    for segment in range(segments):
        mass[segment] = 0.0
        mass[sh.SEGMENTS + segment] = 0.0
    for at in range(query.counts[0]):
        if query.firsts[at] == at or mask >> query.firsts[at] & 1:
            segment = min(text.segments[at], sh.SEGMENTS - 1)
            met = mask >> query.firsts[at] & 1
            mass[segment if met else sh.SEGMENTS + segment] += query.weights[at]
    return main_segment(scratch, segments)


@inlined
def met_before(scratch: Scratch, main: int) -> float:
    """Return how much of the row's locality and town the address has only in a description.

    What stands before the street names other places; it does not say where this one is.
    """
    query, before = scratch.query, 0.0
    told = scratch.state[sh.TAILS] & query.counts[5]
    for at in range(query.counts[0]):
        if query.firsts[at] == at and told >> at & 1 and scratch.text.segments[at] < main:
            before += query.weights[at]
    return before


@inlined
def where_missed(scratch: Scratch, at: int, main: int, last: int) -> int:
    """Return where a word that the row lacks counts: where it says most, if it stands twice."""
    query, text, where = scratch.query, scratch.text, _AFTER
    for place in range(at, query.counts[0]):
        if query.firsts[place] == at and place <= last:
            where = max(where, _INSIDE if text.segments[place] >= main else _OUTSIDE)
    return where


@inlined
def telling(scratch: Scratch, at: int) -> float:
    """Return how much a word tells one place without a number from another: kinds do too."""
    weight = float(scratch.query.weights[at])
    return weight if scratch.text.flags[at] & sh.TYPE else max(weight, sh.UNKNOWN)


@inlined
def met_by_chance(mass: F64, main: int) -> float:
    """Return how much is met in segments before the address's own that are mostly missed."""
    spread = 0.0
    for segment in range(main):
        if mass[sh.SEGMENTS + segment] >= mass[segment]:
            spread += mass[segment]
    return spread


@inlined
def cover(data: U8, scratch: Scratch, mask: int, found: F64) -> int:
    """Fill the address's side of the word features; return the segment where the address sits.

    Words missed there count apart from those of segments before it (a description, a name) and from
    what follows the last word met of name and street (a town). Words met in segments before it that
    are mostly missed are spread: they may be there by chance.
    """
    query = scratch.query
    main, last = weigh_segments(scratch, mask), last_met(scratch, mask)
    inside, outside, after, extra = 0.0, 0.0, 0.0, 0.0
    for at in range(query.counts[0]):
        if mask >> query.firsts[at] & 1 or query.firsts[at] != at:
            continue
        where = where_missed(scratch, at, main, last)
        if where == _INSIDE:
            inside += query.weights[at]
            extra += telling(scratch, at)
        elif where == _OUTSIDE:
            outside += query.weights[at]
        else:
            after += query.weights[at]
    scratch.state[sh.LAST_MET] = last
    met = scratch.sums[sh.NAME] + scratch.sums[sh.STREET] + scratch.sums[sh.TAIL]
    found[sh.F_EVIDENCE] = min(1.0, max(0.0, met - met_before(scratch, main)) / _EVIDENCE)
    found[sh.F_INSIDE] = share(inside)
    found[sh.F_PLACE_EXTRA] = share(extra)
    found[sh.F_OUTSIDE] = share(outside)
    found[sh.F_AFTER] = share(after)
    found[sh.F_SPREAD] = share(met_by_chance(scratch.masses, main))
    found[sh.F_NAMES_DIFFER] = min(found[sh.F_NAME_MISSED], share(inside + outside))
    gap = max(found[sh.F_NAME_MISSED], 1.0 - found[sh.F_STREET])
    of_place = scratch.sums[sh.NAME] + scratch.sums[sh.STREET] > 0.0  # a town alone is no place
    found[sh.F_WHOLE] = 1.0 - max(gap, found[sh.F_INSIDE]) if of_place else 0.0
    another = names_another_street(data, scratch, mask)
    agrees = found[sh.F_STREET] if scratch.state[sh.OWN_STREET] else 0.0  # a kind alone does not
    agrees = agrees if scratch.sums[sh.MISSED + sh.STREET] > 0.0 else 1.0
    found[sh.F_STREETS_DIFFER] = 1.0 - agrees if another else 0.0
    none_met = scratch.sums[sh.TAIL] == 0.0 and found[sh.F_TAIL_MISSED] == 1.0
    found[sh.F_TOWNS_DIFFER] = 1.0 if none_met and after >= _A_TOWN else 0.0
    return main


@inlined
def is_part(flags: int) -> float:
    """Return 1 for a word that tells a part of a larger place."""
    return 1.0 if flags & sh.PART_WORD else 0.0


@inlined
def names_a_part(scratch: Scratch, at: int, main: int) -> bool:
    """Tell whether a part's word stands in a few words of their own, none met, before the address.

    More words than a few are a description.
    """
    segment = scratch.text.segments[at]
    return bool(
        segment < main and scratch.masses[segment] == 0.0 and not describes(scratch.text, segment)
    )


@inlined
def names_another_kind(scratch: Scratch, mask: int) -> bool:
    """Tell whether the address has another kind after a word of the row's street: CHURCH ROAD.

    Where it has the row's own, what else the row calls a kind is none: DISTRICT CENTRE ELM ROAD.
    """
    query, text, another = scratch.query, scratch.text, False
    for at in range(1, query.counts[0]):
        kind = text.flags[at] & sh.TYPE and not mask >> query.firsts[at] & 1
        if scratch.state[sh.END_MISSED]:
            kind = kind or text.flags[at] & sh.STREET_END  # ST JAMES SQUARE has a ST too
        if kind and text.segments[at - 1] == text.segments[at]:
            another = another or scratch.state[sh.CORE] >> query.firsts[at - 1] & 1 != 0
    return another


@inlined
def only_saints(data: U8, scratch: Scratch, mask: int) -> bool:
    """Tell whether the row's kind of street is only a saint's ST in the address.

    And the address has a kind that the row lacks after a word of its street: CAR PARK, ST JAMES
    SQUARE is not CAR PARK, ST JAMES STREET.
    """
    query, text, another = scratch.query, scratch.text, False
    for at in range(1, query.counts[0]):
        if not text.flags[at] & sh.STREET_END or is_saint(data, text, at):
            continue
        if mask >> query.firsts[at] & 1:
            return False
        next_to = text.segments[at - 1] == text.segments[at]
        another = another or (next_to and scratch.state[sh.CORE] >> query.firsts[at - 1] & 1 != 0)
    return another and scratch.state[sh.KIND_TOLD] == 1


@inlined
def compare_kinds(data: U8, scratch: Scratch, mask: int, main: int, found: F64) -> None:
    """Fill whether kinds conflict: of streets, land or garage or parking, parts of places.

    Kinds that stand anywhere count half; CHURCH ROAD and CHURCH STREET differ in full.
    On the address's side all are looked for where the address sits, and parts before it as well:
    PAVILION, JUBILEE PARK, QUARRY ROAD.
    """
    types, kinds = 0, 0
    for at in range(scratch.query.counts[0]):
        if min(scratch.text.segments[at], sh.SEGMENTS - 1) == main:
            of_town = scratch.state[sh.TAILS] >> scratch.query.firsts[at] & 1
            kinds |= 0 if of_town else scratch.text.flags[at] & sh.KINDS
            if not mask >> scratch.query.firsts[at] & 1:
                types |= scratch.text.flags[at] & sh.TYPE
                found[sh.F_PART] = max(found[sh.F_PART], is_part(scratch.text.flags[at]))
        elif scratch.text.flags[at] & sh.PART_WORD and names_a_part(scratch, at, main):
            found[sh.F_PART] = 1.0
    land = kinds & int(found[sh.F_KIND]) & sh.LAND
    compare_contrasts(scratch, mask, main, land, found)
    of_row = int(found[sh.F_TYPE])
    of_street = of_row & sh.STREET_END and found[sh.F_STREET] > 0.0
    of_street = of_street and names_another_kind(scratch, mask)
    of_street = of_street or only_saints(data, scratch, mask)
    found[sh.F_TYPE] = 1.0 if of_street else 0.5 if types and of_row else 0.0
    found[sh.F_KIND] = 1.0 if kinds != int(found[sh.F_KIND]) else 0.0
