"""Runs the examples of a page as a reader would: files written, commands given, output compared.

    ```yaml file=NAME       the block is written to NAME
    ```console              each line after ``$ `` is a command; the lines below are its output

In expected output ``…`` stands for anything, and a line of ``…`` alone for any lines. Spaces, blank
lines and rules of tables do not count, nor do the lines that tell progress. An identifier such as
``answer-9f2c41d07a3be815`` stands for the one that is drawn when the page is run. A command must
succeed, unless the next one is ``echo $?``. A command without expected output may say anything.

A page that says ``<!-- numbers may differ -->`` shows numbers of a larger run: any number may stand
for any other. So it is in a block ``console drawn``, which shows what chance has drawn. All other
numbers are those that are printed, and ``refresh.py`` writes them anew where they have changed.
``beholden serve`` is started at a free port, asked for a page, and stopped.

A page that says ``<!-- as if on 2026-12-07 -->`` has all its days moved by as much as today differs
from that day, so that an agreement in a page never runs out.
"""

from __future__ import annotations

import calendar
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from markdown_it import MarkdownIt

from .commands import given, plain_arguments

_AS_IF = re.compile(r"<!-- as if on (\d{4}-\d{2}-\d{2}) -->")
_DAY = re.compile(r"\b20\d{2}-\d{2}-\d{2}\b")
_DAY_IN_WORDS = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(calendar.month_name[1:])}) 20\d{{2}}\b")
_ID = re.compile(r"\b(answer|receipt|release|extract|complaint)-[0-9a-f]{16}\b")
_RULE = re.compile(r"^[\s─━]*$")
_PROGRESS = re.compile(r"^ {2}\S.* …$")
_SECONDS = 300
_NUMBER = r"\d[\d,.]*"
_FIGURE = re.compile(rf"(?<!\w){_NUMBER}")
_ANY_NUMBERS = "<!-- numbers may differ -->"
DRAWN = "console drawn"


class ExampleFailed(AssertionError):
    """An example in a page does not do what the page says."""


@dataclass
class Run:
    """One page being run: where, with which environment, and which ids stand for which."""

    page: str
    folder: Path
    environment: dict[str, str]
    any_numbers: bool = False
    ids: dict[str, str] = field(default_factory=dict)
    status: int = 0

    def command(self, command: str, expected: list[str], *, may_fail: bool) -> list[str]:
        """Give one command and compare what it prints; return it with the numbers of this run."""
        if self._is_for_the_shell(command):
            return expected
        serves = command.split()[:2] == ["beholden", "serve"]
        printed = self._served(command) if serves else self._given(command)
        if self.status and not may_fail:
            raise ExampleFailed(f"{self.page}: $ {command}\nended with {self.status}:\n{printed}")
        return self._compare(command, expected, printed) if expected else expected

    def _is_for_the_shell(self, command: str) -> bool:
        if command.startswith("cd "):
            self.folder = (self.folder / command.removeprefix("cd ")).resolve()
        elif command.startswith("export "):
            name, _, value = command.removeprefix("export ").partition("=")
            self.environment[name] = value.replace("$PWD", str(self.folder))
        else:
            return False
        return True

    def _given(self, command: str) -> str:
        for shown, drawn in self.ids.items():
            command = command.replace(shown, drawn)
        arguments = plain_arguments(command)
        if arguments is not None:
            self.status, printed = given(
                arguments, folder=self.folder, environment=self.environment, seconds=_SECONDS
            )
            return printed
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.status}); {command}"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        self.status = done.returncode
        return done.stdout

    def _served(self, command: str) -> str:
        port = free_port()
        with subprocess.Popen(
            [*shlex.split(command), "--port", str(port)],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        ) as server:
            try:
                printed = server.stdout.readline() if server.stdout else ""
                page = _first_page(f"http://127.0.0.1:{port}/")
            finally:
                server.terminate()
        if "<h1" not in page:
            raise ExampleFailed(f"{self.page}: $ {command}\nserved no page:\n{page[:500]}")
        self.status = 0
        return printed.replace(f":{port}/", ":8000/")

    def _compare(self, command: str, expected: list[str], printed: str) -> list[str]:
        lines = _plain(printed.splitlines())
        literal = _any_number if self.any_numbers else re.escape
        pattern = _pattern(_plain(expected, keep=True), self.ids, literal)
        found = re.fullmatch(pattern, "\n".join(lines))
        if not found:
            raise ExampleFailed(
                f"{self.page}: $ {command}\n--- expected\n"
                + "\n".join(expected)
                + f"\n--- printed\n{printed}"
            )
        for name, drawn in found.groupdict().items():
            self.ids[name.replace("_", "-")] = drawn
        named = set(found.re.groupindex.values())
        figures = [text for at, text in enumerate(found.groups(), 1) if at not in named]
        return _with_figures(expected, figures) if self.any_numbers else expected


def _with_figures(lines: list[str], figures: list[str]) -> list[str]:
    """Return expected lines with other figures in their places, columns as they stood."""
    left = iter(figures)
    return [line if line == "…" else _figures_in(line, left) for line in lines]


def _figures_in(line: str, left: Iterator[str]) -> str:
    made, start = "", 0
    for shown in re.finditer(rf"{_ID.pattern}|{_FIGURE.pattern}", line):
        made += line[start : shown.start()]
        start = shown.end()
        told = shown[0] if _ID.fullmatch(shown[0]) else next(left)
        if made.endswith("  "):  # a column: what is longer takes the room of spaces
            room = len(made) - len(made.rstrip()) - 1
            made = made[: len(made) - min(room, max(0, len(told) - len(shown[0])))]
            told = told.rjust(len(shown[0]))
        made += told
    return made + line[start:]


