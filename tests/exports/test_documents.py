"""From a record to a document: names, forms, refusals, and texts that could break a form."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from beholden.exports import KINDS, exportable, exported, file_of
from beholden.kernel import BadInput, NotFound

from .made_up import BARE, DATASETS, EMPTY, RECORD, TABLE, USE
from .reading import graph_of

# rdflib's own reader of JSON-LD uses what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.mark.parametrize("record", [RECORD, BARE, EMPTY], ids=["whole", "bare", "empty"])
def test_whatever_can_be_exported_is_and_under_a_name_of_its_own(record):
    names = []
    for kind, name, form in exportable(record):
        document = exported(record, kind=kind.code, name=name, form=form)
        assert document.file == file_of(kind, name, form)
        assert document.text.endswith("\n")
        if "json" in document.media_type:
            json.loads(document.text)
        names.append(document.file)
    assert len(names) == len(set(names))
    assert {name.split(".")[0] for name in names} >= {k.code for k in KINDS if not k.of}


REFUSED = [
    ("nothing", "", "", BadInput),
    ("dcat", "council_tax", "", BadInput),
    ("dcat", "", "csv", BadInput),
    ("atrs", "", "", BadInput),
    ("atrs", "council_tax", "", NotFound),
    ("odcs", "warm-homes", "", NotFound),
    ("odrl", "", "", BadInput),
    ("dea", "nowhere", "", NotFound),
]


@pytest.mark.parametrize(("kind", "name", "form", "error"), REFUSED)
def test_what_there_is_not_is_refused(kind, name, form, error):
    with pytest.raises(error) as refused:
        exported(RECORD, kind=kind, name=name, form=form)
    assert refused.value.next_step


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60))
def test_any_text_comes_out_of_both_forms_as_it_went_in(text):
    table = replace(TABLE, title=text or "-")
    record = replace(
        RECORD,
        datasets=(replace(DATASETS[0], title=text or "-", keys=(text,)),),
        uses=(replace(USE, tables=(table,)),),
    )
    first, second = (graph_of(record, "dcat", form=form) for form in ("jsonld", "ttl"))
    assert isomorphic(first, second)
