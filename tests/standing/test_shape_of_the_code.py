"""What holds of every source file: sizes, names, no checks by assert, nothing of one machine."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "beholden"
FILES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
TEXTS = sorted(
    p
    for p in SOURCE.rglob("*")
    if p.suffix in {".py", ".toml", ".json", ".yaml", ".html", ".css", ".md", ".csv"}
)
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "base", "manager"}
MACHINE = re.compile(r"(?<![\w.])/(?:work|home|root|Users|tmp)/\w")


def _named(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function's body; its signature and its docstring are not counted."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_a_file_is_short_enough_to_be_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    long = {f.name: _length(f) for f in _functions(path) if _length(f) > LONGEST_FUNCTION}
    assert long == {}


def test_the_measure_of_a_function_counts_its_body_alone() -> None:
    text = 'def f(\n    a,\n    b,\n):\n    """One.\n\n    Two.\n    """\n    c = a\n    return c'
    function = ast.parse(text).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert _length(function) == 2


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_no_check_rests_on_assert(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)] == []


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_a_module_is_named_for_what_it_does(path: Path) -> None:
    parts = {*path.relative_to(SOURCE).parts[:-1], path.stem}
    assert not parts & VAGUE


@pytest.mark.parametrize("path", TEXTS, ids=_named)
def test_nothing_names_a_path_of_one_machine(path: Path) -> None:
    assert MACHINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", ["/home/me/x", "open('/tmp/x')", "/work/x"])
def test_a_path_of_one_machine_would_be_found(text: str) -> None:
    assert MACHINE.search(text)


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_no_fault_is_caught_without_saying_which(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    caught = [node.type for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    assert None not in caught
    broad = [c for c in caught if isinstance(c, ast.Name) and c.id == "Exception"]
    # The outermost door alone: there a traceback could spill a value of the data.
    assert len(broad) == (path == SOURCE / "doors" / "cli" / "app.py")


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    named = [
        *project["project"]["dependencies"],
        *(d for extra in project["project"]["optional-dependencies"].values() for d in extra),
        *(d for group in project["dependency-groups"].values() for d in group),
    ]
    lines = text.splitlines()
    without = [
        name
        for name in named
        if not any(f'"{name}"' in line and re.search(r"# \w", line) for line in lines)
    ]
    assert len(named) > 20
    assert without == []
