"""Made-up tables as files that say in their names that they are made up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from beholden.kernel import BadInput, Terms

from ..extract.sql_text import literal, quoted
from .making import MADE_UP

FORMS = ("parquet", "csv", "duckdb")


def write_made_up(tables: Mapping[str, pa.Table], folder: Path, *, terms: Terms, form: str) -> None:
    """Write made-up tables and a page about them into a new folder.

    Every file's name says MADE-UP, and so do the metadata of Parquet and the comments of a DuckDB
    file. Raises BadInput where the folder is there already.
    """
    if form not in FORMS:
        raise BadInput(f"Tables are not written as {form}.", next_step=f"Name one of {FORMS}.")
    try:
        folder.mkdir(parents=True)
    except OSError:
        raise BadInput(
            "The folder for the rehearsal is there already, or cannot be made.",
            next_step="Name a new one with --to.",
        ) from None
    (folder / "README-MADE-UP.md").write_text(_about(tables, terms), "utf-8")
    if form == "duckdb":
        _write_duckdb(tables, folder / "rehearsal.MADE-UP.duckdb")
        return
    for name, table in tables.items():
        path = folder / f"{name}.MADE-UP.{form}"
        if form == "csv":
            pyarrow.csv.write_csv(table, path)
        else:
            pq.write_table(table, path)


def _write_duckdb(tables: Mapping[str, pa.Table], path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        for name, table in tables.items():
            connection.register("made", table)
            connection.execute(f"CREATE TABLE {quoted(name)} AS FROM made")
            connection.execute(f"COMMENT ON TABLE {quoted(name)} IS {literal(MADE_UP)}")
            connection.unregister("made")


def _about(tables: Mapping[str, pa.Table], terms: Terms) -> str:
    rows = "\n".join(
        f"| {name} | {table.num_rows} | {', '.join(table.column_names)} |"
        for name, table in tables.items()
    )
    return f"""# MADE UP

Everything in this folder is made up. It has the shape of the extract of the use {terms.use} under
the agreement {terms.agreement}, and was made from its terms alone: no table of the council was
read. Names, labels and types are real; every value, number and pattern is not. Nothing can be
concluded from it, about anybody or about anything.

It is for writing questions before there is access, or without it.

| table | rows | columns |
| --- | --- | --- |
{rows}
"""
