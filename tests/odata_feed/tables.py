"""Tables made up for these tests, as they stand in a published folder."""

from __future__ import annotations

from beholden.doors.odata.entity_sets import EntitySet, described, read

ABOUT = {
    "tableSchema": {
        "columns": [
            {"titles": "tenure", "name": "tenure", "datatype": "string", "required": True},
            {"titles": "Allowance", "name": "allowance", "datatype": "string", "required": True},
            {"titles": "Homes", "name": "homes", "datatype": "integer", "null": ["[c]", "[x]"]},
            {"titles": "Mean £ a year", "name": "2_mean", "datatype": "number", "null": ["[c]"]},
        ]
    }
}
TEXT = """\
tenure,Allowance,Homes,Mean £ a year
Council,none,120,14.5
O'Brien Trust,half,[c],[c]
Owned,none,35,-2.5
Private,half,[x],9
"""


def table() -> EntitySet:
    return described(ABOUT, release="release-1a2b", title="Homes by tenure & means <2026>")


def rows() -> list[dict[str, object]]:
    return list(read(table(), TEXT))
