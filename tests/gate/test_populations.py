"""Whom a question is about, in the words of its datasets, whatever the asker calls them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from beholden.kernel import Population, Treatment, TreatmentKind

from .clinics import clinics
from .warm_homes import IN_FORCE, decide, terms

_GIVEN = '"council_tax"."liable_to" IS NULL'
_RATING = '"energy_certificates"."rating"'
_BANDS = (
    f"CASE WHEN {_RATING} IN ('A', 'B', 'C') THEN 'warm' "
    f"WHEN {_RATING} IN ('D', 'E', 'F', 'G') THEN 'cold' END"
)
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
        _GIVEN,
        '"council_tax"."tenure" = \'Owner\'',
        f"{_HERE} <> 'Millbrook'",
        _JOIN,
    }
    assert of.dimensions == {"place": _HERE}
    assert of.filters == {"cold": (f"{_BANDS} = 'G'",)}


@pytest.mark.parametrize(
    "question",
    [
        "select neighbourhood, count(*) as n from council_tax where tenure = 'Owner' group by 1",
        "select x.neighbourhood, count(*) as n from council_tax as x "
        "where (x.tenure = 'Owner') group by all",
    ],
)
def test_other_names_are_the_same_population(question: str) -> None:
    assert asked(question).conditions == (_GIVEN, '"council_tax"."tenure" = \'Owner\'')
    assert asked(question).dimensions == {"neighbourhood": _HERE}


def test_a_left_join_leaves_nobody_out() -> None:
    of = asked(
        "select c.neighbourhood, count(*) as n from council_tax c "
        "left join energy_certificates e on c.uprn = e.uprn group by 1"
    )
    assert of.conditions == (_GIVEN,)


def under(dataset: str, question: str, **changed: object) -> Population:
    """Return whom a question is of under terms in which one dataset is given otherwise."""
    given = replace(
        terms(),
        datasets=tuple(
            replace(d, **changed) if d.name == dataset else d  # type: ignore[arg-type]
            for d in terms().datasets
        ),
    )
    plan = decide(question, given, today=IN_FORCE).plan
    assert plan is not None
    assert plan.population is not None
    return plan.population


def test_rows_that_an_agreement_gives_are_a_condition_like_any_other() -> None:
    question = "select neighbourhood, count(*) as n from council_tax group by 1"
    assert asked(question).conditions == (_GIVEN,)
    rows = '"arrears" > 100 AND "band" = \'A\''
    of = under("council_tax", question, rows=rows)
    assert of.conditions == ('"council_tax"."arrears" > 100', '"council_tax"."band" = \'A\'')


def test_of_what_is_joined_on_the_left_the_rows_are_part_of_its_columns() -> None:
    question = (
        "select e.rating, count(*) as n from council_tax c "
        "left join energy_certificates e on c.uprn = e.uprn group by 1"
    )
    of = under("energy_certificates", question, rows='"new" = TRUE')
    assert of.conditions == (_GIVEN,)
    begins = 'CASE WHEN "energy_certificates"."new" = TRUE THEN CASE WHEN'
    assert of.dimensions["rating"].startswith(begins)


def test_other_rows_of_a_dataset_that_chooses_make_another_condition() -> None:
    question = (
        "select neighbourhood, count(*) as n from council_tax where uprn in "
        "(select uprn from support_scheme where enrolled) group by 1"
    )
    one = asked(question)
    other = under("support_scheme", question, rows='"new" = TRUE')
    assert one.conditions != other.conditions
    assert 'where ""new"" = TRUE' in "".join(other.conditions)


@pytest.mark.parametrize(
    ("treatment", "meant"),
    [
        (
            Treatment(TreatmentKind.NUMBER, steps=(("few", 0.0), ("many", 3.0))),
            'CASE WHEN "council_tax"."tenure" >= 3.0 THEN \'many\' '
            'WHEN "council_tax"."tenure" >= 0.0 THEN \'few\' END',
        ),
        (
            Treatment(TreatmentKind.AGE, steps=(("all", 0.0),), as_of=date(2026, 12, 1)),
            'CASE WHEN "council_tax"."tenure, age on 2026-12-01" >= 0.0 THEN \'all\' END',
        ),
        (Treatment(TreatmentKind.POSTCODE, to="sector"), '"council_tax"."tenure, its sector"'),
    ],
)
def test_a_treated_column_is_told_by_what_it_is_made_from(treatment, meant) -> None:
    dataset = terms().dataset("council_tax")
    assert dataset is not None
    columns = tuple(
        replace(c, treatment=treatment) if c.name == "tenure" else c for c in dataset.columns
    )
    question = "select tenure, count(*) as n from council_tax group by 1"
    assert under("council_tax", question, columns=columns).dimensions == {"tenure": meant}


HOME = "left join wards {0} on {0}.code = t.ward_code"
CLINIC = "left join wards {0} on {0}.code = v.clinic_ward"
SEEN = (
    "select {0}.area, count(*) as n from tenants t left join visits v on person = patient {1} {2}"
)


def of_wards(question: str) -> Population:
    plan = decide(f"{question} group by 1", clinics(), today=IN_FORCE).plan
    assert plan is not None
    assert plan.population is not None
    return plan.population


def test_two_joins_of_one_dataset_are_two_populations() -> None:
    home = of_wards(SEEN.format("a", HOME.format("a"), CLINIC.format("b")))
    clinic = of_wards(SEEN.format("b", HOME.format("a"), CLINIC.format("b")))
    assert home.dimensions != clinic.dimensions
    west = " where {0}.area = 'west'"
    homes = of_wards(SEEN.format("a", HOME.format("a"), CLINIC.format("b")) + west.format("a"))
    clinics_ = of_wards(SEEN.format("a", HOME.format("a"), CLINIC.format("b")) + west.format("b"))
    assert homes.conditions != clinics_.conditions


def test_a_dataset_is_called_by_its_join_whether_another_stands_there_or_not() -> None:
    alone = of_wards(SEEN.format("x", CLINIC.format("x"), ""))
    beside = of_wards(SEEN.format("b", HOME.format("a"), CLINIC.format("b")))
    turned = of_wards(SEEN.format("b", CLINIC.format("b"), HOME.format("a")))
    assert alone.dimensions == beside.dimensions == turned.dimensions
    assert alone.dimensions != of_wards(SEEN.format("x", HOME.format("x"), "")).dimensions


def test_an_inner_join_is_a_condition_by_its_own_name() -> None:
    home, clinic = (join.removeprefix("left ") for join in (HOME, CLINIC))
    both = of_wards(SEEN.format("a", home.format("a"), clinic.format("b")))
    assert len([c for c in both.conditions if c.startswith("JOIN")]) == 2
    assert 'JOIN "wards by visits clinic_ward" ON' in " ".join(both.conditions)
