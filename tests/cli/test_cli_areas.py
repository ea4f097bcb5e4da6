"""Areas on the command line: kept, listed, shown as GeoJSON and as a map."""

from __future__ import annotations

import json

import pytest
from actions.ashmere import CODES, PLACES, WHOSE_PLACES, places_file

from .running import Line


@pytest.fixture
def steward(line: Line, agreed) -> Line:
    """Give a command line of a steward."""
    agreed.close()
    return Line(line._captured, agreed.directory, CODES["revenues"])


def test_areas_are_kept_listed_and_shown(steward, tmp_path):
    said = ["--name", "places", "--code", "code", "--attribution", WHOSE_PLACES]
    file = places_file(tmp_path)
    kept = steward("areas", "keep", file, *said, "--label", "name", "--made-up", "--json")
    assert (kept.code, kept.json["areas"], kept.json["findings"]) == (0, 4, [])
    again = steward("areas", "keep", file, *said, "--label", "name", "--made-up")
    assert "See them: beholden areas show places --out places.svg" in again.out
    (row,) = steward("areas", "list", "--json").json
    assert (row["name"], row["title"], row["version"]) == ("places", "places", 1)
    assert [one["name"] for one in steward("areas", "show", "places", "--json").json] == list(
        PLACES
    )
    boundaries = tmp_path / "places.geojson"
    assert steward("areas", "show", "places", "--out", boundaries).code == 0
    shown = json.loads(boundaries.read_text("utf-8"))
    assert [one["properties"]["name"] for one in shown["features"]] == list(PLACES)
    out = tmp_path / "places.svg"
    assert steward("areas", "show", "places", "--out", out).code == 0
    assert all(name in out.read_text("utf-8") for name in PLACES)
    wrong = steward("areas", "keep", file, *said, "--code", "WD26CD", "--json")
    assert (wrong.code, wrong.error["kind"]) == (6, "bad-input")
