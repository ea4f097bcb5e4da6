"""The head of a course's file: a few lines of ``name: value`` between two lines of ``---``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .course import AUDIENCES

_FENCE = "---"
_LINE = re.compile(r"([a-z_]+):[ \t]+(\S.*)")
_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_CODE, _LONGEST_TITLE = 80, 200

# The names that a head has, with the least and the most where the value is a number.
NUMBERS = {
    "version": (1, 10_000),
    "pass_mark": (1, 100),
    "valid_for_months": (1, 60),
    "minutes": (1, 240),
}
OPTIONAL_NUMBERS = {"asks": (1, 100)}
TEXTS = ("course", "title", "audience")
_KNOWN = {*TEXTS, *NUMBERS, *OPTIONAL_NUMBERS}

Fault = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says, the number of its last line, and what is wrong with it."""

    texts: dict[str, str]
    numbers: dict[str, int]
    ends: int
    faults: tuple[Fault, ...]


def read_head(lines: list[str]) -> Head:
    """Read the head of a file; its faults are told by line, and nothing is raised."""
    if not lines or lines[0].strip() != _FENCE:
        return Head({}, {}, 0, ((1, "A course begins with a line of ---, then its head."),))
    ends = next((n for n, line in enumerate(lines[1:], 2) if line.strip() == _FENCE), 0)
    if not ends:
        return Head({}, {}, 0, ((1, "The head has no end: write a line of --- below it."),))
    said: dict[str, tuple[int, str]] = {}
    faults: list[Fault] = []
    for number, line in enumerate(lines[1 : ends - 1], 2):
        faults += _line_faults(number, line, said)
    faults += [
        (ends, f"The head does not say {name}: write `{name}: …`.")
        for name in (*TEXTS, *NUMBERS)
        if name not in said
    ]
    numbers: dict[str, int] = {}
    for name, (number, value) in said.items():
        faults += _value_faults(name, value, number, numbers)
    texts = {name: said[name][1] for name in TEXTS if name in said}
    return Head(texts, numbers, ends, tuple(faults))


def _line_faults(number: int, line: str, said: dict[str, tuple[int, str]]) -> Iterator[Fault]:
    if not line.strip():
        return
    match = _LINE.fullmatch(line.rstrip())
    if match is None:
        yield number, "A line of the head reads `name: value`."
    elif match[1] not in _KNOWN:
        yield number, f"The head has no {match[1]}; it has {', '.join(sorted(_KNOWN))}."
    elif match[1] in said:
        yield number, f"The head says {match[1]} twice: leave one."
    else:
        said[match[1]] = number, match[2]


def _value_faults(name: str, value: str, line: int, numbers: dict[str, int]) -> Iterator[Fault]:
    if name in TEXTS:
        yield from ((line, fault) for fault in _text_faults(name, value))
        return
    least, most = {**NUMBERS, **OPTIONAL_NUMBERS}[name]
    if value.isascii() and value.isdecimal() and len(value) < 7 and least <= int(value) <= most:
        numbers[name] = int(value)
    else:
        yield line, f"{name} must be a whole number from {least} to {most}."


def _text_faults(name: str, value: str) -> Iterator[str]:
    if name == "course" and not (_CODE.fullmatch(value) and len(value) <= _LONGEST_CODE):
        yield "course must be a short name in small letters, digits and hyphens."
    if name == "audience" and value not in AUDIENCES:
        yield f"audience must be one of {', '.join(AUDIENCES)}."
    if name == "title" and len(value) > _LONGEST_TITLE:
        yield f"title must not be longer than {_LONGEST_TITLE} letters."
