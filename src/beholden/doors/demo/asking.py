"""One use's questions: allowed, refused for a column that is not given, stopped by the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from ...actions import Answered, Council, open_council
from ...kernel import Damaged, HeldClock, Refusal, Refused

ANALYST, PROTECTION_OFFICER = "analyst", "dpo"


@dataclass(frozen=True, slots=True)
class Allowed:
    """A question that was answered."""

    question: str
    answered: Answered


@dataclass(frozen=True, slots=True)
class No:
    """A question that was refused, and the refusal."""

    question: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Ended:
    """A question asked on the day after the agreement's last, and what was left of the extract."""

    on: date
    no: No
    key_is_gone: bool
    file_is_gone: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What happened to one use's questions."""

    use: str
    allowed: tuple[Allowed, ...]
    refused: No
    ended: Ended


def ask_all(council: Council, *, use: str, questions: tuple[str, ...]) -> tuple[Allowed, ...]:
    """Ask questions that the agreement allows."""
    return tuple(
        Allowed(question, council.ask(by=ANALYST, use=use, question=question))
        for question in questions
    )


def ask_in_vain(council: Council, *, use: str, question: str) -> No:
    """Ask a question that is refused; raise Damaged if it is not, for then nothing holds."""
    try:
        council.ask(by=ANALYST, use=use, question=question)
    except Refused as refused:
        return No(question, refused.refusal)
    raise Damaged("A question that the agreement does not allow was answered.")


def after_the_end(
    council: Council, *, asked: dict[str, tuple[str, str]], day: date
) -> dict[str, Ended]:
    """Ask on a later day, on a copy of the home; the council's own home stays as it is.

    ``asked`` has, for each use, a question and the id of its extract.
    """
    with _copied(council) as home:
        later = open_council(home, clock=HeldClock.on(day))
        try:
            return {
                use: Ended(
                    on=day,
                    no=ask_in_vain(later, use=use, question=question),
                    key_is_gone=not later.keys.has(extract),
                    file_is_gone=not later.path("extracts", f"{extract}.sealed").exists(),
                )
                for use, (question, extract) in asked.items()
            }
        finally:
            later.close()


@contextmanager
def _copied(council: Council) -> Iterator[Path]:
    """Give a copy of a home and of its keys, as a backup would be, for the length of a block."""
    council.close()
    with TemporaryDirectory(prefix="beholden-demo-") as folder:
        home = Path(folder) / council.directory.name
        shutil.copytree(council.directory, home)
        shutil.copytree(council.keys_directory, Path(folder) / council.keys_directory.name)
        yield home
