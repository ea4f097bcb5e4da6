"""Showing: tables for people, JSON and CSV for programs, progress for whoever waits."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...actions.full_disk import full_disk_is_unavailable
from ...kernel import Progress as Steps
from ...kernel import silent
from .visible import in_a_line, in_a_sheet, in_json, in_lines
from .waiting import hush

_LONGEST_WHOLE = 32
_LONGEST_WORD = 12
_BEFORE = 60  # letters of a long line that are shown on either side of a place

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

Rows = Sequence[Mapping[str, Any]]


def show_rows(rows: Rows, *, form: str | None, title: str = "", empty: str = "None.") -> None:
    """Print rows as a table on a screen, or as CSV or JSON."""
    if form == "json":
        show_json(list(rows))
    elif form == "csv":
        click.echo(as_csv(rows), nl=False)
    elif rows:
        _console().print(_table(rows, title))
    else:
        click.echo(empty)


def show_json(value: Any) -> None:
    """Print plain data as JSON, exact when read back."""
    click.echo(in_json(value))


def say(text: str, *, err: bool = False) -> None:
    """Print a sentence that may name what others wrote: it cannot steer the terminal."""
    click.echo(in_lines(text), err=err)


def give_text(text: str, out: Path | None) -> None:
    """Print a text that a program reads, or write it to a file, whole or not at all."""
    if out is None:
        click.echo(text, nl=False)
        return
    part = out.with_name(f".{out.name}.part")
    with full_disk_is_unavailable():
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(out)


def show_facts(facts: Mapping[str, Any], *, form: str | None) -> None:
    """Print one thing's facts, a line each, or as CSV or JSON."""
    if form == "json":
        show_json(dict(facts))
    elif form == "csv":
        click.echo(as_csv([facts]), nl=False)
    else:
        width = max(map(len, facts), default=0)
        for name, value in facts.items():
            click.echo(f"{_heading(name):<{width}}  {in_a_line(_cell(value))}")


def as_csv(rows: Rows) -> str:
    """Return rows as CSV with a header (RFC 4180) that a spreadsheet may open.

    Text that begins as a formula is led by an apostrophe; control characters are shown as escapes.
    """
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(in_a_sheet, rows[0]))
    writer.writerows([_plain(row[name]) for name in rows[0]] for row in rows)
    return text.getvalue()


@contextmanager
def progress() -> Iterator[Steps]:
    """Show on the error stream how far work is; a line a step where that is not a screen."""
    hush()
    from rich.console import Console

    console = Console(stderr=True)
    if console.is_terminal:
        with _moving_bar(console) as steps:
            yield steps
    else:
        # Where errors are wanted as data, the error stream holds nothing else.
        yield silent if _data_wanted() else _plain_steps()


@contextmanager
def _moving_bar(console: Console) -> Iterator[Steps]:
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def show(step: str, done: int, total: int) -> None:
            bar.update(task, description=in_a_line(step), completed=done, total=total or None)

        yield show


def _data_wanted() -> bool:
    context = click.get_current_context(silent=True)
    return context is not None and context.params.get("form") == "json"


def _plain_steps() -> Steps:
    last = ""

    def show(step: str, done: int, total: int) -> None:  # noqa: ARG001 (only the step is told)
        nonlocal last
        if step != last:
            say(f"  {step} …", err=True)
        last = step

    return show


def _table(rows: Rows, title: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    # Text, not markup: square brackets in titles, names and data are data.
    head = Text(in_a_line(title)) if title else None
    table = Table(title=head, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for name in rows[0]:
        numeric = all(_is_number(row[name]) for row in rows)
        # An identifier is typed again, so it stays whole; longer texts give way.
        whole = all(_is_one_word(row[name]) for row in rows)
        table.add_column(
            Text(_heading(name)),
            justify="right" if numeric else "left",
            no_wrap=whole,
            min_width=None if whole else _longest_word(name, rows),
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(Text(in_a_line(_cell(value))) for value in row.values()))
    return table


def _heading(name: str) -> str:
    return in_a_line(name).replace("_", " ")


def _is_one_word(value: Any) -> bool:
    word = _cell(value)
    return len(word) <= _LONGEST_WHOLE and " " not in word


def _longest_word(name: str, rows: Rows) -> int:
    """Return how wide a column must be for its words to stay whole, short of very long ones."""
    texts = (_heading(name), *(_cell(row[name]) for row in rows))
    return min(max(len(word) for text in texts for word in text.split() or [""]), _LONGEST_WORD)


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _plain(value: Any) -> Any:
    """Return a value as a program reads it: numbers without separators."""
    return value if _is_number(value) and value is not None else in_a_sheet(_cell(value))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1 else f"{value:,.2f}"
    if isinstance(value, list | tuple):
        return ", ".join(map(_cell, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_cell(item)}" for key, item in value.items())
    return str(value)


def _console() -> Console:
    from rich.console import Console

    # Wide enough not to wrap where the output goes to a file.
    return Console() if sys.stdout.isatty() else Console(width=160)


def pointed(text: str, place: tuple[int, int]) -> str:
    """Return the line of a text at a place, and below it a mark at the column.

    Of a long line what stands around the place is shown.
    """
    number, column = place
    lines = text.split("\n")
    line = lines[number - 1] if number <= len(lines) else ""
    first = max(0, column - 1 - _BEFORE)
    shown = "".join(c if c.isprintable() else " " for c in line[first : first + 2 * _BEFORE])
    margin = f"{number} | "
    return f"{margin}{shown}\n{' ' * (len(margin) + column - 1 - first)}^"
