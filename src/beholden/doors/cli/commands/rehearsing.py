"""Rehearsing: made-up data of an extract's shape, and questions asked of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .. import options
from ..showing import show_rows
from ..waiting import typed_in


@click.command()
@click.argument("use")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), help="The new folder for the tables."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["parquet", "csv", "duckdb"]),
    default="parquet",
    show_default=True,
    help="The form of the tables.",
)
@click.option("--ask", "question", metavar='"SELECT …"', help="A question to ask of them.")
@click.option("--seed", default=1, show_default=True, help="Another number makes other tables.")
@click.option(
    "--contract",
    "contracts",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A dataset's stated contract (ODCS), for its types and valid values; may be repeated.",
)
@options.home
@options.person
def rehearse(
    use: str,
    folder: Path | None,
    form: str,
    question: str | None,
    seed: int,
    contracts: tuple[Path, ...],
    home: Path,
    by: str,
) -> None:
    """Make up data of the shape of a use's extract, from its agreement alone.

    Nothing is learnt from real data and nothing is recorded. With --ask a question goes through the
    real gate, over made-up rows; a "-" reads it from the standard input.

    \b
        beholden rehearse warm-homes --ask "select tenure, count(*) from council_tax group by 1"
    """
    if folder is None and question is None:
        raise click.UsageError("Say where the tables go (--to), or what to ask of them (--ask).")
    council = options.council_at(home)
    made_from: dict[str, Any] = {"by": by, "use": use, "seed": seed, "contracts": contracts}
    if question is not None:
        text = typed_in() if question == "-" else question
        answered = council.rehearse_question(question=text, **made_from)
        show_rows(answered.table.to_pylist(), form=None, empty="No group is large enough.")
        for note in answered.notes:
            click.echo(note, err=True)
        withheld = "; ".join(f"{count} withheld: {why}" for why, count in answered.withheld.items())
        click.echo(
            f"MADE UP: {answered.shown} shown" + (f"; {withheld}" if withheld else "") + ".",
            err=True,
        )
    if folder is not None:
        made = council.rehearse(to=folder, form=form, **made_from)
        for name, rows in made.rows.items():
            click.echo(f"{name}: {rows} made-up rows")
        click.echo(f"Written for {made.agreement}. Every file's name says MADE-UP.")
