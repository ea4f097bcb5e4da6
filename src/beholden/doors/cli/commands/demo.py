"""The demonstration: demo."""

from __future__ import annotations

from pathlib import Path

import click

from ..showing import progress


@click.command()
@click.option(
    "--households",
    type=click.IntRange(200, 300_000),
    default=20_000,
    show_default=True,
    help="How large the made-up borough is.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="The same size and seed make the same borough.",
)
@click.option(
    "--directory",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="Where to put it; what an earlier demonstration left there is replaced.",
)
@click.option(
    "--only",
    type=click.Choice(["libraries", "borough"]),
    help="Do only one of the two.",
)
def demo(households: int, seed: int, directory: Path, only: str | None) -> None:
    """See the whole promise: two real files in, one safe answer out.

    Does the main job twice, on open data about libraries and on a made-up borough: match the
    addresses, join under an agreement, ask, be refused, release, and see the agreement end. Leaves
    two councils' homes to try things on, and a report.
    """
    from ...demo import run, show
    from ...web.serving import choose_settings

    choose_settings()  # everybody in the made-up borough is given a sign-in

    with progress() as step:
        shown = run(directory, households=households, seed=seed, only=only, progress=step)
    show(shown)
