"""The half of the report that is about the made-up Borough of Ashmere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...actions.reporting import (
    ALL,
    Chart,
    CheckedTable,
    Heading,
    Paragraph,
    Section,
    Table,
    chart_svg,
    receipt_facts,
)
from .ashmere import AshmereRun, Story
from .report_cross import crossed
from .report_parts import ledger_facts, match_table, question, refusals, use_section
from .truth import Compared
from .wording import percent


def ashmere_figures(run: AshmereRun) -> Iterator[tuple[str, str]]:
    """Yield the figures that stand first."""
    released = run.warm_homes.released.checked.facts
    matched = sum(match.matched for match in run.matches)
    yield "addresses of five departments matched (made up)", f"{matched:,}"
    yield (
        "households in arrears, in a cold home and without help yet (made up)",
        _in_all(run.warm_homes),
    )
    yield (
        f"groups of fewer than {released['smallest_group']} households shown (made up)",
        f"{_small_shown(run.warm_homes)}",
    )


def ashmere_sections(run: AshmereRun) -> Iterator[Section]:
    """Yield the sections on the borough, each marked as made up."""
    yield Section("Ashmere: cold homes, debt, and no help yet", _need(run), made_up=True)
    yield Section("Ashmere: who came for the winter vaccination", _uptake(run), made_up=True)
    yield Section("Ashmere: how far these answers can be trusted", _trust(run), made_up=True)
    yield Section("Ashmere: what the agreements stopped", _stopped(run), made_up=True)
    for story, name in ((run.warm_homes, "warm homes"), (run.uptake, "vaccination uptake")):
        heading = f"Ashmere: the public page of {name}"
        yield use_section(heading, story.use, home="ashmere", made_up=True)


def _need(run: AshmereRun) -> tuple[Any, ...]:
    story = run.warm_homes
    allowed = story.asked.allowed[0]
    facts = story.released.checked.facts
    return (
        Paragraph(
            f"Ashmere is made up: {run.households:,} households, {run.people:,} residents, and "
            "five departments whose lists share no number. Revenues knows who is in arrears, "
            "Climate and Energy knows which homes are cold, Adult Social Care knows who gets "
            "support. Only the three together show who needs help and has not been reached."
        ),
        Paragraph(
            "The data ethics board advised, the accountable officer decided, and the parties "
            "signed an agreement. Under it this was asked. "
            f"{_largest(allowed.answered.table.to_pylist())}"
            f"Groups of fewer than {facts['smallest_group']} households are withheld "
            f"({facts['because']}), and the rest is rounded to the nearest {facts['round_to']}."
        ),
        question(allowed, "The question, as asked:"),
        Heading("What was released"),
        Paragraph(
            "Before the table left the analysts it was checked again with its totals, so that no "
            "withheld group can be worked out from the others, and a second person approved it. "
            f"{facts['shown']} of {facts['cells']} cells are shown; the others are marked [c]."
        ),
        *crossed(story.released.checked, title=story.released.title),
        receipt_facts(allowed.answered.receipt),
    )


def _uptake(run: AshmereRun) -> tuple[Any, ...]:
    story = run.uptake
    allowed = story.asked.allowed[0]
    rates = sorted(_rates(allowed.answered.table.to_pylist()))
    bars = [{"neighbourhood": name, "uptake, in 100": round(100 * rate)} for rate, name in rates]
    return (
        Paragraph(
            "The list of those invited holds names and addresses, and no neighbourhood. The UPRN "
            "of each household gives the neighbourhood; people who stand on the list twice are "
            "linked and counted once. Health is a special category, so the board asked for groups "
            f"of at least {story.released.checked.facts['smallest_group']} people."
        ),
        *_lowest(rates),
        question(allowed, "The question, as asked:"),
        *((Chart(
            chart_svg(bars, x="uptake, in 100", y="neighbourhood", colour=None,
                      title="Vaccinated of those invited, by neighbourhood (made up)"),
            "Vaccinated people in a hundred of those invited, lowest first (made up).",
        ),) if bars else ()),
        CheckedTable(story.released.title, story.released.checked),
        receipt_facts(allowed.answered.receipt),
    )  # fmt: skip


def _trust(run: AshmereRun) -> tuple[Any, ...]:
    links = run.links
    return (
        Paragraph(
            "The generator kept apart what is true of every row: which home, which person. Nothing "
            "of it was given to the council. Measured against it:"
        ),
        match_table(
            run.matches,
            caption="Addresses matched to the gazetteer, against the truth (made up)",
            note="Wrong is every other UPRN than the true one, and any UPRN for an address that "
            "the gazetteer does not hold. Missed could have been found.",
        ),
        Paragraph(
            f"People in the vaccination list: {links.rows:,} rows were linked to {links.people:,} "
            f"people; in truth they are {links.true_people:,}. Of the pairs of rows said to be one "
            f"person {percent(links.precision)} are; of the true pairs {percent(links.recall)} "
            "were found."
        ),
        Heading("How far faults of linkage move the answers"),
        Paragraph(
            "Each question was worked out twice on the same lists, exactly, before small groups "
            "are withheld: with the keys that linkage found, and with the true keys."
        ),
        _moved(run),
        *_beyond(run.warm_homes.compared),
        *_rates_off(run.uptake.compared),
    )


def _moved(run: AshmereRun) -> Table:
    told = (
        ("households in need, by neighbourhood and tenure", run.warm_homes.compared.off),
        ("people vaccinated, by neighbourhood", run.uptake.compared.off),
    )
    return Table(
        "The exact answers, with the keys found and with the true keys (made up)",
        ("answer", "with keys found", "with true keys", "groups", "mean error", "largest", "moved"),
        tuple(
            (name, off.ours, off.true, off.cells, round(off.mean, 2), off.largest,
             percent(off.share))
            for name, off in told
        ),
        note="Mean and largest error are of one group's number. Moved: all errors together as a "
        "share of the true total.",
    )  # fmt: skip


def _beyond(compared: Compared) -> tuple[Paragraph, ...]:
    if compared.really is None:
        return ()
    return (
        Paragraph(
            f"What no linkage can mend: in the borough as it is {compared.really:,} households are "
            f"in need. With perfect keys the lists tell of {compared.off.true:,}, because homes "
            "without an energy certificate are on no list of cold homes."
        ),
    )


def _rates_off(compared: Compared) -> tuple[Paragraph, ...]:
    gaps = [abs(ours - true) for _, ours, true in compared.rates]
    if not gaps:
        return ()
    mean, most = 100 * sum(gaps) / len(gaps), 100 * max(gaps)
    return (
        Paragraph(
            f"The share of the invited who were vaccinated is off by {mean:.2f} in a hundred in a "
            f"neighbourhood on average, and by {most:.2f} at most: faults of linkage take the "
            "vaccinated and the others alike."
        ),
    )


def _stopped(run: AshmereRun) -> tuple[Any, ...]:
    return (
        Paragraph("Warm homes", small=True),
        *refusals(run.warm_homes.asked, column="the names of those who pay council tax"),
        Paragraph("Vaccination uptake", small=True),
        *refusals(run.uptake.asked, column="NHS numbers"),
        *ledger_facts(run.entries, run.root),
    )


def _largest(rows: list[dict[str, Any]]) -> str:
    shown = [row for row in rows if row["households"] is not None]
    if not shown:
        return "Every group is too small to be shown. "
    most = max(shown, key=lambda row: row["households"])
    return (
        f"The largest group: about {most['households']:,} households in {most['neighbourhood']}, "
        f"{most['tenure']}. "
    )


def _rates(rows: list[dict[str, Any]]) -> Iterator[tuple[float, str]]:
    for row in rows:
        if row["vaccinated"] is not None and row["invited"]:
            yield row["vaccinated"] / row["invited"], row["neighbourhood"]


def _lowest(rates: list[tuple[float, str]]) -> tuple[Paragraph, ...]:
    if len(rates) < 2:
        return ()
    (low, where), (high, best) = rates[0], rates[-1]
    return (
        Paragraph(
            f"Lowest is {where}, where {100 * low:.0f} in a hundred of those invited came; highest "
            f"is {best}, with {100 * high:.0f} in a hundred."
        ),
    )


def _in_all(story: Story) -> str:
    """Return the total of a release, or that it is withheld."""
    checked = story.released.checked
    total = next(row.values[0] for row in checked.rows if set(row.at) == {ALL})
    return "withheld" if total is None else f"{total:,}"


def _small_shown(story: Story) -> int:
    """Return how many cells of the release are under the smallest group and not nothing."""
    checked = story.released.checked
    least = checked.facts["smallest_group"] - checked.facts["round_to"] / 2
    return sum(
        1 for row in checked.rows for value in row.values if value is not None and 0 < value < least
    )
