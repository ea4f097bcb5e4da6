"""Every example in the pages does what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest
from databases import Postgres

from .examples import run_page

DOCS = Path(__file__).parents[2] / "docs"

# Pages whose examples begin in an empty folder.
FROM_NOTHING = [
    "tutorial.md",
    "how-to/state-a-council-in-files.md",
    "how-to/match-a-file-of-addresses.md",
    "how-to/write-an-agreement.md",
    "how-to/back-up-a-home.md",
]


@pytest.mark.parametrize("name", FROM_NOTHING)
def test_a_page_that_begins_in_an_empty_folder(name: str, tmp_path: Path) -> None:
    assert run_page(DOCS / name, tmp_path) > 0


def test_the_page_on_postgresql(postgres: Postgres, tmp_path: Path) -> None:
    with postgres.fresh(migrated=False) as address:
        shown = "postgresql://beholden@localhost/ashmere"
        run_page(DOCS / "how-to/use-postgresql.md", tmp_path, replaced={shown: f"'{address}'"})
