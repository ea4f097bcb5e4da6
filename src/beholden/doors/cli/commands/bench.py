"""The benchmark of address matching: bench uprn."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from ....actions.benchmarking import SLICES, bench_uprn, leaderboard, on_screen, peer_named
from .. import options
from ..showing import progress, say, show_json, show_rows


@click.group()
def bench() -> None:
    """Measure address matchers on made-up gazetteers and on open real pairs."""


@bench.command("uprn")
@click.option(
    "--rows",
    type=click.IntRange(1_000, 60_000_000),
    default=100_000,
    show_default=True,
    help="How many rows the made-up gazetteer has.",
)
@click.option(
    "--queries",
    type=click.IntRange(20),
    default=10_000,
    show_default=True,
    help="How many made-up addresses are matched.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="The same sizes and seed make the same data.",
)
@click.option(
    "--slice",
    "slices",
    multiple=True,
    type=click.Choice(SLICES),
    help="Only these addresses; may be given several times.  [default: all]",
)
@click.option(
    "--peer",
    "peers",
    metavar="NAME=COMMAND",
    multiple=True,
    help="Another matcher to run beside; may be given several times.",
)
@click.option("--peers-only", is_flag=True, help="Run the peers alone, without our own matcher.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=3_600,
    show_default=True,
    help="How many seconds one run may take.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("uprn-bench"),
    show_default=True,
    help="Where data, runs, results and charts go.",
)
@options.forms
def uprn(
    peers: tuple[str, ...], peers_only: bool, limit: int, out: Path, form: str | None, **sizes: Any
) -> None:
    """Measure how well addresses find their UPRN, by this matcher and by others.

    Makes (or uses again) a made-up gazetteer and addresses with faults, takes the open real pairs,
    runs each matcher in a process of its own, and prints what each reached. A peer is a command
    that reads gazetteer.parquet and addresses.parquet in the folder that it is given (a temporary
    one), and writes matches.parquet there. It is trusted: it runs with your rights, and nothing
    hinders it from looking for the truth.
    """
    named = [peer_named(text, split=shlex.split(text.partition("=")[2])) for text in peers]
    with progress() as step:
        told = bench_uprn(
            **sizes,
            peers=named,
            ours=not peers_only,
            limit_seconds=limit,
            out=out,
            progress=step,
        )
    _tell(told, out, form)


def _tell(told: dict[str, Any], out: Path, form: str | None) -> None:
    """Show what was measured: all of it, by slice, or as short tables."""
    if form == "json":
        show_json(told)
        return
    if form == "csv":
        show_rows(leaderboard(told), form=form)
        return
    for title, table in on_screen(told).items():
        show_rows(table, form=form, title=title)
    say("No answer: the share of addresses without an answer that were matched all the same.")
    say(f"Made-up data but for the real pairs. By slice, and charts: {out}")
