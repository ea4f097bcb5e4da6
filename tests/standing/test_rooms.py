"""Each room says exactly what is public, and can be had without Django."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from waiting import PATIENCE

SOURCE = Path(__file__).parents[2] / "src" / "beholden"
WORKING = [
    "intake",
    "linkage",
    "gate",
    "release",
    "ledger",
    "borough",
    "bench",
    "selfservice",
    "ethics",
    "feeds",
    "areas",
]
ROOMS = ["kernel", *WORKING, "actions", "records.reading"]


def _imported(room: str) -> set[str]:
    """Return the names that a room's front page takes from its own modules."""
    page = SOURCE / room.replace(".", "/") / "__init__.py"
    return {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(page.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level == 1
        for alias in node.names
    }


def _in_order(name: str) -> tuple[int, str]:
    """Order as the linter does: constants, then classes, then functions."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_public_is_exact_and_sorted(room: str) -> None:
    public = importlib.import_module(f"beholden.{room}").__all__
    assert public == sorted(set(public), key=_in_order)
    assert set(public) == _imported(room)


@pytest.mark.parametrize("room", [*ROOMS, ""])
def test_whatever_is_public_is_there(room: str) -> None:
    module = importlib.import_module(f"beholden.{room}".rstrip("."))
    assert [name for name in module.__all__ if getattr(module, name, None) is None] == []


@pytest.mark.parametrize(
    "room", ["kernel", *WORKING, "gate.question.deciding", "gate.answer.treating"]
)
def test_a_working_room_does_not_bring_django(room: str) -> None:
    code = (
        f"import sys, beholden.{room} as room\n"
        "[getattr(room, name) for name in getattr(room, '__all__', ())]\n"
        "sys.exit('django' in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)


def test_the_library_is_had_without_loading_its_rooms() -> None:
    heavy = "{'django', 'numba', 'splink', 'altair', 'duckdb', 'pyarrow'}"
    code = f"import sys, beholden\nsys.exit(bool({heavy} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=PATIENCE)


def test_the_command_line_starts_without_what_reads_data() -> None:
    heavy = "{'numpy', 'pyarrow', 'duckdb', 'sqlglot', 'numba', 'jsonschema', 'django'}"
    code = f"import sys, beholden.doors.cli\nsys.exit(', '.join({heavy} & set(sys.modules)) or 0)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=PATIENCE)
