"""A document to hand over: its name, its form, its text, and what is not known in it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beholden.kernel import is_formula


@dataclass(frozen=True, slots=True)
class Document:
    """One exported document; ``gaps`` name what its standard asks for and nobody has stated."""

    file: str
    media_type: str
    text: str
    gaps: tuple[str, ...] = ()


def in_json(value: Any) -> str:
    """Return plain data as JSON, letters as they are."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def in_yaml(value: Any) -> str:
    """Return plain data as YAML without anchors, in the order in which it is given."""
    import yaml

    plain = json.loads(json.dumps(value))  # what occurs twice is written twice
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100)


def in_csv(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as CSV (RFC 4180); text that a spreadsheet would run is led by an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(row.get(name, "")) for name in header] for row in rows)
    return text.getvalue()


def in_a_row(*cells: str) -> str:
    """Return a row of a Markdown table; what would end a cell or make a tag is escaped."""
    safe = (_plain(cell) for cell in cells)
    return "| " + " | ".join(safe) + " |"


def as_heading(text: str) -> str:
    """Return a heading of a Markdown document; what would make a tag is escaped."""
    return f"# {_plain(text)}"


def sentence(text: str) -> str:
    """Return text with the full stop that it may lack."""
    return text if not text or text.rstrip().endswith((".", "!", "?", ":")) else f"{text}."


def _cell(text: str) -> str:
    shown = "".join(letter if _shows(letter) else f"\\x{ord(letter):02x}" for letter in text)
    return "'" + shown if is_formula(shown) else shown


def _shows(letter: str) -> bool:
    return letter in "\t\n\r" or not (ord(letter) < 32 or 127 <= ord(letter) < 160)


def _plain(text: str) -> str:
    one_line = " ".join(text.split())
    for letter, escaped in (
        ("\\", "\\\\"),
        ("|", "\\|"),
        ("<", "&lt;"),
        ("`", "\\`"),
        ("[", "\\["),
    ):
        one_line = one_line.replace(letter, escaped)
    return one_line
