"""Every example in the pages does what the page says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from databases import Postgres
from demonstration import demonstrated_once

from .examples import python_of, run_page

DOCS = Path(__file__).parents[2] / "docs"

# Pages whose examples begin in an empty folder.
FROM_NOTHING = [
    "tutorial.md",
    "tutorial-match-a-list.md",
    "walk-through.md",
    "how-to/state-a-council-in-files.md",
    "how-to/load-a-gazetteer.md",
    "how-to/match-a-file-of-addresses.md",
    "how-to/review-a-use.md",
    "how-to/write-an-agreement.md",
    "how-to/open-a-use-in-a-crisis.md",
    "how-to/run-a-data-ethics-board.md",
    "how-to/what-an-agreement-can-say.md",
    "how-to/back-up-a-home.md",
    "how-to/check-the-ledger-yourself.md",
    "how-to/be-a-witness.md",
    "how-to/check-fairness.md",
    "how-to/keep-person-keys-stable.md",
]


@pytest.mark.parametrize("name", FROM_NOTHING)
def test_a_page_that_begins_in_an_empty_folder(name: str, tmp_path: Path) -> None:
    assert run_page(DOCS / name, tmp_path) > 0


def test_the_page_on_postgresql(postgres: Postgres, tmp_path: Path) -> None:
    with postgres.fresh(migrated=False) as address:
        shown = "postgresql://beholden@localhost/ashmere"
        run_page(DOCS / "how-to/use-postgresql.md", tmp_path, replaced={shown: f"'{address}'"})


PYTHON = ["reference/python.md", "reference/gazetteers.md", "how-to/release-a-table.md"]


@pytest.mark.parametrize("name", PYTHON)
def test_the_python_of_a_page_runs_from_top_to_bottom(name: str, tmp_path: Path) -> None:
    program = tmp_path / "page.py"
    program.write_text(python_of(DOCS / name), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", program.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_five_minutes_of_the_readme(shared_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(demonstrated_once(shared_folder).untouched, tmp_path / "demo")
    replaced = {".venv/bin/beholden": "beholden"}
    readme = DOCS.parent / "README.md"
    assert run_page(readme, tmp_path, heading="Five minutes", replaced=replaced) >= 5


def test_the_page_on_other_registers(shared_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(demonstrated_once(shared_folder).untouched, tmp_path / "demo")
    page = DOCS / "how-to/give-the-record-to-other-registers.md"
    assert run_page(page, tmp_path) >= 10


def test_the_readme_sets_up_with_two_commands() -> None:
    text = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    section = text.split("## Set up")[1].split("## ")[0]
    assert re.findall(r"```sh\n(.*?)```", section, flags=re.S) == ["make demo\n", "make test\n"]
