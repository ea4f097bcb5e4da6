"""Parts that both halves of the report share: refusals, the end, match quality, the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...actions.reporting import (
    Code,
    Facts,
    Heading,
    No,
    Paragraph,
    PublicUse,
    Section,
    Table,
    UsePage,
)
from ...kernel import day_in_words
from .asking import Allowed, Asked
from .measuring import MatchQuality
from .wording import hundredths, listed, what_the_end_left

Blocks = tuple[Heading | Paragraph | No | Facts | Code | Table | UsePage, ...]


def question(allowed: Allowed, caption: str) -> Code:
    """Return a question as it was asked."""
    return Code(allowed.question, caption=caption)


def refusals(asked: Asked, *, column: str) -> Blocks:
    """Return what was refused and what the end stopped, as the analyst reads them."""
    ended = asked.ended
    day = day_in_words(ended.on)
    return (
        Heading("Refused: a column that the agreement does not give"),
        Paragraph(
            f"The analyst asks for {column}. The engine does not hold that column: it was never "
            "sealed into the extract. The refusal is in the same words for a column that there is "
            "and for one that there is not, so it tells nothing."
        ),
        No(asked.refused.refusal, asked.refused.question),
        Heading("Stopped: the agreement has ended"),
        Paragraph(
            f"The first question again, on {day}, the day after the agreement's last. This was "
            "done on a copy of the home and its keys, opened with a clock that stands on that day; "
            f"the home that you keep can still be asked. In the copy: {what_the_end_left(ended)}"
        ),
        No(ended.no.refusal),
    )


def match_table(matches: Sequence[MatchQuality], *, caption: str, note: str) -> Table:
    """Return how lists were matched, as a table."""
    return Table(
        caption,
        ("list", "rows", "given a UPRN", "right", "wrong", "missed", "precision, %", "recall, %"),
        tuple(
            (
                listed(m.dataset),
                m.rows,
                m.matched,
                m.right,
                m.wrong,
                m.missed,
                hundredths(m.precision),
                hundredths(m.recall),
            )
            for m in matches
        ),
        note=note,
    )


def use_section(heading: str, use: PublicUse, *, home: str, made_up: bool) -> Section:
    """Return the public page of a use, with links to what the home has published."""
    releases = tuple(
        replace(one, href=f"{home}/releases/{one.id}/index.html") for one in use.releases
    )
    return Section(heading, (UsePage(replace(use, releases=releases)),), made_up=made_up)


def ledger_facts(entries: int, root: str) -> Blocks:
    """Return what an outsider can check of the ledger."""
    whole = f"Whole: {entries} entries, verified from the files alone" if entries else "Not whole"
    return (
        Heading("The ledger"),
        Paragraph(
            "Every act above, from the first dataset to the last refusal, is an entry in a log "
            "that can only grow. Anybody who holds its root can prove that nothing was changed or "
            "left out."
        ),
        Facts((("Verified", whole), ("Root", root))),
    )
