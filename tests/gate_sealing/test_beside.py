"""What is sealed beside an extract, such as its fitted table, opens with its own key alone (S6)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from beholden.gate import Extract, Keys, open_beside, seal_beside
from beholden.kernel import Damaged, NotFound

CONTENT = b"a fitted table"


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    """Give the keys of two extracts."""
    made = Keys(tmp_path / "keys")
    for name in ("extract-1", "extract-2"):
        made.create(name)
    return made


def extract(**said: str) -> Extract:
    one = Extract("extract-1", Path("x"), "agreement", "use", "terms", 1, {}, "f")
    return replace(one, **said)


def test_it_opens_with_the_key_of_its_extract(keys: Keys, tmp_path: Path) -> None:
    at = tmp_path / "1.fitted"
    seal_beside(CONTENT, extract(), keys=keys, to=at)
    assert open_beside(extract(), keys=keys, at=at) == CONTENT
    assert CONTENT not in at.read_bytes()


@pytest.mark.parametrize(
    "said", [{"id": "extract-2"}, {"terms_hash": "other"}, {"agreement": "other"}], ids=str
)
def test_nothing_opens_it_for_another_extract_or_under_other_terms(
    keys: Keys, tmp_path: Path, said: dict[str, str]
) -> None:
    at = tmp_path / "1.fitted"
    seal_beside(CONTENT, extract(), keys=keys, to=at)
    with pytest.raises(Damaged):
        open_beside(extract(**said), keys=keys, at=at)


def test_another_key_under_its_name_opens_nothing_nor_does_none(keys: Keys, tmp_path: Path) -> None:
    at = tmp_path / "1.fitted"
    seal_beside(CONTENT, extract(), keys=keys, to=at)
    keys.destroy("extract-1")
    with pytest.raises(NotFound):
        open_beside(extract(), keys=keys, at=at)
    keys.create("extract-1")
    with pytest.raises(Damaged):
        open_beside(extract(), keys=keys, at=at)
