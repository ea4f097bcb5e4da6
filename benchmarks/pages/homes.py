"""The council that is measured, on SQLite and on PostgreSQL, made once and kept in a folder."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from beholden.actions import open_council
from beholden.doors.web import serving
from beholden.records import copying, databases

from .begun import DAYS_AT_WORK, begin, leave_in_work
from .copies import Size, multiply

_KEPT_FOR = timedelta(days=14)  # then what is agreed is near its end
Say = Callable[[str], None]


def on_sqlite(work: Path, size: Size, *, households: int, say: Say) -> Path:
    """Return the home of a council of a size, made by its acts and by copies, or as it was kept."""
    folder = work / f"{size.uses}-{size.releases}-{size.entries}-{households}"
    marker = folder / "whole"
    if marker.exists() and date.today() - date.fromisoformat(marker.read_text()) < _KEPT_FOR:
        return folder / "home"
    begun = _once(work / f"begun-{households}", say, "told by its acts",
                  lambda to: begin(to, households=households).close())  # fmt: skip
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(begun, folder)
    say(f"copying to {size.uses:,} uses, {size.releases:,} releases, {size.entries:,} entries")
    council = open_council(folder / "home")
    multiply(council, size, days=DAYS_AT_WORK - 2)
    council.close()
    leave_in_work(folder / "home")
    say(_verified(folder / "home"))
    marker.write_text(date.today().isoformat())
    return folder / "home"


def _once(folder: Path, say: Say, what: str, make: Callable[[Path], Any]) -> Path:
    """Make a folder whole, unless it was made within the time for which it is kept."""
    marker = folder / "whole"
    if not marker.exists() or date.today() - date.fromisoformat(marker.read_text()) >= _KEPT_FOR:
        say(what)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(folder)
        marker.write_text(date.today().isoformat())
    return folder


def _verified(home: Path) -> str:
    """Return in words that the ledger verifies; raise AssertionError where it does not."""
    council = open_council(home)
    began = time.perf_counter()
    checked = council.verify_ledger()
    council.close()
    assert checked.ok, checked
    return f"the ledger of {checked.size:,} entries verifies ({time.perf_counter() - began:.0f} s)"


def on_postgresql(home: Path, to: Path, url: str) -> Path:
    """Return a copy of a home whose records are in an empty PostgreSQL database."""
    for folder in (to, to.with_name("home.keys")):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(home, to, copy_function=_linked)
    shutil.copytree(home.with_name("home.keys"), to.with_name("home.keys"))
    settings = (home / "council.toml").read_text(encoding="utf-8")
    (to / "council.toml").unlink()
    changed = settings.replace('"sqlite:///records.sqlite3"', f'"{url}"')
    (to / "council.toml").write_text(changed, encoding="utf-8")
    tables = to.with_name("tables")
    shutil.rmtree(tables, ignore_errors=True)
    newest = _write_tables(home / "records.sqlite3", tables)
    alias = databases.connect(url)
    copying.bring_in(alias, tables, newest)
    databases.disconnect(alias)
    shutil.rmtree(tables)
    return to


def _linked(source: str, to: str) -> str:
    """Link what never changes; the ledger goes on, and is copied."""
    name = Path(source)
    if name.parent.parent.name == "releases" and not name.name.startswith("."):
        Path(to).hardlink_to(source)
        return to
    return str(shutil.copy2(source, to))


def _write_tables(file: Path, to: Path) -> str:
    """Write each table of the records as PostgreSQL's COPY reads it; return the last migration."""
    to.mkdir()
    with closing(sqlite3.connect(file)) as records:
        found = records.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'records\\_%' "
            "ESCAPE '\\'"
        )
        for (name,) in found.fetchall():
            rows = records.execute(f'SELECT * FROM "{name}"')
            with (to / f"{name}.csv").open("w", encoding="utf-8", newline="") as table:
                table.write(",".join(f'"{one[0]}"' for one in rows.description) + "\n")
                table.writelines(_line(row) for row in rows)
        (newest,) = records.execute(
            "SELECT max(name) FROM django_migrations WHERE app = 'records'"
        ).fetchone()
    return str(newest)


def _line(row: tuple[Any, ...]) -> str:
    return ",".join(map(_cell, row)) + "\n"


def _cell(value: Any) -> str:
    """Return a value in COPY's CSV: nothing for NULL, quotes around every text."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        return f'"\\x{value.hex()}"'
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return str(value)


def main() -> None:
    """Make the home that is asked for, and print where it is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages.homes", description=__doc__)
    parser.add_argument("work", type=Path)
    for name in ("uses", "releases", "entries", "households"):
        parser.add_argument(name, type=int)
    parser.add_argument("--url", help="of an empty PostgreSQL database, for a copy in it")
    given = parser.parse_args()
    size = Size(given.uses, given.releases, given.entries)
    serving.choose_settings()
    home = on_sqlite(given.work, size, households=given.households, say=_say)
    if given.url:
        home = on_postgresql(home, home.parent / "in-postgresql" / "home", given.url)
    print(home)


def _say(words: str) -> None:
    print(words, file=sys.stderr)


if __name__ == "__main__":
    main()
