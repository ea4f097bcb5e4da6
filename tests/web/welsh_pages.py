"""What of a page in Welsh is English, but for what officers and the board wrote."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

# Words of English that no Welsh sentence has.
_ENGLISH = re.compile(
    r"(?<![\w/-])(?:[Tt]he|and|of|is|are|was|were|be|been|[Ww]ith|without|[Tt]h(?:at|is|ese)|[Ww]hich"
    r"|[Ww]hat|who|whom|[Yy]our?|has|have|not|[Bb]y|[Ff]rom|for|its|[Ii]t|they|their|[Nn]obody|out"
    r"|somebody|[Ss]ign|please)(?![\w/-])"
)
_SAID = {"alt", "aria-label", "title", "placeholder"}
_PASSED = {"script", "style", "code", "pre"}


def english_in(page: str, record: frozenset[str]) -> list[str]:
    """Return the texts of a page that are English, but for what the record has word for word."""
    reader = _Reader()
    reader.feed(page)
    found = dict.fromkeys(_plain(text) for text in reader.texts)
    written = [text for text in record if _ENGLISH.search(text)]
    written.sort(key=len, reverse=True)
    return [text for text in found if _ENGLISH.search(_without(text, written))]


# What is the same in both languages and no data: names of files, formats, standards and languages.
NAMES_IN_BOTH = re.compile(
    r"(?<!\w)(?:[A-Z]{2,}|\w+(?:[.-]\w+)+|Cymraeg|Beholden|Data|[^\W\d_])(?!\w)"
)


def same_in_both(english: str, welsh: str, record: frozenset[str]) -> list[str]:
    """Return the texts that a page has in both languages, but for data and names.

    This finds what the words of ``english_in`` do not: a button that says Send.
    """
    pages = [_Reader(), _Reader()]
    for reader, page in zip(pages, (english, welsh), strict=True):
        reader.feed(page)
    there, here = ({_plain(text) for text in reader.texts} for reader in pages)
    return sorted(text for text in there & here if not _is_data(text, record))


def _is_data(text: str, record: frozenset[str]) -> bool:
    """Return whether nothing is left of a text once what is on record is taken out of it."""
    parts = re.split(r" · |: ", text)
    left = [NAMES_IN_BOTH.sub("", one) for one in parts if one not in record]
    return not any(re.search(r"[^\W\d_]{2,}", one) for one in left)


def _without(text: str, written: list[str]) -> str:
    for one in written:
        if len(one) > _SHORT:
            text = text.replace(one, "").replace(one[:1].upper() + one[1:], "")
    return text


_SHORT = 8


def record_of(home: Path) -> frozenset[str]:
    """Return every text of a council's record."""
    with sqlite3.connect(f"file:{home / 'records.sqlite3'}?mode=ro", uri=True) as database:
        tables = [
            name
            for (name,) in database.execute("select name from sqlite_master where type = 'table'")
        ]
        rows = (row for name in tables for row in database.execute(f'select * from "{name}"'))
        return frozenset(_plain(text) for row in rows for text in _texts(row))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        if value[:1] in ("{", "["):
            try:
                yield from _texts(json.loads(value))
            except ValueError:
                return
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for part in pair for text in _texts(part))
    elif isinstance(value, list | tuple):
        yield from (text for part in value for text in _texts(part))


def _plain(text: str) -> str:
    return " ".join(text.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in _SAID and value]
        other = dict(attrs).get("lang", "cy") != "cy" and tag != "html"
        if tag in _PASSED or (other and tag not in _EMPTY):
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.texts.append(data)


_EMPTY = {"img", "link", "meta", "input", "br"}
