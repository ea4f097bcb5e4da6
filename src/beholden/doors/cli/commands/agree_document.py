"""An agreement as a document, as a data share request, and the law that it may rest on."""

from __future__ import annotations

from pathlib import Path

import click

from ....actions import document_page, law_in_codes, request_answers
from .. import options
from ..showing import as_csv, show_rows
from ..visible import in_json
from .agreeing import agree

_version = click.option("--version", type=int, help="A version; the newest where none is named.")
_out = click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it to this file; it is printed otherwise.",
)


@agree.command()
@click.argument("word", required=False, default="")
@options.forms
def codes(word: str, form: str | None) -> None:
    """List the codes of the law: Articles 6, 9 and 10, Annex 1, Schedule 1, powers of councils.

    With a word only those that speak of it: beholden agree codes safeguarding.
    """
    wanted = word.casefold()
    rows = law_in_codes()
    found = [row for row in rows if wanted in " ".join(row.values()).casefold()]
    show_rows(found, form=form, empty="No code speaks of that; a power may be written in words.")


@agree.command()
@click.argument("name")
@_version
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "json"]),
    default="md",
    show_default=True,
    help="Markdown, one accessible page that prints well, or JSON.",
)
@_out
@options.home
def document(name: str, version: int | None, form: str, out: Path | None, home: Path) -> None:
    """Print an agreement as the document that its parties read and sign.

    It has the headings of the Information Commissioner's data sharing code. Each part says where it
    was entered, and what nobody has entered is listed first.
    """
    made = options.council_at(home).agreement_document(agreement=name, version=version)
    if form == "json":
        text = in_json(made.to_dict()) + "\n"
    else:
        text = document_page(made) if form == "html" else made.to_markdown()
    options.put_out(text, out)


@agree.command("share-request")
@click.argument("name")
@_version
@click.option("--format", "form", type=click.Choice(["md", "json", "csv"]), help="How.")
@click.option("--json", "form", flag_value="json", help="Print the answers as JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print the answers as CSV.")
@_out
@options.home
def share_request(
    name: str, version: int | None, form: str | None, out: Path | None, home: Path
) -> None:
    """Answer the 21 questions of a government data share request from what is on record.

    Each answer has its source; what is missing says where it is entered.
    """
    made = options.council_at(home).share_request(agreement=name, version=version)
    answers = request_answers(made)
    if form is None and out is None:
        show_rows(answers, form=None)
    elif form == "json":
        options.put_out(in_json(answers) + "\n", out)
    else:
        options.put_out(as_csv(answers) if form == "csv" else made.to_markdown(), out)
