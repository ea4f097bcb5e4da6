"""Gazetteers: build, update, show, find."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from ....actions.gazetteers import (
    BuiltGazetteer,
    build_gazetteer,
    index_facts,
    is_listing,
    listing_facts,
    update_gazetteer,
)
from ....actions.places_opened import find_place, is_postcode
from .. import options
from ..showing import progress, say, show_facts, show_json, show_rows

_path = click.Path(path_type=Path)
_out = click.option("--out", type=_path, required=True, help="The index to write, as place.gaz.")
_coordinates = click.option(
    "--coordinates", type=_path, help="OS Open UPRN, for addresses that come without a place."
)
_truncated = click.option(
    "--allow-truncated", is_flag=True, help="Take volumes that are cut short, or too few of them."
)


@click.group()
def gazetteer() -> None:
    """The lists of addresses with their UPRNs, made ready for matching."""


@gazetteer.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@_out
@_coordinates
@click.option("--listing", type=_path, help="A folder to keep what later updates need.")
@click.option("--uprn-column", help="A table's column with the UPRN.")
@click.option("--address-columns", help="A table's columns of the address, separated by commas.")
@click.option("--postcode-column", help="A table's column with the postcode.")
@_truncated
@options.forms
def build(
    sources: tuple[str, ...],
    out: Path,
    coordinates: Path | None,
    listing: Path | None,
    allow_truncated: bool,
    form: str | None,
    **columns: str | None,
) -> None:
    """Build an index of a full supply: AddressBase, OS NGD Address, DTF 7.3 or a table.

    SOURCE is a file, a folder or a zip archive as it was delivered; its format is found by what it
    holds.

    \b
        beholden gazetteer build llpg_export.csv --out ashmere.gaz --listing ashmere-listing

    A table's columns are found by their names: uprn; address, full_address, or address1, address2
    and so on; postcode. Name those that are called otherwise. Several columns of an address are
    read one after another, as they are named:

    \b
        beholden gazetteer build property.csv --out ashmere.gaz \\
            --uprn-column PROP_REF --address-columns HOUSE,ROAD,TOWN --postcode-column PC
    """
    with progress() as step:
        made = build_gazetteer(
            sources,
            out,
            columns=columns,
            coordinates=coordinates,
            listing=listing,
            allow_truncated=allow_truncated,
            progress=step,
        )
    _tell(made, form)


@gazetteer.command()
@click.argument("listing", type=_path)
@click.argument("changes", nargs=-1, required=True, metavar="CHANGE...")
@_out
@_coordinates
@click.option(
    "--made",
    type=options.DAY,
    help="The day of a delivery without a header whose rows do not tell it.",
)
@_truncated
@options.forms
def update(
    listing: Path,
    changes: tuple[str, ...],
    out: Path,
    made: date | None,
    form: str | None,
    **how: Any,
) -> None:
    """Apply change-only updates to a kept listing, and build its index anew.

    \b
        beholden gazetteer update ashmere-listing changes.csv --out ashmere.gaz
    """
    with progress() as step:
        updated = update_gazetteer(listing, changes, out, made=made, progress=step, **how)
    _tell(updated, form)


@gazetteer.command()
@click.argument("index", type=_path, metavar="INDEX|LISTING")
@click.option("--verify", is_flag=True, help="Check every part, however large it is.")
@options.forms
def show(index: Path, verify: bool, form: str | None) -> None:
    """Show what an index or a listing holds: texts, UPRNs, kinds, what was found amiss.

    Of an index over 256 MB samples are checked, of a listing the sizes of its files, unless
    --verify is given.
    """
    facts = listing_facts if is_listing(index) else index_facts
    _tell_facts(facts(index, verify=verify), form)


@gazetteer.command()
@click.argument("source", metavar="INDEX|LISTING|TABLE")
@click.argument("address")
@click.option("--postcode", help="The postcode, where the address does not say it.")
@options.forms
def find(source: str, address: str, postcode: str | None, form: str | None) -> None:
    """Find the place of one address: its UPRN, the score, the reason and the runner-up.

    An index that is built is opened at once; a list is better matched as a whole, by
    `beholden match`.

    \b
        beholden gazetteer find ashmere.gaz "Flat 2, 14 Mill Lane" --postcode "ZX1 1AB"
    """
    with progress() as step:
        found = find_place(source, address, postcode=postcode, progress=step)
    show_facts(found, form=form)
    if postcode and not is_postcode(postcode):
        say("Warning: what was given as the postcode is none.", err=True)


def _tell(made: BuiltGazetteer, form: str | None) -> None:
    _tell_facts(made.to_dict(), form)


def _tell_facts(facts: dict[str, Any], form: str | None) -> None:
    if form == "json":
        show_json(facts)
        return
    findings = facts.pop("findings", [])
    show_facts(facts, form=form)
    if form is None and findings:
        say("Found amiss:")
        show_rows([{"code": f["code"], "finding": f["message"]} for f in findings], form=form)
