"""Questions that are built without SQL: the gate allows whatever is offered, alone or together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from gate import warm_homes
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from selfservice import people as made_up

from beholden.actions.self_service import Way
from beholden.actions.workbench.building import Chosen, Compares, Filter, sql_of
from beholden.actions.workbench.given import DAY, NUMBER, YES_NO
from beholden.actions.workbench.offering import How, Joined, Offer, offered
from beholden.gate import decide
from beholden.kernel import BadInput, Terms
from beholden.selfservice import decide_fitted

TYPES = {
    "council_tax": {"in_arrears": "bool", "tenure": "string", "rooms": "int64", "moved": "date32"},
    "support_scheme": {"enrolled": "bool"},
}


def wide() -> Terms:
    """Return terms with all that an agreement may say of columns: kinds, bands, keys, a list."""
    said = warm_homes.agreement()
    columns = said["datasets"]["council_tax"]["columns"]
    columns["arrears"] = {"role": "measure", "functions": ["sum", "avg", "stddev", "count"]}
    columns["rooms"] = {"role": "dimension"}
    columns["moved"] = {"role": "dimension"}
    columns["order"] = {"role": "dimension"}
    columns["ward"] = {"role": "dimension"}
    columns["area"] = {
        "role": "dimension",
        "of": "postcode",
        "treatment": {"postcode": "district"},
    }
    columns["owner"] = {"role": "dimension", "treatment": "pseudonymised"}
    said["datasets"]["wards"] = {
        "reference": True,
        "columns": {"ward": {"role": "dimension"}, "deprived": {"role": "dimension"}},
    }
    said["joins"] = [
        said["joins"] if isinstance(said["joins"], dict) else said["joins"][0],
        {"key": "ward", "among": ["council_tax", "wards"]},
    ]
    said["between"] = sorted({*said["between"], "Planning"})
    names = {**warm_homes.COLUMNS}
    names["council_tax"] = names["council_tax"] | {
        *("rooms", "moved", "order", "ward", "postcode", "owner")
    }
    return warm_homes.compile_terms(
        said,
        purpose="To help.",
        stewards={**warm_homes.STEWARDS, "wards": "Planning"},
        columns={**names, "wards": {"ward", "deprived"}},
        conditions=warm_homes.CONDITIONS,
    )


AGREEMENTS = {"the worked case": warm_homes.TERMS, "a wide one": wide()}
NAMES = st.sampled_from(sorted(AGREEMENTS))
# What people type, quotation marks, comments and signs of their own script among it.
TYPED = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
VALUES = {
    NUMBER: st.integers(-9999, 9999).map(str) | st.just("4.5"),
    YES_NO: st.sampled_from(["yes", "no"]),
    DAY: st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat),
}


@st.composite
def offers(draw: st.DrawFn, terms: Terms, way: Way = Way.EXACT) -> Offer:
    """Draw a table to begin with, and others joined in ways that are offered."""
    first = offered(terms, way, TYPES)
    start = draw(st.sampled_from(first.starts))
    may = offered(terms, way, TYPES, start=start).joins
    tables = draw(st.lists(st.sampled_from(may), unique=True, max_size=3)) if may else []
    joined = tuple(Joined(one.table, draw(st.sampled_from(one.ways))) for one in tables)
    return offered(terms, way, TYPES, start=start, joined=joined)


@st.composite
def choices(draw: st.DrawFn, offer: Offer) -> Chosen:
    """Draw any of what is offered, with values as somebody might type them."""
    numbers = draw(st.lists(st.sampled_from([n.code for n in offer.numbers]), max_size=3))
    groups = draw(st.lists(st.sampled_from([p.code for p in offer.places]), max_size=3))
    filters = []
    for place in draw(st.lists(st.sampled_from(offer.places), max_size=3)):
        ordered = place.column.kind in (NUMBER, DAY)
        tests = [t for t in Compares if ordered or t not in (Compares.AT_LEAST, Compares.AT_MOST)]
        values = draw(st.lists(VALUES.get(place.column.kind, TYPED), min_size=1, max_size=3))
        filters.append(Filter(place.code, draw(st.sampled_from(tests)), tuple(values)))
    return Chosen(
        tuple(numbers), tuple(groups), tuple(filters), draw(st.booleans()), draw(st.integers(0, 50))
    )


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), NAMES)
def test_whatever_is_offered_the_gate_allows(data: st.DataObject, name: str) -> None:
    terms = AGREEMENTS[name]
    offer = data.draw(offers(terms))
    try:
        question = sql_of(terms, Way.EXACT, offer, data.draw(choices(offer)))
    except BadInput as told:
        # The one thing that it tells: two numbers would give away how many there are.
        assume("rounds" not in (told.why or ""))
        raise
    decision = decide(question, terms, today=warm_homes.IN_FORCE)
    assert decision.allowed, (question, decision.refusal)


@pytest.mark.parametrize("name", sorted(AGREEMENTS))
def test_each_thing_offered_is_allowed_by_itself(name: str) -> None:
    terms = AGREEMENTS[name]
    refused = []
    for start in offered(terms, Way.EXACT, TYPES).starts:
        for joined in _each_join(terms, start):
            offer = offered(terms, Way.EXACT, TYPES, start=start, joined=joined)
            for chosen in _one_by_one(offer):
                question = sql_of(terms, Way.EXACT, offer, chosen)
                if not decide(question, terms, today=warm_homes.IN_FORCE).allowed:
                    refused.append(question)
    assert refused == []


def _each_join(terms: Terms, start: str) -> list[tuple[Joined, ...]]:
    may = offered(terms, Way.EXACT, TYPES, start=start).joins
    return [(), *((Joined(one.table, how),) for one in may for how in one.ways)]


def _one_by_one(offer: Offer) -> list[Chosen]:
    """Return one choice for all numbers, and all groups: each would be refused as it is alone."""
    numbers = [Chosen((number.code,)) for number in offer.numbers]
    return [*numbers, Chosen(groups=tuple(place.code for place in offer.places[:4]))]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_whatever_self_service_offers_is_allowed(data: st.DataObject) -> None:
    terms = made_up.terms()
    offer = offered(terms, Way.FITTED, {"council_tax": {"in_arrears": "bool"}})
    question = sql_of(terms, Way.FITTED, offer, data.draw(choices(offer)))
    decision = decide_fitted(question, terms, today=made_up.DAY)
    assert decision.allowed, (question, decision.refusal)


BUILT = [
    (
        {"start": "council_tax"},
        Chosen(groups=("council_tax.tenure",)),
        "select tenure, count(*) as how_many\nfrom council_tax\ngroup by tenure\norder by tenure",
    ),
    (
        {"start": "council_tax", "joined": (Joined("energy_certificates", How.BOTH),)},
        Chosen(
            ("council_tax.arrears.sum",),
            ("energy_certificates.rating",),
            (Filter("council_tax.in_arrears", Compares.ONE_OF, ("yes",)),),
            largest_first=True,
            most=5,
        ),
        "select energy_certificates.rating, sum(council_tax.arrears) as sum_arrears\n"
        "from council_tax\n"
        "join energy_certificates on council_tax.uprn = energy_certificates.uprn\n"
        "where council_tax.in_arrears in (true)\n"
        "group by energy_certificates.rating\norder by sum_arrears desc\nlimit 5",
    ),
    (
        {"start": "council_tax", "joined": (Joined("support_scheme", How.WITHOUT),)},
        Chosen(filters=(Filter("council_tax.tenure", Compares.NONE_OF, ("O'Neill's",)),)),
        "select count(*) as how_many\nfrom council_tax\n"
        "where council_tax.tenure not in ('O''Neill''s')\n"
        "and not exists (select 1 from support_scheme"
        " where council_tax.uprn = support_scheme.uprn)",
    ),
]


@pytest.mark.parametrize(("tables", "chosen", "sql"), BUILT)
def test_the_sql_of_choices(tables: dict[str, Any], chosen: Chosen, sql: str) -> None:
    terms = warm_homes.TERMS
    offer = offered(terms, Way.EXACT, TYPES, **tables)
    assert sql_of(terms, Way.EXACT, offer, chosen) == sql


def test_only_the_values_that_the_agreement_names_are_offered() -> None:
    offer = offered(
        warm_homes.TERMS,
        Way.EXACT,
        TYPES,
        joined=(Joined("energy_certificates", How.BOTH),),
    )
    named = {place.code: place.column.values for place in offer.places if place.column.values}
    assert named == {"energy_certificates.rating": ("warm", "cold")}


FAULTS = [
    ("council_tax.rooms", Compares.AT_LEAST, ("1; drop table x",), "Enter a number"),
    ("council_tax.moved", Compares.AT_MOST, ("31/3/2026",), "Enter a day"),
    ("council_tax.in_arrears", Compares.ONE_OF, ("perhaps",), "Choose yes or no"),
    ("council_tax.tenure", Compares.AT_LEAST, ("a",), "Only numbers"),
    ("council_tax.tenure", Compares.ONE_OF, (), "at least one value"),
    ("council_tax.tenure", Compares.ONE_OF, ("a\x1f",), "a text on one line"),
    ("council_tax.name", Compares.ONE_OF, ("x",), "Choose the tables first"),
]


@pytest.mark.parametrize(("place", "test", "values", "says"), FAULTS)
def test_what_cannot_be_built(
    place: str, test: Compares, values: tuple[str, ...], says: str
) -> None:
    terms = AGREEMENTS["a wide one"]
    offer = offered(terms, Way.EXACT, TYPES, start="council_tax")
    with pytest.raises(BadInput) as told:
        sql_of(terms, Way.EXACT, offer, Chosen(filters=(Filter(place, test, values),)))
    assert says in (told.value.next_step or "")


def test_columns_kept_apart_are_not_built_together() -> None:
    apart = {"never_together": ["tenure", "rating"], "because": "advice, point 4"}
    terms = warm_homes.terms(conditions=(*warm_homes.CONDITIONS, apart))
    offer = offered(terms, Way.EXACT, TYPES, joined=(Joined("energy_certificates", How.BOTH),))
    crossing = Chosen(
        groups=("council_tax.tenure",),
        filters=(Filter("energy_certificates.rating", Compares.ONE_OF, ("cold",)),),
    )
    with pytest.raises(BadInput, match="No answer uses tenure and rating"):
        sql_of(terms, Way.EXACT, offer, crossing)
