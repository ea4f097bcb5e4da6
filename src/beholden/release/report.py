"""A report of several sections as values: what a run found, with tables, charts and refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from beholden.kernel import Receipt, Refusal

from .checked import Checked
from .metadata import notes_in_brief
from .public_use import PublicUse

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text; ``small`` for an aside."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. None is shown as withheld; numbers stand right, with thousands."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A checked table, grouped by its first dimension, with how to read it below."""

    caption: str
    checked: Checked

    @property
    def note(self) -> str:
        """Return in a line how to read the table."""
        return notes_in_brief(self.checked)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart made by ``chart_svg``, whose SVG is put in as it is, and a caption."""

    svg: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A question or a command, as typed."""

    text: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and what it is."""

    pairs: tuple[tuple[str, str], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class No:
    """A refusal, shown as the analyst reads it, with the question that was refused."""

    refusal: Refusal
    question: str = ""


@dataclass(frozen=True, slots=True)
class UsePage:
    """The public page of a data use, inside the report."""

    use: PublicUse


Block = Paragraph | Heading | Table | CheckedTable | Chart | Code | Facts | No | UsePage


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under its own heading; ``made_up`` marks it where the whole is not."""

    heading: str
    blocks: tuple[Block, ...]
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A report that is one file. ``made_up`` says so of all of it; ``figures`` stand first.

    ``footer`` says what the report is and holds, in the place of what is said of a run.
    """

    title: str
    lead: str
    sections: tuple[Section, ...]
    made_up: bool
    council: str = ""
    prepared_on: str = ""
    footer: str = ""
    figures: tuple[tuple[str, str], ...] = ()


def receipt_facts(receipt: Receipt) -> Facts:
    """Return a receipt as pairs to be read."""
    held = sum(receipt.withheld.values())
    pairs = (
        ("Receipt", receipt.id),
        ("Use", receipt.use),
        ("Purpose", receipt.purpose),
        ("Agreement", f"{receipt.agreement} ({short(receipt.terms_hash)})"),
        ("Question", receipt.question),
        ("Asked by", receipt.by_role),
        ("At", receipt.at),
        ("Allowed by", "; ".join(f"{c.where}: {c.says}" for c in receipt.clauses)),
        ("Datasets", "; ".join(f"{d.name}, version {d.version}" for d in receipt.datasets)),
        ("Counted", f"{receipt.subjects:,}"),
        ("Cells", f"{receipt.shown} shown, {held} withheld{_reasons(receipt.withheld)}"),
        ("Isolation", receipt.isolation),
        ("Ledger entry", str(receipt.entry)),
    )
    return Facts(tuple((name, says) for name, says in pairs if says), "Receipt")


def short(fingerprint: str) -> str:
    """Return the first twelve characters of a fingerprint, enough to know it again."""
    digits = fingerprint.removeprefix("sha256:")
    return digits if len(digits) <= 12 else digits[:12] + "…"


def _reasons(withheld: Mapping[str, int]) -> str:
    told = ", ".join(f"{reason} {n}" for reason, n in withheld.items())
    return f" ({told})" if told else ""
