"""What every template may call: the address of a static file; days, codes and sentences told."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from ....kernel import moment_in_words
from .. import commands, telling

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a static file, with the hash of what is in it."""
    return f"{settings.STATIC_URL}{name}?v={_hash(name)}"


@lru_cache(maxsize=256)
def _hash(name: str) -> str:
    file = Path(os.path.join(settings.STATIC_ROOT, name))
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else "none"


@register.filter
def day(value: date | datetime | str | None) -> str:
    """Return a day, also one as the record writes it (2027-03-27), as people write it."""
    return telling.day_in_words(date.fromisoformat(value) if isinstance(value, str) else value)


@register.filter
def moment(value: datetime) -> str:
    """Return a moment as people write it, such as 27 March 2027, 14:05 UTC."""
    return telling.told(moment_in_words(value.astimezone(UTC)))


@register.filter
def in_words(value: str) -> str:
    """Return a code (``in_force``) as words (``in force``), in the page's language."""
    return telling.code_in_words(value)


@register.filter
def told(text: object) -> str:
    """Return a fixed sentence of the library in the page's language."""
    return telling.told(text)


@register.filter
def sentence(text: object) -> str:
    """Return the same to stand by itself, with a capital."""
    return telling.sentence(text)


@register.filter
def on_pages(text: object) -> str:
    """Return what the library says, each command in it told by the page that does it."""
    return commands.in_words(telling.told(text))


@register.simple_tag(takes_context=True)
def led(context: template.Context, text: object) -> SafeString:
    """Return the same with a link to each page that who is at the browser may come to."""
    return commands.linked(telling.told(text or ""), context.get("officer"))


@register.simple_tag(takes_context=True)
def leads(context: template.Context, text: object) -> list[tuple[str, str]]:
    """Return the pages that a text leads to: what each is called, and its address."""
    return commands.leads(telling.told(text or ""), context.get("officer"))