def run_page(
    path: Path,
    folder: Path,
    *,
    heading: str = "",
    replaced: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Run the examples of a page, or of one section of it; return how many commands were given."""
    text = _moved(path.read_text(encoding="utf-8"))
    for shown, used in (replaced or {}).items():
        text = text.replace(shown, used)
    run = Run(path.name, folder, _environment(folder) | dict(environment or {}))
    any_numbers = _ANY_NUMBERS in text
    given = 0
    for info, content, _ in _blocks(text, heading):
        run.any_numbers = any_numbers or info == DRAWN
        given += len(_done(run, info, content, folder))
    return given


def refreshed_page(path: Path, folder: Path) -> str:
    """Return a page as ``run_page`` runs it, with the numbers that are printed now.

    Raises ExampleFailed where something else than numbers has changed.
    """
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    run = Run(path.name, folder, _environment(folder), any_numbers=True)
    for info, content, begins in _blocks("".join(lines), ""):
        for at, told in _done(run, info, content, folder):
            lines[begins + at : begins + at + len(told)] = [f"{line}\n" for line in told]
    return "".join(lines)


def _done(run: Run, info: str, content: str, folder: Path) -> list[tuple[int, list[str]]]:
    """Do what a block says; return for each command what it printed, and at which line it stands.

    What it printed is what is expected, but for the numbers of this run where any may stand.
    """
    if "file=" in info:
        target = folder / info.split("file=")[1].split()[0]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    if info not in ("console", DRAWN):
        return []
    examples = list(_commands(content))
    following = [command for command, *_ in examples[1:]] + [""]
    return [
        (at, run.command(command, expected, may_fail=after == "echo $?"))
        for (command, expected, at), after in zip(examples, following, strict=True)
    ]


def python_of(path: Path) -> str:
    """Return the Python of a page, from top to bottom, as one program."""
    blocks = _blocks(path.read_text(encoding="utf-8"), "")
    return "\n".join(content for info, content, _ in blocks if info == "python")


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _first_page(address: str) -> str:
    """Return a page as soon as its server answers."""
    until = time.monotonic() + _SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                text: str = answer.read().decode()
                return text
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BEHOLDEN", "DJANGO", "PY"))}
    binaries = Path(sys.executable).parent
    return kept | {"PATH": f"{binaries}:{kept['PATH']}", "HOME": str(folder), "PWD": str(folder)}


def _moved(text: str) -> str:
    said = _AS_IF.search(text)
    if said is None:
        return text
    by = date.today() - date.fromisoformat(said[1])

    def moved(found: re.Match[str]) -> str:
        return (date.fromisoformat(found[0]) + by).isoformat()

    def moved_in_words(found: re.Match[str]) -> str:
        day = datetime.strptime(found[0], "%d %B %Y").date() + by
        return f"{day.day} {day:%B %Y}"

    return _DAY_IN_WORDS.sub(moved_in_words, _DAY.sub(moved, text))


def _blocks(text: str, heading: str) -> Iterator[tuple[str, str, int]]:
    """Yield the blocks of a page: what they are, what they hold, and their first line's place."""
    inside = not heading
    tokens = MarkdownIt("commonmark").parse(text)
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        if heading and token.type == "heading_open" and token.tag == "h2":
            inside = after is not None and after.content == heading
        if inside and token.type == "fence":
            yield token.info.strip(), token.content, token.map[0] + 1


def _commands(content: str) -> Iterator[tuple[str, list[str], int]]:
    """Yield each command, what it is expected to print, and the line where that begins."""
    command, expected, at = "", list[str](), 0
    for place, line in enumerate(content.splitlines(), 1):
        if line.startswith("$ "):
            if command:
                yield command, expected, at
            command, expected, at = line[2:], [], place
        elif line.startswith("> ") and command.endswith("\\"):
            command, at = f"{command[:-1]}{line[2:].lstrip()}", place
        else:
            expected.append(line)
    if command:
        yield command, expected, at


def _plain(lines: list[str], *, keep: bool = False) -> list[str]:
    """Return lines without rules, blanks and progress, with single spaces."""
    told = [line for line in lines if not _RULE.match(line)]
    if not keep:
        told = [line for line in told if not _PROGRESS.match(line)]
    return [" ".join(line.split()) for line in told]


def _any_number(text: str) -> str:
    """Return a pattern for text in which any number stands for any other."""
    return f"({_NUMBER})".join(map(re.escape, _FIGURE.split(text)))


def _pattern(expected: list[str], known: Mapping[str, str], literal: Callable[[str], str]) -> str:
    named: set[str] = set()
    parts = []
    for line in expected:
        if line == "…":
            parts.append(r"(?:.*(?:\n|$))*?")
        else:
            parts.append(_line_pattern(line, known, named, literal) + r"(?:\n|$)")
    return "".join(parts)


def _line_pattern(
    line: str, known: Mapping[str, str], named: set[str], literal: Callable[[str], str]
) -> str:
    pattern, start = "", 0
    for found in re.finditer(rf"…|{_ID.pattern}", line):
        pattern += literal(line[start : found.start()])
        shown, start = found[0], found.end()
        group = shown.replace("-", "_")
        if shown == "…":
            pattern += ".*"
        elif shown in known:
            pattern += re.escape(known[shown])
        elif group in named:
            pattern += f"(?P={group})"
        else:
            named.add(group)
            pattern += f"(?P<{group}>{found[1]}-[0-9a-f]{{16}})"
    return pattern + literal(line[start:])
