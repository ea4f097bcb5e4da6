"""What a demonstration found, on the screen."""

from __future__ import annotations

from itertools import islice

import click

from ..cli.showing import Rows, show_rows
from .ashmere import AshmereRun, Story
from .asking import Asked
from .libraries import LibrariesRun
from .running import Shown
from .sign_ins import FILE as SIGN_INS
from .wording import commands, in_one_line, percent, quality_row, what_the_end_left

_MOST_ROWS = 12


def show(shown: Shown) -> None:
    """Print the results, where the report is, and three commands to try next."""
    if shown.libraries:
        _show_libraries(shown.libraries)
    if shown.ashmere:
        _show_ashmere(shown.ashmere)
    click.echo()
    click.secho(f"Done in {shown.seconds:.0f} seconds.", bold=True)
    click.echo(f"The report, with charts, receipts and public pages:  {shown.report}")
    click.echo()
    click.echo("Try next:")
    for says, command in commands(shown.directory, borough=shown.ashmere is not None):
        click.echo(f"\n  {says}:\n    {command}")
    if shown.ashmere:
        click.echo(
            "\n  There, sign in at /sign-in/ as anybody in the borough:\n"
            f"    made-up passwords are in {shown.directory / SIGN_INS}"
        )


def _show_libraries(run: LibrariesRun) -> None:
    _title("Open data: what became of the libraries that councils ran in 2016")
    total = run.asked.allowed[1]
    rows = [
        {
            "run in 2023 by": row["run_by_in_2023"] or "not found",
            "libraries": row["libraries"],
        }
        for row in total.answered.table.to_pylist()
    ]
    _show_table("The answer, in all (the report has it by authority)", rows)
    _show_table(
        "Addresses matched, against the published keys that were taken away",
        [quality_row(one.match) for one in run.lists],
    )
    found = run.fates
    click.echo(
        f"{found.placed:,} of {found.in_scope:,} libraries could be placed: the open gazetteer has "
        "no more.\n"
        f"Where both lists publish the key ({found.known:,} libraries), the answer is right for "
        f"{percent(found.right / max(found.known, 1))}, wrong for {found.wrong:,}, and lacks "
        f"{found.missed + found.not_in_gazetteer:,} ({found.not_in_gazetteer:,} of them not in "
        "the gazetteer)."
    )
    _show_no(run.asked)
    _show_ledger(run.entries)


def _show_ashmere(run: AshmereRun) -> None:
    _title(f"A made-up borough: Ashmere, {run.households:,} households (nobody in it exists)")
    _show_table(
        "Addresses matched, against the truth that was kept apart (made up)",
        [quality_row(match) for match in run.matches],
    )
    links = run.links
    click.echo(
        f"{links.rows:,} entries of the vaccination list are {links.people:,} people: "
        f"precision {percent(links.precision)}, recall {percent(links.recall)} of pairs."
    )
    for story in (run.warm_homes, run.uptake):
        _show_story(story)
    _show_ledger(run.entries)


def _show_story(story: Story) -> None:
    answered = story.asked.allowed[0].answered
    rows = list(islice(answered.table.to_pylist(), _MOST_ROWS))
    more = answered.table.num_rows - len(rows)
    _show_table(f"{story.use.title} (made up)", rows)
    if more > 0:
        click.echo(f"… and {more} more rows, in the report.")
    withheld = "; ".join(f"{n} × {why}" for why, n in answered.receipt.withheld.items())
    click.echo(f"Withheld: {withheld or 'nothing'}.")
    off = story.compared.off
    click.echo(
        f"Faults of linkage move the exact answer by {percent(off.share)}: "
        f"{off.ours:,} found, {off.true:,} with the true keys."
    )
    released = story.released.checked.facts
    click.echo(
        f"Released after a second person's approval: {released['shown']} of "
        f"{released['cells']} cells, totals included."
    )
    _show_no(story.asked)


def _show_no(asked: Asked) -> None:
    click.echo(f"\nRefused:   {' '.join(asked.refused.question.split())}")
    click.echo(f"           {in_one_line(asked.refused.refusal)}")
    ended = asked.ended
    click.echo(f"Stopped:   the first question again, on {ended.on.isoformat()}")
    click.echo(f"           {in_one_line(ended.no.refusal)}")
    click.echo(f"           On that copy {what_the_end_left(ended)}")


def _show_ledger(entries: int) -> None:
    verified = f"{entries} entries, verified" if entries else "NOT whole"
    click.echo(f"\nThe ledger: {verified}.")


def _show_table(title: str, rows: Rows) -> None:
    # Not as the table's own title, which would be folded to its width.
    click.echo(f"\n{title}")
    show_rows(rows, form=None, empty="No group is large enough to be shown.")


def _title(text: str) -> None:
    click.echo()
    click.secho(text, bold=True)
    click.echo("─" * min(len(text), 78))
