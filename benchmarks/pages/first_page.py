"""How large the first public page is with all that it loads, as the server sends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

_FROM_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)|@import\s+['\"]([^'\"]+)")
_FROM_SCRIPT = re.compile(r"(?:import|from)\s*\(?\s*['\"](\.{0,2}/[^'\"]+)['\"]")
_LOADED = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "mask-icon"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file that the page loads: its address, its kind, and its bytes as sent."""

    address: str
    kind: str
    size: int


def first_page(port: int, address: str = "/") -> list[Loaded]:
    """Return the page and whatever it loads, each once, as a browser that keeps nothing does.

    Whatever a style sheet names counts, though a browser loads of it only what the page shows.
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    waiting, seen, loaded = [address], {address}, []
    while waiting:
        one = waiting.pop(0)
        fetched = _fetched(connection, one)
        if fetched is None:
            continue
        kind, sent, text = fetched
        loaded.append(Loaded(one, kind, sent))
        for found in _references(kind, text, one):
            if found not in seen:
                seen.add(found)
                waiting.append(found)
    connection.close()
    return loaded


def _fetched(connection: HTTPConnection, address: str) -> tuple[str, int, str] | None:
    """Return the kind of a file, how many bytes of it were sent, and its text.

    Of a picture that a style sheet names for what no page of ours has (a crown) there is none.
    """
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status == 404 and address.startswith("/assets/"):
        return None
    if answer.status != 200:
        raise AssertionError(f"{address} answered {answer.status}")
    kind = answer.getheader("Content-Type", "").partition(";")[0]
    text = body
    if answer.getheader("Content-Encoding") == "gzip":
        import gzip

        text = gzip.decompress(body)
    return kind, len(body), text.decode("utf-8", "replace")


def _references(kind: str, text: str, address: str) -> Iterator[str]:
    """Yield what a page, a style sheet or a script loads of this server."""
    if kind == "text/html":
        found = _Loading()
        found.feed(text)
        named = found.named
    elif kind == "text/css":
        named = [one or other for one, other in _FROM_STYLE.findall(text)]
    elif "javascript" in kind:
        named = _FROM_SCRIPT.findall(text)
    else:
        named = []
    for one in named:
        whole = urlsplit(urljoin(f"http://here{address}", one))
        if whole.netloc == "here":
            yield whole.path + (f"?{whole.query}" if whole.query else "")


class _Loading(HTMLParser):
    """Finds what a page loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.named: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        said = {name: value or "" for name, value in attrs}
        if tag == "link" and _LOADED & set(said.get("rel", "").split()):
            self.named.append(said.get("href", ""))
        elif tag in ("script", "img", "source", "iframe") and said.get("src"):
            self.named.append(said["src"])
