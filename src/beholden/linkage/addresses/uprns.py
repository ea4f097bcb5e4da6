"""UPRNs in one form: digits without leading zeros, as the register itself numbers properties."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from .texts import strings

_CUT_OFF = r"^[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+$"  # 1.00012E+11: a spreadsheet lost its digits
_DIGITS = r"^0*(?P<digits>[0-9]{1,12})(?:\.0*)?$"


def plain_uprns(table: pa.Table, name: str) -> pa.Array:
    """Return a column of UPRNs as strings: zeros in front and ``.0`` behind taken off, blanks null.

    Whole numbers in a column of floats are taken as they are. What is not digits alone is kept as
    it stands, so that a gazetteer may use identifiers of its own.
    """
    column = table.column(name)
    if pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
        # Neither infinity nor a number of more than twelve digits is a UPRN.
        column = pc.cast(column, pa.float64())
        whole = pc.and_(pc.equal(pc.floor(column), column), pc.less(pc.abs(column), 1e12))
        column = pc.cast(pc.if_else(whole, column, None), pa.int64())
        table = pa.table({name: column})
    texts = pc.utf8_trim_whitespace(strings(table, name))
    cut_off = pc.match_substring_regex(texts, _CUT_OFF)
    texts = pc.if_else(pc.or_(pc.equal(texts, ""), cut_off), None, texts)
    digits = pc.struct_field(pc.extract_regex(texts, _DIGITS), "digits")
    return pc.coalesce(digits, texts)
