"""Which format a file is in, told by what it holds and not by its name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from beholden.kernel import BadInput

from ..addresses.columns import AddressColumns
from .formats import Format
from .layouts import DTF_WIDTHS, FLAT_COLUMNS, PREMIUM_WIDTHS
from .letters import without_mark
from .plain_columns import columns_named, columns_of_names
from .volumes import DeliveryLimits, Volume, delivery_of

_RECORDS = {10, 11, 12, 13, 14, 15, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 98, 99}
_DELIMITERS = (",", ";", "\t", "|")
_NGD_KINDS = (
    ("royalmail", "delivery-point"), ("prebuild", "pre-build"), ("historic", "historic-built"),
    ("nonaddressable", "non-addressable"), ("built", "built"),
)  # fmt: skip
_OPEN_UPRN = {"uprn", "x_coordinate", "y_coordinate"}
_PARQUET = b"PAR1"
# A UPRN where a name would stand, as software and spreadsheets leave it.
_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?([eE]\+?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Shape:
    """How one file is laid out: its format, and for rows with names those names.

    ``kind`` is of OS NGD Address alone: which feature type the rows are, and ``alternate`` whether
    they are alternate addresses of it; ``columns`` is of a plain table alone. ``format`` is None
    for a file that is no list of addresses.
    """

    format: Format | None
    names: tuple[str, ...] = ()
    headed: bool = False
    delimiter: str = ","
    parquet: bool = False
    kind: str = ""
    alternate: bool = False
    columns: AddressColumns | None = None


def detect(path: Path | str, *, limits: DeliveryLimits | None = None) -> Format:
    """Return the format of a file, a folder or an archive, by what it holds.

    Raises BadInput where it holds no addresses, or several formats at once.
    """
    with delivery_of([path], limits) as delivery:
        return one_format([shape_of(volume) for volume in delivery.volumes])


def one_format(shapes: Sequence[Shape]) -> Format:
    """Return the format that all files have; raise BadInput where they have none or several."""
    found = sorted({shape.format for shape in shapes if shape.format is not None})
    if len(found) > 1:
        raise BadInput(
            "Several formats are mixed in what was named: " + ", ".join(found) + ".",
            why="One list is made of one delivery.",
            next_step="Read them one by one; Open UPRN is named apart (--coordinates).",
        )
    if not found:
        raise BadInput(
            "No file was recognised as a list of addresses.",
            why="Read are AddressBase, its Core, Plus and Premium, OS NGD Address, DTF 7.3, "
            "and tables with columns named uprn and address.",
            next_step="Check what was named; the first row of a table must name its columns. "
            "Where these have names of their own, say which is which: --uprn-column, "
            "--address-columns, --postcode-column.",
        )
    return found[0]


def shape_of(volume: Volume, named: AddressColumns | None = None) -> Shape:
    """Return how a file is laid out; its format is None where it is no list of addresses.

    With ``named`` columns it is a plain table, or refused with BadInput.
    """
    shape = _found(volume)
    if named is None:
        return shape
    names = shape.names if shape.headed else ()
    columns = columns_named(names, named, name=volume.name, form=str(shape.format or ""))
    return replace(shape, format=Format.PLAIN, columns=columns)


def _found(volume: Volume) -> Shape:
    head = volume.head()
    if head.startswith(_PARQUET):
        with volume.open() as stream, whole_parquet(volume.name):
            names = tuple(name.strip().lower() for name in pq.read_schema(stream).names)
        return _by_names(volume.name, names, parquet=True)
    text = without_mark(head, volume.name).decode("utf-8", "replace").lstrip("\r\n")
    lines = text.splitlines()[:200]
    if not lines:
        return Shape(None)
    records = _by_records(lines)
    return records or _by_columns(volume.name, lines)


@contextmanager
def whole_parquet(name: str) -> Iterator[None]:
    """Raise BadInput for a Parquet file whose bytes are not as they were written."""
    try:
        yield
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        # What the disk says has a number; what the reader of Parquet says has none.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise BadInput(
            f"{name} cannot be read as Parquet.",
            why="It is cut short, or it changed on the way.",
            next_step="Fetch or export it again.",
        ) from error


def _by_records(lines: list[str]) -> Shape | None:
    """Return the shape of a file of records, which begin with two digits and a comma."""
    body = [line for line in lines if not line.lstrip('"').startswith("RECORD_IDENTIFIER")]
    rows = [row for row in csv.reader(body[:-1] or body) if row]
    known = [row for row in rows if row[0] in map(str, _RECORDS)]
    if not rows or len(known) < 0.8 * len(rows):
        return None
    if rows[0][0] == "10" and len(rows[0]) >= 9:
        of_council = rows[0][7].strip().startswith(("7", "8"))
        return Shape(Format.DTF if of_council else Format.ADDRESSBASE_PREMIUM)
    premium = sum(len(row) in PREMIUM_WIDTHS.get(int(row[0]), ()) for row in known)
    dtf = sum(len(row) in DTF_WIDTHS.get(int(row[0]), ()) for row in known)
    return Shape(Format.DTF if dtf > premium else Format.ADDRESSBASE_PREMIUM)


def _by_columns(name: str, lines: list[str]) -> Shape:
    delimiter = max(_DELIMITERS, key=lines[0].count)
    rows = [row for row in csv.reader(lines[:20], delimiter=delimiter) if row]
    first = [cell.strip() for cell in rows[0]]
    if _NUMBER.fullmatch(first[0]):
        return _without_names(rows, delimiter)
    names = tuple(cell.lower() for cell in first)
    return _by_names(name, names, delimiter=delimiter)


def _without_names(rows: list[list[str]], delimiter: str) -> Shape:
    """Return the shape of a product that comes without column names, by how many it has."""
    row = rows[0]
    changes = {"I", "U", "D", "N"}
    for form, columns in FLAT_COLUMNS.items():
        place = columns.index("change")
        widths = {len(columns), len(columns) - ("tile" in columns)}
        if len(row) in widths and row[place].strip() in changes:
            return Shape(Format(form), tuple(columns[: len(row)]), delimiter=delimiter)
    return Shape(None)


def _by_names(
    name: str, names: tuple[str, ...], *, delimiter: str = ",", parquet: bool = False
) -> Shape:
    found, how = set(names), {"headed": True, "delimiter": delimiter, "parquet": parquet}
    if found & {"versiondate", "featuretypeversiondate"}:
        return _ngd(name, names, **how)  # type: ignore[arg-type]
    if found >= _OPEN_UPRN and len(found) <= 6:
        return Shape(Format.OPEN_UPRN, names, **how)  # type: ignore[arg-type]
    for form, columns in FLAT_COLUMNS.items():
        if len(names) in (len(columns), len(columns) - 1) and _is_product(form, found):
            return Shape(Format(form), tuple(columns[: len(names)]), **how)  # type: ignore[arg-type]
    if plain := columns_of_names(names):
        return Shape(Format.PLAIN, names, columns=plain, **how)  # type: ignore[arg-type]
    return Shape(None, names, **how)  # type: ignore[arg-type]


def _is_product(form: str, found: set[str]) -> bool:
    signs = {
        "AddressBase": {"rm_start_date", "udprn"},
        "AddressBase Core": {"single_line_address", "uprn"},
        "AddressBase Plus": {"pao_start_number", "udprn"},
    }
    return signs[form] <= found


def _ngd(
    name: str, names: tuple[str, ...], *, headed: bool, delimiter: str, parquet: bool
) -> Shape:
    """Return the shape of a file of OS NGD Address; related tables hold no addresses."""
    plain = re.sub(r"[^a-z]", "", name.lower())
    found = set(names)
    if "uprn" not in found or not found & {"fulladdress", "posttown"}:
        return Shape(None, names, headed, delimiter, parquet)
    kind = next((kind for sign, kind in _NGD_KINDS if sign in plain), "built")
    if "posttown" in found and "fulladdress" not in found:
        kind = "delivery-point"
    alternate = "altadd" in plain or "alternateaddressid" in found
    return Shape(Format.NGD_ADDRESS, names, headed, delimiter, parquet, kind, alternate)
