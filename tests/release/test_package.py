"""The open package: what is in it, that nothing withheld is, and that it is whole or not there."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from exports.reading import departures, parsed
from waiting import PATIENCE

from beholden.kernel import BadInput, Unavailable
from beholden.release import OGL, Checked, Rules, check, package

from .cases import AVERAGE, HOUSEHOLDS, MILLBROOK, publication, with_arrears

RULES = Rules.load()
GOLDEN = Path(__file__).parent / "golden"
NAMES = {
    "table.csv",
    "table.csv-metadata.json",
    "dcat.jsonld",
    "chart.svg",
    "index.html",
    "checksums.txt",
}


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check(MILLBROOK, RULES)


@pytest.fixture(scope="module")
def folder(checked: Checked, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("releases") / "release-5d1f"
    package(checked, about=publication(), to=to)
    return to


def test_the_package_has_every_file_and_its_checksum(checked: Checked, tmp_path: Path) -> None:
    made = package(checked, about=publication(), to=tmp_path / "r")
    assert {path.name for path in made.path.iterdir()} == NAMES == set(made.files)
    for name, digest in made.files.items():
        assert hashlib.sha256((made.path / name).read_bytes()).hexdigest() == digest
    sums = dict(
        line.split("  ")[::-1] for line in (made.path / "checksums.txt").read_text().splitlines()
    )
    assert sums == {name: made.files[name] for name in NAMES - {"checksums.txt"}}


def test_the_same_release_is_written_the_same_twice(checked: Checked, tmp_path: Path) -> None:
    first = package(checked, about=publication(), to=tmp_path / "a")
    second = package(checked, about=publication(), to=tmp_path / "b")
    assert first.files == second.files


def test_the_table_reads_back_with_withheld_cells_marked(folder: Path) -> None:
    rows = list(csv.reader(io.StringIO((folder / "table.csv").read_text(encoding="utf-8"))))
    assert rows[0] == ["neighbourhood", "tenure", "households"]
    assert ["Millbrook", "Council rent", "[c]"] in rows
    assert ["Millbrook", "All", "105"] in rows
    assert len(rows) == 1 + 16


@pytest.mark.parametrize("name", ["table.csv-metadata.json", "dcat.jsonld"])
def test_metadata_is_as_agreed(folder: Path, name: str) -> None:
    written = json.loads((folder / name).read_text(encoding="utf-8"))
    assert written == json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def test_the_catalogue_entry_has_what_a_catalogue_asks_for(folder: Path) -> None:
    entry = json.loads((folder / "dcat.jsonld").read_text(encoding="utf-8"))
    needed = ("title", "description", "publisher", "license", "issued", "identifier", "language")
    assert all(entry[f"dct:{name}"] for name in (*needed, "temporal", "spatial"))
    assert entry["@type"] == "dcat:Dataset"
    assert entry["dct:license"]["@id"] == OGL
    for distribution in entry["dcat:distribution"]:
        assert (folder / distribution["dcat:downloadURL"]["@id"]).is_file()
    prefixes = {key.split(":")[0] for key in _keys(entry) if not key.startswith("@")}
    assert prefixes <= set(entry["@context"])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_catalogue_entry_keeps_to_dcat_ap(folder: Path) -> None:
    entry = (folder / "dcat.jsonld").read_text(encoding="utf-8")
    assert departures(parsed(entry, "jsonld"), "dcat-ap.ttl") == ""
    without = json.dumps({k: v for k, v in json.loads(entry).items() if k != "dct:title"})
    assert "title" in departures(parsed(without, "jsonld"), "dcat-ap.ttl")


def test_column_names_of_csvw_are_names_and_differ(tmp_path: Path) -> None:
    cells = with_arrears(
        {("a", "b"): (30, 900.0, 40.0)}, dimensions=("Ward name", "ward_name"), measures=(AVERAGE,)
    )
    made = package(check(cells, RULES), about=publication(), to=tmp_path / "r")
    columns = json.loads((made.path / "table.csv-metadata.json").read_text())["tableSchema"]
    names = [column["name"] for column in columns["columns"]]
    assert len(set(names)) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9]\w*", name) for name in names)
    assert [column["titles"] for column in columns["columns"]] == [
        "Ward name",
        "ward_name",
        "average",
    ]
    assert columns["primaryKey"] == names[:2]


def test_no_withheld_value_is_in_any_file(tmp_path: Path) -> None:
    """Marker numbers: every withheld count and amount would be known again if it came out."""
    marked = {
        ("a", "x"): (7321, 918273645.0, 1.0),
        ("a", "y"): (41013, 4e7, 1.0),
        ("b", "x"): (51207, 5e7, 1.0),
        ("b", "y"): (8642, 864297531.0, 1.0),
        ("c", "x"): (61519, 6e7, 1.0),
        ("c", "y"): (70911, 7e7, 1.0),
    }
    cells = with_arrears(marked, smallest_group=10_000, measures=(HOUSEHOLDS, AVERAGE))
    checked = check(cells, RULES)
    made = package(checked, about=publication(question=""), to=tmp_path / "r")
    told = {name: (made.path / name).read_text(encoding="utf-8") for name in made.files}
    told["to_dict"] = json.dumps(checked.to_dict())
    small = [at for at, (n, _, _) in marked.items() if n < 10_000]
    assert {row.at for row in checked.rows if row.reason == "LowCount"} == set(small)
    for name, text in told.items():
        figures = re.sub(r"(?<=\d),(?=\d{3})", "", text)
        for at in small:
            n, amount, _ = marked[at]
            for marker in (n, int(amount), int(amount / n)):
                assert str(marker) not in figures, f"{name} tells a withheld value"


def test_what_is_published_is_never_overwritten(checked: Checked, folder: Path) -> None:
    before = (folder / "table.csv").read_bytes()
    with pytest.raises(BadInput, match="already a release"):
        package(checked, about=publication(), to=folder)
    assert (folder / "table.csv").read_bytes() == before


CHILD = """
import json, resource, signal, sys, time
from datetime import date
from pathlib import Path
from beholden.kernel import Unavailable
from beholden.release import Checked, Publication, package
room = sys.modules[package.__module__]
checked, about, to, fate = json.loads(sys.argv[1]), json.loads(sys.argv[2]), *sys.argv[3:]
about["published_on"] = date(2026, 12, 18)
write = room._write
def pausing(path, content):
    write(path, content)
    if path.name == "chart.svg":
        print("half-way", flush=True)
        time.sleep(600)
