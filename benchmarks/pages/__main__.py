"""How quickly the pages answer in a council that has been at work for years.

python -m benchmarks.pages [--quick] [--database sqlite postgresql] [--work FOLDER] [--out FILE]

Builds a council of 500 uses, 5,000 releases and 100,000 entries of the ledger, opens every page as
who may, lets fifty people at the real server for a minute, and weighs the first public page.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.uprn.bars import Bar, Goal, print_bars, write_json

SLOW, MANY, HEAVY = 150.0, 20, 200_000
_SECTION = "pages"
_SHOWN = 25
_FULL = {"uses": 500, "releases": 5_000, "entries": 100_000, "households": 5_000}
_QUICK = {"uses": 50, "releases": 200, "entries": 3_000, "households": 400}


def measure(home: Path, kind: str, given: argparse.Namespace) -> tuple[list[Bar], list[Any]]:
    """Measure the pages of one home; return the bars, and what each page took."""
    from .opened import open_all

    say = _saying(given)
    pages = []
    for one in open_all(home, times=given.times, only=given.only):
        pages.append(one)
        say(f"{kind}: {one.p95:8.1f} ms {one.queries:3} queries  {one.page.path}")
    pages.sort(key=lambda one: one.p95, reverse=True)
    bars = list(_of_pages(pages, kind))
    if not given.only:
        bars += _at_the_server(home, kind, given)
    return bars, pages


def _of_pages(pages: Sequence[Any], kind: str) -> Iterator[Bar]:
    def worst(name: str) -> Any:
        return max(pages, key=lambda one: getattr(one, name))

    def over(name: str, most: float) -> str:
        count = sum(getattr(one, name) > most for one in pages)
        return f"{worst(name).page.path}; {count} of {len(pages)} pages over"

    clock, busy, first, many = (worst(one) for one in ("p95", "busy", "first", "queries"))
    yield Bar(
        _SECTION,
        f"{kind}: slowest page, p95 on the server",
        clock.p95,
        goal=Goal(at_most=SLOW),
        unit="ms",
        note=over("p95", SLOW),
    )
    yield Bar(
        _SECTION,
        "  the same in the processor's time alone",
        busy.busy,
        unit="ms",
        note=over("busy", SLOW),
    )
    yield Bar(
        _SECTION,
        "  slowest page in a process that has read nothing yet",
        first.first,
        unit="ms",
        note=over("first", SLOW),
    )
    yield Bar(
        _SECTION,
        f"{kind}: most queries of a page",
        many.queries,
        goal=Goal(at_most=MANY),
        unit="",
        note=over("queries", MANY),
    )
    yield Bar(_SECTION, f"{kind}: pages at which the server was at fault",
              sum(one.is_fault for one in pages), goal=Goal(at_most=0), unit="")  # fmt: skip


def _at_the_server(home: Path, kind: str, given: argparse.Namespace) -> Iterator[Bar]:
    from .addresses import addresses_of
    from .crowd import crowd, served
    from .first_page import first_page
    from .opened import Pages, percentile

    pages = Pages(home)
    walked = addresses_of(pages.council)
    cookies = {page.who: pages.cookies(page.who) for page in walked}
    pages.close()
    with served(home, given.work / f"served-{kind}.log") as port:
        came = crowd(port, walked, cookies, people=given.people, seconds=given.seconds)
        loaded = first_page(port)
    rate, what = len(came.taken) / came.seconds, f"{kind}: {given.people} people at once"
    faults = "; ".join(f"{name} ×{times}" for name, times in sorted(came.faults.items())[:5])
    yield Bar(
        _SECTION,
        f"{what}, errors",
        came.errors,
        goal=Goal(at_most=0),
        unit="",
        note=faults or f"{len(came.taken):,} requests in {came.seconds:.0f} s",
    )
    yield Bar(
        _SECTION,
        "  requests",
        rate,
        unit="a second",
        note="nobody waits between them; the people's own work is on the same cores",
    )
    yield Bar(_SECTION, "  p95 of an answer", percentile(came.taken, 0.95), unit="ms")
    kinds = ", ".join(f"{one.kind.rpartition('/')[2]} {one.size / 1000:.0f}" for one in loaded)
    yield Bar(_SECTION, f"{kind}: first public page with all that it loads",
              sum(one.size for one in loaded) / 1000, goal=Goal(at_most=HEAVY / 1000), unit="kB",
              note=kinds)  # fmt: skip


def print_pages(pages: Sequence[Any], console: Console, *, most: int) -> None:
    """Print the slowest pages."""
    table = Table(show_edge=False, pad_edge=False)
    for name in (
        "page",
        "who",
        "status",
        "first ms",
        "p50 ms",
        "p95 ms",
        "busy ms",
        "queries",
        "kB",
    ):
        table.add_column(name, justify="left" if name in ("page", "who") else "right")
    for one in pages[:most]:
        times = [f"{taken:.0f}" for taken in (one.first, one.p50, one.p95, one.busy)]
        size = f"{one.size / 1000:.0f}"
        who = one.page.who or "anybody"
        table.add_row(one.page.path, who, str(one.status), *times, str(one.queries), size)
    console.print(table)


def _plain(pages: Sequence[Any], kind: str) -> list[dict[str, Any]]:
    rows = []
    for one in pages:
        row = {"database": kind, **asdict(one)}
        rows.append({**row, **row.pop("page")})
    return rows


def _write_csv(rows: Sequence[dict[str, Any]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@contextmanager
def _homes(given: argparse.Namespace) -> Iterator[Iterator[tuple[str, Path]]]:
    """Give the home on each kind of database that was asked for."""
    from .postgresql import running

    size = (_QUICK if given.quick else _FULL).values()
    home = _made(given, *map(str, size))

    def each() -> Iterator[tuple[str, Path]]:
        if "sqlite" in given.database:
            yield "SQLite", home
        if "postgresql" in given.database:
            with running(given.work / "postgresql") as empty:
                yield "PostgreSQL", _made(given, *map(str, size), "--url", empty("pages"))

    yield each()


def _made(given: argparse.Namespace, *what: str) -> Path:
    """Have a home made in a process of its own: each has its own key, which a process has once."""
    command = [sys.executable, "-m", "benchmarks.pages.homes", str(given.work), *what]
    words = subprocess.DEVNULL if given.silent else None
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=words, text=True)
    return Path(done.stdout.strip().splitlines()[-1])


def _saying(given: argparse.Namespace) -> Any:
    return (lambda _words: None) if given.silent else lambda words: print(words, file=sys.stderr)


def _reader() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.pages",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="a small council, a short crowd")
    parser.add_argument("--database", nargs="+", choices=("sqlite", "postgresql"),
                        default=["sqlite", "postgresql"])  # fmt: skip
    parser.add_argument("--only", default="", help="routes whose name has this in it, no crowd")
    parser.add_argument("--times", type=int, help="how often each page is opened")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, help="for how long they come")
    parser.add_argument("--work", type=Path, help="a folder to keep the council in")
    parser.add_argument("--out", type=Path, help="write bars and pages to this file as JSON")
    parser.add_argument("--csv", type=Path, help="write the pages to this file as CSV")
    parser.add_argument("--silent", action="store_true", help="tell nothing on the way")
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure everything; print each table as it ends."""
    given, console = _reader().parse_args(arguments), Console(width=170, highlight=False)
    given.times = given.times or (5 if given.quick else 40)
    given.seconds = given.seconds or (10 if given.quick else 60)
    bars: list[Bar] = []
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="beholden-benchmark-") as scratch:
        given.work = (given.work or Path(scratch)).absolute()
        given.work.mkdir(parents=True, exist_ok=True)
        with _homes(given) as homes:
            for kind, home in homes:
                told, pages = measure(home, kind, given)
                print_pages(pages, console, most=_SHOWN)
                print_bars(told, peer="peer", console=console)
                bars += told
                rows += _plain(pages, kind)
    if given.csv:
        _write_csv(rows, given.csv)
    if given.out:
        machine = {"processors": os.cpu_count(), "python": platform.python_version()}
        write_json(bars, {**machine, "pages": rows}, given.out)


if __name__ == "__main__":
    main()
