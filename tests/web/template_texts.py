"""What stands in a template as it is, outside of every translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import Lexer, Token, TokenType

# Stands where a tag or a variable was, so that the HTML around it can be read.
GAP = "\ue000"
_SAYS = {"alt", "aria-label", "aria-description", "title", "placeholder", "label", "summary"}
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LITERAL = re.compile(r"""(?<!_\()(["'])(?P<text>.*?)\1""")
# Filters whose argument is said: what stands for nothing, or for yes and no.
_SAYING = re.compile(r"""\|(?:default|default_if_none|yesno|add|pluralize|join):(["'])(.*?)\1""")


def fixed_texts(source: str) -> Iterator[str]:
    """Yield each text that a reader would see or hear and no catalogue knows."""
    html, in_tags = _apart(Lexer(source).tokenize())
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for text in (*reader.texts, *in_tags):
        said = " ".join(text.replace(GAP, " ").split())
        if _LETTERS.search(said):
            yield said


def _apart(tokens: list[Token]) -> tuple[str, list[str]]:
    """Return the HTML of a template with gaps in it, and what its tags and variables say."""
    html, said, inside = [], [], False
    for token in tokens:
        words = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type is TokenType.BLOCK and words in ("blocktranslate", "blocktrans"):
            inside = True
        elif token.token_type is TokenType.BLOCK and words.startswith("endblocktrans"):
            inside = False
        elif token.token_type is TokenType.TEXT and not inside:
            html.append(token.contents)
            continue
        elif token.token_type in (TokenType.VAR, TokenType.BLOCK):
            said += [found[2] for found in _SAYING.finditer(token.contents)]
            said += _given(words, token.contents)
        html.append(GAP)
    return "".join(html), said


def _given(tag: str, contents: str) -> list[str]:
    """Return the texts that a tag gives a template or a name: with a blank within, said."""
    if tag not in ("include", "with"):
        return []
    return [m["text"] for m in _LITERAL.finditer(contents) if " " in m["text"]]


class _Reader(HTMLParser):
    """Collects the texts of elements, and of the attributes that are said."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._code: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in _SAYS and value]
        if tag in ("script", "style"):
            self._code.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._code and self._code[-1] == tag:
            self._code.pop()

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.texts.append(data)
