"""What linkage reads of a dataset: the columns that it compares, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import linkage
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


def empty_table(home: Home, version: Any) -> pa.Table:
    """Return a version's table without its rows."""
    import pyarrow.parquet as pq

    return pq.read_schema(home.path(version.path)).empty_table()


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


def person_columns(home: Home, version: Any, uprns: Path | None) -> linkage.PersonColumns:
    """Return the columns that tell a person, found by names and by the first rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(home.path(version.path)) as file:
        first = next(file.iter_batches(batch_size=_HEAD), None)
    head = empty_table(home, version) if first is None else pa.Table.from_batches([first])
    return linkage.find_person_columns(_with_uprn(head, uprns))


def read_people(
    home: Home, version: Any, columns: linkage.PersonColumns, uprns: Path | None
) -> pa.Table:
    """Return the columns of a version that tell a person, and no others."""
    own = [name for name in dict.fromkeys(columns.used()) if not (uprns and name == "uprn")]
    return _with_uprn(read_columns(home, version, own), uprns)


def _with_uprn(table: pa.Table, uprns: Path | None) -> pa.Table:
    """Return a table with the UPRNs that matching gave to its rows, in place of its own."""
    import pyarrow.parquet as pq

    if uprns is None:
        return table
    uprn = pq.read_table(uprns, columns=["uprn"])["uprn"].slice(0, table.num_rows)
    if "uprn" in table.column_names:
        return table.set_column(table.column_names.index("uprn"), "uprn", uprn)
    return table.append_column("uprn", uprn)
