"""What a witness runs, outside the council: init, watch, cosign."""

from __future__ import annotations

from pathlib import Path

import click

from ....actions import make_witness, vouch_for, watch_ledger
from .. import options
from ..showing import give_text, say

_folder = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@click.group()
def witness() -> None:
    """Be a witness of a council's ledger: vouch, from outside, that it only ever grows."""


@witness.command()
@_folder
@click.option(
    "--name",
    required=True,
    help="Your name as a witness: an address without https://, such as archive.example/w1.",
)
def init(folder: Path, name: str) -> None:
    """Make a witness in FOLDER, with a key of its own; it needs no council's home.

    \b
        beholden ledger witness init my-witness --name archive.example/w1
    """
    key = make_witness(folder, name=name)
    say(f"You are {key.origin}. Keep {folder} to yourself. Give this key to the council:")
    click.echo(str(key))


@witness.command()
@_folder
@click.argument("key")
def watch(folder: Path, key: str) -> None:
    """Watch the ledger of a council, by the public KEY that the council gave you.

    \b
        beholden ledger witness watch my-witness "beholden/ashmere+5c29dc9e+AUQY…"
    """
    say(f"Watching {watch_ledger(folder, key=key)}.")


@witness.command()
@_folder
@click.argument("what", metavar="REQUEST|LEDGER")
@options.out
def cosign(folder: Path, what: str, out: Path | None) -> None:
    """Cosign a ledger's checkpoint, if the ledger grew from what this witness saw last.

    REQUEST is the file that the council sent; LEDGER is the ledger itself, its folder or address.
    A ledger that was put back, or tells another history, is not cosigned, and what it showed is
    kept beside what was seen: the two together prove it.

    \b
        beholden ledger witness cosign my-witness https://data.ashmere.example/ledger --out signed
    """
    give_text(vouch_for(folder, what), out)
