"""The report of a demonstration: one HTML file, written for a councillor."""

from __future__ import annotations

from collections.abc import Iterator

from ...actions.reporting import Code, Heading, Paragraph, Report, Section, report_page
from ...kernel import day_in_words
from .report_ashmere import ashmere_figures, ashmere_sections
from .report_libraries import libraries_figures, libraries_sections
from .running import Shown
from .wording import commands

_LEAD = (
    "Data from several hands, without a number in common, joined and asked under an agreement: "
    "what came out, who allowed it, what was refused, and how far the answers can be trusted."
)


def report_of(shown: Shown) -> str:
    """Return the report as one HTML file."""
    only_made_up = shown.libraries is None
    return report_page(
        Report(
            title="The main job, from separate lists to safe answers",
            lead=_LEAD,
            sections=tuple(_sections(shown)),
            made_up=only_made_up,
            council="Beholden, a demonstration",
            prepared_on=day_in_words(shown.on),
            figures=tuple(_figures(shown)),
        )
    )


def _figures(shown: Shown) -> Iterator[tuple[str, str]]:
    if shown.libraries:
        yield from libraries_figures(shown.libraries)
    if shown.ashmere:
        yield from ashmere_figures(shown.ashmere)


def _sections(shown: Shown) -> Iterator[Section]:
    if shown.libraries:
        yield from libraries_sections(shown.libraries)
    if shown.ashmere:
        yield from ashmere_sections(shown.ashmere)
    yield _next(shown)


def _next(shown: Shown) -> Section:
    blocks: list[Paragraph | Heading | Code] = [
        Paragraph(
            "The demonstration left a council's home for each run. These commands work from the "
            "folder in which it was run."
        )
    ]
    given = commands(shown.directory, borough=shown.ashmere is not None)
    blocks += [Code(command, caption=f"{says}:") for says, command in given]
    return Section("Try next", tuple(blocks))
