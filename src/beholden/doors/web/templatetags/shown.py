"""What the public pages call: fixed words of the record in the page's language, tags, minutes."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from ..public.words import COURSE_WORDS, DIMENSIONS, KINDS, ROLES, TAG_COLOURS

register = template.Library()


@register.filter
def said(text: object) -> str:
    """Return fixed words of the record in the page's language, with a capital.

    What the catalogue does not know is somebody's own words, and stays as it was written.
    """
    words = str(text or "")
    told = gettext(words) if words else ""
    if told == words:  # the record may have given it its capital already
        told = gettext(words[:1].lower() + words[1:]) if words else ""
    return told[:1].upper() + told[1:]


@register.filter
def state_word(code: str) -> str:
    """Return a state of the record in the page's language, within a sentence."""
    words = str(code).replace("_", " ")
    return gettext(words) if words else ""


@register.filter
def as_tag(text: object) -> SafeString:
    """Return a state as a tag; its colour says nothing that the word does not."""
    colour = TAG_COLOURS.get(str(text), "grey")
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, said(text))


@register.filter
def role(code: str) -> str:
    """Return what a column of this role may be used for."""
    return str(ROLES.get(code, code))


@register.filter
def kind(code: str) -> str:
    """Return what a column of this kind holds."""
    return str(KINDS.get(code, code))


@register.filter
def dimension(code: str) -> str:
    """Return the name of a dimension of quality."""
    return str(DIMENSIONS.get(code, code))


@register.filter
def percent(share: float | None) -> str:
    """Return a share of 0–1 in per cent; never 100 for what is not whole."""
    if share is None:
        return "–"
    return f"{min(int(share * 1000) / 10, 100):g} %"


@register.filter
def minutes(text: str, below: int = 3) -> SafeString:
    """Return minutes, or a paper, in Markdown as HTML; its headings are ``below`` the page's.

    Nothing of it runs or is fetched from elsewhere: it is without HTML of others, and links are
    those that markdown-it takes for safe.
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).disable("image").enable("table")
    reader.add_render_rule("table_open", _table_open)
    reader.add_render_rule("table_close", _table_close)
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + below)}"
        if token.type == "th_open":
            token.attrSet("scope", "col")
    html: str = reader.renderer.render(tokens, reader.options, {})
    return mark_safe(html)  # noqa: S308


@register.filter
def inline(text: str) -> SafeString:
    """Return a line of a course in Markdown as HTML within a line: emphasis, code, links."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).disable("image")
    html: str = reader.renderInline(text)
    return mark_safe(html.strip())  # noqa: S308


def _table_open(_reader: Any, _tokens: Any, _at: int, _options: Any, env: dict[str, int]) -> str:
    """Open a table within a part of the page that can be moved sideways, also by the keyboard."""
    env["tables"] = env.get("tables", 0) + 1
    named = gettext("Table %(number)s") % {"number": env["tables"]}
    return (
        f'<div class="beholden-scroll" tabindex="0" role="region" aria-label="{escape(named)}">\n'
        "<table>\n"
    )


def _table_close(*_given: Any) -> str:
    return "</table>\n</div>\n"


@register.filter
def body(course: Any) -> SafeString:
    """Return the text of a course; the value itself refuses what could run.

    Its two words that are of the page, and not of the course, are told in the page's language.
    """
    html: str = course.body
    for element, word in COURSE_WORDS:
        if (told := gettext(word)) != word:
            there = f'<{element} lang="{get_language()}">{escape(told)}</{element}>'
            html = html.replace(f"<{element}>{word}</{element}>", there)
    return mark_safe(html)  # noqa: S308


@register.filter
def lines(text: str) -> list[str]:
    """Return a text line by line."""
    return str(text).splitlines()
