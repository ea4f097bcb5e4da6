"""From departments' tables to one table of people in one form, ready to be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from . import reading
from .columns import PersonColumns
from .nicknames import forms_of, key_of

if TYPE_CHECKING:
    import pyarrow as pa

FIELDS = (
    "first", "surname", "birth", "postcode", "uprn", "nhs", "nino", "email", "phone", "sex",
    "birth_place", "occupation", "town", "numbers", "street",
)  # fmt: skip


def prepare(tables: Mapping[str, pa.Table], columns: Mapping[str, PersonColumns]) -> pa.Table:
    """Return one row for each row of every table, in order, in one form.

    Columns: ``unique_id`` (0-based over all tables), ``dataset``, ``row`` (0-based in its table),
    ``first``, ``first_key``, ``first_forms``, ``surname``, ``sound`` (of the surname), ``names``
    (every word of every name, a list), ``birth`` (YYYY-MM-DD), ``birth_swapped`` (day and month
    exchanged, where that is a date), ``day_month``, ``year``, ``postcode``, ``district``, ``uprn``,
    ``numbers`` and ``street`` of the address, ``premise`` (numbers with the postcode), ``nhs``,
    ``nino``, ``email``, ``mailbox`` (the part before the @), ``phone``, ``sex``, ``birth_place``,
    ``occupation`` and ``town``. Whatever cannot be read is null.
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
        ("birth", columns.date_of_birth, reading.birth_text),
        ("postcode", columns.postcode, reading.postcode_like),
        ("uprn", columns.uprn, reading.uprn),
        ("nhs", columns.nhs_number, reading.nhs_number),
        ("nino", columns.nino, reading.nino),
        ("email", columns.email, reading.email),
        ("phone", columns.phone, reading.phone),
        ("sex", columns.sex, reading.sex),
        ("birth_place", columns.birth_place, reading.plain_words),
        ("occupation", columns.occupation, reading.plain_words),
        ("town", columns.town, reading.plain_words),
    ):
        if column:
            read[field] = _mapped(table.column(column), reader)
    if columns.address:
        address = _address(table, columns.address)
        read["numbers"] = _mapped(address, reading.premises)
        read["street"] = _mapped(address, reading.street)
    made = {
        "dataset": pa.array([dataset] * table.num_rows, type=pa.string()),
        "row": pa.array(range(table.num_rows), type=pa.int64()),
        **read,
        **_derived(read),
        "names": _all_names(read, table, columns),
    }
    return pa.table(made)


def _names(table: pa.Table, columns: PersonColumns) -> dict[str, pa.Array]:
    if columns.name:
        return _split_names(table.column(columns.name))
    read = {}
    if columns.first_name:
        read["first"] = _mapped(table.column(columns.first_name), reading.given_name)
    if columns.surname:
        read["surname"] = _mapped(table.column(columns.surname), reading.family_name)
    return read


def _split_names(whole: pa.ChunkedArray) -> dict[str, pa.Array]:
    import pyarrow as pa

    parts = _mapped(whole, reading.whole_name, pa.list_(pa.string(), 2))
    return {"first": _item(parts, 0), "surname": _item(parts, 1)}


def _item(pairs: pa.Array, at: int) -> pa.Array:
    import pyarrow.compute as pc

    return pc.list_element(pairs, at)


def _all_names(read: Mapping[str, pa.Array], table: pa.Table, columns: PersonColumns) -> pa.Array:
    """Return every word of every name of each row, as lists; null where there is none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    written = [read["first"], read["surname"]]
    written += [_texts(table.column(column)) for column in columns.other_names]
    if columns.name:
        written.append(_texts(table.column(columns.name)))
    together = pc.binary_join_element_wise(*[pc.fill_null(text, "") for text in written], " ")
    return _mapped(together, reading.name_words, pa.list_(pa.string()))


def _derived(read: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    import pyarrow as pa
    import pyarrow.compute as pc

    district = _mapped(read["postcode"], lambda text: text.split(" ")[0] if text else None)
    return {
        "first_key": _mapped(read["first"], lambda name: key_of(name) if name else None),
        "first_forms": _mapped(
            read["first"], lambda name: forms_of(name) if name else None, pa.list_(pa.string())
        ),
        "sound": _mapped(read["surname"], lambda name: reading.soundex(name) if name else None),
        "birth_swapped": _mapped(read["birth"], _swapped),
        "day_month": _mapped(read["birth"], lambda text: text[5:] if text else None),
        "year": _mapped(read["birth"], lambda text: text[:4] if text else None),
        "district": district,
        "mailbox": _mapped(read["email"], lambda text: text.split("@")[0] if text else None),
        "premise": pc.binary_join_element_wise(read["numbers"], read["postcode"], " / "),
    }


def _swapped(text: str | None) -> str | None:
    """Return a date with day and month exchanged, where that is another date."""
    if text is None:
        return None
    year, month, day = text.split("-")
    return f"{year}-{day}-{month}" if int(day) <= 12 and day != month else None


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
