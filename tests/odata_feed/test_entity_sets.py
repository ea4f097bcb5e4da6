"""How a published table becomes an entity set: names that OData allows, rows, and the model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from beholden.doors.odata.entity_sets import described, name_of
from beholden.doors.odata.metadata import model

from .tables import rows, table

IDENTIFIER = re.compile(r"[A-Za-z_]\w{0,127}", re.ASCII)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Households", "Households_d213acdc"),
        ("Homes by tenure & means <2026>", "Homes_by_tenure_means_2026_d213acdc"),
        ("2026: cold homes", "_2026_cold_homes_d213acdc"),
        ("Tai oer ŵyl", "Tai_oer_wyl_d213acdc"),
        ("住宅", "table_d213acdc"),
        ("", "table_d213acdc"),
        ("x" * 500, "x" * 60 + "_d213acdc"),
    ],
)
def test_a_name_of_a_table(title, name):
    assert name_of(title, "release-d213acdc") == name
    assert IDENTIFIER.fullmatch(name)


def test_two_releases_of_one_title_have_two_names():
    assert name_of("Homes", "release-1") != name_of("Homes", "release-2")


def test_no_property_has_a_name_of_the_feed_or_of_its_filters():
    names = ("row", "and", "null", "2_mean", "homes", "homes_note", "true")
    about = {
        "tableSchema": {
            "columns": [
                {"titles": n, "name": n, "datatype": "integer", "null": ["[c]"]} for n in names
            ]
        }
    }
    found = [p.name for p in described(about, release="r", title="t").properties]
    assert len({name.lower() for name in found}) == len(found) == 1 + 2 * len(names)
    assert all(IDENTIFIER.fullmatch(name) for name in found)
    assert not {"and", "null", "true", "2_mean"} & set(found)


def test_a_withheld_figure_is_null_and_its_note_keeps_what_the_table_has():
    first, second, _, fourth = rows()
    assert first == {
        "row": 1,
        "tenure": "Council",
        "allowance": "none",
        "homes": 120,
        "homes_note": None,
        "_2_mean": 14.5,
        "_2_mean_note": None,
    }
    assert (second["homes"], second["homes_note"]) == (None, "[c]")
    assert (fourth["homes"], fourth["homes_note"]) == (None, "[x]")


def test_the_model_is_as_it_was_looked_at():
    golden = Path(__file__).with_name("metadata.xml").read_text(encoding="utf-8")
    assert model([table()], container="released").decode() == golden
