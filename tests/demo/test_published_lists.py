"""The published keys are taken away from the lists, and only usable ones are the truth."""

from __future__ import annotations

import csv

import pytest

from beholden.doors.demo.published_lists import LISTS, _usable, take_keys_away

KEYS = [
    ("100053358", "100053358"),
    ("0100053358", "100053358"),
    (" 10091 ", "10091"),
    ("", None),
    ("N/A", None),
    ("LBR0441", None),
    ("1000410504158", None),
    ("000", None),
    ("١٢٣", None),
]


@pytest.mark.parametrize(("published", "usable"), KEYS)
def test_a_key_is_usable_if_it_is_a_uprn_in_form(published, usable):
    assert _usable(published) == usable


def test_the_lists_lose_their_keys_and_nothing_else(tmp_path):
    published = take_keys_away(tmp_path / "data", tmp_path / "truth")
    for one in LISTS:
        with (tmp_path / "data" / f"{one.name}.csv").open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        assert one.key not in header
        assert len(rows) == len(published[one.name].keys)
        known = sum(key is not None for key in published[one.name].keys)
        assert known + published[one.name].none + published[one.name].unusable == len(rows)
        keys = {key for key in published[one.name].keys if key and len(key) > 7}
        assert not keys & {cell for row in rows for cell in row}
