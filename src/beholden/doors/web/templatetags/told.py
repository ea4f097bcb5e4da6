"""What every template may call: the address of a static file, days and moments in words."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings

from ....kernel import day_in_words, day_of, moment_in_words

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
    if value is None:
        return ""
    return day_in_words(day_of(value) if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime) -> str:
    """Return a moment as people write it, such as 27 March 2027, 14:05 UTC."""
    return moment_in_words(value.astimezone(UTC))


@register.filter
def in_words(value: str) -> str:
    """Return a code (``in_force``) as words (``in force``)."""
    return str(value).replace("_", " ").replace("-", " ")
