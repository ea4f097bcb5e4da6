"""Every example in the pages does what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from .examples import run_page

DOCS = Path(__file__).parents[2] / "docs"

# Pages whose examples begin in an empty folder.
FROM_NOTHING = [
    "tutorial.md",
]


@pytest.mark.parametrize("name", FROM_NOTHING)
def test_a_page_that_begins_in_an_empty_folder(name: str, tmp_path: Path) -> None:
    assert run_page(DOCS / name, tmp_path) > 0
