"""An agreement that was written as YAML opens in the form, and comes back as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden import gate
from beholden.actions import written_as_yaml
from beholden.doors.web.officer.agreements.form.document import put
from beholden.doors.web.officer.agreements.form.joins import Join, joins_of

from .agreement_forms import again, agreements, answered, parts_of, sent

GOLDEN = agreements()


def terms_of(document: dict[str, Any]) -> Any:
    stewards = dict.fromkeys([*document["datasets"], "places"], "Housing")
    return gate.compile_terms(document, purpose="For it.", stewards=stewards, columns=None)


@pytest.mark.parametrize("name", GOLDEN)
def test_each_part_shows_all_that_it_says_and_gives_it_back_to_the_letter(name):
    whole = GOLDEN[name]
    for form in parts_of(whole, whole):
        assert form.shows_all, (type(form), form.read(), form.write(form.read()))
        assert written_as_yaml(answered(form).saved()) == written_as_yaml(whole), type(form)


def in_any_order(terms: Any) -> dict[str, Any]:
    """Return terms by the names in them, without what is withheld: it is as if it were not named.

    The form asks for a column of its own after those that the dataset has.
    """
    said = terms.to_dict()
    for dataset in said["datasets"]:
        given = (one for one in dataset["columns"] if one["role"] != "withheld")
        dataset["columns"] = {one["name"]: one for one in given}
    said["recorded_quality"] = {one["dimension"]: one for one in said["recorded_quality"]}
    return said


@pytest.mark.parametrize("name", GOLDEN)
def test_filled_in_from_nothing_with_the_same_answers_it_has_the_same_terms(name):
    """The answers alone make the agreement: nothing of the YAML is carried over."""
    whole = GOLDEN[name]
    begun: dict[str, Any] = {"agreement": whole["agreement"], "use": whole["use"]}
    for form in parts_of(whole, whole):
        if isinstance(form, Join):
            begun = put(begun, ("joins",), [*joins_of(begun), form.write(form.read())])
            continue
        blank = again(form, begun)
        blank.cleaned_data = form.read()
        begun = blank.saved()
    assert in_any_order(terms_of(begun)) == in_any_order(terms_of(whole))


JUNK = st.sampled_from([None, "", "nobody", 7, 0.5, True, [], {}, ["a", 1], {"a": {"b": [None]}}])


@st.composite
def spoilt(draw) -> dict[str, Any]:
    """Return a golden agreement with one of its entries, however deep, gone or become another."""
    whole = GOLDEN[draw(st.sampled_from(sorted(GOLDEN)))]
    path: list[str] = []
    inside: Any = whole
    while isinstance(inside, dict) and inside and (not path or draw(st.booleans())):
        path.append(draw(st.sampled_from(sorted(inside))))
        inside = inside[path[-1]]
    if path[0] in ("agreement", "use"):
        return dict(whole)
    return put(whole, tuple(path), draw(JUNK))


@settings(max_examples=50)
@given(spoilt())
def test_what_the_form_cannot_show_is_kept_whatever_it_is(document):
    """A part that shows all gives it back unchanged; every other is said to be none of the form."""
    whole = GOLDEN["warm-homes-2026.agreement.yaml"]
    for form in parts_of(document, document):
        if form.shows_all and form.fields:
            made = again(form, document, sent(form))
            assert not made.is_valid() or made.saved() == document, type(form)
    assert whole == GOLDEN["warm-homes-2026.agreement.yaml"]
