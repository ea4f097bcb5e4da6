"""The fixed words of the record that pages show, so that a page may tell them in its language.

What somebody wrote is not among them. Dates, names and numbers are put beside these words, never
into them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...kernel import UndertakingState
from ..considering.published import FIXED_THERE
from ..status import STATUSES
from ..subjects.choosing import OptOutKind
from ..subjects.concealing import Reason
from ..subjects.your_say import ways
from ..what_happened import ACTS

_STATES = (
    "planned",
    "held",
    "minuted",
    "offered",
    "signed",
    "asks for changes",
    "declined",
    "withdrawn",
    "wider",
    "narrower",
    "other",
    "positive",
    "negative",
    "accepted",
    "refused",
    "not decided yet",
    "the use stops",
    "this page tells",
    "left open",
    "Yes",
    "No",
    "Yes, of a special category",
    "Answered",
    "Not a question",
    "No answer",
    "Refused",
)
_LINES = (
    "Between",
    "From",
    "Until",
    "Lawful basis",
    "Counted",
    "What may come out",
    "Conditions",
    "At the end",
)


def _fixed() -> Iterator[str]:
    yield from STATUSES
    yield from ACTS.values()
    yield from _STATES
    yield from _LINES
    yield from FIXED_THERE
    yield from (one.value for one in UndertakingState)
    yield from (one.sentence for kind in (OptOutKind, Reason) for one in kind)
    yield from (text for way in ways("") for text in (way.title, way.link_text))


FIXED_WORDS = tuple(dict.fromkeys(_fixed()))
