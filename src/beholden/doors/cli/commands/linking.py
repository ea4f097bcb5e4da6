"""Linkage: match, link."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ....actions import Matched, match_files, write_table
from ....actions.matched_tables import REVIEW_LIMIT
from ....actions.named_columns import columns_to_match
from ....kernel import BadInput
from .. import options
from ..showing import progress
from ..visible import in_a_sheet
from . import matched
from .outputs import check_out

_FOR_DATASETS = {
    "review": "see `beholden review list`",
    "review_limit": "say `beholden review list --limit`",
    "decided": "see `beholden review decide`",
}
_OF_FILES = ("groups", "threshold", "threads")


@click.command()
@click.argument("addresses", metavar="ADDRESSES")
@click.option(
    "--gazetteer",
    required=True,
    help="What to match against: an index, the folder of a listing, a table, or a dataset.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Where to write (.csv, .parquet).")
@click.option("--threads", type=click.IntRange(min=1), help="How many cores.  [default: all]")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    help="The least score that is a match, as the matcher itself gives it.  "
    "[default: where about 99 in 100 of all are right]",
)
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    help="Where to write the pairs that a person should see (.csv, .parquet).",
)
@click.option(
    "--review-limit",
    type=click.IntRange(min=1),
    help=f"The most pairs to write for review.  [default: {REVIEW_LIMIT}]",
)
@click.option(
    "--decided",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A list from --review, its column decision filled in; may be given again.",
)
@click.option("--address-columns", help="The address's columns, separated by commas.")
@click.option("--postcode-column", help="The column with the postcode.")
@click.option("--id-column", help="The column that names each row.")
@click.option("--uprn-column", help="The gazetteer's column with the UPRN.")
@matched.fairness
@options.home
@options.person
@options.forms
def match(
    addresses: str,
    gazetteer: str,
    out: Path | None,
    review: Path | None,
    fairness_out: Path | None,
    home: Path,
    by: str,
    form: str | None,
    **how: Any,
) -> None:
    """Match addresses to their UPRNs: each with a score, a reason and the runner-up.

    --review writes the doubtful pairs, the most informative first. Write same, different or
    cannot tell into its column decision and give it back with --decided: what you decided stands,
    and the scores are fitted to it.

    With --out, ADDRESSES and GAZETTEER are files; the matches go to OUT, a row for each input row.
    An index or a listing, made by `beholden gazetteer build`, is read once and not for each list:

    \b
        beholden match list.csv --gazetteer ashmere.gaz --out matched.csv

    Without it, both are registered datasets, and the UPRN becomes a key column of the first:

    \b
        beholden match council_tax --gazetteer gazetteer --as steward
    """
    _check_written((out, review, fairness_out))
    read = addresses, gazetteer
    if out is None:
        made = _match_datasets(home, by, read, review=review, **how)
    else:
        made = _match_files(read, (out, review), fairness_out, **how)
    matched.tell([made], form=form, groups=how["groups"], out=fairness_out)


@click.command()
@click.argument("datasets", nargs=-1, required=True)
@click.option("--use", default="", help="The use whose agreement links several datasets.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    help="The least score of a link, as the matcher itself gives it.  [default: that of 0.95]",
)
@click.option(
    "--error-rate",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Choose the threshold so that at most this share of links is expected to be false.",
)
@click.option(
    "--kind",
    type=click.Choice(["many-to-many", "one-to-one", "many-to-one"]),
    default="many-to-many",
    show_default=True,
    help="Of two datasets: whether each row has one at most; the second has each person once.",
)
@click.option(
    "--row-id",
    "row_ids",
    multiple=True,
    metavar="[DATASET.]COLUMN",
    help="The column by which a row is known again at the next load.  [default: as last time]",
)
@click.option("--anew", is_flag=True, help="Compare and learn everything again; keys stay.")
@matched.fairness
@options.home
@options.person
@options.forms
def link(
    datasets: tuple[str, ...],
    use: str,
    row_ids: tuple[str, ...],
    fairness_out: Path | None,
    home: Path,
    by: str,
    form: str | None,
    **how: Any,
) -> None:
    """Link the rows of a registered dataset that are about the same person.

    People, and not rows, are what an agreement counts. Several datasets are linked under a use
    only. Persons keep their keys from one version of a dataset to the next. How the linkage falls
    on flats and houses and on areas is told by itself; --groups adds columns of your own datasets.

    \b
        beholden link vaccinations --row-id patient_id --groups ward --as steward
    """
    check_out(fairness_out)
    council = options.council_at(home)
    with progress() as step:
        made = council.link(
            by=by,
            datasets=datasets,
            use=use,
            row_ids=_by_dataset(row_ids, datasets),
            progress=step,
            **how,
        )
    matched.tell(made, form=form, groups=how["groups"], out=fairness_out)


def _by_dataset(named: tuple[str, ...], datasets: tuple[str, ...]) -> dict[str, str]:
    """Return by dataset the column that names its rows; one without a dataset is for all."""
    found: dict[str, str] = {}
    for text in named:
        dataset, point, column = text.partition(".")
        if point and dataset not in datasets:
            raise click.UsageError(f"--row-id {text} names no dataset that is linked.")
        found |= {dataset: column} if point else dict.fromkeys(datasets, text)
    return found


def _check_written(written: tuple[Path | None, ...]) -> None:
    """Raise BadInput where a file could not be written, or two of them are one."""
    named = [path for path in written if path is not None]
    for path in named:
        check_out(path)
    if len({path.resolve() for path in named}) < len(named):
        raise BadInput("The files to write cannot be one file.")


def _refuse_for_datasets(**given: Any) -> None:
    """Refuse the options that speak of files where registered datasets are matched."""
    for name in ("review", "review_limit", "decided", "id_column", "uprn_column"):
        if given[name] is not None:
            option = "--" + name.replace("_", "-")
            instead = _FOR_DATASETS.get(name, "leave it out")
            raise click.UsageError(f"{option} is for files: add --out, or {instead}.")


def _match_datasets(
    home: Path,
    by: str,
    names: tuple[str, str],
    *,
    threshold: float | None,
    threads: int | None,
    groups: tuple[str, ...],
    decided: tuple[Path, ...],
    review: Path | None,
    review_limit: int | None,
    **columns: str | None,
) -> Matched:
    """Match one registered dataset to another."""
    _refuse_for_datasets(
        review=review, review_limit=review_limit, decided=decided or None, **columns
    )
    council, (dataset, gazetteer) = options.council_at(home), names
    how: dict[str, Any] = {"threshold": threshold, "threads": threads, "groups": groups}
    with progress() as step:
        if columns["address_columns"] or columns["postcode_column"]:
            how["address_columns"] = columns_to_match(
                council,
                by=by,
                dataset=dataset,
                gazetteer=gazetteer,
                address=columns["address_columns"],
                postcode=columns["postcode_column"],
            )
        return council.match(by=by, dataset=dataset, gazetteer=gazetteer, progress=step, **how)


def _match_files(
    read: tuple[str, str],
    written: tuple[Path, Path | None],
    fairness_out: Path | None,
    *,
    decided: tuple[Path, ...],
    **asked: Any,
) -> Matched:
    """Match one file to another, and write the matches and the list for review."""
    out, review = written
    _refuse_own_input((*read, *decided), (*written, fairness_out))
    how = {name: asked.pop(name) for name in _OF_FILES}
    limit = asked.pop("review_limit") or REVIEW_LIMIT
    with progress() as step:
        made = match_files(
            *read,
            decided=decided,
            review=review is not None,
            review_limit=limit,
            columns=asked,
            progress=step,
            **how,
        )
    if review is not None and made.review is not None:
        write_table(made.review, review, cell=in_a_sheet)
    write_table(made.matches, out, cell=in_a_sheet)
    return made.matched


def _refuse_own_input(sources: tuple[str | Path, ...], written: tuple[Path | None, ...]) -> None:
    read = {Path(source).resolve() for source in sources}
    if any(path is not None and path.resolve() in read for path in written):
        raise BadInput(
            "A file to write is one of the files to read.",
            why="The matches would take the place of the addresses or of the gazetteer.",
            next_step="Name another file with --out or --review.",
        )
