"""The form of an agreement without a council: its parts, and what a browser sends of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django import forms

from beholden.doors.web.officer.agreements.form.columns import Column
from beholden.doors.web.officer.agreements.form.data import Dataset
from beholden.doors.web.officer.agreements.form.document import at, mapping
from beholden.doors.web.officer.agreements.form.joins import Join, joins_of
from beholden.doors.web.officer.agreements.form.known import Column as KnownColumn
from beholden.doors.web.officer.agreements.form.known import Known
from beholden.doors.web.officer.agreements.form.part import PartForm
from beholden.doors.web.officer.agreements.form.tasks import PARTS
from beholden.records.reading import StatedUse

GOLDEN = Path(__file__).parents[2] / "gate/golden"


def agreements() -> dict[str, dict[str, Any]]:
    """Return every golden agreement, as it is kept: days as text."""
    from beholden.actions import statement_in

    files = sorted(GOLDEN.glob("*.agreement.yaml"))
    return {one.name: statement_in(one.read_text("utf-8")) for one in files}


class Nothing(Known):
    """A council that holds nothing but the columns that a document names."""

    def __init__(self, whole: Mapping[str, Any]) -> None:
        self._whole = whole

    use = StatedUse("a-use", "A use", "For something.", personal_data=False, special_category=False)
    organisations = ("Housing", "Somebody else")
    signing: Mapping[str, list[str]] = {}
    groups: Mapping[str, tuple[str, ...]] = {"all-boroughs": ("Ashmere", "Elmbridge")}
    courses: Mapping[str, str] = {"a-course": "A course"}
    datasets: Mapping[str, Any] = {}

    def columns(self, dataset: str) -> tuple[KnownColumn, ...]:
        given = mapping(at(self._whole, ("datasets", dataset, "columns")))
        return tuple(KnownColumn(name) for name, said in given.items() if "of" not in mapping(said))


def parts_of(document: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[PartForm]:
    """Yield the form of every part that a document has, one after another.

    ``whole`` is the document of which the council holds the columns, and which says how much of
    each kind there is.
    """
    known = Nothing(whole)
    plain = [part for code, part in PARTS.items() if code != "quality"]
    for part in plain:
        if not part.form.path or at(whole, part.form.path) is not None:
            yield part.form(document, known)
    for dataset, given in mapping(whole.get("datasets")).items():
        yield Dataset(document, known, dataset=dataset)
        for column in mapping(mapping(given).get("columns")):
            yield Column(document, known, dataset=dataset, column=str(column))
    for number in range(1, len(joins_of(whole)) + 1):
        yield Join(document, known, number=number)
    yield PARTS["quality"].form(document, known)  # of the columns that are given by now


def sent(form: forms.Form) -> Any:
    """Return what a browser sends of a form as it stands, untouched."""
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for name in form.fields:
        for key, value in _values(form[name]):
            data.appendlist(key, value)
    return data


def _values(field: forms.BoundField) -> Iterator[tuple[str, str]]:
    widget, value = field.field.widget, field.value()
    if isinstance(widget, forms.MultiWidget):
        parts = widget.decompress(value)
        for suffix, part in zip(widget.widgets_names, parts, strict=True):
            yield f"{field.name}{suffix}", "" if part is None else str(part)
    elif isinstance(widget, forms.CheckboxInput):
        if value:
            yield field.name, "on"
    elif isinstance(widget, forms.CheckboxSelectMultiple):
        for one in value or ():
            yield field.name, str(one)
    else:
        # A browser sends the lines of an area with both signs.
        yield field.name, str("" if value is None else value).replace("\n", "\r\n")


def again(form: PartForm, document: Mapping[str, Any], data: Any = None) -> PartForm:
    """Return the form of the same part of a document, perhaps as it was sent."""
    options = {name: getattr(form, name) for name in ("dataset", "column") if hasattr(form, name)}
    if isinstance(form, Join):
        options["number"] = form.number
    return type(form)(document, form.known, data, **options)


def answered(form: PartForm) -> PartForm:
    """Return the same part, sent as it stands."""
    made = again(form, form.document, sent(form))
    assert made.is_valid(), (type(form), made.errors)
    return made
