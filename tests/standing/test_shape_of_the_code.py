"""What holds of every source file: sizes, names, no checks by assert, nothing of one machine."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
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


@cache
def _nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in _nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _faults(paths: list[Path], faults_in: Callable[[Path], object]) -> dict[str, object]:
    """Return what is wrong in each file in which something is; a test for each would be slow."""
    assert len(paths) > 300
    return {_named(path): faults for path in paths if (faults := faults_in(path))}


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function's body; its signature and its docstring are not counted."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_a_file_is_short_enough_to_be_read() -> None:
    def too_long(path: Path) -> int:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        return lines if lines > LONGEST_FILE else 0

    assert _faults(FILES, too_long) == {}


def test_a_function_fits_on_a_screen() -> None:
    def too_long(path: Path) -> dict[str, int]:
        return {f.name: _length(f) for f in _functions(path) if _length(f) > LONGEST_FUNCTION}

    assert _faults(FILES, too_long) == {}


def test_the_measure_of_a_function_counts_its_body_alone() -> None:
    text = 'def f(\n    a,\n    b,\n):\n    """One.\n\n    Two.\n    """\n    c = a\n    return c'
    function = ast.parse(text).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert _length(function) == 2


def test_no_check_rests_on_assert() -> None:
    def asserts(path: Path) -> list[int]:
        return [node.lineno for node in _nodes(path) if isinstance(node, ast.Assert)]

    assert _faults(FILES, asserts) == {}


def test_a_module_is_named_for_what_it_does() -> None:
    # Django looks for ENGINE.base, whatever we would call it.
    of_django = SOURCE / "doors" / "web" / "council_database" / "base.py"

    def vague(path: Path) -> set[str]:
        return {*path.relative_to(SOURCE).parts[:-1], path.stem} & VAGUE

    assert _faults([path for path in FILES if path != of_django], vague) == {}


def test_nothing_names_a_path_of_one_machine() -> None:
    def named(path: Path) -> list[str]:
        return MACHINE.findall(path.read_text(encoding="utf-8"))

    assert _faults(TEXTS, named) == {}


@pytest.mark.parametrize("text", ["/home/me/x", "open('/tmp/x')", "/work/x"])
def test_a_path_of_one_machine_would_be_found(text: str) -> None:
    assert MACHINE.search(text)


def test_no_fault_is_caught_without_saying_which() -> None:
    def broad(path: Path) -> list[str]:
        caught = [node.type for node in _nodes(path) if isinstance(node, ast.ExceptHandler)]
        told = [ast.unparse(kind) if kind else "anything" for kind in caught]
        return [kind for kind in told if kind in {"Exception", "anything"}]

    # The outermost doors alone: there a traceback could spill a value of the data.
    outermost = (
        "doors/cli/app.py",
        "doors/api/dispatch.py",
        "doors/odata/answering.py",
        "actions/jobs/passing.py",  # of each job, so that none stops another
    )
    assert _faults(FILES, broad) == {door: ["Exception"] for door in outermost}


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
