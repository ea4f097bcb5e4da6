"""Where hardly anybody, or nobody, is left to count, and what is fitted then."""

from __future__ import annotations

import numpy as np
import pytest

from beholden.kernel import BadInput
from beholden.selfservice import make_fitted

from . import people


@pytest.mark.parametrize("known", [("ward", "age", "tenure"), ("ward", "age"), ("ward",)])
def test_where_it_is_known_that_there_is_nobody_no_table_is_made(known):
    with pytest.raises(BadInput, match="nobody to count"):
        people.fitted(people.rows(0), known=known)


@pytest.mark.parametrize("count", [0, 1, 5, 50])
def test_where_nothing_is_known_few_and_none_are_told_by_numbers(count):
    """Noise alone then says how many there are; under nought it says that there are none."""
    given = people.output(known=(), guess_bound=51)
    subjects = people.subjects(people.rows(count), given)
    plan = people.planned(subjects, given)
    for seal in range(20):
        made = make_fitted(subjects, plan, secret=people.SECRET, events=people.events(seal))
        assert all(np.isfinite(fit.expected).all() for fit in made.fits.values())
