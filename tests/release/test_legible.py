"""Characters that XML does not allow come out of labels, names and titles; the rest stays."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.kernel import Measure, legible
from beholden.release import Checked, Rules, chart_svg, check, package

from .cases import cells_of, counted, publication

RULES = Rules.load()
FAULTY = ["\x00", "\x01", "\x08", "\x0b", "\x1b", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"]


@pytest.mark.parametrize("fault", [f for f in FAULTY if f not in "\ud800\udfff"])
def test_a_faulty_character_of_the_data_is_in_no_file(fault: str, tmp_path: Path) -> None:
    ward, name = f"w{fault}ard", f"house{fault}holds"
    rows = [
        {ward: f"Mill{fault}brook", "kind": f"a{fault}", name: 30, "_subjects": 30},
        {ward: "Northgate", "kind": "b", name: 45, "_subjects": 45},
    ]
    checked = check(cells_of(rows, (ward, "kind"), (Measure(name, "count"),)), RULES)
    made = package(checked, about=publication(), to=tmp_path / "r")
    assert_legible(made.path, fault)


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_character_of_a_title_is_in_no_file(fault: str, tmp_path: Path) -> None:
    checked = check(counted({("a",): 40, ("b",): 50}, dimensions=("ward",)), RULES)
    about = publication(title=f"House{fault}holds", purpose=f"So{fault}", question=fault)
    made = package(checked, about=about, to=tmp_path / "r")
    assert_legible(made.path, fault)


def assert_legible(folder: Path, fault: str) -> None:
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8")
        assert fault not in text
        assert text == legible(text)
    ET.parse(folder / "chart.svg")


def test_labels_that_differ_by_such_characters_only_stay_apart() -> None:
    cells = counted({("a\x01",): 40, ("a\x02",): 50, ("a",): 30}, dimensions=("ward",))
    checked = check(cells, RULES)
    assert len({row.at for row in checked.rows}) == 4
    assert [row.values for row in checked.rows] == [(30,), (40,), (50,), (120,)]


def test_a_chart_of_stored_labels_is_drawn_too() -> None:
    """What was checked before labels were cleaned is drawn from the record as it is."""
    kept = check(counted({("a",): 40, ("b",): 50}, dimensions=("ward",)), RULES).to_dict()
    kept["rows"][0]["at"] = ["a\x01"]
    rows = [{"ward": row.at[0], "n": row.values[0]} for row in Checked.from_dict(kept).rows]
    assert "a\ufffd" in chart_svg(rows, x="ward", y="n", colour="ward", title="\x1b")


@given(st.text())
def test_what_xml_allows_is_kept_and_nothing_else(text: str) -> None:
    kept = legible(text)
    assert len(kept) == len(text)
    ET.fromstring(f"<a>{kept.replace('&', '').replace('<', '')}</a>".encode())
    assert legible("Siôn, O’Hara\t1\r\n😀") == "Siôn, O’Hara\t1\r\n😀"
