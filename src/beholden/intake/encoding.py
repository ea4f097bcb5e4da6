"""Which encoding a text file is in, and its bytes as UTF-8."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from beholden.kernel import BadInput, Finding, QualityDimension

from . import sources
from .limits import ReadLimits

_BLOCK = 2**22
_SAMPLE_LINES = 20
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What British offices write above ASCII; other letters speak for another code page.
_BRITISH = frozenset(
    "£€§°±·×÷²³¼½¾©®™…•–—‘’“”«»\u00a0ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßðþ"
)
_LIKELY = ("cp1252", "mac_roman", "cp850")
# A capital after a small letter, a letter stuck to a figure.
_UNLIKELY = re.compile("[a-zß-ÿ][À-Þ]|[ß-ÿ][0-9]")
_OTHER_CODE_PAGES = ["cp1250", "cp1251", "cp1257", "cp437"]
_BAD_BYTES = "beholden.cp1252"


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding as Python names it, with what there is to say about the choice."""

    name: str
    findings: tuple[Finding, ...] = ()
    errors: str = "strict"


@dataclass(slots=True)
class _Scan:
    """What one pass over the bytes shows."""

    bad_lines: list[int]
    good_letters: bool = False
    high: bytes = b""


def encoding_of(path: Path, head: bytes, limits: ReadLimits) -> Encoding:
    """Return the encoding of a text file, by its mark, its form, and last by its letters.

    Raises BadInput where the file is binary or one line is longer than ``limits.record_bytes``.
    """
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), None)
    if marked in ("utf-16", "utf-32"):
        return Encoding(marked)
    wide = None if marked else _wide(head)
    if wide:
        return Encoding(wide)
    scan = _scan(path, limits)
    if not scan.bad_lines:
        return Encoding(marked or "utf-8")
    if marked or scan.good_letters:
        return Encoding(marked or "utf-8", (_mixed(scan.bad_lines),), _BAD_BYTES)
    name = _by_letters(scan.high)
    return Encoding(name, (_guessed(name),), "replace")


def utf8_stream(path: Path, encoding: Encoding) -> io.RawIOBase | io.BufferedReader:
    """Return a readable of the file's text in UTF-8 without a byte order mark."""
    file = path.open("rb")
    if encoding.errors == "strict" and encoding.name in ("utf-8", "utf-8-sig"):
        file.seek(3 if encoding.name == "utf-8-sig" else 0)
        return file
    return _Transcoded(file, encoding)


class _Transcoded(io.RawIOBase):
    """Bytes of a file in one encoding, read as UTF-8."""

    def __init__(self, file: io.BufferedReader, encoding: Encoding) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            block = self._file.read(2**20)
            self._left = self._decoder.decode(block, not block).encode("utf-8", "replace")
            if not block:
                break
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def close(self) -> None:
        self._file.close()
        super().close()


def _wide(head: bytes) -> str | None:
    """Return UTF-16 or UTF-32 where zero bytes stand as they do in mostly English text."""
    zeros = [head[place::4].count(0) / max(1, len(head[place::4])) for place in range(4)]
    shapes = {
        "utf-32-le": (0, 1, 1, 1),
        "utf-32-be": (1, 1, 1, 0),
        "utf-16-le": (0, 1, 0, 1),
        "utf-16-be": (1, 0, 1, 0),
    }
    for name, shape in shapes.items():
        if all(z > 0.6 if want else z < 0.1 for z, want in zip(zeros, shape, strict=True)):
            return name
    return None


def _scan(path: Path, limits: ReadLimits) -> _Scan:
    scan = _Scan([])
    line_start, line = 0, 1
    for offset, block in _blocks(path):
        if b"\0" in block:
            raise sources.binary(path)
        ends = [end for end in (block.find(b"\n"), block.find(b"\r")) if end >= 0]
        if offset + (min(ends) if ends else len(block)) - line_start > limits.record_bytes:
            raise _too_long(path, line, limits)
        if not block.isascii():
            _note_letters(scan, block, line)
        line += block.count(b"\n")
        if ends:
            line_start = offset + 1 + max(block.rfind(b"\n"), block.rfind(b"\r"))
    return scan


def _blocks(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield offset and bytes, each block ending between two UTF-8 characters where it can."""
    offset, kept = 0, b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            block = kept + block
            cut = len(block) - _unfinished(block)
            yield offset, block[:cut]
            offset, kept = offset + cut, block[cut:]
    if kept:
        yield offset, kept


def _unfinished(block: bytes) -> int:
    """Return how many bytes at the end begin a UTF-8 character that is not finished."""
    for back in range(1, min(4, len(block)) + 1):
        byte = block[-back]
        if byte >= 0xC0:
            needs = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return back if back < needs else 0
        if byte < 0x80:
            return 0
    return 0


def _note_letters(scan: _Scan, block: bytes, line: int) -> None:
    try:
        block.decode("utf-8")
        scan.good_letters = True
        return
    except UnicodeDecodeError:
        pass
    for number, text in enumerate(block.split(b"\n"), start=line):
        if text.isascii():
            continue
        try:
            text.decode("utf-8")
            scan.good_letters = True
        except UnicodeDecodeError:
            scan.bad_lines.append(number)
            if len(scan.high) < 2**18:
                scan.high += text + b"\n"


def _by_letters(high: bytes) -> str:
    for name in _LIKELY:
        text = high.decode(name, "replace")
        letters = {letter for letter in text if ord(letter) > 127}
        if letters <= _BRITISH and (name == "cp1252" or not _UNLIKELY.search(text)):
            return name
    import charset_normalizer

    best = charset_normalizer.from_bytes(high, cp_isolation=_OTHER_CODE_PAGES).best()
    return best.encoding if best else "cp1252"


def _guessed(name: str) -> Finding:
    message = (
        f"The file is not in UTF-8. By its letters it was read as {name}: "
        "check that names with accents and pound signs look right."
    )
    return Finding("encoding-guessed", QualityDimension.VALIDITY, message)


def _mixed(lines: list[int]) -> Finding:
    named = ", ".join(map(str, lines[:_SAMPLE_LINES])) + (
        " …" if len(lines) > _SAMPLE_LINES else ""
    )
    message = (
        "The file is in UTF-8 but for some bytes, which were read as Windows-1252. "
        f"Lines of the file: {named} ({len(lines)} in all)."
    )
    return Finding("mixed-encoding", QualityDimension.VALIDITY, message)


def _too_long(path: Path, line: int, limits: ReadLimits) -> BadInput:
    return BadInput(
        f"{path.name}: line {line} is longer than {limits.record_bytes:,} bytes.",
        why="A row that long is nearly always a missing line end or a file of another kind.",
        next_step="Export the file again and look at that line.",
    )


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "replace"), error.end


codecs.register_error(_BAD_BYTES, _as_windows)
