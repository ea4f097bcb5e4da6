"""The data use register: read back as CSV, checked by the schema beside it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.exports import Record, exported, register_columns

from .made_up import BARE, RECORD, USE
from .reading import data_of


def rows_of(record: Record) -> list[dict[str, str]]:
    text = exported(record, kind="data-use-register").text
    return list(csv.DictReader(io.StringIO(text, newline="")))


def faults(rows: list[dict[str, str]], schema: dict) -> list[str]:
    """Return where rows break a Table Schema: names, what is required, days, choices, the key."""
    names = [field["name"] for field in schema["fields"]]
    found = [f"columns of row {n}" for n, row in enumerate(rows) if list(row) != names]
    for field in schema["fields"]:
        asked = field.get("constraints", {})
        for value in (row[field["name"]] for row in rows):
            if not value:
                found += [f"{field['name']} is required"] if asked.get("required") else []
            elif field["type"] == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                found.append(f"{field['name']} is no day")
            elif "enum" in asked and value not in asked["enum"]:
                found.append(f"{field['name']} is none of its choices")
    keys = [row[schema["primaryKey"][0]] for row in rows]
    return found + (["a use is told twice"] if len(set(keys)) < len(keys) else [])


SCHEMA = data_of(RECORD, "data-use-register", form="schema.json")


@pytest.mark.parametrize("record", [RECORD, BARE], ids=["whole", "bare"])
def test_it_keeps_to_the_schema_beside_it(record):
    assert len(rows_of(record)) == 1
    assert faults(rows_of(record), SCHEMA) == []


BROKEN = [
    ("project_title", "", "is required"),
    ("project_start_date", "1 December 2026", "is no day"),
    ("access_type", "Anything", "is none of its choices"),
]


@pytest.mark.parametrize(("name", "value", "fault"), BROKEN)
def test_a_row_that_breaks_the_schema_would_be_found(name, value, fault):
    (row,) = rows_of(RECORD)
    assert faults([{**row, name: value}], SCHEMA) == [f"{name} {fault}"]


def test_two_rows_of_one_use_would_be_found():
    (row,) = rows_of(RECORD)
    assert faults([row, row], SCHEMA) == ["a use is told twice"]


def test_every_column_says_what_it_holds():
    assert [name for name, _ in register_columns()] == [f["name"] for f in SCHEMA["fields"]]
    assert all(about.endswith(".") for _, about in register_columns())


def test_it_says_what_the_use_says():
    (row,) = rows_of(RECORD)
    told = {
        "project_id": "warm-homes",
        "public_benefit_statement": "Households in need are offered help",
        "latest_approval_date": "2026-11-16",
        "legal_basis_article_6": "public-task",
        "dataset_names": "council_tax; energy_certificates; support_scheme",
        "other_approval_committees": "Data ethics board, 2026-11-12 (advice)",
        "access_type": "Release of rows",
        "research_outputs": "https://data.ashmere.example/releases/release-0123456789abcdef/",
    }
    assert {name: row[name] for name in told} == told


@given(st.text(max_size=40))
def test_no_text_of_a_use_is_run_by_a_spreadsheet(text):
    record = replace(RECORD, uses=(replace(USE, title=text, approved_on=date(2026, 1, 2)),))
    (row,) = rows_of(record)
    said = row["project_title"]
    assert not said.startswith(tuple("=@\t＝＠")) or said.startswith("'")
    if re.match(r"[-+]", said):
        assert re.fullmatch(r"[+-]\d[\d,]*(\.\d+)?([eE][+-]?\d+)?%?", said)
    if re.fullmatch(r"[\w .,]+", text, re.ASCII):
        assert said == text
