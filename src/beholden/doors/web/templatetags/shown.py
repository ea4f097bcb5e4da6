"""What the public pages call: fixed words of the record in the page's language, tags, minutes."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from ..public.words import DIMENSIONS, KINDS, ROLES, TAG_COLOURS

register = template.Library()


@register.filter
def said(text: object) -> str:
    """Return fixed words of the record in the page's language, with a capital.

    What the catalogue does not know is somebody's own words, and stays as it was written.
    """
    words = str(text or "")
    told = gettext(words) if words else ""
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
def minutes(text: str) -> SafeString:
    """Return minutes in Markdown as HTML: nothing of it runs or is fetched from elsewhere."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).disable("image")
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 3)}"  # below the headings of the page
    # Without HTML of others, and links are those that markdown-it takes for safe.
    html: str = reader.renderer.render(tokens, reader.options, {})
    return mark_safe(html)  # noqa: S308


@register.filter
def body(course: Any) -> SafeString:
    """Return the text of a course; the value itself refuses what could run."""
    html: str = course.body
    return mark_safe(html)  # noqa: S308


@register.filter
def lines(text: str) -> list[str]:
    """Return a text line by line."""
    return str(text).splitlines()
