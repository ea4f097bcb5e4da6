"""Data on the way in: describe, check, register, dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ....actions import Inspected, Registered, inspect
from ....kernel import SystemClock
from ....records import reading
from .. import options
from ..found import say_first, say_scores
from ..rows import dataset_row
from ..showing import progress, show_json, show_rows

source = click.argument("source", metavar="SOURCE")
table = click.option("--table", help="The table to read, where SOURCE is a database's URL.")
sheet = click.option("--sheet", help="The sheet to read, where SOURCE is an Excel file.")


@click.command()
@source
@table
@sheet
@options.forms
def describe(source: str, table: str | None, sheet: str | None, form: str | None) -> None:
    """Describe a table's columns: type, gaps, distinct values, likely kind.

    SOURCE is CSV, Excel, Parquet, JSON lines, or a database's URL with --table. No value is shown.
    """
    with progress() as step:
        step("reading", 0, 0)
        inspected = inspect(SystemClock().today(), source=source, table=table, sheet=sheet)
    show_rows(_columns(inspected), form=form)
    if form is None:
        click.echo(_how_it_was_read(inspected))


@click.command()
@source
@table
@sheet
@click.option("--repairs", is_flag=True, help="List the repairs instead of the findings.")
@options.forms
def check(
    source: str, table: str | None, sheet: str | None, repairs: bool, form: str | None
) -> None:
    """Check a table along the six dimensions of data quality.

    SOURCE is CSV, Excel, Parquet, JSON lines, or a database's URL with --table.
    Each finding names its row and its column, and never the value. The table itself is not changed.
    """
    with progress() as step:
        step("reading and checking", 0, 0)
        inspected = inspect(SystemClock().today(), source=source, table=table, sheet=sheet)
    if repairs:
        rows = [{"row": r.row, "column": r.column, "rule": r.rule} for r in inspected.repairs]
        show_rows(rows, form=form, empty="Nothing needed a repair.")
    elif form == "json":
        show_json(_quality(inspected))
    else:
        _show_findings(inspected, form)


@click.command()
@source
@click.option("--name", required=True, help="The dataset's name, such as council_tax.")
@click.option("--steward", required=True, help="The department that answers for it.")
@click.option("--title", help="Its title for people.")
@click.option("--retention", help="How long it is kept, such as '6 years'.")
@click.option("--made-up", is_flag=True, default=None, help="Say that nobody in it exists.")
@table
@sheet
@options.home
@options.person
@options.forms
def register(source: str, home: Path, by: str, form: str | None, **about: Any) -> None:
    """Put a table into the council's register, as a dataset's next version.

    SOURCE is CSV, Excel, Parquet, JSON lines, or a database's URL with --table.
    Only a steward of the department that answers for it may. Naming another department with
    --steward hands the dataset over. What is left out stays as it is on record.

    \b
        beholden register council_tax.csv --name council_tax --steward Revenues --as steward
    """
    council = options.council_at(home)
    with progress() as step:
        made = council.register(by=by, source=source, progress=step, **about)
    if form:
        show_rows(_columns(made.inspected), form=form)
        return
    if made.already_there:
        click.echo(f"{made.dataset} is registered already, as version {made.version}: the same.")
        return
    click.echo(f"Registered {made.dataset}, version {made.version}: {made.rows:,} rows.")
    _warn(made)
    _show_scores(made.inspected)
    where: dict[str, Any] = {"table": about["table"], "sheet": about["sheet"]}
    say_first(made.inspected.findings, of=source, where=where)


@click.group()
def dataset() -> None:
    """The datasets that the council holds."""


@dataset.command("list")
@options.home
@options.forms
def list_datasets(home: Path, form: str | None) -> None:
    """List the registered datasets, their stewards and versions."""
    with options.council_at(home).at_work():
        rows = [dataset_row(view) for view in reading.datasets()]
    show_rows(rows, form=form, empty="No dataset is registered yet.")


@dataset.command("show")
@click.argument("name")
@options.home
@options.forms
def show_dataset(name: str, home: Path, form: str | None) -> None:
    """Show one dataset's columns and quality, newest version."""
    with options.council_at(home).at_work():
        view = reading.dataset(name)
    if form == "json":
        show_json(view.to_dict())
        return
    if form is None:
        click.echo(f"{view.title}, held by {view.steward}")
    latest = view.versions[-1]
    show_rows([dict(c) for c in latest.columns], form=form)
    if form is None:
        rows = "1 row" if latest.rows == 1 else f"{latest.rows:,} rows"
        click.echo(f"Version {latest.number}: {rows}.")
        counted = {of: int(latest.quality.get(of, 0)) for of in ("findings", "repairs")}
        say_scores(latest.quality.get("scores", {}), **counted)
        if counted["findings"]:
            click.echo("`beholden check FILE`, of the file that was registered, names each.")


def _warn(made: Registered) -> None:
    """Print what makes a table useless or perhaps the wrong one, in letters that are seen."""
    if made.gone:
        click.echo(
            f"GONE since the version before: {', '.join(made.gone)}. Where an agreement gives one "
            "of them, nothing is sealed until it is there again: register the right file.",
            err=True,
        )
    if made.rows_lost:
        click.echo(f"FEWER ROWS than before. {made.rows_lost}", err=True)
    if not made.rows:
        click.echo(
            "NO ROWS: there is a header and nothing below it. Whatever is matched, sealed or asked "
            "of it finds nothing until its rows are registered.",
            err=True,
        )


def _columns(inspected: Inspected) -> list[dict[str, Any]]:
    return [
        {
            "column": c.name,
            "type": str(c.type),
            "kind": c.kind.value,
            "empty": c.nulls,
            "distinct": c.distinct,
        }
        for c in inspected.description.columns
    ]


def _how_it_was_read(inspected: Inspected) -> str:
    read = inspected.reading
    parts = [
        read.format,
        read.encoding or "",
        f"separated by {read.delimiter!r}" if read.delimiter else "",
    ]
    return f"{inspected.description.rows:,} rows; read as " + ", ".join(filter(None, parts)) + "."


def _quality(inspected: Inspected) -> dict[str, Any]:
    return {
        "rows": inspected.description.rows,
        "scores": {str(k): round(v, 4) for k, v in inspected.quality.scores.items()},
        "findings": [finding.to_dict() for finding in inspected.findings],
        "repairs": len(inspected.repairs),
    }


def _show_findings(inspected: Inspected, form: str | None) -> None:
    rows = [
        {k: v for k, v in finding.to_dict().items() if k != "dataset"}
        for finding in inspected.findings
    ]
    show_rows(rows, form=form, empty="No finding.")
    if form is None:
        _show_scores(inspected)


def _show_scores(inspected: Inspected) -> None:
    counted = {"findings": len(inspected.findings), "repairs": len(inspected.repairs)}
    say_scores({str(k): v for k, v in inspected.quality.scores.items()}, **counted)
