"""The columns of an answer before it is asked: those that it then has, told without any data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from actions.ashmere import ANALYST, CODES
from actions.councils import entries_of, told  # noqa: F401 (a fixture)
from web.analyst.conftest import council  # noqa: F401 (a fixture)

from beholden import gate
from beholden.actions import columns_to_come
from beholden.actions.workbench.kinds import DAY, NUMBER, TEXT, YES_NO, kind_of
from beholden.kernel import BadQuestion, Refused, Terms

GOLDEN = Path(__file__).parents[1] / "gate/golden/clinics-2026.terms.json"
USE, STAFF = "warm-homes", CODES["publisher"]

QUESTIONS = [
    ("select count(*) from council_tax", [NUMBER]),
    ("select tenure, in_arrears, count(*) n from council_tax group by all", [TEXT, YES_NO, NUMBER]),
    ("select avg(arrears) as mean, sum(arrears) as total from council_tax", None),
    (
        "select rating, avg(arrears) / 12 as monthly, date '2026-01-31' as made"
        " from council_tax join energy_certificates using (uprn) group by rating",
        [TEXT, NUMBER, DAY],
    ),
    (
        "with a as (select tenure, count(*) as n from council_tax group by 1)"
        " select upper(tenure) as t, n > 20 as large, n / (select sum(n) from a) as share from a",
        [TEXT, YES_NO, NUMBER],
    ),
    (
        "select tenure from council_tax group by tenure union select rating"
        " from energy_certificates group by rating",
        [TEXT],
    ),
]


@pytest.mark.parametrize(("question", "kinds"), QUESTIONS)
def test_the_columns_are_those_of_the_answer(council, question, kinds):  # noqa: F811
    try:
        coming = columns_to_come(council, by=ANALYST, use=USE, question=question)
    except Refused:
        assert kinds is None
        return
    asked = council.ask(by=ANALYST, use=USE, question=question).table
    assert [(one.name, one.kind) for one in coming] == [
        (field.name, kind_of(field.type)) for field in asked.schema
    ]
    assert [one.kind for one in coming] == kinds


def test_those_of_a_fitted_answer_have_their_bands(council):  # noqa: F811
    question = "select rating as r, count(*) as n, avg(in_arrears) from council_tax group by rating"
    coming = columns_to_come(council, by=STAFF, use=USE, question=question)
    asked = council.ask(by=STAFF, use=USE, question=question).table
    assert [one.name for one in coming] == asked.column_names
    assert [one.kind for one in coming] == [kind_of(field.type) for field in asked.schema]


@pytest.mark.parametrize(
    ("person", "question", "fault"),
    [
        (ANALYST, "select uprn from council_tax", Refused),
        (ANALYST, "not a question", BadQuestion),
        (STAFF, "select uprn from council_tax", Refused),
        (CODES["resident"], QUESTIONS[0][0], Refused),
    ],
)
def test_what_would_be_refused_has_none_and_nothing_is_recorded(
    council,  # noqa: F811
    person,
    question,
    fault,
):
    before = len(entries_of(council))
    with pytest.raises(fault):
        columns_to_come(council, by=person, use=USE, question=question)
    assert len(entries_of(council)) == before


def test_a_list_in_which_nobody_is_has_its_columns_too():
    terms = Terms.from_dict(json.loads(GOLDEN.read_text(encoding="utf-8")))
    (name,) = [one.name for one in terms.datasets if one.reference]
    listed = [one.name for one in terms.dataset(name).columns]
    question = f'select {", ".join(listed)} from "{name}"'
    decision = gate.decide(question, terms, today=terms.starts)
    shapes = {name: {listed[0]: gate.Shape("date")}}
    table = gate.answer_of_no_rows(decision.plan, terms, shapes=shapes)
    assert (table.column_names, table.num_rows) == (listed, 0)
    assert kind_of(table.schema[0].type) == DAY
