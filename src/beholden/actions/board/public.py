"""The data ethics board as the public reads of it: by office and seat, with what it advised."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicMember:
    """A member by office, with the seat, the term in words and what they declare."""

    office: str
    seat: str
    term: str
    interests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicItem:
    """An item of an agenda; ``aside``, ``took_part`` and ``dissent`` are sentences.

    ``papers`` are name, fingerprint, and the address of the text where it is public.
    """

    number: int
    title: str
    href: str = ""
    quorum: str = ""
    papers: tuple[tuple[str, str, str], ...] = ()
    aside: tuple[str, ...] = ()
    took_part: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicMeeting:
    """A meeting; ``minutes`` are Markdown, the newest first, each with its moment."""

    on: str
    place: str
    state: str
    present: tuple[str, ...] = ()
    items: tuple[PublicItem, ...] = ()
    minutes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PublicAnswered:
    """A point of advice, with what the officer answered and what was undertaken about it."""

    meeting: str
    use: str
    href: str
    point: int
    says: str
    condition: str
    answer: str
    undertakings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicBoard:
    """Everything that the page of the board tells."""

    council: str
    made_up: bool
    quorum: str = ""
    members: tuple[PublicMember, ...] = ()
    vacant: tuple[str, ...] = ()
    meetings: tuple[PublicMeeting, ...] = ()
    advice: tuple[PublicAnswered, ...] = ()
