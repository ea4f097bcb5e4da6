"""The borough's files, as five departments would hand them over: different formats and headings."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from beholden.kernel import BadInput, Unavailable

from .making import Borough
from .shapes import neighbourhoods_as_geojson

if TYPE_CHECKING:
    import pyarrow as pa

MOST_EXCEL_ROWS = 20_000
NEIGHBOURHOODS_FILE = "neighbourhoods.geojson"

README = """\
The Borough of Ashmere is made up.

No person, household, business or address in these files exists. Names were put together at random
from lists of common names; addresses from lists of words; the postcode areas ZX and ZY are not used
by Royal Mail; UPRNs begin with 9999; NHS numbers begin with 999, the range kept for tests.
A likeness to anybody is chance.

council_tax            comma-separated, Windows-1252, as Revenues and Benefits would send it
housing_tenancies      Excel, or separated by | where there are 20,000 rows and more (Housing)
energy_certificates    comma-separated, UTF-8 with a byte-order mark (Climate and Energy)
vaccinations           JSON, one object a line (Public Health Intelligence)
support_scheme         comma-separated, UTF-8 (Adult Social Care)
gazetteer              comma-separated: every address with its UPRN
places                 comma-separated: the open part of the gazetteer
neighbourhoods         GeoJSON: the borough's areas with their codes, in the North Sea

No two lists share an identifier. The folder truth holds, for each list, which UPRN and which
person each row is about (row counts from 0) and which faults it was given. It is for measuring; no
department would have it.
"""


def write(borough: Borough, directory: str | Path) -> Mapping[str, Path]:
    """Write the borough's files into a directory and return the path of each dataset's file.

    Outlines go to ``neighbourhoods.geojson``, truth to ``truth/NAME.parquet``, and a README.txt
    says that all is made up. Each file appears whole or not at all. Raise BadInput where the
    directory is a file, Unavailable where the disk is full or may not be written.
    """
    folder = Path(directory)
    try:
        (folder / "truth").mkdir(parents=True, exist_ok=True)
        paths = {name: _write_list(folder, name, rows) for name, rows in borough.tables.items()}
        for name, rows in borough.truth.items():
            _whole(folder / "truth" / f"{name}.parquet", _parquet(rows))
        _whole(folder / NEIGHBOURHOODS_FILE, neighbourhoods_as_geojson().encode())
        _whole(folder / "README.txt", README.encode())
    except (FileExistsError, NotADirectoryError) as error:
        raise BadInput(
            "The made-up borough needs a directory, and there is a file of that name.",
            next_step="Name another directory.",
        ) from error
    except OSError as error:
        raise _unavailable(error) from error
    return paths


def _unavailable(error: OSError) -> Unavailable:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return Unavailable(
        "The made-up borough could not be written.",
        why="The disk is full." if full else "The directory may not be written to.",
        next_step="Make room, or name another directory.",
    )


def headings(rows: pa.Table) -> list[str]:
    """Return a department's own headings: council_tax's liable_name is "Liable Name"."""
    return [name.replace("_", " ").title() for name in rows.column_names]


def _write_list(folder: Path, name: str, rows: pa.Table) -> Path:
    suffix, form = _FORMS[name]
    if name == "housing_tenancies" and rows.num_rows >= MOST_EXCEL_ROWS:
        suffix, form = ".txt", _pipes
    path = folder / f"{name}{suffix}"
    _whole(path, form(rows))
    return path


def _whole(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _text(rows: pa.Table, header: list[str], *, delimiter: str = ",", end: str = "\n") -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(header)
    columns = [column.to_pylist() for column in rows.columns]
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue()


def _windows(rows: pa.Table) -> bytes:
    return _text(rows, headings(rows), end="\r\n").encode("cp1252")


def _plain(rows: pa.Table) -> bytes:
    return _text(rows, rows.column_names).encode()


def _marked(rows: pa.Table) -> bytes:
    return _text(rows, rows.column_names, end="\r\n").encode("utf-8-sig")


def _pipes(rows: pa.Table) -> bytes:
    return _text(rows, rows.column_names, delimiter="|").encode()


def _json_lines(rows: pa.Table) -> bytes:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows.to_pylist()]
    return ("\n".join(lines) + "\n").encode()


def _excel(rows: pa.Table) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Tenancies")
    sheet.append(rows.column_names)
    for row in zip(*[column.to_pylist() for column in rows.columns], strict=True):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parquet(rows: pa.Table) -> bytes:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(rows, out, compression="zstd")
    return out.getvalue()


_FORMS: Mapping[str, tuple[str, Callable[[pa.Table], bytes]]] = {
    "council_tax": (".csv", _windows),
    "housing_tenancies": (".xlsx", _excel),
    "energy_certificates": (".csv", _marked),
    "vaccinations": (".jsonl", _json_lines),
    "support_scheme": (".csv", _plain),
    "gazetteer": (".csv", _plain),
    "places": (".csv", _plain),
}
