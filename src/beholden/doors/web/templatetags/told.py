"""What every template may call: the address of a static file; days, codes and sentences told."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings

from ....kernel import moment_in_words
from .. import telling

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
def day(value: date | datetime | None) -> str:
    """Return a day as people write it, such as 27 March 2027."""
    return telling.day_in_words(value)


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
