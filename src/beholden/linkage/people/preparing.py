"""From departments' tables to one table of people in one form, ready to be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from . import reading
from .columns import PersonColumns
from .nicknames import forms_of, key_of

if TYPE_CHECKING:
    import pyarrow as pa

FIELDS = ("first", "surname", "birth", "postcode", "uprn", "nhs", "nino", "email", "numbers")


def prepare(tables: Mapping[str, pa.Table], columns: Mapping[str, PersonColumns]) -> pa.Table:
    """Return one row for each row of every table, in order, in one form.

    Columns: ``unique_id`` (0-based over all tables), ``dataset``, ``row`` (0-based in its table),
    ``first``, ``first_key``, ``first_forms``, ``surname``, ``birth`` (ISO text),
    ``birth_swapped`` (day and month exchanged, where that is a date), ``day_month``, ``postcode``,
    ``district``, ``uprn``, ``premise`` (numbers of the address with the postcode), ``nhs``,
    ``nino``, ``email``, ``mailbox`` (the part before the @). Whatever cannot be read is null.
    """
    import pyarrow as pa

    parts = [_part(name, table, columns[name]) for name, table in tables.items()]
    whole = pa.concat_tables(parts)
    return whole.add_column(0, "unique_id", pa.array(range(whole.num_rows), type=pa.int64()))


def _part(dataset: str, table: pa.Table, columns: PersonColumns) -> pa.Table:
    import pyarrow as pa

    read = {field: pa.nulls(table.num_rows, pa.string()) for field in FIELDS}
    read |= _names(table, columns)
    for field, column, reader in (
        ("birth", columns.date_of_birth, _birth),
        ("postcode", columns.postcode, reading.postcode),
        ("uprn", columns.uprn, reading.uprn),
        ("nhs", columns.nhs_number, reading.nhs_number),
        ("nino", columns.nino, reading.nino),
        ("email", columns.email, reading.email),
    ):
        if column:
            read[field] = _mapped(table.column(column), reader)
    if columns.address:
        read["numbers"] = _mapped(_address(table, columns.address), reading.premises)
    made = {
        "dataset": pa.array([dataset] * table.num_rows, type=pa.string()),
        "row": pa.array(range(table.num_rows), type=pa.int64()),
        **read,
        **_derived(read),
    }
    return pa.table(made)


def _names(table: pa.Table, columns: PersonColumns) -> dict[str, pa.Array]:
    if columns.name:
        whole = table.column(columns.name)
        return {
            "first": _mapped(whole, lambda text: reading.whole_name(text)[0]),
            "surname": _mapped(whole, lambda text: reading.whole_name(text)[1]),
        }
    read = {}
    if columns.first_name:
        read["first"] = _mapped(table.column(columns.first_name), reading.given_name)
    if columns.surname:
        read["surname"] = _mapped(table.column(columns.surname), reading.family_name)
    return read


def _birth(text: str | None) -> str | None:
    born = reading.birth_date(text)
    return born.isoformat() if born else None


def _derived(read: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    import pyarrow as pa
    import pyarrow.compute as pc

    district = _mapped(read["postcode"], lambda text: text.split(" ")[0] if text else None)
    return {
        "first_key": _mapped(read["first"], lambda name: key_of(name) if name else None),
        "first_forms": _mapped(
            read["first"], lambda name: forms_of(name) if name else None, pa.list_(pa.string())
        ),
        "birth_swapped": _mapped(read["birth"], _swapped),
        "day_month": _mapped(read["birth"], lambda text: text[5:] if text else None),
        "district": district,
        "mailbox": _mapped(read["email"], lambda text: text.split("@")[0] if text else None),
        "premise": pc.binary_join_element_wise(read["numbers"], read["postcode"], " / "),
    }


def _swapped(text: str | None) -> str | None:
    """Return a date with day and month exchanged, where that is another date."""
    if text is None:
        return None
    year, month, day = (int(part) for part in text.split("-"))
    return date(year, day, month).isoformat() if day <= 12 and day != month else None


def _address(table: pa.Table, columns: tuple[str, ...]) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    lines = [pc.fill_null(_texts(table.column(column)), "") for column in columns]
    return pc.binary_join_element_wise(*lines, ", ")


def _texts(values: Any) -> Any:
    """Return values as text: whole numbers without a fraction, dates in ISO 8601."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_floating(values.type):
        whole = pc.and_kleene(pc.is_finite(values), pc.equal(values, pc.floor(values)))
        values = pc.if_else(whole, values, None).cast(pa.int64())
    return values.cast(pa.string())


def _mapped(values: Any, read: Callable[[str | None], Any], kind: pa.DataType | None = None) -> Any:
    """Return values read one by one; each distinct value is read once."""
    import pyarrow as pa

    coded = _texts(values).dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    known = [read(text) for text in coded.dictionary.to_pylist()]
    return pa.array(known, type=kind or pa.string()).take(coded.indices)
