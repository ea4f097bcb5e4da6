"""Which columns of a table say who a person is, found by their names and their content."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beholden.kernel import BadInput

from . import reading

if TYPE_CHECKING:
    import pyarrow as pa

_SAMPLE = 1_000


@dataclass(frozen=True, slots=True)
class PersonColumns:
    """The columns that describe a person: ``name``, or ``first_name`` and ``surname``.

    ``address`` may be several columns, in the order in which they are written; ``other_names`` are
    middle names, former names, names also used, and a whole name that stands beside its parts.
    None means that the table has no such column.
    """

    name: str | None = None
    first_name: str | None = None
    surname: str | None = None
    date_of_birth: str | None = None
    postcode: str | None = None
    uprn: str | None = None
    nhs_number: str | None = None
    nino: str | None = None
    email: str | None = None
    phone: str | None = None
    sex: str | None = None
    birth_place: str | None = None
    occupation: str | None = None
    town: str | None = None
    address: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()

    def used(self) -> tuple[str, ...]:
        """Return every column that is named."""
        single = (
            self.name,
            self.first_name,
            self.surname,
            self.date_of_birth,
            self.postcode,
            self.uprn,
            self.nhs_number,
            self.nino,
            self.email,
            self.phone,
            self.sex,
            self.birth_place,
            self.occupation,
            self.town,
        )
        return (*(column for column in single if column), *self.address, *self.other_names)

    def tells_a_person(self) -> bool:
        """Return whether there is a name, a date of birth or an identifier to compare by."""
        named = self.name or self.surname or self.first_name
        return bool(named or self.date_of_birth or self.nhs_number or self.nino)


_PLACE = "house|street|road|building|property|flat"
_OTHER = "middle|second|former|previous|maiden|birth|known_as|alias|preferred"
_NAMES: tuple[tuple[str, str], ...] = (
    ("first_name", r"(first|given|fore|christian)_?names?|first|forename_?1"),
    ("surname", r"(sur|last|family|second)_?name|surname|last"),
    ("date_of_birth", r"dob|d_o_b|(date_of_)?birth(_?date)?|date_of_birth|born|birth_day"),
    ("postcode", r"post_?code|postal_?code|pcode|pc"),
    ("uprn", r"uprn"),
    ("email", r"e_?mail(_?address)?"),
    ("nhs_number", r"nhs(_?(number|no|num))?"),
    ("nino", r"nino|ni_?(number|no)|national_insurance(_?(number|no))?"),
    ("phone", r"(tele)?phone(_?(number|no))?|tel(_?(number|no))?|mobile(_?(number|no))?"),
    ("sex", r"sex|gender"),
    ("birth_place", r"birth_?place|(place|town|country)_of_birth|born_in"),
    ("occupation", r"occupation|profession|job(_title)?"),
    ("town", r"town|city|suburb|locality|post_?town|village"),
    (
        "name",
        r"(full|person|whole|client|patient|resident)?_?name"
        rf"|(?!{_PLACE})(?!{_OTHER}).*_name|name_.*|liable_part(y|ies)",
    ),
)
_ADDRESS = (
    r"(full_|home_|property_)?address(_concat|_?line)?_?[1-9]?|addr_?(line)?_?[1-9]?"
    rf"|({_PLACE})_?(name|no|num|number)"
)
_CONTENT: tuple[tuple[str, Callable[[str | None], object], float], ...] = (
    ("nhs_number", reading.nhs_number, 0.9),
    ("nino", reading.nino, 0.8),
    ("postcode", reading.postcode, 0.8),
    ("email", reading.email, 0.8),
)


def find_person_columns(table: pa.Table) -> PersonColumns:
    """Return the columns of a table that describe people.

    Names of columns come first ("Forename", "d.o.b.", "NHS No"); columns of NHS numbers, National
    Insurance numbers and postcodes are also known by their content. A single name is used only
    where given name and surname are not both there. Raise BadInput where nothing tells a person.
    """
    names = {column: _plain_name(column) for column in table.column_names}
    found = PersonColumns(
        address=_matching(names, _ADDRESS),
        other_names=_matching(names, rf"({_OTHER})(_?(first|sur))?_?names?|also_known_as|aka"),
    )
    for field, pattern in _NAMES:
        taken = set(found.used())
        free = {column: name for column, name in names.items() if column not in taken}
        match = next((c for c, name in free.items() if re.fullmatch(pattern, name)), None)
        found = replace(found, **{field: match}) if match else found
    if found.first_name and found.surname:
        besides = (found.name,) if found.name else ()
        found = replace(found, name=None, other_names=found.other_names + besides)
    elif found.name:
        found = replace(found, first_name=None, surname=None)
    found = _by_content(table, found)
    if not found.tells_a_person():
        raise _nothing_found(table.column_names)
    return found


def _plain_name(column: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", column.lower().replace("'", "")).strip("_")


def _matching(names: dict[str, str], pattern: str) -> tuple[str, ...]:
    found = [(name, column) for column, name in names.items() if re.fullmatch(pattern, name)]
    return tuple(column for _, column in sorted(found))


def _by_content(table: pa.Table, found: PersonColumns) -> PersonColumns:
    for field, read, share in _CONTENT:
        if getattr(found, field):
            continue
        taken = set(found.used())
        for column in table.column_names:
            if column not in taken and _share_read(table.column(column), read) >= share:
                found = replace(found, **{field: column})
                break
    return found


def _share_read(values: pa.ChunkedArray, read: Callable[[str | None], object]) -> float:
    import pyarrow as pa

    kind = values.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return 0.0
    sample = [text for text in values.slice(0, _SAMPLE).to_pylist() if text]
    if not sample:
        return 0.0
    return sum(read(text) is not None for text in sample) / len(sample)


def checked_columns(table: pa.Table, columns: PersonColumns, *, dataset: str) -> PersonColumns:
    """Return stated columns; raise BadInput where the table has not all or none tells a person."""
    missing = [column for column in columns.used() if column not in table.column_names]
    if missing:
        raise BadInput(
            f"The dataset {dataset} does not have every column that was named for linking people.",
            why=f"Not there: {', '.join(sorted(missing))}.",
            next_step="Name columns that are in the table.",
        )
    if not columns.tells_a_person():
        raise _nothing_found(table.column_names)
    return columns


def _nothing_found(columns: Iterable[str]) -> BadInput:
    return BadInput(
        "No column of this table tells who a person is.",
        why="Looked for: a name (or first name and surname), a date of birth, an NHS number and a "
        f"National Insurance number. The columns are: {', '.join(columns) or 'none'}.",
        next_step="Name the columns, for example name=…, date_of_birth=….",
    )
