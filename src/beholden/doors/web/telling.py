"""What the record says, told in the language of the page: days, codes, and fixed sentences.

The rooms know no Django and speak English. A day, a code of a finite vocabulary (vocabulary.py) or
a sentence with values in it (kernel.Sentence) reaches a page through here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext

from ...kernel import Sentence, day_of
from .vocabulary import WORDS


def day_in_words(value: date | datetime | None) -> str:
    """Return a day as people write it: 27 March 2027, or 27 Mawrth 2027; empty where none is."""
    if value is None:
        return ""
    return date_format(day_of(value) if isinstance(value, datetime) else value, "j F Y")


def code_in_words(code: object) -> str:
    """Return a code (``in_force``) as words within a sentence (``in force``)."""
    text = str(code or "")
    words = text if text in WORDS else text.replace("_", " ").replace("-", " ")
    return gettext(words) if words else ""


def code_alone(code: object) -> str:
    """Return a code as words that stand alone, with a capital."""
    words = code_in_words(code)
    return words[:1].upper() + words[1:]


_alone_later = lazy(code_alone, str)


def choices_of(codes: Iterable[str]) -> list[tuple[str, Any]]:
    """Return codes as the choices of a field, in the language of the page that shows it."""
    return [(str(code), _alone_later(code)) for code in codes]


def told(text: object) -> str:
    """Return a fixed sentence in the page's language; what somebody wrote stays as it is."""
    if not isinstance(text, Sentence):
        return str(text)
    pattern = gettext(text.pattern)
    if text.plural:
        pattern = ngettext(text.pattern, text.plural, text.values["n"])
    return pattern % {name: _value(one) for name, one in text.values.items()}


def sentence(text: object) -> str:
    """Return the same to stand by itself: with a capital, but where it begins with a command.

    A refusal says what it refuses in the middle of a sentence, as at a terminal: "Refused: …".
    """
    words = told(text)
    return words if words.startswith("beholden ") else words[:1].upper() + words[1:]


def _value(value: Any) -> Any:
    if isinstance(value, Sentence):
        return told(value)
    return day_in_words(value) if isinstance(value, date) else value
