"""A calendar that other programs read: iCalendar, all-day events (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from .calendar import Owed

_LONGEST = 75  # octets of one line, without its end (RFC 5545, section 3.1)


def as_icalendar(owed: Iterable[Owed], *, council: str, now: datetime) -> str:
    """Return the calendar as text; ``now`` is the moment at which it is written."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Beholden//{_text(council)}//EN",
        "CALSCALE:GREGORIAN",
        *(line for one in owed for line in _event(one, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(one: Owed, stamp: str) -> Iterator[str]:
    about = f"{one.what} ({one.of})"
    yield "BEGIN:VEVENT"
    # The same thing keeps its name from one export to the next, so a calendar does not double it.
    yield f"UID:{sha256(repr(one.to_dict()).encode()).hexdigest()[:32]}@beholden.invalid"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(about)}"
    said = f"Use: {one.use}." + (f" By: {one.by}." if one.by else "")
    yield f"DESCRIPTION:{_text(said)}"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """Return text with what is special escaped (section 3.3.11); other controls are left out."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    escaped = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(letter for letter in escaped if letter >= " " and letter != "\x7f")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of 75 octets at most; a letter is never cut (section 3.1)."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
