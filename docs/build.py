"""Build the documentation into site/ as plain, accessible HTML, or check it (``--check``).

Reads every page of docs/ (Markdown), writes the generated reference pages, checks every relative
link and anchor, and writes one HTML file for each page. Any fault is an error: nothing is written
to site/ unless all is well.
"""

from __future__ import annotations

import argparse
import html
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path.insert(0, str(DOCS))

from generated import GENERATED  # noqa: E402 (found beside this file)

# Title of a section, its folder, and its pages in the order in which they are read.
NAVIGATION: dict[str, list[str]] = {
    "Begin": [
        "index.md",
        "tour.md",
        "tutorial.md",
        "tutorial-match-a-list.md",
        "walk-through.md",
        "worked-case.md",
    ],
    "How to": [
        "how-to/state-a-council-in-files.md",
        "how-to/load-a-gazetteer.md",
        "how-to/open-a-use-in-a-crisis.md",
        "how-to/match-a-file-of-addresses.md",
        "how-to/review-matches.md",
        "how-to/how-many-to-review.md",
        "how-to/link-people.md",
        "how-to/keep-person-keys-stable.md",
        "how-to/check-fairness.md",
        "how-to/match-on-spark.md",
        "how-to/measure-a-matcher.md",
        "how-to/run-the-benchmarks.md",
        "how-to/run-the-attacks.md",
        "how-to/run-a-data-ethics-board.md",
        "how-to/review-a-use.md",
        "how-to/write-an-agreement.md",
        "how-to/offer-one-agreement-to-many.md",
        "how-to/change-an-agreement.md",
        "how-to/what-an-agreement-can-say.md",
        "how-to/let-all-staff-ask.md",
        "how-to/ask-at-the-workbench.md",
        "how-to/answer-residents.md",
        "how-to/ask-for-training.md",
        "how-to/ask-at-the-workbench.md",
        "how-to/have-a-question-asked-every-week.md",
        "how-to/why-was-my-question-refused.md",
        "how-to/release-a-table.md",
        "how-to/show-numbers-on-a-map.md",
        "how-to/give-the-record-to-other-registers.md",
        "how-to/run-it-for-a-council.md",
        "how-to/use-postgresql.md",
        "how-to/use-the-api.md",
        "how-to/work-on-the-pages.md",
        "how-to/let-people-sign-in.md",
        "how-to/feed-power-bi-and-excel.md",
        "how-to/back-up-a-home.md",
        "how-to/read-what-a-council-does.md",
        "how-to/check-the-ledger-yourself.md",
        "how-to/be-a-witness.md",
    ],
    "Reference": [
        "reference/commands.md",
        "reference/exit-codes.md",
        "reference/files.md",
        "reference/gazetteers.md",
        "reference/agreement.md",
        "reference/what-may-be-asked.md",
        "reference/roles-and-rights.md",
        "reference/findings.md",
        "reference/quality-checks.md",
        "reference/isolation.md",
        "reference/limits.md",
        "reference/cryptography.md",
        "reference/asvs.md",
        "reference/worker.md",
        "reference/ledger.md",
        "reference/exports.md",
        "reference/python.md",
        "glossary.md",
    ],
    "Why it is so": [
        "design.md",
        "security.md",
        "benchmark.md",
    ],
}
# What is published as it stands: the styles, and the page by which anybody checks a ledger.
AS_THEY_ARE = (
    "style.css",
    "verify-ledger.html",
    "verify-ledger.js",
    "check-proof.js",
    "verify-ledger-page.js",
)
# Pages that are not docs/ but whose links are checked with them.
BESIDES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_ELSEWHERE = re.compile(r"^(?:[a-z]+:|//)", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """One Markdown file: its headings with their anchors, and where its links lead."""

    path: Path

    @cached_property
    def text(self) -> str:
        """Return the page without comments, which are for the tests."""
        return _COMMENT.sub("", self.path.read_text(encoding="utf-8"))

    @cached_property
    def tokens(self) -> Sequence[Any]:
        """Return the page as read, each heading with its anchor."""
        tokens = _MARKDOWN.parse(self.text)
        taken: dict[str, int] = {}
        for opening, inline in pairwise(tokens):
            if opening.type == "heading_open":
                opening.attrSet("id", _anchor(inline.content, taken))
        return tokens

    @property
    def anchors(self) -> set[str]:
        """Return what a link may point to within the page."""
        return {str(token.attrGet("id")) for token in self.tokens if token.type == "heading_open"}

    @property
    def title(self) -> str:
        """Return the page's first heading."""
        for opening, inline in pairwise(self.tokens):
            if opening.type == "heading_open":
                return str(inline.content).replace("`", "")
        return self.path.stem

    @property
    def links(self) -> Iterator[tuple[Any, str]]:
        """Yield each link's and picture's token with its address."""
        for token in self.tokens:
            for child in token.children or ():
                name = {"link_open": "href", "image": "src"}.get(child.type)
                if name:
                    yield child, str(child.attrGet(name))


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the documentation and, unless told otherwise, build it; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the documentation into site/.")
    parser.add_argument("--check", action="store_true", help="check only; write nothing")
    parser.add_argument("--to", type=Path, default=ROOT / "site", help="where to build")
    given = parser.parse_args(arguments)
    if not given.check:
        write_generated()
    faults = list(find_faults())
    for fault in faults:
        sys.stderr.write(f"docs: {fault}\n")
    if not faults and not given.check:
        build(given.to)
        sys.stdout.write(f"Built: {given.to / 'index.html'}\n")
    return 1 if faults else 0


def write_generated() -> None:
    """Write the pages that are made from the code."""
    for name, make in GENERATED.items():
        (DOCS / name).write_text(make(), encoding="utf-8")


def find_faults() -> Iterator[str]:
    """Yield, in words, everything that is wrong with the documentation."""
    listed = [name for names in NAVIGATION.values() for name in names]
    there = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")}
    # Decisions may be written with the room they are about; they are listed as they come.
    yield from (
        f"{name} is in the navigation and not in docs/" for name in listed if name not in there
    )
    pages = {name: Page(DOCS / name) for name in there}
    yield from _unlisted(there - set(listed), pages)
    for name, page in sorted(pages.items()):
        yield from _faults_of(page, f"docs/{name}")
    for name in BESIDES:
        yield from _faults_of(Page(ROOT / name), name)
    for name, make in GENERATED.items():
        if name in there and make() != (DOCS / name).read_text(encoding="utf-8"):
            yield f"docs/{name} is stale: run `make docs`"


def build(to: Path) -> None:
    """Write every page as HTML, and the pictures, to a fresh folder."""
    shutil.rmtree(to, ignore_errors=True)
    pages = {str(path.relative_to(DOCS)): Page(path) for path in DOCS.rglob("*.md")}
    for name, page in pages.items():
        target = to / name.replace(".md", ".html")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_as_html(name, page, pages), encoding="utf-8")
    shutil.copytree(DOCS / "pictures", to / "pictures")
    for name in AS_THEY_ARE:
        shutil.copy(DOCS / name, to / name)


