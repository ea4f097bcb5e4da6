"""What doors need to tell of a run: the parts of a report, the made-up borough, keys to measure by.

Doors import no working room, so what they may use of one is named here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import linkage
from ..borough import make as make_borough
from ..borough import write as write_borough
from ..release import (
    ALL,
    Chart,
    Checked,
    CheckedTable,
    Code,
    Facts,
    Heading,
    No,
    Paragraph,
    PublicUse,
    Report,
    Section,
    Table,
    UsePage,
    chart_of,
    chart_svg,
    receipt_facts,
    report_page,
)
from .datasets import key_files, latest_version, read_version
from .full_disk import full_disk_is_unavailable
from .home import Home

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "ALL",
    "Chart",
    "Checked",
    "CheckedTable",
    "Code",
    "Facts",
    "Heading",
    "No",
    "Paragraph",
    "PublicUse",
    "Report",
    "Section",
    "Table",
    "UsePage",
    "chart_of",
    "chart_svg",
    "first_use_of_matcher",
    "full_disk_is_unavailable",
    "make_borough",
    "receipt_facts",
    "report_page",
    "table_with_keys",
    "write_borough",
]


def first_use_of_matcher() -> str:
    """Return in words that the next match compiles the matcher for this machine, else nothing."""
    return linkage.first_use()


def table_with_keys(home: Home, *, dataset: str) -> pa.Table:
    """Return the newest version of a dataset with the keys that linkage gave to its rows.

    A key column replaces a column of its name, as in an extract. For measuring linkage where the
    truth is known; it reads the council's own data and never leaves the process. Raises NotFound.
    """
    import pyarrow.parquet as pq

    with home.at_work():
        version = latest_version(dataset)
        keys = {name: home.path(key.path) for name, key in key_files(home, version).items()}
    table = read_version(home, version)
    for name, path in keys.items():
        column = pq.read_table(path).sort_by("row")[name]
        if name in table.column_names:
            table = table.drop_columns([name])
        table = table.append_column(name, column)
    return table