if fate == "killed":
    room._write = pausing
else:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
try:
    package(Checked.from_dict(checked), about=Publication(**about), to=Path(to))
except Unavailable as stopped:
    sys.exit(stopped.exit_code)
"""


def _child(checked: Checked, to: Path, fate: str) -> subprocess.Popen[str]:
    stated = publication()
    about = {name: getattr(stated, name) for name in stated.__slots__}
    plain = {name: value for name, value in about.items() if not isinstance(value, date)}
    arguments = [json.dumps(checked.to_dict()), json.dumps(plain), str(to), fate]
    command = [sys.executable, "-c", CHILD, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_full_disk_leaves_nothing(checked: Checked, tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: writing fails in the same way."""
    child = _child(checked, tmp_path / "r", "full disk")
    child.communicate(timeout=PATIENCE)
    assert child.returncode == Unavailable.exit_code
    assert list(tmp_path.iterdir()) == []


def test_a_kill_leaves_no_release_and_the_next_try_sweeps_up(
    checked: Checked, tmp_path: Path
) -> None:
    to = tmp_path / "r"
    child = _child(checked, to, "killed")
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "half-way"
    child.kill()
    child.communicate(timeout=PATIENCE)
    assert not to.exists()
    assert len(list(tmp_path.iterdir())) == 1, "the killed process left its part"
    package(checked, about=publication(), to=to)
    assert [path.name for path in tmp_path.iterdir()] == ["r"]
    assert {path.name for path in to.iterdir()} == NAMES


def test_the_working_files_of_the_solver_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert check(MILLBROOK, RULES).facts["method"].startswith("Tau-Argus")
    assert list(tmp_path.iterdir()) == []


def _keys(value: object) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_keys, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    inner = {k: v for k, v in value.items() if k != "@context"}
    return set(inner) | set().union(set(), *(_keys(v) for v in inner.values()))
