"""Texts of two or four bytes a letter, as spreadsheets write them, read as UTF-8."""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO, cast

from beholden.kernel import BadInput

_HEAD = 256
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def in_utf8(stream: BinaryIO, name: str) -> BinaryIO:
    """Return a stream of UTF-8 where a buffered one holds wide letters, else the stream itself."""
    head = cast("io.BufferedReader", stream).peek(_HEAD)[:_HEAD]
    wide = next((code for mark, code in _MARKS if head.startswith(mark)), "") or _unmarked(head)
    if not wide:
        return stream
    return io.BufferedReader(cast("io.RawIOBase", _Narrowed(stream, wide, name)), 2**20)


def _unmarked(head: bytes) -> str:
    """Return the encoding where zero bytes stand beside letters as in mostly English text."""
    even, odd = head[::2], head[1::2]
    if not odd:
        return ""
    shares = even.count(0) / len(even), odd.count(0) / len(odd)
    little, big = shares[0] < 0.1 and shares[1] > 0.6, shares[0] > 0.6 and shares[1] < 0.1
    return "utf-16-le" if little else "utf-16-be" if big else ""


class _Narrowed(io.RawIOBase):
    """Bytes of a stream in one encoding, read as UTF-8."""

    def __init__(self, stream: BinaryIO, code: str, name: str) -> None:
        self._stream = stream
        self._name = name
        self._decoder = codecs.getincrementaldecoder(code)()
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        block = b"."
        while not self._left and block:
            block = self._stream.read(2**20)
            self._left = self._narrowed(block)
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def _narrowed(self, block: bytes) -> bytes:
        try:
            return self._decoder.decode(block, not block).encode()
        except UnicodeError:
            raise BadInput(
                f"{self._name} begins as UTF-16 or UTF-32, but holds bytes that are not.",
                why="It is cut short, or two files in different encodings were put together.",
                next_step="Export it again in UTF-8.",
            ) from None
