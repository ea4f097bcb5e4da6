"""Where the kernel's machine code is kept."""

from pathlib import Path

import pytest

from beholden.linkage import first_use
from beholden.linkage.addresses import compiled
from beholden.linkage.addresses.first_use import BUILDING, SEARCHING, tell_first_use


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch, tmp_path):
    monkeypatch.setattr(compiled.config, "CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))


def test_machine_code_stands_by_the_source_where_that_can_be_written():
    assert compiled.cache_folder().parent == Path(compiled.__file__).parent / "__pycache__"


def test_numba_s_own_setting_comes_first(monkeypatch, tmp_path):
    monkeypatch.setattr(compiled.config, "CACHE_DIR", str(tmp_path / "given"))
    assert compiled.cache_folder().parent == tmp_path / "given"


def test_an_installed_package_that_is_read_only_uses_the_user_s_cache(monkeypatch, tmp_path):
    real = compiled._writable
    source = Path(compiled.__file__).parent
    monkeypatch.setattr(compiled, "_writable", lambda f: source not in f.parents and real(f))
    folder = compiled.cache_folder()
    assert folder.parent == tmp_path / "user" / "beholden"
    assert folder.stat().st_mode & 0o777 == 0o700


def test_where_nothing_can_be_written_nothing_is_kept(monkeypatch):
    monkeypatch.setattr(compiled, "_writable", lambda _: False)
    assert compiled.cache_folder() is None


def test_a_first_use_is_told_until_its_part_is_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(compiled.config, "CACHE_DIR", str(tmp_path / "given"))
    told: list[str] = []
    for kept in (None, BUILDING, SEARCHING):
        if kept:
            (compiled.cache_folder() / f"{kept}-1.py311.1.nbc").touch()
        tell_first_use(BUILDING, lambda step, done, total: told.append(step))
        assert first_use().startswith("compiling for this machine, once") == (kept != SEARCHING)
    assert told == ["compiling for this machine, once; some minutes where it is busy"]


def test_a_first_use_is_told_each_time_where_nothing_can_be_kept(monkeypatch):
    monkeypatch.setattr(compiled, "_writable", lambda _: False)
    assert first_use().endswith("no folder can keep it")
