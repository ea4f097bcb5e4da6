"""What somebody at a screen is told of a command that takes longer than a moment.

A bar moves where an act has steps to tell (``showing.progress``). Any other command says once what
it is doing. Nothing is said in a pipe, nor while an answer is awaited from the keyboard.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from .visible import in_a_line

# Nobody wonders before; a command's start alone takes most of a second.
MOMENT = 2.0
# They stay until they are stopped, and say themselves that they are ready.
_LASTING = {"serve", "worker"}


class _Notice:
    """The one sentence that is owed, unless somebody hushes it before."""

    def __init__(self, says: str) -> None:
        self.says = says
        self._hushed = threading.Event()
        self._speaking = threading.Lock()

    def begin(self) -> None:
        threading.Thread(target=self._tell, daemon=True).start()

    def hush(self) -> None:
        """Say nothing from here on; a sentence that is being said is waited for."""
        with self._speaking:
            self._hushed.set()

    def _tell(self) -> None:
        self._hushed.wait(MOMENT)
        # Asked once more where nobody can hush in between: an answer would stand before it.
        with self._speaking:
            if not self._hushed.is_set():
                click.echo(self.says, err=True)


_owed: list[_Notice] = []


@contextmanager
def told_of(root: click.Command, given: Sequence[str]) -> Iterator[None]:
    """Say on a screen what a command is doing, once it takes longer than a moment."""
    says = _sentence(root, given)
    if not says or not _on_a_screen():
        yield
        return
    _begin(says)
    try:
        yield
    finally:
        hush()


def hush() -> None:
    """Say nothing any more: the command has ended, or tells of itself how far it is."""
    while _owed:
        _owed.pop().hush()


@contextmanager
def at_the_keyboard() -> Iterator[None]:
    """Say nothing while an answer is awaited, and count a moment anew from there."""
    interrupted = [notice.says for notice in _owed]
    hush()
    yield
    for says in interrupted:
        _begin(says)


def ask_person(question: str, **how: Any) -> Any:
    """Return what somebody answers at the keyboard; ``how`` is click's own."""
    with at_the_keyboard():
        return click.prompt(question, **how)


def typed_in() -> str:
    """Return all that the standard input gives."""
    with at_the_keyboard():
        return sys.stdin.read()


def _begin(says: str) -> None:
    _owed.append(_Notice(says))
    _owed[-1].begin()


def _on_a_screen() -> bool:
    return sys.stderr.isatty()


def _sentence(root: click.Command, given: Sequence[str]) -> str:
    """Return what a command does, in its own help's words; no argument, which may be a value."""
    command, words = root, []
    for word in given:
        if not isinstance(command, click.Group) or word not in command.commands:
            break
        command = command.commands[word]
        words.append(word)
    if not words or words[0] in _LASTING or isinstance(command, click.Group):
        return ""
    does = command.get_short_help_str(limit=200).rstrip(".")
    return in_a_line(f"  Still at work: {' '.join(words)} ({does[:1].lower()}{does[1:]}) …")
