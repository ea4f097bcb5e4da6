"""The tables of texts: one a line, under headings that say what becomes of them and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("cases")


@dataclass(frozen=True)
class Case:
    """One text and the heading that it stands under."""

    text: str
    heading: str

    @property
    def may_be_answered(self) -> bool:
        """Whether its heading says that it is answered, safely."""
        return self.heading.startswith("answered: ")


def table(name: str) -> list[Case]:
    """Return the texts of one table, in order."""
    heading, cases = "", []
    for line in (FOLDER / f"{name}.sql").read_text("utf-8").splitlines():
        if line.startswith("-- "):
            heading = line[3:]
        elif line:
            cases.append(Case(line, heading))
    return cases
