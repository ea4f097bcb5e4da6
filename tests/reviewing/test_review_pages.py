"""The pages on review do what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from docs.examples import run_page

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["review-matches", "how-many-to-review"])
def test_a_page_on_review_does_what_it_says(name: str, tmp_path: Path) -> None:
    assert run_page(DOCS / f"how-to/{name}.md", tmp_path) > 0
