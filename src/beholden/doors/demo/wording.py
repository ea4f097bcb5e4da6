"""Numbers and commands as the screen and the report word them."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from ...kernel import Refusal
from .asking import Ended
from .measuring import MatchQuality


def percent(share: float) -> str:
    """Return a share (0–1) as a percentage with one decimal, never rounded up to 100."""
    shown = f"{100 * share:.1f}%"
    return "over 99.9%" if shown == "100.0%" and share < 1 else shown


def hundredths(share: float) -> float:
    """Return a share (0–1) in a hundred with one decimal, for a column of numbers."""
    return round(100 * share, 1)


def listed(name: str) -> str:
    """Return the name of a dataset as people say it."""
    return name.replace("_", " ")


def quality_row(match: MatchQuality) -> dict[str, str | int]:
    """Return how a list was matched as a row of a printed table."""
    return {
        "list": listed(match.dataset),
        "rows": match.rows,
        "with a UPRN": match.matched,
        "right": match.right,
        "wrong": match.wrong,
        "missed": match.missed,
        "precision": percent(match.precision),
        "recall": percent(match.recall),
    }


def what_the_end_left(ended: Ended) -> str:
    """Return what became of the extract after the agreement's last day."""
    key = "is destroyed" if ended.key_is_gone else "IS STILL THERE"
    file = "is gone" if ended.file_is_gone else "IS STILL THERE"
    return f"the key of the extract {key} and its file {file}."


def in_one_line(refusal: Refusal) -> str:
    """Return a refusal as one line: what and why."""
    return f"{refusal.what[:1].upper()}{refusal.what[1:]} {refusal.why}"


def commands(directory: Path, *, borough: bool) -> tuple[tuple[str, str], ...]:
    """Return three commands to try next, each with what it shows, to be run from this folder."""
    if borough:
        home, use = directory / "ashmere", "warm-homes"
        question = (
            "select ward, count(*) as households from council_tax join places using (uprn) "
            "where in_arrears group by 1 order by 2 desc"
        )
    else:
        home, use = directory / "libraries", "libraries-then-and-now"
        question = (
            "select local_authority, count(*) as libraries from libraries_2016 "
            "group by 1 order by 2 desc limit 10"
        )
    at = f"--home {shlex.quote(str(home))}"
    return (
        ("Ask a question of your own", f'{program()} ask {use} "{question}" {at} --as analyst'),
        ("Prove the log from its files alone", f"{program()} ledger verify {at}"),
        ("Read the public pages in a browser", f"{program()} serve {at}"),
    )


def program() -> str:
    """Return how this program was called, so that a printed command works when pasted."""
    called = Path(sys.argv[0])
    if called.name == "beholden" and os.sep in sys.argv[0]:
        return shlex.quote(sys.argv[0])
    return "beholden"
