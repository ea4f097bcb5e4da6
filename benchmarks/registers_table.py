"""The addresses of fourteen public registers as one table: ``unlabelled.parquet``.

    git clone https://github.com/toshazed/address-matching-data CLONE
    git -C CLONE checkout 0916a6aabf3be497eaba9a80c89c9e73cdc16371
    python -m benchmarks.registers_table CLONE unlabelled.parquet

Of ten registers the clone's addresses.tsv is read; of four, of millions of rows, its sample.tsv. A
line is a row; one without a text is left out. The Government Digital Service published them (2016)
under the Open Government Licence v3.0; docs/benchmark.md says whose each register is.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

# Each register, and which file of its folder is read.
WHOLE, SAMPLE = "addresses.tsv", "sample.tsv"
REGISTERS = {
    "charity-commission": SAMPLE,
    "civil-marriage-venues": WHOLE,
    "companies-house": SAMPLE,
    "democracy-club-polling-stations": WHOLE,
    "edubase": WHOLE,
    "end-of-life-vehicles": WHOLE,
    "food-hygiene": SAMPLE,
    "gambling-commission": WHOLE,
    "general-dental-practices": WHOLE,
    "general-medical-practices": WHOLE,
    "jobcentre": WHOLE,
    "pharmacy": WHOLE,
    "price-paid": SAMPLE,
    "vehicle-testing-stations": WHOLE,
}
COLUMNS = ("unique_id", "source", "name", "address_concat", "postcode")


def rows_of(path: Path, source: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one register, their ends without spaces and commas."""
    first, *lines = path.read_text("utf-8").split("\n")
    names = first.split("\t")
    for line in lines:
        fields = line.split("\t")
        row = dict(zip(names, fields, strict=False))
        text = row.get("text", "").strip()
        if text:
            yield {
                "unique_id": row["test"],
                "source": source,
                "name": row.get("name", "").strip(),
                "address_concat": text,
                "postcode": row.get("postcode", "").strip(),
            }


def table_of(clone: Path) -> pa.Table:
    """Return the rows of all registers of a clone, in the order of their names."""
    rows = [
        row
        for source, file in REGISTERS.items()
        for row in rows_of(clone / "bulk" / source / file, source)
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in COLUMNS]))


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clone", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    table = table_of(asked.clone)
    pq.write_table(table, asked.out)
    print(f"{table.num_rows:,} addresses of {len(REGISTERS)} registers")


if __name__ == "__main__":
    main()
