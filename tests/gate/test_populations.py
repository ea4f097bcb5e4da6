"""Whom a question is about, in the words of its datasets, whatever the asker calls them."""

from __future__ import annotations

import pytest

from beholden.kernel import Population

from .warm_homes import IN_FORCE, decide, terms

_HERE = '"council_tax"."neighbourhood"'
_JOIN = 'JOIN "energy_certificates" ON "council_tax"."uprn" = "energy_certificates"."uprn"'


def asked(question: str) -> Population:
    plan = decide(question, terms(), today=IN_FORCE).plan
    assert plan is not None
    assert plan.population is not None
    return plan.population


def test_a_table_says_whom_it_is_of() -> None:
    of = asked(
        "select c.neighbourhood as place, count(*) filter (where e.rating = 'G') as cold "
        "from council_tax c join energy_certificates e on c.uprn = e.uprn "
        "where c.tenure = 'Owner' and (c.neighbourhood <> 'Millbrook') group by 1"
    )
    assert of.counted == "council_tax"
    assert set(of.conditions) == {
        '"council_tax"."tenure" = \'Owner\'',
        f"{_HERE} <> 'Millbrook'",
        _JOIN,
    }
    assert of.dimensions == {"place": _HERE}
    assert of.filters == {"cold": ('"energy_certificates"."rating" = \'G\'',)}


@pytest.mark.parametrize(
    "question",
    [
        "select neighbourhood, count(*) as n from council_tax where tenure = 'Owner' group by 1",
        "select x.neighbourhood, count(*) as n from council_tax as x "
        "where (x.tenure = 'Owner') group by all",
    ],
)
def test_other_names_are_the_same_population(question: str) -> None:
    assert asked(question).conditions == ('"council_tax"."tenure" = \'Owner\'',)
    assert asked(question).dimensions == {"neighbourhood": _HERE}


def test_a_left_join_leaves_nobody_out() -> None:
    of = asked(
        "select c.neighbourhood, count(*) as n from council_tax c "
        "left join energy_certificates e on c.uprn = e.uprn group by 1"
    )
    assert of.conditions == ()
