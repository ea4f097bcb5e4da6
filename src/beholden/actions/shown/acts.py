"""The newest acts on uses, for those who follow what the council does with data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from ...records import reading
from ..home import Home
from ..subjects.concealing import concealed_uses
from ..what_happened import act_in_words

_FOLLOWED = (
    "use-stated",
    "advice-recorded",
    "use-decided",
    "use-reviewed",
    "crisis-opened",
    "crisis-lapsed",
    "agreement-signed",
    "agreement-began",
    "agreement-suspended",
    "agreement-resumed",
    "agreement-ended",
    "release-published",
    "outcome-recorded",
)
_NEWEST = 100


@dataclass(frozen=True, slots=True)
class ShownAct:
    """One act on a use; ``id`` is the same for ever and on whichever host it is read (RFC 4122)."""

    id: str
    entry: int
    at: datetime
    act: str
    says: str
    use: str
    title: str
    purpose: str
    href: str


def public_acts(home: Home) -> tuple[ShownAct, ...]:
    """Return the newest acts on uses that are shown, newest first."""
    hidden = concealed_uses(home)
    with home.at_work():
        entries = reading.newest_acts(_FOLLOWED, limit=_NEWEST, without=hidden)
        told = reading.titles_and_purposes({one.use for one in entries})
    origin = home.log.checkpoint().origin
    return tuple(
        ShownAct(
            id=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{origin}/{entry.index}')}",
            entry=entry.index,
            at=entry.written_at,
            act=entry.act,
            says=act_in_words(entry.act),
            use=entry.use,
            title=told[entry.use][0],
            purpose=told[entry.use][1],
            href=f"/uses/{entry.use}/",
        )
        for entry in entries
        if entry.use in told
    )
