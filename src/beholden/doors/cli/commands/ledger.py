"""The ledger: verify, show, prove an entry; its witnesses, the council's side and their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ....actions import check_proof, prove_entry, verify_log
from ....kernel import Damaged
from ....kernel import Progress as Steps
from ....records import reading
from .. import options
from ..rows import entry_row, witness_row
from ..showing import give_text, progress, say, show_facts, show_rows
from .witness import witness

_SEEN = "BEHOLDEN_SEEN"

_key = click.option("--key", help="The council's public key, as you were given it.")
_believe = click.option(
    "--witness",
    "witnesses",
    metavar="KEY",
    multiple=True,
    help="The public key of a witness whom you believe; may be given several times.",
)


@click.group()
def ledger() -> None:
    """The log of every act, which an outsider can prove to be whole."""


ledger.add_command(witness)


@ledger.command()
@click.argument("where", metavar="[FOLDER|ADDRESS]", required=False)
@_key
@_believe
@click.option(
    "--since",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A checkpoint kept from earlier: the log must have grown from it.",
)
@click.option(
    "--seen",
    type=click.Path(path_type=Path, file_okay=False),
    envvar=_SEEN,
    metavar="FOLDER",
    help="Remember here, of each log, its key and its newest checkpoint.  [default: "
    "$BEHOLDEN_SEEN; of a log on the web, a folder of your account]",
)
@click.option(
    "--copy-to",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Keep what is fetched from an address in this empty folder.",
)
@options.home
@options.forms
def verify(where: str | None, home: Path, form: str | None, **asked: Any) -> None:
    """Verify a log from its public files alone, in a folder or at an address on the web.

    \b
        beholden ledger verify https://data.ashmere.example/ledger
        beholden ledger verify ashmere/ledger --key "$(cat council.key)" --since kept-checkpoint

    Without a key, the one that was remembered is taken, else the one beside the log, which proves
    that the log is whole but not whose it is. Only a checkpoint from earlier, yours or a
    witness's, shows that nothing was taken off its end. Of an address, key and checkpoint are
    remembered, so the second look proves more than the first. Of the council's own home, with
    nothing else asked, the records are compared with the log as well.
    """
    with progress() as steps:
        if where is None and not any(asked.values()) and (home / "council.toml").is_file():
            checked = options.council_at(home).verify_ledger(progress=steps)
        else:
            checked = _verified(where or str(home / "ledger"), asked, steps)
    if not checked.ok:
        raise _not_whole(checked)
    show_facts(_facts(checked), form=form)


def _verified(where: str, asked: dict[str, Any], steps: Steps) -> Any:
    place = _place(where)
    seen = asked["seen"] or (None if isinstance(place, Path) else _remembered())
    witnesses = asked["witnesses"] or None
    return verify_log(place, **asked | {"seen": seen, "witnesses": witnesses}, progress=steps)


def _place(where: str) -> str | Path:
    """Return an address on the web as it is, and anything else as a path."""
    return where if "://" in where else Path(where)


def _remembered() -> Path:
    return Path(click.get_app_dir("beholden")) / "seen"


def _facts(checked: Any) -> dict[str, Any]:
    facts = {"whole": True, "entries": checked.size, "root": checked.root}
    facts["key"] = f"{checked.key} ({checked.believed})"
    if checked.vouched:
        facts["witnesses"] = [
            f"{one.witness} vouches for {one.size:,} entries, "
            f"as seen on {one.at.isoformat(timespec='seconds')}"
            for one in checked.vouched
        ]
    if checked.beyond:
        # An append that was cut short, or a checkpoint put back to an earlier one.
        facts["files_beyond_the_checkpoint"] = checked.beyond
    return facts


def _not_whole(checked: Any) -> Damaged:
    places = [
        f"entry {f.entry}: {f.what}" if f.entry is not None else f.what for f in checked.faults
    ]
    return Damaged(
        "The ledger is not as it was written.",
        why="\n  ".join(places),
        next_step="Keep the files as they are, and compare them with an earlier copy.",
        ask="the data-protection officer",
    )


@ledger.command()
@click.option("--from", "offset", default=0, type=click.IntRange(min=0), help="The first entry.")
@click.option(
    "--limit",
    default=50,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="How many entries.",
)
@click.option("--last", type=click.IntRange(1, 10_000), help="The newest entries, so many of them.")
@options.home
@options.forms
def show(offset: int, limit: int, last: int | None, home: Path, form: str | None) -> None:
    """Show entries of the ledger: which act, when, of which use, under which clause, by whom."""
    with options.council_at(home).at_work():
        if last is not None:
            offset, limit = max(0, reading.ledger_size() - last), last
        rows = [entry_row(entry) for entry in reading.ledger(offset=offset, limit=limit)]
    show_rows(rows, form=form, empty="No entry there.")


@ledger.command()
@click.argument("entry", type=click.IntRange(min=0))
@click.option(
    "--of",
    "where",
    metavar="FOLDER|ADDRESS",
    help="The log, where it is not that of the council's home.",
)
@options.out
@options.home
def proof(entry: int, where: str | None, out: Path | None, home: Path) -> None:
    """Write the proof that an entry is in the log, for somebody to keep.

    \b
        beholden ledger proof 53 --out entry-53.tlog-proof

    It holds the entry, the way to the signed root, and the checkpoint with its signatures.
    """
    place = _place(where or str(home / "ledger"))
    give_text(prove_entry(place, index=entry), out)


@ledger.command("check-proof")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--key", required=True, help="The council's public key, as you were given it.")
@_believe
@options.forms
def check(file: Path, key: str, witnesses: tuple[str, ...], form: str | None) -> None:
    """Check the proof of an entry with the council's public key, and show the entry.

    \b
        beholden ledger check-proof entry-53.tlog-proof --key "$(cat council.key)"
    """
    checked = check_proof(file, key=key, witnesses=witnesses)
    facts = {
        "proved": True,
        "entry": checked.index,
        "of_entries": checked.size,
        "root": checked.root,
        **{name: checked.act.get(name, "") for name in ("act", "when", "use", "by")},
        "witnesses": [one.witness for one in checked.vouched],
        "text": checked.entry,
    }
    show_facts(facts, form=form)


@ledger.command()
@click.option(
    "--from",
    "seen_by_it",
    default=0,
    type=click.IntRange(min=0),
    help="How many entries the witness has seen; 0 for one that never saw the log.",
)
@options.out
@options.home
def request(seen_by_it: int, out: Path | None, home: Path) -> None:
    """Write what a witness is asked: the checkpoint, and the proof that the log only grew.

    \b
        beholden ledger request --from 40 --out request.txt

    It is the body of C2SP tlog-witness, so a witness of another maker takes it too.
    """
    give_text(options.council_at(home).ask_witness(seen_by_it=seen_by_it), out)


@ledger.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--request",
    "asked",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The request that was sent, where FILE holds the witness's signature alone.",
)
@options.home
def cosign(file: Path, asked: Path | None, home: Path) -> None:
    """Take in the checkpoint that a witness cosigned, and publish it with the log."""
    for one in options.council_at(home).take_cosignature(file, request=asked):
        say(f"Published: {one.witness} vouches for the first {one.size:,} entries.")


@ledger.command()
@options.home
@options.forms
def witnesses(home: Path, form: str | None) -> None:
    """List who vouches for this council's ledger, and for how many of its entries."""
    states = options.council_at(home).witnesses()
    rows = [witness_row(str(one.key), one.key.origin, one.vouched) for one in states]
    show_rows(rows, form=form, empty="This council has named no witness.")


@ledger.command("name-witness")
@click.argument("key")
@options.home
@options.person
def name_witness(key: str, home: Path, by: str) -> None:
    """Name a witness of the ledger by the public KEY that it gave you; the public sees it.

    \b
        beholden ledger name-witness "archive.example/w1+7e136b5c+BAAB…" --as dpo
    """
    name = options.council_at(home).name_witness(by=by, key=key)
    say(f"Named: {name} may vouch for this ledger.")


@ledger.command("let-witness-go")
@click.argument("name")
@options.home
@options.person
def let_witness_go(name: str, home: Path, by: str) -> None:
    """Record that the witness of this NAME vouches for the ledger no longer."""
    options.council_at(home).let_witness_go(by=by, name=name)
    say(f"Let go: {name}.")
