"""Building, updating and showing a gazetteer, as the action and from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner

from beholden import linkage
from beholden.actions.gazetteers import build_gazetteer, update_gazetteer
from beholden.doors.cli.commands.gazetteer import gazetteer
from beholden.kernel import BadInput

from . import made_up as m


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """Give a council's full supply in DTF 7.3."""
    return m.write(tmp_path / "llpg.csv", m.volume(m.dtf(), version="7.3", supplier=9067))


@pytest.fixture
def change(tmp_path: Path) -> Path:
    """Give a change to it, made a month later."""
    records = [m.dtf_lpi(m.HOUSE, "L1", change="U", number=15)]
    text = m.volume(records, version="7.3", supplier=9067, kind="C", day="2026-02-05")
    return m.write(tmp_path / "change.csv", text)


def matched(index: Path, address: str) -> str | None:
    asked = pa.table({"unique_id": ["1"], "address_concat": [address], "postcode": ["ZX1 1AB"]})
    found = linkage.match_addresses(asked, linkage.Gazetteer.open(index))
    uprn: str | None = found["uprn"].to_pylist()[0]
    return uprn


def test_what_is_built_can_be_matched_against(full: Path, tmp_path: Path) -> None:
    made = build_gazetteer([full], tmp_path / "place.gaz", listing=tmp_path / "kept")
    assert (made.format, made.uprns, made.as_of) == ("DTF 7.3", 2, "2026-01-05")
    assert matched(tmp_path / "place.gaz", "14 Mill Lane Ashmere") == str(m.HOUSE)


def test_an_update_changes_index_and_listing(full: Path, change: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "place.gaz", tmp_path / "kept"
    build_gazetteer([full], out, listing=kept)
    before = out.read_bytes()
    with pytest.raises(BadInput, match="was applied before"):
        update_gazetteer(kept, [m.write(tmp_path / "old.csv", m.volume(
            m.dtf(), version="7.3", supplier=9067, kind="C"))], out)  # fmt: skip
    assert out.read_bytes() == before
    made = update_gazetteer(kept, [change], out)
    assert made.as_of == "2026-02-05"
    assert matched(out, "15 Mill Lane Ashmere") == str(m.HOUSE)


def test_places_are_looked_at_before_the_work_is_begun(full: Path, tmp_path: Path) -> None:
    m.write(tmp_path / "t.csv", m.table(["uprn", "address"], [[m.HOUSE, "14 MILL LANE"]]))
    build_gazetteer([tmp_path / "t.csv"], tmp_path / "t.gaz", listing=tmp_path / "kept")
    places = {
        tmp_path: None,
        tmp_path / "x" / "y.gaz": None,
        tmp_path / "y.gaz": tmp_path / "x" / "kept",
        tmp_path / "kept" / "y.gaz": tmp_path / "kept",
    }
    for out, listing in places.items():
        with pytest.raises(BadInput):
            build_gazetteer([tmp_path / "not-there.csv"], out, listing=listing)


def test_the_command_line(full: Path, change: Path, tmp_path: Path) -> None:
    def run(*words: object) -> str:
        done = CliRunner().invoke(gazetteer, [str(word) for word in words])
        assert done.exit_code == 0, done.output
        return done.stdout

    out, kept = tmp_path / "place.gaz", tmp_path / "kept"
    built = json.loads(run("build", full, "--out", out, "--listing", kept, "--json"))
    assert (built["format"], built["texts"], built["findings"]) == ("DTF 7.3", 2, [])
    assert "2026-02-05" in run("update", kept, change, "--out", out)
    assert json.loads(run("show", out, "--json"))["uprns"] == 2
    assert json.loads(run("show", kept, "--json"))["as_of"] == "2026-02-05"
    assert run("show", kept, "--csv").startswith("listing,format")


def test_what_is_read_is_never_written_over(full: Path, change: Path, tmp_path: Path) -> None:
    before = full.read_bytes(), change.read_bytes()
    with pytest.raises(BadInput, match="one of the files to read"):
        build_gazetteer([full], full)
    build_gazetteer([full], tmp_path / "place.gaz", listing=tmp_path / "kept")
    with pytest.raises(BadInput, match="one of the files to read"):
        update_gazetteer(tmp_path / "kept", [change], change)
    assert (full.read_bytes(), change.read_bytes()) == before
