"""From the tables of a delivery to its texts and the records that an update needs."""

# ruff: noqa: S608 (the names and paths are of this room; no value of data is put into SQL)

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from beholden.kernel import Progress

from .changes import settle
from .formats import Format
from .grid import locate
from .layouts import TABLES
from .store import Tables, engine, quoted
from .texts_sql import MACROS, ODD, PARTS, TEXTS

TEXTS_FILE = "texts.parquet"
PARQUET = "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)"


def build_texts(
    tables: Tables, form: Format, progress: Progress, *, kept: Path | None = None
) -> tuple[Counter[str], dict[str, Any]]:
    """Write the texts and the records that they come from; return what was odd, and facts.

    ``kept`` is the folder of the records that the tables change.
    """
    folder = tables.folder
    counts: Counter[str] = Counter()
    with engine(folder) as connection:
        connection.execute(f"ATTACH {quoted(folder / 'work.duckdb')} AS work; USE work")
        connection.execute(MACROS)
        for place, table in enumerate(TABLES):
            progress("putting the records in order", place, len(TABLES))
            counts.update(settle(connection, tables, table, form=form, kept=kept))
            tables.path(table).unlink()
        counts.update(locate(connection))
        connection.execute(PARTS)
        counts.update(_odd(connection))
        progress("putting the addresses together", 0, 0)
        texts = quoted(folder / TEXTS_FILE)
        connection.execute(f"COPY ({TEXTS} ORDER BY t.uprn, t.address_concat) TO {texts} {PARQUET}")
        _write_records(connection, folder)
        facts = text_facts(connection, texts)
        connection.execute("USE memory; DETACH work")
    (folder / "work.duckdb").unlink()
    return counts, facts


def _odd(connection: Any) -> dict[str, int]:
    answer = connection.execute(ODD)
    names = [column[0] for column in answer.description]
    return dict(zip(names, answer.fetchone(), strict=True))


def _write_records(connection: Any, folder: Path) -> None:
    (folder / "records").mkdir()
    for table in TABLES:
        path = quoted(folder / "records" / f"{table}.parquet")
        connection.execute(f"COPY {table} TO {path} {PARQUET}")


def text_facts(connection: Any, texts: str) -> dict[str, Any]:
    """Return rows, uprns, located and kinds of a file of texts, named as a text literal of SQL."""
    rows, uprns, located = connection.execute(f"""
        SELECT count(*), count(DISTINCT uprn), count(DISTINCT uprn) FILTER (easting IS NOT NULL)
        FROM read_parquet({texts})""").fetchone()
    kinds = connection.execute(f"""
        SELECT kind, count(*) FROM read_parquet({texts}) GROUP BY kind ORDER BY 2 DESC, 1
        """).fetchall()
    return {"rows": rows, "uprns": uprns, "located": located, "kinds": dict(kinds)}
