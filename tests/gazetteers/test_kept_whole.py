"""Index and listing are replaced together: a failure or a kill leaves them before or after."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from beholden import linkage
from beholden.actions.gazetteers import build_gazetteer, update_gazetteer
from beholden.doors.cli.commands.gazetteer import gazetteer
from beholden.kernel import BadInput, Damaged, Unavailable
from beholden.linkage.addresses import storage
from beholden.linkage.gazetteers import Listing

from . import made_up as m

BEFORE, AFTER = "2026-01-05", "2026-02-05"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Give a listing beside its index, place.gaz, with a change to it, change.csv."""
    full = m.write(tmp_path / "full.csv", m.volume(m.dtf(), version="7.3", supplier=9067))
    records = [m.dtf_lpi(m.HOUSE, "L1", change="U", number=15)]
    text = m.volume(records, version="7.3", supplier=9067, kind="C", day=AFTER)
    m.write(tmp_path / "change.csv", text)
    build_gazetteer([full], tmp_path / "place.gaz", listing=tmp_path / "kept")
    return tmp_path / "kept"


def as_of(kept: Path) -> str:
    return Listing.open(kept).applied["9067"][:10]


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def update(kept: Path) -> str:
    index = kept.with_name("place.gaz")
    return update_gazetteer(kept, [kept.with_name("change.csv")], index).as_of


@pytest.mark.parametrize(("step", "name"), [("replace", "place.gaz"), ("rename", "kept")])
def test_what_cannot_be_put_in_its_place_leaves_the_listing(
    step: str, name: str, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, index, move = left(kept.parent), kept.with_name("place.gaz"), getattr(os, step)
    content = index.read_bytes()

    def fails(source: Path, to: Path) -> object:
        if Path(to).name == name and not str(source).endswith(".before"):
            raise OSError(28, "No space left on device")
        return move(source, to)

    with monkeypatch.context() as patched:
        patched.setattr(os, step, fails)
        with pytest.raises(Unavailable, match="could not be"):
            update(kept)
    assert (as_of(kept), left(kept.parent)) == (BEFORE, before)
    assert update(kept) == as_of(kept) == AFTER
    assert index.read_bytes() != content


def test_a_copy_of_the_index_that_does_not_fit_is_not_left_in_the_listing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copy

    def fails(source: Path, to: Path) -> None:
        copy(source, to)
        if Path(source).name == "place.gaz":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copy", fails)
    assert update(kept) == as_of(kept) == AFTER
    assert not any("index.gaz" in name for name in left(kept))


CHILD = """
import os, shutil, signal, sys
from pathlib import Path
from beholden.actions.gazetteers import update_gazetteer

kept, point = Path(sys.argv[1]), sys.argv[2]

def killed_at(name, do):
    def either(path, *rest, **how):
        names = [Path(part).name for part in (path, *rest)]
        if name(names) == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return do(path, *rest, **how)
    return either

steps = {"place.gaz": "the index", ".kept.before": "the old aside", "kept": "the new there"}
os.replace = killed_at(lambda names: steps.get(names[-1]), os.replace)
os.rename = killed_at(lambda names: steps.get(names[-1]), os.rename)
shutil.rmtree = killed_at(
    lambda names: "the old away" if names[0] == ".kept.before" and kept.exists()
    and Path(kept.parent, ".kept.before").exists() else None, shutil.rmtree)
update_gazetteer(kept, [kept.with_name("change.csv")], kept.with_name("place.gaz"))
"""

# Where the update is killed, and then: the day of the listing, and whether the index is the new.
KILLS = {
    "the index": (BEFORE, False),
    "the old aside": (BEFORE, True),
    "the new there": (BEFORE, True),
    "the old away": (AFTER, True),
}


@pytest.mark.parametrize("point", KILLS)
def test_a_kill_in_the_middle_leaves_before_or_after(point: str, kept: Path) -> None:
    day, is_new = KILLS[point]
    index = kept.with_name("place.gaz")
    before = index.read_bytes()
    child = subprocess.run([sys.executable, "-c", CHILD, str(kept), point], check=False)
    assert child.returncode == -signal.SIGKILL
    shown = CliRunner().invoke(gazetteer, ["show", str(kept), "--csv"])
    assert (shown.exit_code, day in shown.stdout) == (0, True)
    assert (as_of(kept), index.read_bytes() != before) == (day, is_new)
    if day == BEFORE:
        assert update(kept) == AFTER
    else:
        with pytest.raises(BadInput, match="was applied before"):
            update(kept)
    assert (as_of(kept), index.read_bytes() != before) == (AFTER, True)


def test_every_part_of_an_index_is_checked_when_asked(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, size in (("_BLOCK", 64), ("_CHECKED_WHOLE", 0), ("_SAMPLED", 1)):
        monkeypatch.setattr(storage, name, size)
    update(kept)
    index = kept.with_name("place.gaz")
    sound = CliRunner().invoke(gazetteer, ["show", str(index), "--verify", "--csv"])
    assert (sound.exit_code, "every part" in sound.stdout) == (0, True)
    keys = np.asarray(linkage.Gazetteer.open(index).index.table.keys).tobytes()
    content = bytearray(index.read_bytes())
    content[content.index(keys) + len(keys) // 2] ^= 1
    index.write_bytes(content)
    assert CliRunner().invoke(gazetteer, ["show", str(index)]).exit_code == 0
    ran = CliRunner().invoke(gazetteer, ["show", str(index), "--verify"])
    assert isinstance(ran.exception, Damaged)
