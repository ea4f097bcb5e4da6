"""Where the kernel's machine code is kept."""

from pathlib import Path

import pytest

from beholden.linkage.addresses import compiled


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
