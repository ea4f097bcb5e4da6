"""Linkage: match, link."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ....actions import Council, Matched, match_tables, read_table, write_table
from ....actions.named_columns import columns_to_match
from ....kernel import BadInput
from .. import options
from ..showing import progress, show_rows
from .outputs import check_out


@click.command()
@click.argument("addresses", metavar="ADDRESSES")
@click.option("--gazetteer", required=True, help="The list of addresses with their UPRNs.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write (.csv, .parquet).")
@click.option("--threads", type=click.IntRange(min=1), help="How many cores.  [default: all]")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    help="The least score that is a match.  [default: about 99 right in 100]",
)
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    help="Where to write the rows that a person should look at.",
)
@click.option("--address-columns", help="The address's columns, separated by commas.")
@click.option("--postcode-column", help="The column with the postcode.")
@click.option("--id-column", help="The column that names each row.")
@click.option("--uprn-column", help="The gazetteer's column with the UPRN.")
@options.home
@options.person
@options.forms
def match(
    addresses: str,
    gazetteer: str,
    out: Path | None,
    threads: int | None,
    threshold: float | None,
    review: Path | None,
    home: Path,
    by: str,
    form: str | None,
    **columns: str | None,
) -> None:
    """Match addresses to their UPRNs: each with a score, a reason and the runner-up.

    With --out, ADDRESSES and GAZETTEER are files; the matches go to OUT, a row for each input row:

    \b
        beholden match list.csv --gazetteer gazetteer.parquet --out matched.csv

    Without it, both are registered datasets, and the UPRN becomes a key column of the first:

    \b
        beholden match council_tax --gazetteer gazetteer --as steward
    """
    check_out(out)
    check_out(review)
    if review is not None and review == out:
        raise BadInput("The matches and the review list cannot be one file.")
    with progress() as step:
        if out is None:
            _refuse_for_datasets(review=review, **columns)
            how: dict[str, Any] = {"threshold": threshold, "threads": threads, "progress": step}
            made = _match_datasets(
                options.council_at(home), by, (addresses, gazetteer), columns=columns, how=how
            )
        else:
            files = (addresses, gazetteer, out, review)
            made = _match_files(
                *files, threshold=threshold, threads=threads, step=step, columns=columns
            )
    _tell([made], form)


@click.command()
@click.argument("datasets", nargs=-1, required=True)
@click.option("--use", default="", help="The use whose agreement links several datasets.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="The least probability of a link.")
@options.home
@options.person
@options.forms
def link(
    datasets: tuple[str, ...],
    use: str,
    threshold: float | None,
    home: Path,
    by: str,
    form: str | None,
) -> None:
    """Link the rows of a registered dataset that are about the same person.

    People, and not rows, are what an agreement counts. Several datasets are linked under a use
    only.

    \b
        beholden link vaccinations --as steward
    """
    council = options.council_at(home)
    with progress() as step:
        made = council.link(by=by, datasets=datasets, use=use, threshold=threshold, progress=step)
    _tell(made, form)


def _refuse_for_datasets(**given: Any) -> None:
    """Refuse the options that speak of files where registered datasets are matched."""
    for name in ("review", "id_column", "uprn_column"):
        if given[name] is not None:
            option = "--" + name.replace("_", "-")
            raise click.UsageError(f"{option} is for files: add --out, or leave it out.")


def _match_datasets(
    council: Council,
    by: str,
    names: tuple[str, str],
    *,
    columns: dict[str, str | None],
    how: dict[str, Any],
) -> Matched:
    address, postcode = columns["address_columns"], columns["postcode_column"]
    dataset, gazetteer = names
    if address or postcode:
        how["address_columns"] = columns_to_match(
            council,
            by=by,
            dataset=dataset,
            gazetteer=gazetteer,
            address=address,
            postcode=postcode,
        )
    return council.match(by=by, dataset=dataset, gazetteer=gazetteer, **how)


def _match_files(
    addresses: str,
    gazetteer: str,
    out: Path,
    review: Path | None,
    *,
    threshold: float | None,
    threads: int | None,
    step: Any,
    columns: dict[str, str | None],
) -> Matched:
    from ....actions import address_columns, doubtful

    _refuse_own_input((addresses, gazetteer), (out, review))
    step("reading", 0, 0)
    tables = read_table(addresses), read_table(gazetteer)
    named = address_columns(tables[0], tables[1], **columns)
    matches = match_tables(
        *tables,
        threshold=threshold,
        threads=threads,
        address_columns=named[0],
        gazetteer_columns=named[1],
        progress=step,
    )
    if review is not None:
        write_table(doubtful(matches), review)
    write_table(matches, out)
    return Matched(Path(addresses).name, "uprn", matches.num_rows, _matched(matches))


def _refuse_own_input(sources: tuple[str, ...], written: tuple[Path | None, ...]) -> None:
    read = {Path(source).resolve() for source in sources}
    if any(path is not None and path.resolve() in read for path in written):
        raise BadInput(
            "A file to write is one of the files to read.",
            why="The matches would take the place of the addresses or of the gazetteer.",
            next_step="Name another file with --out or --review.",
        )


def _matched(matches: Any) -> int:
    return int(matches.num_rows - matches["uprn"].null_count)


def _tell(made: Any, form: str | None) -> None:
    rows = [
        {
            "dataset": m.dataset,
            "key": m.column,
            "rows": m.rows,
            "matched": m.matched,
            "share": round(m.matched / m.rows, 4) if m.rows else None,
        }
        for m in made
    ]
    show_rows(rows, form=form)
