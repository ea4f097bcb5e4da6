"""UPRNs in one form: digits without leading zeros, as the register itself numbers properties."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from beholden.kernel import BadInput

from .texts import strings

_CUT_OFF = r"^[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+$"  # 1.00012E+11: a spreadsheet lost its digits
# 1.00012345678E+11: as many digits behind the point as its power asks for.
_ALL_KEPT = f"^(?:{'|'.join(rf'[1-9][.][0-9]{{{n}}}0*[eE][+]?0?{n}' for n in range(1, 12))})$"
# Beyond these a float, by its bits, has no room for the last digit of a whole number.
_WHOLE_UP_TO = {16: 2.0**11, 32: 2.0**24, 64: 2.0**53}
_DIGITS = r"^0*(?P<digits>[1-9][0-9]{0,11})(?:\.0*)?$"
_LAST = 10**12 - 1


def exact_up_to(kind: pa.DataType) -> float:
    """Return below what size a type of numbers holds every whole number to its last digit."""
    return _WHOLE_UP_TO[kind.bit_width] if pa.types.is_floating(kind) else float("inf")


def lost_uprns(table: pa.Table, name: str) -> int:
    """Return how many UPRNs of a column lost digits: texts cut off, floats too short for them."""
    column = table.column(name)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        texts = pc.utf8_trim_whitespace(column)
        cut_off = pc.and_(_has(texts, _CUT_OFF), pc.invert(_has(texts, _ALL_KEPT)))
        return pc.sum(cut_off).as_py() or 0
    if not pa.types.is_floating(column.type):
        return 0
    most = exact_up_to(column.type)
    sizes = pc.abs(pc.cast(column, pa.float64()))
    return pc.sum(pc.and_(pc.is_finite(sizes), pc.greater_equal(sizes, most))).as_py() or 0


def whole_uprns(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Return a column of whole numbers as UPRNs: null where it has none of 1 to 12 digits."""
    if pa.types.is_uint64(column.type):  # half of them are too great to be compared as signed
        column = pc.if_else(pc.less_equal(column, pa.scalar(_LAST, pa.uint64())), column, None)
    column = pc.cast(column, pa.int64())
    known = pc.and_(pc.greater_equal(column, 1), pc.less_equal(column, _LAST))
    return pc.if_else(known, column, None)


def invalid_uprns(table: pa.Table, name: str) -> int:
    """Return how many UPRNs of a column are none, though something is told and no digit is lost."""
    column, plain = table.column(name), plain_uprns(table, name)
    if pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
        told = pc.is_finite(pc.cast(column, pa.float64()))
    else:
        told = pc.not_equal(pc.utf8_trim_whitespace(strings(table, name)), "")
    wrong = pc.and_(pc.fill_null(told, False), pc.is_null(plain))
    return (pc.sum(wrong).as_py() or 0) - lost_uprns(table, name)


def plain_uprns(table: pa.Table, name: str) -> pa.Array:
    """Return a column of UPRNs as strings: zeros in front and ``.0`` behind taken off, blanks null.

    Whole numbers in a column of floats are taken as they are, but for those that are larger than
    their float can hold to the last digit: these are null. In a column of which more than half has
    letters a gazetteer uses identifiers of its own, which are kept as they stand. Whatever else is
    no UPRN of 1 to 12 digits is null. Raises BadInput for a column of truth values.
    """
    column = table.column(name)
    if pa.types.is_boolean(column.type):
        raise BadInput(
            "The column of UPRNs holds truth values.", next_step="Name the column of the UPRNs."
        )
    if pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
        # Neither infinity nor a number of more than twelve digits is a UPRN.
        most = min(1e12, exact_up_to(column.type))
        column = pc.cast(column, pa.float64())
        whole = pc.and_(pc.equal(pc.floor(column), column), pc.less(column, most))
        column = pc.cast(pc.if_else(whole, column, None), pa.int64())
        table = pa.table({name: column})
    texts = pc.utf8_trim_whitespace(strings(table, name))
    texts = _unfolded(pc.if_else(pc.equal(texts, ""), None, texts))
    digits = pc.struct_field(pc.extract_regex(texts, _DIGITS), "digits")
    lettered = pc.and_(_has(texts, "[A-Za-z]"), pc.invert(_has(texts, _CUT_OFF)))
    if 2 * (pc.sum(lettered).as_py() or 0) <= len(texts) - texts.null_count:
        return digits
    return pc.coalesce(digits, pc.if_else(lettered, texts, None))


def _has(texts: pa.Array, pattern: str) -> pa.Array:
    return pc.match_substring_regex(texts, pattern)


def _unfolded(texts: pa.Array) -> pa.Array:
    """Return texts with those in digits that a spreadsheet wrote with all of theirs behind an E."""
    whole = pc.if_else(_has(texts, _ALL_KEPT), texts, None)
    numbers = pc.cast(pc.cast(whole, pa.float64()), pa.int64())
    return pc.coalesce(pc.cast(numbers, pa.large_string()), texts)
