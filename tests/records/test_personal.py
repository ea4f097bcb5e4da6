"""Every field of the register is sorted, and what is personal shows in no public view (S8)."""

from __future__ import annotations

import json
from typing import Any

from beholden.records import databases, reading
from beholden.records.personal import FIELDS, Kind

from . import story


def _models() -> list[Any]:
    from django.apps import apps

    databases.connect("sqlite:///:memory:")
    return list(apps.get_app_config("records").get_models())


def test_every_field_is_sorted() -> None:
    held = {model.__name__: {f.name for f in model._meta.fields} for model in _models()}
    assert {name: set(fields) for name, fields in FIELDS.items()} == held


def test_whatever_leads_to_a_person_is_personal() -> None:
    from beholden.records.models import Person

    leads = {
        (model.__name__, field.name)
        for model in _models()
        for field in model._meta.fields
        if field.related_model is Person
    }
    assert {FIELDS[model][field] for model, field in leads} == {Kind.PERSONAL}


def _views() -> list[reading.UseView | Any]:
    return [
        reading.home_facts(),
        *reading.datasets(),
        reading.dataset("council_tax"),
        *reading.uses(),
        reading.use("warm-homes"),
        *reading.agreements(),
        reading.agreement("warm-homes-2026"),
        *reading.receipts(),
        reading.receipt("answer-1"),
        *reading.releases(),
        reading.release("release-1"),
        *reading.ledger(),
    ]


def test_no_view_but_that_of_people_holds_a_code(register: str) -> None:
    story.whole_case()
    shown = json.dumps([view.to_dict() for view in _views()])
    assert "Analyst" in shown
    for code in (story.AUTHOR, story.OFFICER, story.ANALYST, story.REVIEWER):
        assert code not in shown
        assert code in {person.code for person in reading.people()}


def test_the_page_of_a_use_holds_nothing_internal(register: str) -> None:
    story.whole_case()
    shown = json.dumps(reading.use("warm-homes").to_dict())
    assert "typed by somebody" not in shown  # a refused question may hold whatever was typed
    assert "extract-1.sealed" not in shown  # where the extract's file is
    assert "Millbrook" not in shown  # a cell of a release
