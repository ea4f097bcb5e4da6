"""The statements of the worked case fit the forms that the software reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from beholden.actions import read_statement, schema_of
from beholden.actions.statements import checked

PAGE = Path(__file__).parents[2] / "docs" / "worked-case.md"
STATEMENTS = re.findall(
    r"^`((?:uses|agreements)/[\w./-]+\.yaml)`[^\n]*\n(?:[^`\n][^\n]*\n)*```yaml\n(.*?)```",
    PAGE.read_text(encoding="utf-8"),
    flags=re.M | re.S,
)
KINDS = {"advice", "decision", "outcome"}


def _kind(name: str) -> str:
    middle = name.rsplit(".", 2)[1]
    return middle if middle in KINDS else name.split("s/")[0]


def test_the_case_states_each_kind() -> None:
    found = sorted(_kind(name) for name, _ in STATEMENTS)
    assert found == ["advice", "agreement", "decision", "outcome", "use"]


@pytest.mark.parametrize(("name", "text"), STATEMENTS, ids=[name for name, _ in STATEMENTS])
def test_a_statement_of_the_case_fits_its_form(name: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "statement.yaml"
    file.write_text(text, encoding="utf-8")
    statement = read_statement(file)
    assert checked(statement, schema=_kind(name)) == statement
    assert set(schema_of(_kind(name))["required"]) <= set(statement)
