"""Linkage: addresses become UPRNs and people become persons, as keys beside the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import intake, linkage
from ..kernel import BadInput, Progress, Refusal, Refused, Terms, new_id, silent
from .acting import acting, person_named, require
from .datasets import fingerprint_of, latest_version, read_version
from .home import Home, full_disk_is_unavailable
from .rights import Right

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Matched:
    """How a dataset's rows were matched: counts, never values."""

    dataset: str
    column: str
    rows: int
    matched: int


def match_tables(
    addresses: pa.Table,
    gazetteer: pa.Table,
    *,
    threshold: float | None = None,
    threads: int | None = None,
    address_columns: linkage.AddressColumns | None = None,
    gazetteer_columns: linkage.AddressColumns | None = None,
    progress: Progress = silent,
) -> pa.Table:
    """Match a table of addresses to a gazetteer; see ``linkage.match_addresses``."""
    built = linkage.Gazetteer.build(gazetteer, columns=gazetteer_columns)
    return linkage.match_addresses(
        addresses,
        built,
        threshold=linkage.DEFAULT_THRESHOLD if threshold is None else threshold,
        threads=threads,
        columns=address_columns,
        progress=progress,
    )


def address_columns(
    addresses: pa.Table,
    gazetteer: pa.Table,
    *,
    address_columns: str | None = None,
    postcode_column: str | None = None,
    id_column: str | None = None,
    uprn_column: str | None = None,
) -> tuple[linkage.AddressColumns, linkage.AddressColumns]:
    """Return the columns to match by, of both tables: those that are named, else those found.

    The names given speak of the addresses, ``uprn_column`` of the gazetteer. Raises BadInput for a
    column that is not there.
    """
    named = tuple(name.strip() for name in (address_columns or "").split(",") if name.strip())
    _refuse_missing(addresses, (*named, postcode_column, id_column), "addresses")
    _refuse_missing(gazetteer, (uprn_column,), "gazetteer")
    # Only what is not named has to be found: a named address may have any name.
    known = ["address_concat" if name in named else name for name in addresses.column_names]
    found = linkage.find_columns(addresses.rename_columns(known))
    of_addresses = replace(
        found,
        id=id_column or found.id,
        address=named or found.address,
        postcode=postcode_column or found.postcode,
    )
    of_gazetteer = linkage.find_columns(gazetteer)
    return of_addresses, replace(of_gazetteer, uprn=uprn_column or of_gazetteer.uprn)


def doubtful(matches: pa.Table, *, limit: int = 1_000) -> pa.Table:
    """Return the matches that a person should look at, the most doubtful first.

    Most doubtful are those whose score is nearest to a coin toss.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    doubt = pc.abs(pc.subtract(pc.fill_null(matches["score"], 0.0), 0.5))
    order = pc.sort_indices(pa.table({"doubt": doubt}), sort_keys=[("doubt", "ascending")])
    return matches.take(order[:limit])


def _refuse_missing(table: pa.Table, names: tuple[str | None, ...], which: str) -> None:
    missing = [name for name in names if name and name not in table.column_names]
    if missing:
        raise BadInput(
            f"The {which} have no column {', '.join(missing)}.",
            why=f"Their columns are {', '.join(table.column_names[:30])}.",
            next_step="Name one of these, or leave the option out to have the column found.",
        )


def read_table(source: str | Path) -> pa.Table:
    """Read a file of addresses or a gazetteer, repaired so that postcodes and UPRNs compare."""
    reading = intake.read(source)
    table, _ = intake.repair(reading.table, intake.describe(reading.table))
    return table


def write_table(table: pa.Table, out: Path) -> None:
    """Write a table as Parquet or CSV by its file name, whole or not at all."""
    import pyarrow.csv
    import pyarrow.parquet as pq

    if out.suffix not in {".csv", ".parquet"}:
        raise BadInput(
            "The file to write has neither of the two forms there are.",
            why="The form is told from the end of its name.",
            next_step="Name a file that ends in .csv or .parquet.",
        )
    part = out.with_name(f".{out.name}.part")
    with full_disk_is_unavailable():
        try:
            if out.suffix == ".csv":
                pyarrow.csv.write_csv(table, part)
            else:
                pq.write_table(table, part)
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)


def match(
    home: Home,
    *,
    by: str,
    dataset: str,
    gazetteer: str,
    threshold: float | None = None,
    threads: int | None = None,
    address_columns: linkage.AddressColumns | None = None,
    progress: Progress = silent,
) -> Matched:
    """Give a registered dataset's rows their UPRN from a registered gazetteer."""
    with home.at_work():
        require(by=by, right=Right.ADDRESSES_MATCH)
        version, against = latest_version(dataset), latest_version(gazetteer)
        _refuse_stranger(by, [version])
    matches = match_tables(
        read_version(home, version),
        read_version(home, against),
        threshold=threshold,
        threads=threads,
        address_columns=address_columns,
        progress=progress,
    )
    method = {
        "kind": "addresses",
        "against": f"{gazetteer} v{against.number}",
        "threshold": linkage.DEFAULT_THRESHOLD if threshold is None else threshold,
    }
    keys = _with_rows(matches.drop_columns(["unique_id"]))
    return _keep(
        home,
        by=by,
        right=Right.ADDRESSES_MATCH,
        version=version,
        column="uprn",
        keys=keys,
        method=method,
    )


