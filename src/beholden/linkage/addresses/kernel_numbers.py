"""Numbers as roles: which is the building, which the flat, and how two addresses' numbers stand."""

from __future__ import annotations

from . import shapes as sh
from .compiled import compiled
from .shapes import I64, Text


@compiled
def take_sub(record: I64, low: int, letter: int, marked: int) -> None:
    """Set the flat of a record, unless a stronger mark already set it."""
    has = record[sh.S_NUM] or record[sh.S_LET]
    weak = record[sh.S_FLAG] & sh.SUB_WEAK
    if has and not (weak and marked == sh.STRONG):
        if record[sh.S_NUM] == 0 and low and record[sh.S_LET] < sh.FLOOR_LETTER:
            record[sh.S_NUM] = low
        return
    record[sh.S_NUM] = low
    record[sh.S_LET] = letter
    record[sh.S_FLAG] = sh.SUB_WEAK if marked == sh.WEAK else sh.SUB_MARKED if marked else 0


@compiled
def take_building(record: I64, item: I64) -> None:
    """Set the building; an earlier number then was the flat ("46 ELLISON HOUSE 3 RUSTON WAY")."""
    one = record[sh.B_LO] and record[sh.B_LO] == record[sh.B_HI]
    if one and not (record[sh.S_NUM] or record[sh.S_LET]):
        take_sub(record, record[sh.B_LO], record[sh.B_LET], sh.UNMARKED)
    record[sh.B_LO] = item[sh.LO]
    record[sh.B_HI] = item[sh.HI]
    record[sh.B_LET] = item[sh.LETTER]


@compiled
def settle_letter(record: I64) -> None:
    """Make 12A, FLAT A 12 and 12A 12 the same: a lone letter of a building is a flat."""
    if record[sh.S_LET] and record[sh.S_NUM] == record[sh.B_LO]:
        record[sh.S_NUM] = 0
    if record[sh.B_LET] and not (record[sh.S_NUM] or record[sh.S_LET]):
        record[sh.S_LET] = record[sh.B_LET]
        record[sh.B_LET] = 0


@compiled
def resolve(text: Text, first: int, last: int, record: I64) -> None:
    """Set a record from the items of segments first–last; marked flats count from any segment."""
    for i in range(sh.RECORD):
        record[i] = 0
    for i in range(text.state[sh.N_ITEMS]):
        item = text.items[i]
        if item[sh.MARKED]:
            take_sub(record, item[sh.LO], item[sh.LETTER], item[sh.MARKED])
        elif first <= item[sh.SEGMENT] <= last and item[sh.LO]:
            take_building(record, item)
    settle_letter(record)


@compiled
def has_sub(a: I64) -> bool:
    """Tell whether a record has a flat."""
    return bool(a[sh.S_NUM] != 0 or a[sh.S_LET] != 0)


@compiled
def same_sub(a: I64, b: I64) -> bool:
    """Tell whether two records have the same flat."""
    return bool(a[sh.S_NUM] == b[sh.S_NUM] and a[sh.S_LET] == b[sh.S_LET])


@compiled
def same_building(a: I64, b: I64) -> bool:
    """Tell whether two records have the same building numbers and letter."""
    return bool(
        a[sh.B_LO] == b[sh.B_LO] and a[sh.B_HI] == b[sh.B_HI] and a[sh.B_LET] == b[sh.B_LET]
    )  # fmt: skip


@compiled
def within(a: I64, b: I64) -> bool:
    """Tell whether one record's building numbers lie inside the other's range."""
    if a[sh.B_LO] == 0 or b[sh.B_LO] == 0:
        return False
    if a[sh.B_LO] >= b[sh.B_LO] and a[sh.B_HI] <= b[sh.B_HI]:
        return True
    return bool(b[sh.B_LO] >= a[sh.B_LO] and b[sh.B_HI] <= a[sh.B_HI])


@compiled
def same_atoms(a: I64, b: I64) -> bool:
    """Tell whether two records hold the same numbers and letters, whatever their roles."""
    total, product, letters = 0, 1, 0
    for sign, record in ((1, a), (-1, b)):
        high = record[sh.B_HI] if record[sh.B_HI] != record[sh.B_LO] else 0
        total += sign * (record[sh.B_LO] + high + record[sh.S_NUM])
        letters += sign * (record[sh.B_LET] + record[sh.S_LET])
        part = (record[sh.B_LO] + 1) * (high + 1) * (record[sh.S_NUM] + 1)
        product = part if sign == 1 else product - part
    return total == 0 and product == 0 and letters == 0


@compiled
def numbered(a: I64) -> bool:
    """Tell whether a record has any number or letter."""
    return a[sh.B_LO] != 0 or has_sub(a)


@compiled
def without_building(query: I64, row: I64) -> int:
    """Return the relation where one side, at least, has no building number, or the flats decide."""
    if has_sub(row) and same_sub(query, row):
        if query[sh.B_LO] == 0:
            return sh.NO_BUILDING
        return sh.ROW_NO_BUILDING if row[sh.B_LO] == 0 else sh.CONFLICT
    lone = query[sh.B_LO] if not has_sub(query) else 0
    if lone and lone == row[sh.S_NUM] and row[sh.S_LET] == query[sh.B_LET]:
        return sh.BUILDING_IS_FLAT
    lone = row[sh.B_LO] if not has_sub(row) else 0
    if lone and lone == query[sh.S_NUM] and query[sh.S_LET] == row[sh.B_LET]:
        return sh.ROW_NO_BUILDING
    return sh.CONFLICT


@compiled
def with_building(query: I64, row: I64) -> int:
    """Return the relation where both building numbers agree, or one range holds the other."""
    exact = same_building(query, row)
    if same_sub(query, row):
        return sh.EXACT if exact else sh.RANGE
    if has_sub(query) and not has_sub(row):
        return sh.ROOM_OF if query[sh.S_FLAG] & sh.SUB_WEAK else sh.PARENT
    if has_sub(row) and not has_sub(query):
        return sh.CHILD
    return sh.CONFLICT


@compiled
def relation(query: I64, row: I64) -> int:
    """Return how the numbers of an address stand to those of a row (a code of shapes.py)."""
    if not numbered(query):
        return sh.UNNUMBERED if numbered(row) else sh.NO_NUMBERS
    if not numbered(row):
        weak = query[sh.S_FLAG] & sh.SUB_WEAK and query[sh.B_LO] == 0
        return sh.NO_NUMBERS if weak else sh.ROW_UNNUMBERED
    if query[sh.B_LO] and same_building(query, row):
        found = with_building(query, row)
        return found if found != sh.CONFLICT else int(sh.ROLE if same_atoms(query, row) else found)
    if same_atoms(query, row):
        return sh.EXACT if query[sh.B_LO] == row[sh.B_LO] else sh.ROLE
    if query[sh.B_LET] == row[sh.B_LET] and within(query, row):
        return with_building(query, row)
    return without_building(query, row)
