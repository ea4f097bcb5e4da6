"""What a use had answered before its canvas was kept in versions is the first of them."""

from __future__ import annotations

from importlib import import_module

from beholden.ethics import area_said, canvas_forms
from beholden.records import reading

from . import story

MIGRATION = import_module("beholden.records.migrations.0014_considering")


def test_each_plain_answer_becomes_the_first_version(register: str) -> None:
    from django.apps import apps

    story.a_use(
        canvas={"sources": " Three lists. ", "review": "", "actions": {"text": "x"}, "x": "y"}
    )
    MIGRATION.first_versions(apps, register)
    (version,) = reading.use("warm-homes").canvas_versions
    assert (version.area, version.number, version.status) == ("sources", 1, "complete")
    assert version.office == "Head of Revenues"
    # The words stand, and the statement of the same words is nothing new.
    assert version.text == "Three lists."
    assert area_said("sources", version.said) == area_said("sources", "Three lists.")


def test_the_migration_knows_every_area() -> None:
    assert set(MIGRATION._AREAS) == {form.code for form in canvas_forms()}
