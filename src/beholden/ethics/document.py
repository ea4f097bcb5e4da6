"""A document made of what is known: questions with answers, and where each answer was entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from .known import KnownUse


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer, and where it was entered."""

    text: str
    entered: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question with its answers; where there is none, ``enter`` says where it belongs."""

    asks: str
    answers: tuple[Answered, ...]
    enter: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a caption, its columns, its rows, and where they were entered."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    entered: str


@dataclass(frozen=True, slots=True)
class Part:
    """One step of a document."""

    title: str
    fields: tuple[Field, ...] = ()
    grids: tuple[Grid, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what nobody has entered yet, and where it belongs."""
        fields = [f"{f.asks} Nothing is recorded; {f.enter}." for f in self.fields if not f.answers]
        grids = [
            f"{g.caption}: nothing is recorded; {g.entered}." for g in self.grids if not g.rows
        ]
        return tuple(f"{self.title}: {one}" for one in (*fields, *grids))


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; ``missing`` is what it lacks, in the order of its parts."""

    title: str
    lead: str
    council: str
    use: str
    on: str
    made_up: bool
    parts: tuple[Part, ...]
    lacks: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Return everything that nobody has entered yet."""
        return (*self.lacks, *(one for part in self.parts for one in part.missing))

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain data."""
        return {**asdict(self), "missing": list(self.missing)}

    def to_markdown(self) -> str:
        """Return the document as Markdown; what was entered cannot become markup."""
        return "\n".join(self._lines()).rstrip() + "\n"

    def _lines(self) -> Iterator[str]:
        yield f"# {_plain(self.title)}\n"
        if self.made_up:
            yield "**Made-up data.** Nobody in it exists.\n"
        yield f"{_plain(self.lead)}\n"
        if self.missing:
            yield "## What is missing\n"
            yield from (f"- {_plain(one)}" for one in self.missing)
            yield ""
        for part in self.parts:
            yield from _part_lines(part)


def field(asks: str, *answers: tuple[str, str], enter: str) -> Field:
    """Return a field with the answers that say something, each with where it was entered."""
    return Field(asks, tuple(Answered(text, at) for text, at in answers if text.strip()), enter)


def undertaken(known: KnownUse) -> tuple[Grid, ...]:
    """Return the table of what offices undertook for a use; none where nothing was undertaken."""
    rows = tuple(
        (one.name, one.text, one.owner, one.by, one.otherwise, one.state)
        for one in known.undertakings
    )
    columns = ("Undertaking", "What is done", "Owner", "By", "Otherwise", "State")
    return (Grid("What was undertaken", columns, rows, "undertakings"),) if rows else ()


def _part_lines(part: Part) -> Iterator[str]:
    yield f"## {_plain(part.title)}\n"
    for one in part.fields:
        yield f"**{_plain(one.asks)}**\n"
        yield from (
            _answer_lines(one.answers)
            if one.answers
            else [f"*Nothing is recorded: {_plain(one.enter)}.*\n"]
        )
    for grid in part.grids:
        yield from _grid_lines(grid)


def _answer_lines(answers: Iterable[Answered]) -> Iterator[str]:
    for one in answers:
        for line in filter(str.strip, one.text.splitlines()):
            yield f"{_plain(line)}  "
        yield f"*({_plain(one.entered)})*\n"


def _grid_lines(grid: Grid) -> Iterator[str]:
    yield f"**{_plain(grid.caption)}** *({_plain(grid.entered)})*\n"
    if not grid.rows:
        yield "*Nothing is recorded.*\n"
        return
    yield "| " + " | ".join(map(_cell, grid.columns)) + " |"
    yield "| " + " | ".join("---" for _ in grid.columns) + " |"
    for row in grid.rows:
        yield "| " + " | ".join(map(_cell, row)) + " |"
    yield ""


def _cell(text: str) -> str:
    return _plain(text).replace("\n", "<br>") or "–"


def _plain(text: str) -> str:
    """Return a text in which no letter means anything to Markdown."""
    for letter in "\\`*_[]#|~":
        text = text.replace(letter, f"\\{letter}")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").strip()
