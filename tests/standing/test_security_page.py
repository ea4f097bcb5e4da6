"""The page on security names files and tests that are there, for every property."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
SECTIONS = {
    part[:2]: part for part in re.split(r"^## ", PAGE, flags=re.M) if re.match(r"S\d ", part)
}
NAMED_TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
NAMED_FILES = sorted(set(re.findall(r"`(src/[\w/.]+)`", PAGE)))


def _tests_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_property_has_its_section() -> None:
    assert list(SECTIONS) == [f"S{number}" for number in range(1, 10)]


@pytest.mark.parametrize("name", SECTIONS)
def test_every_property_names_its_home_and_its_tests(name: str) -> None:
    assert re.search(r"^- Kept in: `src/", SECTIONS[name], flags=re.M)
    assert re.search(r"^- Tests: `tests/.*::test_", SECTIONS[name], flags=re.M)


@pytest.mark.parametrize("file", NAMED_FILES)
def test_every_file_that_is_named_is_there(file: str) -> None:
    assert (ROOT / file).is_file()


@pytest.mark.parametrize(("file", "test"), NAMED_TESTS)
def test_every_test_that_is_named_is_there(file: str, test: str) -> None:
    assert (ROOT / file).is_file()
    assert test in _tests_in(ROOT / file)


def test_what_is_not_kept_says_so() -> None:
    assert "**In part.**" in SECTIONS["S3"]


def test_the_outsiders_figure_is_that_of_the_best_attack_in_the_decision() -> None:
    """Of all attacks by outsiders on the fitted table, whatever the targets and the questions."""
    decision = (ROOT / "docs/adr/0018-the-sealed-fitted-table.md").read_text(encoding="utf-8")
    tried = decision.split("| **fitted table**, worst targets", 1)[1].split("\n\n", 1)[0]
    outsiders = [line for line in tried.splitlines() if "knows" not in line]
    figures = [figure for line in outsiders for figure in re.findall(r"\d+ ± \d+", line)]
    best = max(figures, key=lambda figure: int(figure.split()[0]))
    assert f"the best of the outsiders was right {best} " in SECTIONS["S4"]
