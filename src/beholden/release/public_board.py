"""The data ethics board as the public reads of it: by office and seat, with what it advised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .pages import render


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
class PublicUndertaking:
    """What an office has undertaken to do for a use; ``otherwise`` says what happens else."""

    name: str
    text: str
    owner: str
    by: str
    otherwise: str
    state: str
    because: str = ""
    comes_from: str = ""


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


def board_page(board: PublicBoard) -> str:
    """Return the public page of the board."""
    return render(
        "board.html",
        board=board,
        minutes=minutes_html,
        made_up=board.made_up,
        council=board.council,
    )


def minutes_html(text: str) -> Any:
    """Return minutes in Markdown as HTML: nothing of it runs or is fetched from elsewhere."""
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    reader = MarkdownIt("commonmark", {"html": False}).disable("image")
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 3)}"  # below the headings of the page
    # Without HTML of others, and links are those that markdown-it takes for safe.
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704
