"""UPRNs in one form: digits without leading zeros, as the register itself numbers properties."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from .texts import strings

_CUT_OFF = r"^[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+$"  # 1.00012E+11: a spreadsheet lost its digits
# Beyond these a float, by its bits, has no room for the last digit of a whole number.
_WHOLE_UP_TO = {16: 2.0**11, 32: 2.0**24, 64: 2.0**53}
_DIGITS = r"^0*(?P<digits>[0-9]{1,12})(?:\.0*)?$"


def exact_up_to(kind: pa.DataType) -> float:
    """Return below what size a type of numbers holds every whole number to its last digit."""
    return _WHOLE_UP_TO[kind.bit_width] if pa.types.is_floating(kind) else float("inf")


def lost_uprns(table: pa.Table, name: str) -> int:
    """Return how many UPRNs of a column are larger than its floats can hold to the last digit."""
    column = table.column(name)
    if not pa.types.is_floating(column.type):
        return 0
    most = exact_up_to(column.type)
    sizes = pc.abs(pc.cast(column, pa.float64()))
    return pc.sum(pc.and_(pc.is_finite(sizes), pc.greater_equal(sizes, most))).as_py() or 0


def plain_uprns(table: pa.Table, name: str) -> pa.Array:
    """Return a column of UPRNs as strings: zeros in front and ``.0`` behind taken off, blanks null.

    Whole numbers in a column of floats are taken as they are, but for those that are larger than
    their float can hold to the last digit: these are null. What is not digits alone is kept as
    it stands, so that a gazetteer may use identifiers of its own.
    """
    column = table.column(name)
    if pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
        # Neither infinity nor a number of more than twelve digits is a UPRN.
        most = min(1e12, exact_up_to(column.type))
        column = pc.cast(column, pa.float64())
        whole = pc.and_(pc.equal(pc.floor(column), column), pc.less(pc.abs(column), most))
        column = pc.cast(pc.if_else(whole, column, None), pa.int64())
        table = pa.table({name: column})
    texts = pc.utf8_trim_whitespace(strings(table, name))
    cut_off = pc.match_substring_regex(texts, _CUT_OFF)
    texts = pc.if_else(pc.or_(pc.equal(texts, ""), cut_off), None, texts)
    digits = pc.struct_field(pc.extract_regex(texts, _DIGITS), "digits")
    return pc.coalesce(digits, texts)
