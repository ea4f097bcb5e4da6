"""The page on exports says who checks each of them: it names every kind, and tests that do so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from beholden.exports import KINDS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/exports.md").read_text("utf-8")
ROWS = {
    kind: (validators.split(", "), [ROOT / one for one in re.findall(r"`([^`]+)`", tests)])
    for kind, validators, tests in re.findall(
        r"^\| `([a-z-]+)` \| ([^|]+) \| [^|]+ \| (`tests/[^|]+`) \|$", PAGE, re.MULTILINE
    )
}
# How a test names a validator that it imports, where that is not the package's own name.
IMPORTED = {"pyshacl": "departures", "markdown-it-py": "markdown_it"}


def test_every_kind_has_somebody_who_checks_it():
    assert set(ROWS) == {kind.code for kind in KINDS} | {"find-usage"}


@pytest.mark.parametrize("kind", ROWS)
def test_the_test_that_is_named_asks_the_validator_that_is_named(kind):
    validators, tests = ROWS[kind]
    said = "\n".join(test.read_text("utf-8") for test in tests)
    for validator in set(validators) - {"none reads it"}:
        name = IMPORTED.get(validator, validator.replace("-", "_"))
        assert re.search(rf"import .*{name}|from {name}\b.* import", said), validator
