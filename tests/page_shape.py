"""What holds of every page whatever it is for: its title, headings, way back, landmarks, language.

Read from the HTML alone, so that whoever has fetched a page for another reason can ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_IN_THE_BAR = (
    "datasets",
    "open-data",
    "your-say",
    "courses",
    "board",
    "ledger",
    "my-work",
    "officer-uses",
    "officer-datasets",
    "officer-agreements",
    "partner-agreements",
    "workbench",
    "match-review",
    "officer-releases",
    "board-work",
    "mfa_index",
)
_IN_THE_FOOTER = ("register", "accessibility")
_OF_SIGNING_IN = (
    "account_login",
    "account_logout",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "socialaccount_login_cancelled",
)
# Pages without a way back (breadcrumbs, or in a row of questions a link back), each by the name of
# its route, and why.
WITHOUT_A_WAY_BACK = {
    "index": "the front page",
    **dict.fromkeys(_IN_THE_BAR, "it stands in the bar of every page"),
    **dict.fromkeys(_IN_THE_FOOTER, "it stands in the footer of every page"),
    **dict.fromkeys(_OF_SIGNING_IN, "nobody has signed in yet, or has just signed out"),
    "": "an error: the page that was asked for is none",
}
# Pages that belong to no place of the bar of whoever may see them.
OUT_OF_THE_BAR = {
    *_IN_THE_FOOTER,
    *_OF_SIGNING_IN,
    "account_reset_password",
    "your-code",
    "enter-code",
    "mfa_activate_totp",  # who owes a second factor has the visitors' bar until it is set up
    "",
}
# Documents that are sent as they were made, with their own styles and no bar: they are to be kept.
STANDING_ALONE = {
    "release",
    "release-file",
    "officer-use-document-print",
    "officer-agreement-document-print",
    "officer-agreement-share-request-print",
    "my-certificate",
}
_HEADING = re.compile(r"h([1-6])$")
_NO_END = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}


@dataclass
class Page(HTMLParser):
    """A page as its faults are read from it."""

    html: str
    title: str = ""
    headings: list[tuple[int, str]] = field(default_factory=list)
    landmarks: list[str] = field(default_factory=list)
    places: int = 0
    ways_back: int = 0
    caption: str = ""
    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    language: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._captions = False
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._note(tag, said)
        self._note_class(said)
        if tag not in _NO_END:
            self._open.append(tag)

    def _note(self, tag: str, said: dict[str, str]) -> None:
        if tag == "html":
            self.language = said.get("lang", "")
        if found := _HEADING.match(tag):
            self.headings.append((int(found[1]), ""))
        if tag in {"main", "header", "footer"} and not {"article", "section"} & set(self._open):
            self.landmarks.append(tag)
        self.scripts += [f"{tag} {name}" for name in said if name.startswith("on")]
        self.scripts += [f"{tag} {v}" for v in said.values() if v.lower().startswith("javascript:")]
        self.scripts += ["script"] if tag == "script" and not said.get("src") else []
        self.styles += [tag] if tag == "style" or "style" in said else []

    def _note_class(self, said: dict[str, str]) -> None:
        classes = said.get("class", "").split()
        self.ways_back += bool({"govuk-breadcrumbs", "govuk-back-link"} & set(classes))
        self.places += "govuk-service-navigation__link" in classes and "aria-current" in said
        self._captions = any(one.startswith("govuk-caption") for one in classes)

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.caption += data if self._captions and not self.caption else ""
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data
        if self.headings and any(_HEADING.match(tag) for tag in self._open):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)


def faults_of(html: str, *, route: str, council: str, language: str = "en-gb") -> list[str]:
    """Return what is wrong with a page; ``route`` is its name, and none for a page of an error."""
    page = Page(html)
    found = [*_of_title(page, council), *_of_headings(page), *_of_language(page, language)]
    found += [f"it runs a script of its own: {one}" for one in page.scripts]
    return found if route in STANDING_ALONE else [*found, *_of_frame(page, route)]


def _of_title(page: Page, council: str) -> Iterator[str]:
    """Yield where a title is not what the page is headed, and then the council's name."""
    title = _plain(page.title).removeprefix("Error: ").removeprefix("Gwall: ").casefold()
    names, said, _made_up = title.rpartition(f" – {council.casefold()}")
    first = "".join(_plain(text).casefold() for level, text in page.headings if level == 1)
    caption = _plain(page.caption).casefold()
    if not said:
        yield f"its title {page.title!r} does not name the council"
    elif not (names and (first in names or names in (first, caption) or names in first)):
        yield f"its title {page.title!r} does not say its heading {first!r}"


def _of_headings(page: Page) -> Iterator[str]:
    first = [_plain(text) for level, text in page.headings if level == 1]
    if len(first) != 1 or not first[0]:
        yield f"it has not one first heading but {first}"
    # What went wrong, or is done, is told before the first heading.
    levels = [level for level, _text in page.headings]
    for before, (level, text) in zip([1, *levels], page.headings, strict=False):
        if level > before + 1:
            yield f"its heading {_plain(text)!r} is of level {level} after one of level {before}"


def _of_language(page: Page, language: str) -> Iterator[str]:
    if page.language.casefold() != language:
        yield f"it says that its language is {page.language!r}"


def _of_frame(page: Page, route: str) -> Iterator[str]:
    if sorted(page.landmarks) != ["footer", "header", "main"]:
        yield f"its landmarks are {page.landmarks}"
    if page.styles:
        yield f"it has styles of its own: {page.styles}"
    if not page.ways_back and route not in WITHOUT_A_WAY_BACK:
        yield "it has no way back"
    if page.ways_back and route in WITHOUT_A_WAY_BACK:
        yield f"it has a way back after all, though it is {WITHOUT_A_WAY_BACK[route]}"
    if page.places > 1 or (not page.places and route not in OUT_OF_THE_BAR):
        yield f"it is at {page.places} places of the bar"


def _plain(text: str) -> str:
    return " ".join(text.split())
