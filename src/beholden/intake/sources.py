"""What a file is, by what it holds and not by its name."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from beholden.kernel import BadInput, Finding, QualityDimension

from .limits import MIB, ReadLimits

HEAD_BYTES = 2**16

DELIMITED = "delimited text"
EXCEL = "Excel"
PARQUET = "Parquet"
JSON_LINES = "JSON lines"

_FORMATS = {
    ".csv": DELIMITED,
    ".tsv": DELIMITED,
    ".tab": DELIMITED,
    ".txt": DELIMITED,
    ".psv": DELIMITED,
    ".xlsx": EXCEL,
    ".xlsm": EXCEL,
    ".parquet": PARQUET,
    ".pq": PARQUET,
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
}

_UNREADABLE = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file (.xls) or an encrypted one"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"ARROW1", "an Arrow file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
)

_MARKUP = (
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML document"),
)

_NEXT = {
    "an old Excel file (.xls) or an encrypted one": "Save it as .xlsx without a password.",
    "an SQLite database": "Name it as sqlite:///… and say which table.",
    "a JSON document": "Write one record on each line (.jsonl), or save it as CSV.",
}


def head_of(path: Path, limits: ReadLimits) -> bytes:
    """Return the first 64 KiB of a file; raise BadInput where there is none or too much."""
    if not path.exists():
        raise BadInput(
            f"There is no file named {path.name}.", next_step="Check the path and its spelling."
        )
    if not path.is_file():
        raise BadInput(
            f"{path.name} is not a file.", next_step="Name one file, not a folder or a device."
        )
    size = path.stat().st_size
    if size == 0:
        raise BadInput(f"{path.name} is empty: it holds no bytes.", next_step="Export it again.")
    if size > limits.file_bytes:
        raise BadInput(
            f"{path.name} is larger than {limits.file_bytes // MIB} MiB.",
            next_step="Save it as Parquet, split it, or raise the limit of file_bytes.",
        )
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def format_of(path: Path, head: bytes) -> str:
    """Return which of four formats a file holds; raise BadInput that says what else it seems."""
    if head.startswith(b"PAR1"):
        return PARQUET
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(path)
    for magic, name in _UNREADABLE:
        if head.startswith(magic):
            raise _seems(path, name)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for start, name in _MARKUP:
        if text[:20].lower().startswith(start):
            raise _seems(path, name)
    return _json_or_text(path, text)


def name_findings(path: Path, held: str) -> tuple[Finding, ...]:
    """Return a finding where a file's name promises another format than it holds."""
    named = _FORMATS.get(path.suffix.lower())
    if named is None or named == held:
        return ()
    ending = path.suffix.lower()
    message = f"The name ends in {ending}, but the file holds {held}. It was read as that."
    return (Finding("not-what-name-says", QualityDimension.VALIDITY, message),)


def named_as_text(path: Path) -> bool:
    """Return whether a file's name leaves open that it is delimited text."""
    return _FORMATS.get(path.suffix.lower(), DELIMITED) == DELIMITED


def not_a_table(path: Path) -> BadInput:
    """Return the error for text under another format's name that does not read as a table."""
    return _seems(path, "plain text that is not a table")


def binary(path: Path) -> BadInput:
    """Return the error for a file of bytes that no text has."""
    return _seems(path, "a binary file (it holds zero bytes, which no text has)")


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError) as error:
        raise _seems(path, "a damaged Excel file or zip archive") from error
    if "xl/workbook.xml" in names:
        return EXCEL
    if "xl/workbook.bin" in names:
        raise _seems(path, "an Excel binary workbook (.xlsb)")
    if "content.xml" in names and "mimetype" in names:
        raise _seems(path, "an OpenDocument file")
    raise _seems(path, "a zip archive")


def _json_or_text(path: Path, text: bytes) -> str:
    if text.startswith((b"{", b"[")) and _is_json(text.split(b"\n", 1)[0]):
        if text.startswith(b"{"):
            return JSON_LINES
        raise _seems(path, "a JSON document")
    if path.suffix.lower() in (".jsonl", ".ndjson") and text.startswith(b"{"):
        return JSON_LINES
    if text.startswith((b"{", b"[{")) and path.suffix.lower() == ".json":
        raise _seems(path, "a JSON document")
    return DELIMITED


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _seems(path: Path, name: str) -> BadInput:
    return BadInput(
        f"{path.name} cannot be read as a table: it seems to be {name}.",
        why="Tables are read from CSV, Excel (.xlsx), Parquet, JSON lines or a database.",
        next_step=_NEXT.get(name, "Export the data again as CSV, Excel or Parquet."),
    )
