"""Fixed sentences with values in them, which can be told in another language than English."""

from __future__ import annotations

from datetime import date
from typing import Any, Self


class Sentence(str):
    """A text in English that remembers the fixed words it was made of.

    It is a text wherever a text is wanted. A door that speaks another language looks up ``pattern``
    in its catalogue, or ``plural`` where ``n`` of the values is not one, and puts the values in
    anew; one that is a day, or a sentence, is told in that language too. A per cent sign in a
    pattern is written twice.
    """

    pattern: str
    plural: str
    values: dict[str, Any]

    def __new__(cls, pattern: str, plural: str = "", /, **values: Any) -> Self:
        """Return the sentence of a pattern, such as ``Kept by %(office)s``, with its values."""
        chosen = plural if plural and values["n"] != 1 else pattern
        told = super().__new__(cls, chosen % {name: _said(one) for name, one in values.items()})
        told.pattern, told.plural, told.values = pattern, plural, values
        return told

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, Any]]:
        """Return what it is made of again from, by copies and pickles."""
        return (self.pattern, self.plural), self.values


def worded(code: str) -> Sentence:
    """Return a code of a finite vocabulary (``in_force``) as words (``in force``)."""
    text = str(code).replace("_", " ")
    return Sentence(text if " " in text else text.replace("-", " "))


def sentences(*parts: Sentence | str) -> Sentence | str:
    """Return sentences one after another, as one; those that are empty are left out."""
    said = [part for part in parts if part]
    if len(said) < 2:
        return said[0] if said else ""
    return Sentence("%(first)s %(then)s", first=said[0], then=sentences(*said[1:]))


def _said(value: Any) -> Any:
    return f"{value.day} {value:%B %Y}" if isinstance(value, date) else value
