"""Small tables of made-up people."""

import pyarrow as pa

HERE, THERE = ("2 Mill Lane", "ZX1 4AB"), ("9 Elm Way", "ZX9 9AA")
NAMES = ("name", "dob", "address", "postcode", "nhs_number")


def people(*rows, names=NAMES):
    """Return a table of text; a row that is too short is null to its end."""
    whole = [row + (None,) * (len(names) - len(row)) for row in rows]
    return pa.table(
        {
            name: pa.array([row[at] for row in whole], type=pa.string())
            for at, name in enumerate(names)
        }
    )
