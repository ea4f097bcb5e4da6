"""The reference page runs: every Python block, in order, in an empty folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from beholden.ledger import TileLog

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "ledger.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_every_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in BLOCKS:
        exec(compile(block, str(PAGE), "exec"), names)
    assert TileLog("ledger").size == 300


def test_the_check_by_hand_shares_no_code_and_finds_a_changed_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in BLOCKS[:-1]:
        exec(compile(block, str(PAGE), "exec"), names)
    by_hand = BLOCKS[-1]
    assert "beholden" not in by_hand
    bundle = tmp_path / "ledger" / "tile" / "entries" / "001.p" / "44"
    bundle.write_bytes(bundle.read_bytes()[:-1] + b"!")
    with pytest.raises(AssertionError):
        exec(compile(by_hand, str(PAGE), "exec"), {})
