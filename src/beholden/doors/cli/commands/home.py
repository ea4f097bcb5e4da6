"""A council's home and its people: init, person, serve."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ....actions import ROLES
from ....actions import init as init_council
from ....actions.people import let_person_go
from ....records import reading
from .. import options
from ..showing import show_rows


@click.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", required=True, help="The council's name, as the public knows it.")
@click.option(
    "--administrator",
    metavar="CODE",
    help="The code of the first person, who may add the others.  [default: your account's name]",
)
@click.option(
    "--database",
    metavar="URL",
    default="",
    help="Keep the records in PostgreSQL: postgresql://USER@HOST/NAME.  [default: SQLite]",
)
@click.option(
    "--keys",
    type=click.Path(path_type=Path),
    help="Where keys are kept, outside the home.  [default: DIRECTORY.keys]",
)
@click.option(
    "--data-protection",
    metavar="EMAIL",
    default="",
    help="Where residents write to the data-protection officer: a shared mailbox.",
)
@click.option("--post", metavar="ADDRESS", default="", help="The same by post, on one line.")
def init(directory: Path, **about: Any) -> None:
    """Make a council's home in an empty folder.

    \b
        beholden init ashmere --name "Borough of Ashmere" --administrator admin \\
            --data-protection data-protection@ashmere.example
    """
    council = init_council(directory, **about)
    click.echo(f"The home of {council.name} is ready: {directory}")
    click.echo(f"Its keys are in {council.keys_directory}: back them up apart from the home.")
    if not (council.public.for_residents or council.public.post):
        click.echo("Where residents may write is not stated yet: [public] in its council.toml.")
    click.echo("Next: add people with `beholden person add`, or apply a folder of stated files.")


@click.group()
def person() -> None:
    """People who may act, and what each role may do."""


@person.command("add")
@click.argument("code")
@click.option("--office", required=True, help="The office, which may be public.")
@click.option("--organisation", required=True, help="The department or partner they act for.")
@click.option("--role", "roles", multiple=True, required=True, help="May be given several times.")
@click.option("--again", is_flag=True, help="Bring back somebody who left.")
@options.home
@options.person
def add(code: str, home: Path, by: str, **about: Any) -> None:
    """Add a person, or change the office and the roles of one there is.

    \b
        beholden person add analyst --office "Public health analyst" \\
            --organisation "Public Health Intelligence" --role analyst --as admin
    """
    options.council_at(home).add_person(by=by, code=code, **about)
    click.echo(f"Recorded: {code}, {about['office']}.")


@person.command("leave")
@click.argument("code")
@options.home
@options.person
def leave(code: str, home: Path, by: str) -> None:
    """Record that a person has left: they may do nothing any more, and stay on record.

    \b
        beholden person leave analyst --as admin
    """
    let_person_go(options.council_at(home), by=by, code=code)
    click.echo(f"Recorded: {code} has left.")


@person.command("list")
@options.home
@options.forms
def list_people(home: Path, form: str | None) -> None:
    """List the people of this council and their roles."""
    with options.council_at(home).at_work():
        rows = [view.to_dict() for view in reading.people()]
    show_rows(rows, form=form)


@person.command("roles")
@options.forms
def roles(form: str | None) -> None:
    """List the roles, what each is for and the rights it carries."""
    rows = [
        {"role": r.code, "for": r.sentence, "rights": sorted(right.value for right in r.rights)}
        for r in ROLES
    ]
    show_rows(rows, form=form)


@click.command()
@options.home
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--public-name",
    "public_names",
    multiple=True,
    metavar="NAME",
    help="A name by which browsers may ask for the pages; may be given several times.",
)
@click.option(
    "--no-worker", is_flag=True, help="Leave what is due to a worker that is started by itself."
)
def serve(home: Path, host: str, port: int, public_names: tuple[str, ...], no_worker: bool) -> None:
    """Serve the pages: the public ones, and those of officers, who sign in.

    A worker runs beside them, as by `beholden worker`: it is begun again where it dies, and ends
    with the pages.

    \b
        beholden serve --host 10.0.0.5 --public-name data.ashmere.example
    """
    from ...web.serving import prepare, run
    from ...worker import WorkerBeside

    prepare(home)
    council = options.council_at(home)
    beside = None if no_worker else WorkerBeside(council.directory)
    run(council, host=host, port=port, public_names=public_names, beside=beside)
