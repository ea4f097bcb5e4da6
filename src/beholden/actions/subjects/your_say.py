"""What residents may say and ask, in words for public pages, and what came of it, in counts.

The counts tell nobody's business: opt-outs are told in tens as they stood when the month began, so
that who is known to have opted out on a day is not seen in them; complaints are told in fives;
concealments by reason alone; and no use that is concealed from the pages is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...kernel import DAYS_TO_ACKNOWLEDGE, Sentence, Terms, day_of
from ...records import reading
from ..home import Home
from .choosing import OptOutKind
from .concealing import Reason, concealed_uses, concealments_public
from .opting_out import OUTCOME, kinds_reaching

COMPLAIN_TO = Sentence(
    "Complain to the data-protection officer in any way you like. You are told within %(days)s "
    "days that it came, and what comes of it without undue delay. You may also complain to the "
    "Information Commissioner (ico.org.uk).",
    days=DAYS_TO_ACKNOWLEDGE,
)
_TENS = 10


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that a resident may do: ``how`` in words, and the text of a link that leads to it.

    ``code`` is ``object``, ``opt-out``, ``ask`` or ``complain``.
    """

    code: str
    title: str
    how: str
    link_text: str


@dataclass(frozen=True, slots=True)
class ConcealedFor:
    """How many concealments hold today for one reason of the law, and its words."""

    reason: str
    sentence: str
    holding: int


@dataclass(frozen=True, slots=True)
class OptOutsOfKind:
    """How many opt out of a kind of use: fewer than a multiple of ten, and at most nine fewer."""

    kind: str
    sentence: str
    fewer_than: int
    on: date


@dataclass(frozen=True, slots=True)
class SealThatHeeded:
    """An extract in use that left out whoever had opted out of these kinds when it was sealed."""

    use: str
    title: str
    version: int
    sealed_on: date
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YourSay:
    """What residents may do, and what came of what residents did.

    ``email`` and ``post`` are where to write to the data-protection officer, as the council states.
    """

    council: str
    made_up: bool
    email: str
    post: str
    ways: tuple[Way, ...]
    days_to_acknowledge: int
    complaints: tuple[reading.ComplaintsOfYear, ...]
    concealments: tuple[ConcealedFor, ...]
    opt_outs: tuple[OptOutsOfKind, ...]
    seals: tuple[SealThatHeeded, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        data: dict[str, Any] = reading.plain(self)
        return data


def your_say(home: Home) -> YourSay:
    """Return what residents may do and what came of it: all of it is public."""
    hidden, today = concealed_uses(home), home.clock.today()
    concealed = concealments_public(home)
    with home.at_work():
        return YourSay(
            council=home.name,
            made_up=reading.home_facts().made_up,
            email=home.public.for_residents,
            post=home.public.post,
            ways=ways(home.name),
            days_to_acknowledge=DAYS_TO_ACKNOWLEDGE,
            complaints=reading.complaints_by_year(),
            concealments=tuple(
                ConcealedFor(one.value, one.sentence, concealed[one.value]) for one in Reason
            ),
            opt_outs=tuple(_opt_outs(today.replace(day=1))),
            seals=tuple(_seals(hidden)),
        )


def ways(council: str) -> tuple[Way, ...]:
    """Return what a resident of a council may do, in the order in which a page tells it."""
    return (
        Way(
            "object",
            "Object to one use",
            Sentence(
                "Write to the data-protection officer of %(council)s and name the use. You are "
                "left out from the next time that its data are put together; where its agreement "
                "does not allow that, you are told why.",
                council=council,
            ),
            "See every use of data",
        ),
        Way(
            "opt-out",
            "Opt out of a kind of use",
            Sentence(
                "Write to the data-protection officer of %(council)s and say of which kind: every "
                "use that no law requires, every use whose agreement leaves out who objects, or "
                "all research and planning. It holds for uses to come as well.",
                council=council,
            ),
            "Opt out of a kind of use",
        ),
        Way(
            "ask",
            "Ask whether your household was in it",
            Sentence(
                "Write to the data-protection officer of %(council)s, who verifies that you live "
                "there and since when. You are told of each use as far as it tells of nobody "
                "else; nothing is kept of who asked.",
                council=council,
            ),
            "Ask whether your household was in a use",
        ),
        Way("complain", "Complain", COMPLAIN_TO, "Complain about how the council uses data"),
    )


def object_to(council: str) -> str:
    """Return how somebody objects, opts out, or asks what their household was in."""
    return Sentence(
        "You may object to this use, or opt out of every use that no law requires, or of all "
        "research and planning: write to the data-protection officer of %(council)s. You are left "
        "out from the next time that the data are put together. You may also ask whether your "
        "household was in it; nothing is kept of who asked.",
        council=council,
    )


def _opt_outs(on: date) -> Iterable[OptOutsOfKind]:
    standing = reading.opt_outs_standing(on)
    for kind in OptOutKind:
        fewer = _TENS * (standing.get(kind.value, 0) // _TENS + 1)
        yield OptOutsOfKind(kind.value, kind.sentence, fewer, on)


def _seals(hidden: frozenset[str]) -> Iterable[SealThatHeeded]:
    from ...records.models import Extract

    found = Extract.objects.filter(state="current").exclude(use__name__in=hidden)
    for record in found.select_related("use", "agreement").order_by("use__name", "version"):
        kinds = kinds_reaching(record.agreement, Terms.from_dict(record.agreement.terms))
        if kinds and OUTCOME in record.facts:
            yield SealThatHeeded(
                record.use.name,
                record.use.title,
                record.version,
                day_of(record.sealed_at),
                tuple(kinds),
            )
