"""The ledger: verify, show."""

from __future__ import annotations

from pathlib import Path

import click

from ....actions import verify_log
from ....kernel import Damaged
from ....records import reading
from .. import options
from ..rows import entry_row
from ..showing import show_facts, show_rows


@click.group()
def ledger() -> None:
    """The log of every act, which an outsider can prove to be whole."""


@ledger.command()
@click.argument("directory", type=click.Path(path_type=Path), required=False)
@click.option("--key", help="The council's public key, as you were given it.")
@click.option(
    "--since",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A checkpoint kept from earlier: the log must have grown from it.",
)
@options.home
@options.forms
def verify(
    directory: Path | None, key: str | None, since: Path | None, home: Path, form: str | None
) -> None:
    """Verify a log from its files alone; DIRECTORY is the `ledger` folder of a home.

    Without --key the key beside the log is used, which proves that the log is whole but not whose
    it is. Only --since shows that nothing was taken off its end.
    """
    checked = verify_log(directory or home / "ledger", key=key, since=since)
    if not checked.ok:
        places = [
            f"entry {f.entry}: {f.what}" if f.entry is not None else f.what for f in checked.faults
        ]
        raise Damaged(
            "The ledger is not as it was written.",
            why="\n  ".join(places),
            next_step="Keep the files as they are, and compare them with an earlier copy.",
            ask="the data-protection officer",
        )
    facts = {"whole": True, "entries": checked.size, "root": checked.root}
    if checked.beyond:
        # An append that was cut short, or a checkpoint put back to an earlier one.
        facts["files_beyond_the_checkpoint"] = checked.beyond
    show_facts(facts, form=form)


@ledger.command()
@click.option("--from", "offset", default=0, type=click.IntRange(min=0), help="The first entry.")
@click.option(
    "--limit",
    default=50,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="How many entries.",
)
@options.home
@options.forms
def show(offset: int, limit: int, home: Path, form: str | None) -> None:
    """Show entries of the ledger: which act, when, of which use, by which office."""
    with options.council_at(home).at_work():
        rows = [entry_row(entry) for entry in reading.ledger(offset=offset, limit=limit)]
    show_rows(rows, form=form, empty="No entry there.")
