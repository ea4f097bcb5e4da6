"""The pages of the gate say what the gate does: every example is decided, every entry is named."""

import json
import re
from pathlib import Path

import pytest
import yaml

from beholden.doors import demo
from beholden.gate import compile_terms, decide
from beholden.gate.agreement import form
from beholden.kernel import Terms

from .asked_page import PAGE, functions, page_with, table
from .warm_homes import IN_FORCE

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = DOCS / "how-to" / "why-was-my-question-refused.md"
BLOCKS = re.findall(r"```sql\n-- (.*?)\n(.*?)```", HOW_TO.read_text("utf-8"), flags=re.DOTALL)


@pytest.fixture(scope="module")
def demonstration() -> Terms:
    """Return the terms of the demonstration's use, as its agreement states them."""
    stated = Path(demo.__file__).parent / "ashmere" / "agreements" / "warm-homes.yaml"
    text = stated.read_text("utf-8").replace("$starts", "2026-12-01").replace("$ends", "2026-12-31")
    agreement = yaml.safe_load(text)
    stewards = dict.fromkeys(agreement["datasets"], "Tests")
    return compile_terms(agreement, purpose="p", stewards=stewards, columns=None)


@pytest.mark.parametrize(("said", "question"), BLOCKS, ids=[b[1][:60] for b in BLOCKS])
def test_an_example_is_decided_as_the_page_says(said, question, demonstration):
    decision = decide(question, demonstration, today=IN_FORCE)
    if said == "allowed":
        assert decision.allowed, decision.refusal
    else:
        assert said.removeprefix("refused: ") in decision.refusal.what


def test_the_page_has_examples_of_both_kinds():
    said = [block[0] for block in BLOCKS]
    assert said.count("allowed") >= 3
    assert len(said) - said.count("allowed") >= 5


def test_the_table_of_forms_is_what_is_decided():
    assert PAGE.read_text("utf-8") == page_with(table(), functions()), (
        "python -m tests.gate.asked_page"
    )


def test_every_entry_of_the_schema_is_on_the_page():
    page = (DOCS / "reference" / "agreement.md").read_text("utf-8")
    schema = json.loads(Path(form.__file__).with_name("schema.json").read_text("utf-8"))
    assert [name for name in _entries(schema) if f"{name}" not in page] == []


def test_every_entry_of_the_schema_is_described():
    schema = json.loads(Path(form.__file__).with_name("schema.json").read_text("utf-8"))
    assert list(_undescribed(schema, schema)) == []


def _undescribed(schema, whole, at=""):
    """Yield the place of each entry that neither describes itself nor is what describes itself."""
    if isinstance(schema, list):
        schema = dict(enumerate(schema))
    if not isinstance(schema, dict):
        return
    for name, entry in schema.get("properties", {}).items():
        kind = whole["$defs"].get(str(entry.get("$ref", "")).rpartition("/")[2], {})
        if "description" not in entry and "description" not in kind:
            yield f"{at}/{name}"
    for name, inner in schema.items():
        yield from _undescribed(inner, whole, f"{at}/{name}")


def _entries(schema) -> set[str]:
    found: set[str] = set()
    if isinstance(schema, dict):
        properties = schema.get("properties", {})
        found |= set(properties)
        for value in schema.values():
            found |= _entries(value)
    elif isinstance(schema, list):
        for value in schema:
            found |= _entries(value)
    return found
