"""Values to pages: accessible HTML in one file, without scripts and without other addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from beholden.kernel import BadInput, legible

from .report import Report, short

if TYPE_CHECKING:
    from jinja2 import Environment

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = {"circle", "desc", "g", "line", "path", "polygon", "rect", "text", "title", "tspan"}
_FETCHES = re.compile(r"url|import|script|\\", re.I)  # a backslash would hide one in a style


def report_page(report: Report) -> str:
    """Return a report as one HTML file. Raises BadInput for a chart that could run a script."""
    return render("report.html", report=report, made_up=report.made_up, council=report.council)


def render(template: str, **values: Any) -> str:
    """Return a page from its template; everything that is not a template's own is escaped."""
    return legible(environment().get_template(template).render(**values))


@cache
def environment() -> Environment:
    """Return the templates of this room, made once."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("beholden.release", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(slug=slug, words=words, figure=figure, short=short, drawn=drawn, kind=_kind)
    made.filters["numeric"] = numeric
    made.tests["number"] = is_number
    return made


def slug(text: str) -> str:
    """Return text as an id within a page."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "part"


def words(column: str) -> str:
    """Return a column's name as words, with a capital."""
    spaced = column.replace("_", " ").strip()
    return spaced[:1].upper() + spaced[1:]


def is_number(value: object) -> bool:
    """Return whether a value stands right in a table."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def numeric(rows: Sequence[Sequence[object]]) -> list[bool]:
    """Return for each column whether all that is stated in it are numbers."""
    stated = [
        [value for value in column if value is not None] for column in zip(*rows, strict=True)
    ]
    return [bool(values) and all(map(is_number, values)) for values in stated]


def figure(value: object) -> str:
    """Return a value as a table shows it: thousands apart, [c] where there is none."""
    if value is None:
        return "[c]"
    return f"{value:,.10g}" if is_number(value) else str(value)


def drawn(svg: str) -> Any:
    """Return a chart that may be put into a page as it is.

    Raises BadInput for text that is not one SVG, or that could run or fetch something.
    """
    from markupsafe import Markup

    if not _is_a_drawing(svg):
        raise BadInput(
            "This is not a chart or a map that may stand in a page.",
            why="It is more than shapes and words, or names something to be run or fetched.",
            next_step="Mend the names in it, or keep its areas anew; then try again.",
        )
    return Markup(svg)  # noqa: S704  checked above, and made by our own chart_svg


def _is_a_drawing(svg: str) -> bool:
    """Return whether a text is one SVG of shapes and words alone, whatever the words say."""
    # A page reads none of these as XML does. Our drawings have none, nor have words in them.
    if not svg.startswith("<svg") or "<!" in svg or "<?" in svg:
        return False
    try:
        sheet = ElementTree.fromstring(svg)  # noqa: S314  without a declaration it has no entities
    except ElementTree.ParseError:
        return False
    within = list(sheet.iter())[1:]
    known = all(part.tag.removeprefix(_SVG) in _SHAPES for part in within)
    return sheet.tag == f"{_SVG}svg" and known and not any(map(_reaches_out, (sheet, *within)))


def _reaches_out(part: ElementTree.Element) -> bool:
    """Return whether an attribute of an element could run something or name an address."""
    named = {name.lower(): value for name, value in part.attrib.items()}
    told = ("aria-label", "aria-roledescription")  # these are words
    return any(
        name.startswith(("on", "{")) or "href" in name or _FETCHES.search(value) is not None
        for name, value in named.items()
        if name not in told
    )


def _kind(block: object) -> str:
    return type(block).__name__
