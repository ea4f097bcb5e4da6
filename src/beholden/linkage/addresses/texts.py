"""From columns of a table to the bytes that the kernel reads."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.kernel import BadInput

from .columns import AddressColumns
from .shapes import I64, U8

_LONGEST = 2_000
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_PLAIN = str.maketrans(
    {"’": "", "‘": "", "ʼ": "", "æ": "ae", "ø": "o", "ß": "ss", "\u2044": "/", "\u2215": "/"}
    | dict.fromkeys(_HYPHENS, "-")
)


class Texts(NamedTuple):
    """Many texts in one array of bytes; text i is ``data[offsets[i]:offsets[i + 1]]``."""

    data: U8
    offsets: I64


def _one_array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    column = pc.cast(column, pa.large_string())
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def strings(table: pa.Table, name: str) -> pa.Array:
    """Return a column as one array of large strings, nulls kept.

    Raises BadInput where it holds no texts, or bytes that are not UTF-8.
    """
    try:
        made = _one_array(table.column(name))
        made = made.chunk(0) if isinstance(made, pa.ChunkedArray) else made
        made.validate(full=True)
    except pa.ArrowException:
        # Not "from": what the engine says of a cell may hold it.
        raise _no_texts(name) from None
    return made


def _no_texts(name: str) -> BadInput:
    return BadInput(
        f"The column {name} cannot be read as texts.",
        why="It holds lists, bytes or other values that are no text in UTF-8.",
        next_step="Write it as a column of texts, or name another column.",
    )


def joined(table: pa.Table, names: tuple[str, ...]) -> pa.Array:
    """Return the columns joined by a comma, row by row, nulls as empty text."""
    parts = [strings(table, name) for name in names]
    if len(parts) == 1:
        return parts[0].fill_null("")
    separator = pa.scalar(", ", pa.large_string())
    # Not null_handling="skip": pyarrow 26 then loses every row whose parts are all null.
    return pc.binary_join_element_wise(*(part.fill_null("") for part in parts), separator)


def _plain(sign: str) -> str:
    """Return a sign in ASCII: a letter without its accent, a space for what separates."""
    if sign.isascii():
        return sign
    return "" if unicodedata.category(sign) in {"Mn", "Me", "Cf"} else " "


def _fold(text: str | None) -> str:
    spaced = (
        # A fraction or a raised figure is a number of its own: not 52, but 5 and 2.
        f" {sign}" if unicodedata.category(sign) == "No" else sign
        for sign in (text or "").lower()
    )
    decomposed = unicodedata.normalize("NFKD", "".join(spaced).translate(_PLAIN))
    return "".join(map(_plain, decomposed.translate(_PLAIN))).upper()


def folded(texts: pa.Array) -> pa.Array:
    """Return texts in capital ASCII without accents and apostrophes, 2,000 characters at most.

    What has no Latin letters (right-to-left text, say) becomes empty.
    """
    if pc.any(pc.greater(pc.binary_length(texts), _LONGEST)).as_py():
        texts = pc.utf8_slice_codeunits(texts, 0, _LONGEST)
    foreign = pc.invert(pc.string_is_ascii(texts))
    if pc.any(foreign).as_py():
        fixed = [_fold(text) for text in texts.filter(foreign).to_pylist()]
        texts = pc.replace_with_mask(texts, foreign, pa.array(fixed, pa.large_string()))
    upper = pc.ascii_upper(texts)
    marked = pc.any(pc.match_substring(upper, "'")).as_py()
    return pc.replace_substring(upper, "'", "") if marked else upper


def folded_text(text: str) -> Texts:
    """Return one text as ``folded`` and ``as_bytes`` would, without the cost of an Arrow array."""
    text = text[:_LONGEST]
    plain = text.upper() if text.isascii() else _fold(text)
    data = np.frombuffer(plain.replace("'", "").encode("ascii"), np.uint8)
    return Texts(data, np.array([0, len(data)], np.int64))


def as_bytes(texts: pa.Array) -> Texts:
    """Return an array of large strings without nulls as its own bytes, without copying."""
    _, offsets, data = texts.buffers()
    where = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    content = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    where.flags.writeable = False
    content.flags.writeable = False
    return Texts(content, where)


def packed_postcodes(table: pa.Table, name: str | None) -> I64:
    """Return a column of postcodes as numbers, 0 where there is none."""
    from .kernel_postcodes import pack_postcodes

    if name is None:
        return np.zeros(table.num_rows, np.int64)
    return pack_postcodes(*as_bytes(folded(strings(table, name).fill_null(""))))


def read_texts(table: pa.Table, columns: AddressColumns) -> tuple[Texts, I64]:
    """Return the addresses as bytes and their postcodes as numbers (0 where there is none)."""
    texts = as_bytes(folded(joined(table, columns.address)))
    return texts, packed_postcodes(table, columns.postcode)
