"""Export: the record in the forms that others read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from ....actions import EXPORT_KINDS, Council, write_document
from ....kernel import BadInput
from .. import options
from ..showing import say, show_json

_ALL = "all"
_FORMS = sorted({form for kind in EXPORT_KINDS for form in kind.forms})
_OF = {"": "", "use": " USE", "dataset": " DATASET", "agreement": " AGREEMENT"}


def _told() -> str:
    """Return the kinds as the help lists them, each with its sentence and its forms."""
    lines = []
    for kind in EXPORT_KINDS:
        name = f"[{_OF[kind.of].strip()}]" if kind.all else _OF[kind.of].strip()
        lines.append(f"  {kind.code} {name}".rstrip() + f"  ({', '.join(kind.forms)})")
        lines.append(f"      {kind.sentence} {kind.standard}.")
    lines.append(f"  {_ALL}")
    lines.append("      Every export that is public, each under its own name, in the folder --out.")
    return "\n".join(f"    {line}" for line in lines)


@click.command(
    help=f"""Give the record in a form that other registers and programs read.

    It holds what is public alone: no person, no value from data, no column that is withheld. What a
    standard asks for and nobody has stated is named on the error stream, and never made up.

    \b
    Kinds, with their forms, the usual one first:
{_told()}

    \b
    Examples:
      beholden export dcat --out catalogue.jsonld
      beholden export atrs warm-homes --form md
      beholden export all --out register/
    """
)
@click.argument("kind", type=click.Choice([*(kind.code for kind in EXPORT_KINDS), _ALL]))
@click.argument("name", default="")
@click.option(
    "--form",
    default="",
    type=click.Choice(["", *_FORMS]),
    show_choices=False,
    metavar="FORM",
    help="One of the kind's forms; the first of them unless said.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write to this file, in place of what is there; for all, the folder.",
)
@click.option(
    "--whole",
    is_flag=True,
    help="For within the council: every dataset and every column, public or not.",
)
@options.home
def export(kind: str, name: str, form: str, out: Path | None, whole: bool, home: Path) -> None:
    """Give the record in a form that other registers and programs read."""
    council = options.council_at(home)
    if kind == _ALL:
        _export_all(council, name=name, form=form, out=out, whole=whole)
        return
    document = council.export(kind=kind, name=name, form=form, whole=whole)
    for gap in document.gaps:
        say(f"Not stated: {gap}", err=True)
    if out is None:
        _print(document)
    else:
        _refuse_place(out)
        write_document(document, out)
        say(f"Written to {out.name}.")


def _export_all(council: Council, *, name: str, form: str, out: Path | None, whole: bool) -> None:
    if out is None or name or form or whole:
        raise BadInput(
            "All exports go into a folder, and hold what is public alone.",
            next_step="Give --out FOLDER, and neither a name, a form nor --whole.",
        )
    written = council.export_all(to=out)
    say(f"{len(written)} files written to {out.name}.")


def _print(document: Any) -> None:
    """Print a document so that it cannot steer the terminal."""
    if "json" in document.media_type:
        show_json(json.loads(document.text))
    else:
        say(document.text.rstrip("\r\n"))


def _refuse_place(out: Path) -> None:
    if out.is_dir() or not out.parent.is_dir():
        raise BadInput(
            f"The file {out.name} cannot be written there.",
            why="It is a folder." if out.is_dir() else "The folder that it names is not there.",
            next_step="Name a file in a folder that there is.",
        )
