"""What a refusal tells the asker to try is there whatever the terms are."""

from dataclasses import replace

import pytest

from beholden.gate import decide
from beholden.kernel import BadInput

from .warm_homes import IN_FORCE, TERMS, agreement
from .warm_homes import terms as terms_of

NO_FUNCTIONS = {"an empty list": [], "nothing": None}


def without_functions(dataset):
    columns = tuple(replace(column, functions=()) for column in dataset.columns)
    return replace(dataset, columns=columns)


def test_a_measure_without_functions_is_refused_with_something_else_to_try():
    terms = replace(TERMS, datasets=tuple(map(without_functions, TERMS.datasets)))
    decision = decide("select arrears from council_tax", terms, today=IN_FORCE)
    assert not decision.allowed
    tried = decision.refusal.next_step
    assert "count(*)" in tried
    assert decide(tried, terms, today=IN_FORCE).allowed


@pytest.mark.parametrize("said", NO_FUNCTIONS)
def test_no_agreement_comes_to_a_measure_without_functions(said):
    form = agreement()
    column = form["datasets"]["council_tax"]["columns"]["arrears"]
    column["functions"] = NO_FUNCTIONS[said]
    if NO_FUNCTIONS[said] is None:
        del column["functions"]
    with pytest.raises(BadInput, match="functions"):
        terms_of(form)
