"""The demonstration's folder: replaced whole, and only if it is a demonstration's."""

from __future__ import annotations

import pytest
from filelock import FileLock

from beholden.doors.demo.folder import MARKER, replacing
from beholden.kernel import BadInput, Unavailable


def _earlier(tmp_path):
    with replacing(tmp_path / "demo") as building:
        (building / "report.html").write_text("first")
    return tmp_path / "demo"


def _interrupted(demo):
    with replacing(demo) as building:
        (building / "report.html").write_text("second")
        raise KeyboardInterrupt


def test_a_new_folder_appears_whole(tmp_path):
    with replacing(tmp_path / "demo") as building:
        (building / "report.html").write_text("first")
        assert not (tmp_path / "demo").exists()
    assert (tmp_path / "demo" / "report.html").read_text() == "first"
    assert (tmp_path / "demo" / MARKER).is_file()


def test_an_earlier_demonstration_is_replaced(tmp_path):
    demo = _earlier(tmp_path)
    (demo / "old").write_text("old")
    with replacing(demo) as building:
        (building / "report.html").write_text("second")
    assert (demo / "report.html").read_text() == "second"
    assert not (demo / "old").exists()


def test_an_interruption_leaves_the_earlier_one_as_it_was(tmp_path):
    demo = _earlier(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        _interrupted(demo)
    assert (demo / "report.html").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["demo"]


def test_what_a_killed_one_left_is_swept(tmp_path):
    left = tmp_path / ".demo-being-built-killed"
    left.mkdir()
    (left / MARKER).write_text("")
    _earlier(tmp_path)
    assert not left.exists()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    mine = tmp_path / "demo"
    mine.mkdir()
    (mine / "letter.txt").write_text("mine")
    with pytest.raises(BadInput, match="was not made by a demonstration"), replacing(mine):
        pass
    assert (mine / "letter.txt").read_text() == "mine"


def test_a_file_of_that_name_is_left_alone(tmp_path):
    mine = tmp_path / "demo"
    mine.write_text("mine")
    with pytest.raises(BadInput), replacing(mine):
        pass
    assert mine.read_text() == "mine"


def test_two_demonstrations_do_not_build_one_folder(tmp_path):
    lock = FileLock(tmp_path / ".demo.lock")
    with lock, pytest.raises(Unavailable), replacing(tmp_path / "demo"):
        pass
