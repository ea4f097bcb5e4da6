"""What the room offers, what it costs to open it, and that every finding is in the reference."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import beholden.intake as intake
from beholden.intake.checks import CATALOGUE

ROOM = Path(intake.__file__).parent
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "quality-checks.md"
HEAVY = (
    "openpyxl",
    "sqlalchemy",
    "charset_normalizer",
    "jsonschema",
    "pydantic",
    "duckdb",
    "django",
    "numpy",
    "pyarrow",
)


def test_the_names_are_exact():
    script = """
import beholden.intake as intake
from beholden.intake import *
given = {name for name in intake.__all__ if name in globals()}
assert given == set(intake.__all__)
"""
    subprocess.run([sys.executable, "-c", script], check=True)
    assert set(intake._HOMES) | {"ReadLimits", "limits_of"} == set(intake.__all__)
    assert all(getattr(intake, name).__doc__ for name in intake.__all__)
    with pytest.raises(AttributeError, match="no_such_name"):
        intake.no_such_name  # noqa: B018 (asking for it is the act)


def test_no_heavy_library_is_loaded_before_it_is_needed():
    script = f"import sys, beholden.intake; print([n for n in {HEAVY!r} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_room_knows_only_the_kernel():
    for path in ROOM.rglob("*.py"):
        others = re.findall(r"from beholden\.(\w+)", path.read_text())
        assert set(others) <= {"kernel", "intake"}, path


def test_every_check_is_in_the_reference_with_its_sentence():
    text = REFERENCE.read_text()
    for check in CATALOGUE:
        assert f"| `{check.code}` | {check.dimension.value} | {check.sentence} |" in text


def test_every_finding_of_reading_and_every_repair_is_in_the_reference():
    sources = "".join(path.read_text() for path in ROOM.glob("*.py"))
    findings = set(re.findall(r'Finding\(\s*"([a-z0-9-]+)"', sources)) | {
        "mixed-types",
        "nested-values",
    }
    repairs = set(re.findall(r'(?:_Rule|Repair)\(\s*"([a-z-]+)"', sources))
    assert len(findings) >= 12
    assert len(repairs) >= 8
    for code in findings | repairs:
        assert f"| `{code}` |" in REFERENCE.read_text(), code