def decisions(pages: Mapping[str, Page]) -> list[str]:
    """Return the recorded decisions, in their order."""
    return sorted(name for name in pages if name.startswith("adr/"))


def _unlisted(names: set[str], pages: Mapping[str, Page]) -> Iterator[str]:
    for name in sorted(names - set(decisions(pages))):
        yield f"docs/{name} is not in the navigation"


def _faults_of(page: Page, name: str) -> Iterator[str]:
    yield from _link_faults(page, name)
    for token, link in page.links:
        if token.type == "image" and not token.content.strip():
            yield f"{name}: the picture {link} has no words for who cannot see it"


def _link_faults(page: Page, name: str) -> Iterator[str]:
    for _, link in page.links:
        if _ELSEWHERE.match(link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.path.parent / path).resolve() if path else page.path
        if ROOT not in target.parents and target != ROOT:
            yield f"{name}: the link {link} leads out of the project"
        elif not target.exists():
            yield f"{name}: the link {link} leads nowhere"
        elif anchor and target.suffix == ".md" and anchor not in Page(target).anchors:
            yield f"{name}: {link} has no such heading"
        elif name.startswith("docs/") and DOCS not in target.parents:
            yield f"{name}: the link {link} leads out of docs/, and would break in site/"


def _anchor(heading: str, taken: dict[str, int]) -> str:
    """Return a heading's anchor as GitHub makes it."""
    plain = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
    taken[plain] = taken.get(plain, -1) + 1
    return f"{plain}-{taken[plain]}" if taken[plain] else plain


def _as_html(name: str, page: Page, pages: Mapping[str, Page]) -> str:
    up = "../" * name.count("/")
    for token, link in page.links:
        if token.type == "link_open" and not _ELSEWHERE.match(link):
            token.attrSet("href", re.sub(r"\.md(?=#|$)", ".html", link))
    body = _MARKDOWN.renderer.render(page.tokens, _MARKDOWN.options, {})
    # Tables and listings may be wider than a screen: they scroll by themselves.
    body = body.replace("<table>", '<div class="wide" tabindex="0"><table>')
    body = body.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(page.title)} – Beholden</title>
<link rel="stylesheet" href="{up}style.css">
</head>
<body>
<a class="skip" href="#main">Skip to the page</a>
<header><a href="{up}index.html">Beholden</a></header>
<nav aria-label="All pages">
{_navigation(name, up, pages)}
</nav>
<main id="main">
{body}
</main>
</body>
</html>
"""


def _navigation(here: str, up: str, pages: Mapping[str, Page]) -> str:
    parts = []
    for section, names in NAVIGATION.items():
        shown = names + (decisions(pages) if section == "Why it is so" else [])
        items = "\n".join(_item(n, here, up, pages[n]) for n in shown)
        parts.append(f"<h2>{section}</h2>\n<ul>\n{items}\n</ul>")
    return "\n".join(parts)


def _item(name: str, here: str, up: str, page: Page) -> str:
    current = ' aria-current="page"' if name == here else ""
    address = up + name.replace(".md", ".html")
    return f'<li><a href="{address}"{current}>{html.escape(page.title)}</a></li>'


if __name__ == "__main__":
    sys.exit(main())