def link(
    home: Home,
    *,
    by: str,
    datasets: Sequence[str],
    use: str = "",
    threshold: float | None = None,
    progress: Progress = silent,
) -> tuple[Matched, ...]:
    """Give the rows of one dataset, or of several under a use, the person they are about.

    Rows of one dataset are linked so that people and not rows are counted. Several datasets are
    linked only where a use's agreement joins them on the person; raises Refused otherwise.
    """
    with home.at_work():
        require(by=by, right=Right.PEOPLE_LINK)
        versions = {name: latest_version(name) for name in datasets}
        if len(versions) > 1:
            _refuse_unless_agreed(use, tuple(versions))
        _refuse_stranger(by, versions.values())
        tables = {name: _with_uprn(home, version) for name, version in versions.items()}
    links = linkage.link_people(
        tables, **({} if threshold is None else {"threshold": threshold}), progress=progress
    )
    run = new_id("run")
    return tuple(
        _keep(
            home,
            by=by,
            right=Right.PEOPLE_LINK,
            version=version,
            column="person",
            keys=_of_dataset(links.clusters, name),
            # Persons are named alike by different runs; keys of one run alone may be joined.
            method={"kind": "people", "use": use, "run": run},
        )
        for name, version in versions.items()
    )


def _refuse_stranger(by: str, versions: Iterable[Any]) -> None:
    """Refuse whoever acts for none of the departments that answer for these datasets."""
    stewards = {version.dataset.steward for version in versions}
    if person_named(by).organisation not in stewards:
        raise Refused(
            Refusal(
                what="a dataset's rows are matched and linked by its own steward.",
                why="Who answers for a dataset says what its rows are about, and nobody else.",
                clause="datasets › steward",
                ask=f"a steward of {' or '.join(sorted(stewards))}.",
            )
        )


def _refuse_unless_agreed(use: str, datasets: tuple[str, ...]) -> None:
    from ..records.models import Agreement

    agreement = Agreement.objects.filter(use__name=use, state="in_force").first()
    joins = Terms.from_dict(agreement.terms).joins if agreement else ()
    if any(join.key == "person" and set(datasets) <= set(join.among) for join in joins):
        return
    raise Refused(
        Refusal(
            what="this would link people across datasets without an agreement to do so.",
            why="People are linked across datasets only for a use whose agreement joins these "
            "datasets on the person.",
            clause="joins › key",
            next_step="beholden link DATASET, to link the rows of one dataset among themselves.",
            ask="the data-protection officer to agree the join.",
        )
    )


def _with_rows(table: pa.Table) -> pa.Table:
    import pyarrow as pa

    return table.add_column(0, "row", pa.array(range(table.num_rows), pa.int64()))


def _with_uprn(home: Home, version: Any) -> pa.Table:
    """Return a version's table with its matched UPRN, which is evidence about people too."""
    import pyarrow.parquet as pq

    table = read_version(home, version)
    key = version.keys.filter(column="uprn").order_by("-number").first()
    if key is None:
        return table
    uprn = pq.read_table(home.path(key.path), columns=["uprn"])["uprn"]
    if "uprn" in table.column_names:
        return table.set_column(table.column_names.index("uprn"), "uprn", uprn)
    return table.append_column("uprn", uprn)


def _of_dataset(clusters: pa.Table, name: str) -> pa.Table:
    import pyarrow.compute as pc

    own = clusters.filter(pc.equal(clusters["dataset"], name))
    return own.drop_columns(["dataset"]).sort_by("row")


def _keep(
    home: Home,
    *,
    by: str,
    right: Right,
    version: Any,
    column: str,
    keys: pa.Table,
    method: dict[str, Any],
) -> Matched:
    import pyarrow.parquet as pq

    from ..records.models import KeyColumn

    matched = keys.num_rows - keys[column].null_count
    with home.staging() as folder:
        pq.write_table(keys, folder / "keys.parquet", compression="zstd")
        with (
            home.moving(),
            acting(home, by=by, right=right, name=f"{column}-keys-made") as act,
        ):
            number = version.keys.filter(column=column).count() + 1
            path = f"{Path(version.path).parent}/{column}-{number}.parquet"
            KeyColumn.objects.create(
                version=version,
                column=column,
                number=number,
                path=path,
                fingerprint=fingerprint_of(folder / "keys.parquet"),
                rows=keys.num_rows,
                matched=matched,
                method=method,
                made_at=act.at,
            )
            act.facts.update(
                dataset=version.dataset.name,
                version=version.number,
                key=column,
                rows=keys.num_rows,
                matched=matched,
            )
            act.place(folder / "keys.parquet", home.path(path))
    return Matched(version.dataset.name, column, keys.num_rows, matched)
