"""Which browser is driven, and what becomes of the tests where there is none."""

from __future__ import annotations

import pytest

from . import chromium


def program(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    path.chmod(0o755)
    return path


def test_the_browser_that_is_named_comes_before_the_machines_and_that_before_the_unpacked(
    tmp_path, monkeypatch
):
    unpacked = program(tmp_path / "unpacked" / "chromium")
    monkeypatch.setattr(chromium, "UNPACKED", unpacked.parent)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv(chromium.NAMED, raising=False)
    assert chromium.found().path == unpacked
    assert str(unpacked.parent) in chromium.found().environment["LD_LIBRARY_PATH"]
    for name in reversed(chromium.NAMES):
        there = program(tmp_path / "bin" / name)
        assert chromium.found() == chromium.Chromium(there)
    named = program(tmp_path / "named")
    monkeypatch.setenv(chromium.NAMED, str(named))
    assert chromium.found() == chromium.Chromium(named)


def test_without_a_browser_the_tests_are_left_out_and_fail_where_ci_is_set(tmp_path, monkeypatch):
    monkeypatch.setattr(chromium, "UNPACKED", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(chromium.NAMED, raising=False)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        chromium.found_or_left_out()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        chromium.found_or_left_out()


def test_a_browser_that_is_named_and_not_there_is_no_other(monkeypatch):
    monkeypatch.setenv(chromium.NAMED, "/nowhere/chromium")
    with pytest.raises(FileNotFoundError, match="/nowhere/chromium"):
        chromium.found()
