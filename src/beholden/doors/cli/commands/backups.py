"""Backups: take one while others work, and bring a home back that proves itself first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ....actions import BackedUp, Restored
from ....actions import restore as restore_home
from .. import options
from ..showing import progress, show_facts


@click.command()
@click.argument("to", type=click.Path(path_type=Path))
@click.option(
    "--keys-to",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Back up the keys too, into this new folder, for somebody else to keep.",
)
@options.home
@options.person
@options.forms
def backup(to: Path, keys_to: Path | None, home: Path, by: str, form: str | None) -> None:
    """Back up the council's home into the new folder TO, while others go on working.

    \b
        beholden backup store-one/2026-12-10 --as admin
        beholden backup store-one/2026-12-10 --keys-to store-two/2026-12-10 --as admin

    It holds the records, datasets, extracts (encrypted), releases and the ledger as they stood at
    one moment, and a manifest with the fingerprint of each file, signed with the ledger's key. The
    keys are never in it: who has both can read every extract, and a key that was destroyed would
    live on for as long as the backup. Keep backups of the keys apart, by other people, for days and
    not years.
    """
    council = options.council_at(home)
    with progress() as steps:
        done = council.backup(by=by, to=to, keys_to=keys_to, progress=steps)
    show_facts(_backed_up(done, form), form=form)


def _backed_up(done: BackedUp, form: str | None) -> dict[str, Any]:
    without = None if form else "not backed up: see --keys-to"
    return {
        "home": str(done.home),
        "keys": str(done.keys) if done.keys else without,
        "files": done.files,
        "entries": done.entries,
        "manifest": done.manifest,
    }


@click.command()
@click.argument("source", metavar="FROM", type=click.Path(path_type=Path))
@click.argument("to", type=click.Path(path_type=Path))
@click.option(
    "--keys",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="The backup of the keys, or the folder of the keys themselves.",
)
@click.option(
    "--keys-to",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the keys are to be from now on.  [default: TO.keys]",
)
@click.option(
    "--database",
    metavar="URL",
    default="",
    help="An empty PostgreSQL database, where the records were in PostgreSQL.",
)
@click.option(
    "--seen",
    type=click.Path(path_type=Path, exists=True),
    metavar="FILE|FOLDER",
    help="A checkpoint that was kept, or a copy of the ledger: the backup must not be older.",
)
@click.option(
    "--lose-acts",
    is_flag=True,
    help="Bring back a backup that is older; the ledger then tells what was lost.",
)
@click.option(
    "--unsigned",
    is_flag=True,
    help="Bring back a backup from before they were signed; the ledger then tells that nothing "
    "proved it.",
)
@options.person
@options.forms
def restore(source: Path, to: Path, by: str, form: str | None, **asked: Any) -> None:
    """Bring a home back from the backup FROM into the new folder TO; nothing is written over.

    \b
        beholden restore store-one/2026-12-10 ashmere --keys store-two/2026-12-10 --as admin
        beholden restore store-one/2026-12-10 ashmere --keys store-two/2026-12-10 \\
            --seen checkpoint-of-yesterday --as admin

    The home proves itself before it is there: the manifest by its signature with the ledger's key,
    each file by its fingerprint in it, the ledger from its files alone, the records against the
    ledger, entry by entry. A copy of the ledger that --seen names must not tell of another backup
    in its place. A key whose extract the ledger says is destroyed does not come back. That the home
    was brought back is its first new entry.
    """
    from ...web.serving import choose_settings

    choose_settings()  # accounts are brought back too
    with progress() as steps:
        done = restore_home(source, to, by=by, progress=steps, **asked)
    show_facts(_restored(done), form=form)


def _restored(done: Restored) -> dict[str, Any]:
    lost = done.lost
    return {
        "home": str(done.home),
        "keys": str(done.keys),
        "entries_proved": done.entries,
        "proved_by": done.proved_by,
        "keys_destroyed_again": list(done.keys_left),
        "acts_lost": lost.entries if lost else 0,
        **({"lost": list(lost.told())} if lost else {}),
    }
