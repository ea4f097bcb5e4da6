"""A page of an answer is made of its own rows; the others are not read."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from beholden.doors.odata.answered_rows import AnsweredRows
from beholden.doors.odata.entity_sets import Column, EntitySet, Property
from beholden.doors.odata.options import Options, page_of

TABLE = pa.table({"n": list(range(5_000))})
SET = EntitySet("q", "", "", (Column(Property("n", "Edm.Decimal", "n", nullable=True)),))


class Read:
    """A table that counts the rows that are read of it."""

    def __init__(self) -> None:
        self.rows, self.num_rows = 0, TABLE.num_rows

    def slice(self, first: int, most: int) -> Any:
        part = TABLE.slice(first, most)
        self.rows += part.num_rows
        return part


@pytest.mark.parametrize(
    ("options", "numbers", "more"),
    [
        (Options(), range(1_000), True),
        (Options(given=4_000), range(4_000, 5_000), False),
        (Options(given=5, most=5), range(5, 10), True),
        (Options(skip=10, top=7, given=5, most=5), range(15, 17), False),
        (Options(skip=6_000), (), False),
        (Options(top=0), (), False),
    ],
)
def test_a_page_reads_its_rows_alone(options, numbers, more):
    table = Read()
    page = page_of(AnsweredRows(SET, table), options)
    assert [(row["row"], row["n"]) for row in page.rows] == [(n + 1, n) for n in numbers]
    assert (page.total, page.more, table.rows) == (5_000, more, len(numbers))


def test_a_row_by_its_number_reads_that_row():
    table = Read()
    assert AnsweredRows(SET, table)[41] == {"row": 42, "n": 41}
    assert table.rows == 1
