"""A calendar that other programs read: iCalendar, all-day events (RFC 5545)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from .calendar import Owed

_LONGEST = 75  # octets of one line, without its end (RFC 5545, section 3.1)


_CONTROLS = dict.fromkeys([*range(32), 127])


def as_icalendar(owed: Iterable[Owed], *, council: str, now: datetime) -> str:
    """Return the calendar as text; ``now`` is the moment at which it is written."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Beholden//{_text(council)}//EN",
        "CALSCALE:GREGORIAN",
        *(line for one, uid in _named(owed) for line in _event(one, uid, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _named(owed: Iterable[Owed]) -> Iterator[tuple[Owed, str]]:
    """Yield each thing with a name that it keeps from one export to the next.

    The day is no part of it, so a calendar moves what was given more time and does not double it.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    for one in owed:
        key = (one.use, one.of, one.what)
        seen[key] += 1
        yield one, sha256(repr((*key, seen[key])).encode()).hexdigest()[:32]


def _event(one: Owed, uid: str, stamp: str) -> Iterator[str]:
    about = f"{one.what} ({one.of})"
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}@beholden.invalid"
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
    return escaped.translate(_CONTROLS)


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of 75 octets at most; a letter is never cut (section 3.1)."""
    if len(line) <= _LONGEST and line.isascii():
        yield line
        return
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
