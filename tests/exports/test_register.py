"""The data use register: checked by Frictionless, with the Table Schema beside it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pytest
from frictionless import Resource, Schema
from hypothesis import given
from hypothesis import strategies as st

from beholden.exports import Record, exported, register_columns

from .made_up import BARE, RECORD, USE
from .reading import data_of


def rows_of(record: Record) -> list[dict[str, str]]:
    text = exported(record, kind="data-use-register").text
    return list(csv.DictReader(io.StringIO(text, newline="")))


def faults(text: str, schema: dict) -> list[str]:
    """Return where a file breaks a Table Schema, as the standard's own validator tells it."""
    resource = Resource(data=text.encode(), format="csv", schema=Schema.from_descriptor(schema))
    told = resource.validate().flatten(["type", "fieldName"])
    return [f"{kind}: {name}" if name else kind for kind, name in told]


def written(rows: list[dict[str, str]]) -> str:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


SCHEMA = data_of(RECORD, "data-use-register", form="schema.json")


@pytest.mark.parametrize("record", [RECORD, BARE], ids=["whole", "bare"])
def test_it_keeps_to_the_schema_beside_it(record):
    assert len(rows_of(record)) == 1
    assert faults(exported(record, kind="data-use-register").text, SCHEMA) == []


BROKEN = [
    ("project_title", "", "constraint-error"),
    ("project_start_date", "1 December 2026", "type-error"),
    ("access_type", "Anything", "constraint-error"),
]


@pytest.mark.parametrize(("name", "value", "fault"), BROKEN)
def test_a_row_that_breaks_the_schema_would_be_found(name, value, fault):
    (row,) = rows_of(RECORD)
    assert faults(written([{**row, name: value}]), SCHEMA) == [f"{fault}: {name}"]


def test_two_rows_of_one_use_would_be_found():
    (row,) = rows_of(RECORD)
    assert faults(written([row, row]), SCHEMA) == ["primary-key"]


def test_a_column_under_another_name_would_be_found():
    (row,) = rows_of(RECORD)
    renamed = {("title" if name == "project_title" else name): row[name] for name in row}
    assert faults(written([renamed]), SCHEMA) == ["incorrect-label: project_title"]


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
