"""What linkage reads of a dataset: the columns that it compares, and no others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import linkage
from ..kernel import BadInput
from ..linkage import reviewing
from .home import Home

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD = 1_000


def named_in(columns: linkage.AddressColumns) -> list[str]:
    """Return every column that is named, each once."""
    identifier = columns.uprn or columns.id
    names = [*columns.address, columns.postcode, identifier]
    return list(dict.fromkeys(name for name in names if name))


def as_lists(columns: linkage.AddressColumns | linkage.PersonColumns) -> dict[str, list[str]]:
    """Return, by what it tells, the columns that tell it."""
    stated = asdict(columns)
    return {
        name: [value] if isinstance(value, str) else list(value or ())
        for name, value in stated.items()
    }


def columns_told(columns: linkage.AddressColumns, *, named: str) -> dict[str, list[str]]:
    """Return, by what it tells, the columns that are read; ``named`` is id or uprn."""
    told = as_lists(columns)
    return {"address": told["address"], "postcode": told["postcode"], named: told[named]}


def empty_table(home: Home, version: Any) -> pa.Table:
    """Return a version's table without its rows."""
    import pyarrow.parquet as pq

    return pq.read_schema(home.path(version.path)).empty_table()


def head_table(home: Home, version: Any) -> pa.Table:
    """Return the first rows of a version's table, from which columns are found."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(home.path(version.path)) as file:
        first = next(file.iter_batches(batch_size=_HEAD), None)
    return empty_table(home, version) if first is None else pa.Table.from_batches([first])


def read_columns(home: Home, version: Any, columns: Sequence[str]) -> pa.Table:
    """Return these columns of a version's table and no others."""
    import pyarrow.parquet as pq

    return pq.read_table(home.path(version.path), columns=list(columns))


def known_places(home: Home, against: Any, columns: linkage.AddressColumns) -> set[str]:
    """Return the UPRNs that a gazetteer has."""
    return reviewing.places_of(read_columns(home, against, [_uprn_of(columns)]), _uprn_of(columns))


def _uprn_of(columns: linkage.AddressColumns) -> str:
    return columns.uprn or columns.id or ""


def uprn_key(home: Home, version: Any) -> Path | None:
    """Return the file of a version's matched UPRNs, which are evidence about people too."""
    key = version.keys.filter(column="uprn").order_by("-number").first()
    return home.path(key.path) if key else None


def person_columns(
    home: Home, version: Any, uprns: Path | None, *, withheld: Collection[str] = ()
) -> linkage.PersonColumns:
    """Return the columns that tell a person, found by names and by the first rows.

    What an agreement withholds (``withheld``, in small letters) is as if it were not there. Raises
    BadInput where there is none.
    """
    head = head_table(home, version)
    head = head.drop_columns([name for name in head.column_names if name.lower() in withheld])
    try:
        return linkage.find_person_columns(_with_uprn(head, uprns))
    except BadInput as unread:
        kept_from = f" The agreement withholds {', '.join(sorted(withheld))}." if withheld else ""
        raise BadInput(
            f"No column of {version.dataset.name} tells who a person is.",
            why=f"{unread.why}{kept_from}",
            next_step="Name its columns as what they are, such as first_name, surname, "
            "date_of_birth and postcode, and register it again.",
        ) from unread


def read_people(
    home: Home,
    version: Any,
    columns: linkage.PersonColumns,
    uprns: Path | None,
    row_id: str | None = None,
) -> pa.Table:
    """Return the columns of a version that tell a person or name its row, and no others.

    Raises BadInput where the column that names a row is not there.
    """
    used = dict.fromkeys((*columns.used(), *([row_id] if row_id else [])))
    own = [name for name in used if not (uprns and name == "uprn")]
    if row_id:
        check_held(empty_table(home, version), [row_id], of=version.dataset.name)
    return _with_uprn(read_columns(home, version, own), uprns)


def groups_of(
    home: Home, versions: Mapping[str, Any], names: Sequence[str], *, own: str
) -> pa.Table | None:
    """Return columns to tell fairness by, a row for each row of all versions in order.

    Only datasets that the organisation ``own`` answers for are read; of others, and where one has
    no such column, the group is not known. None where no column is named. Raises BadInput for a
    column that none of its datasets has.
    """
    import pyarrow as pa

    if not names:
        return None
    heads = {n: empty_table(home, v) for n, v in versions.items() if v.dataset.steward == own}
    held = pa.schema([(name, pa.string()) for name in _all_names(heads)])
    check_held(held.empty_table(), names, of=" and ".join(sorted(heads)))
    parts = [_groups(home, version, names, heads.get(n)) for n, version in versions.items()]
    return pa.concat_tables(parts)


def _all_names(tables: Mapping[str, pa.Table]) -> list[str]:
    return list(dict.fromkeys(name for table in tables.values() for name in table.column_names))


def _groups(home: Home, version: Any, names: Sequence[str], head: pa.Table | None) -> pa.Table:
    """Return the groups of one version's rows as text; null where they are not to be known."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    there = [name for name in names if head is not None and name in head.column_names]
    rows = pq.read_metadata(home.path(version.path)).num_rows
    read = read_columns(home, version, there)
    return pa.table(
        {
            name: read[name].cast(pa.string()) if name in there else pa.nulls(rows, pa.string())
            for name in names
        }
    )


def check_held(table: pa.Table, names: Sequence[str], *, of: str) -> None:
    """Raise BadInput for the first of these columns that a table has not."""
    missing = [name for name in names if name not in table.column_names]
    if missing:
        raise BadInput(
            f"There is no column {missing[0]} in {of}.",
            why=f"The columns are {', '.join(table.column_names[:30])}.",
            next_step="Name one of these.",
        )


def _with_uprn(table: pa.Table, uprns: Path | None) -> pa.Table:
    """Return a table with the UPRNs that matching gave to its rows, in place of its own."""
    import pyarrow.parquet as pq

    if uprns is None:
        return table
    uprn = pq.read_table(uprns, columns=["uprn"])["uprn"].slice(0, table.num_rows)
    if "uprn" in table.column_names:
        return table.set_column(table.column_names.index("uprn"), "uprn", uprn)
    return table.append_column("uprn", uprn)
