"""The stated files of the two demonstrations, with their dates filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from ...actions.reporting import full_disk_is_unavailable

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_HERE = "beholden.doors.demo"
_LASTS = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of a demonstration, in ISO 8601; the agreements begin today."""

    advised: str
    decided: str
    letter_by: str
    starts: str
    review_by: str
    ends: str
    sits_from: str
    sits_until: str

    @classmethod
    def from_today(cls, today: date) -> Dates:
        """Return the days of a demonstration that is run today."""
        return cls(
            advised=(today - timedelta(days=10)).isoformat(),
            decided=(today - timedelta(days=6)).isoformat(),
            letter_by=(today + timedelta(days=14)).isoformat(),
            starts=today.isoformat(),
            review_by=(today + timedelta(days=70)).isoformat(),
            ends=(today + _LASTS).isoformat(),
            sits_from=(today - timedelta(days=200)).isoformat(),
            sits_until=(today + timedelta(days=530)).isoformat(),
        )

    @property
    def day_after(self) -> date:
        """Return the first day on which nothing may be asked any more."""
        return date.fromisoformat(self.ends) + timedelta(days=1)


def write_stated(which: str, to: Path, *, dates: Dates, words: Mapping[str, str]) -> None:
    """Write the stated files of one demonstration into a folder, for a council to apply."""
    with full_disk_is_unavailable():
        _write(files(_HERE) / which, to, {**asdict(dates), **words})


def data_file(name: str) -> Path:
    """Return the path of an open file that the package brings along."""
    return Path(str(files(_HERE) / "data" / name))


def _write(source: Traversable, to: Path, words: Mapping[str, str]) -> None:
    to.mkdir(parents=True, exist_ok=True)
    for part in source.iterdir():
        if part.is_dir():
            _write(part, to / part.name, words)
        elif part.name.endswith((".yaml", ".minutes.md")):
            text = Template(part.read_text(encoding="utf-8")).substitute(words)
            (to / part.name).write_text(text, encoding="utf-8")
