"""Identifiers of subjects as data have them, so that nobody is missed for how one is written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...kernel import BadInput

UPRN = "uprn"
_FORM = re.compile(r"0*([1-9][0-9]{0,11})(?:\.0*)?")
_MOST_NAMED = 5


def in_one_form(identifiers: Sequence[str], *, column: str) -> list[str]:
    """Return identifiers in the form in which data are registered.

    A UPRN is digits without a nought in front, as it comes out of intake; spaces within it do not
    count. What names something else is as it was given. Raises BadInput for what is no UPRN: it
    names the places, counted from 1, and repeats none.
    """
    if column.lower() != UPRN:
        return list(identifiers)
    found = [_FORM.fullmatch("".join(text.split())) for text in identifiers]
    wrong = [str(place) for place, match in enumerate(found, 1) if match is None]
    if wrong:
        named = ", ".join(wrong[:_MOST_NAMED]) + (", …" if wrong[_MOST_NAMED:] else "")
        raise BadInput(
            "What names a subject here is no UPRN.",
            why=f"A UPRN is a whole number of at most 12 digits. Which are none: {named}.",
            next_step="Look the address up, and give its UPRN; nothing was recorded.",
        )
    return [match[1] for match in found if match]
