"""One key per extract, one secret per use, private, and gone when destroyed (property S6)."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from beholden.gate.extract.keys import KEY_BYTES, Keys
from beholden.kernel import BadInput, Damaged, NotFound, Unavailable


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "council.keys")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_key_is_32_bytes_in_a_private_file_of_a_private_directory(keys: Keys) -> None:
    key = keys.create("extract-1")
    assert len(key) == KEY_BYTES
    assert keys.read("extract-1") == key
    assert mode(keys.directory) == 0o700
    assert [mode(path) for path in keys.directory.iterdir()] == [0o600]


def test_two_keys_share_nothing(keys: Keys) -> None:
    assert keys.create("extract-1") != keys.create("extract-2")


def test_a_key_is_never_replaced(keys: Keys) -> None:
    first = keys.create("extract-1")
    with pytest.raises(BadInput, match="has a key already"):
        keys.create("extract-1")
    assert keys.read("extract-1") == first


def test_a_destroyed_key_is_gone_at_once_and_its_bytes_with_it(keys: Keys) -> None:
    key = keys.create("extract-1")
    with next(keys.directory.iterdir()).open("rb") as still_open:
        keys.destroy("extract-1")
        assert still_open.read() != key
    assert not keys.has("extract-1")
    assert list(keys.directory.iterdir()) == []
    with pytest.raises(NotFound):
        keys.read("extract-1")


def test_destroying_one_key_leaves_the_others(keys: Keys) -> None:
    keys.create("extract-1")
    other = keys.create("extract-2")
    keys.destroy("extract-1")
    assert keys.read("extract-2") == other


def test_destroying_twice_is_as_good_as_once(keys: Keys) -> None:
    keys.create("extract-1")
    keys.destroy("extract-1")
    keys.destroy("extract-1")
    assert not keys.has("extract-1")


def test_the_secret_of_a_use_stays_and_differs_from_that_of_another(keys: Keys) -> None:
    secret = keys.use_secret("warm-homes")
    assert len(secret) == KEY_BYTES
    assert Keys(keys.directory).use_secret("warm-homes") == secret
    assert keys.use_secret("vaccination") != secret


def test_a_forgotten_use_gets_another_secret(keys: Keys) -> None:
    secret = keys.use_secret("warm-homes")
    keys.forget_use("warm-homes")
    assert keys.use_secret("warm-homes") != secret


def test_a_use_asked_for_by_many_at_once_has_one_secret(keys: Keys) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(keys.use_secret, ["warm-homes"] * 40))) == 1


@pytest.mark.parametrize("name", ["../extract", "a/b", "", ".", "Extract", "a b", "a\0b"])
def test_a_name_cannot_lead_out_of_the_directory(keys: Keys, name: str) -> None:
    for act in (keys.create, keys.read, keys.destroy, keys.has, keys.use_secret, keys.forget_use):
        with pytest.raises(BadInput):
            act(name)


@pytest.mark.parametrize("rights", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_not_used(keys: Keys, rights: int) -> None:
    keys.create("extract-1")
    (keys.directory / "extract-1.key").chmod(rights)
    with pytest.raises(Unavailable, match="chmod 600"):
        keys.read("extract-1")


def test_a_directory_that_others_may_enter_is_not_used(keys: Keys) -> None:
    keys.create("extract-1")
    keys.directory.chmod(0o755)
    for act in (lambda: keys.read("extract-1"), lambda: keys.create("extract-2")):
        with pytest.raises(Unavailable, match="chmod 700"):
            act()


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_key_of_another_length_is_damaged(keys: Keys, content: bytes) -> None:
    keys.create("extract-1")
    (keys.directory / "extract-1.key").write_bytes(content)
    with pytest.raises(Damaged, match="not as it was written"):
        keys.read("extract-1")


def test_a_key_that_is_a_link_is_not_followed(keys: Keys, tmp_path: Path) -> None:
    keys.create("extract-1")
    target = keys.directory / "extract-1.key"
    elsewhere = tmp_path / "elsewhere"
    os.rename(target, elsewhere)
    target.symlink_to(elsewhere)
    with pytest.raises((Damaged, Unavailable)):
        keys.read("extract-1")
