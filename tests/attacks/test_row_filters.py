"""Row filters and column masks, as engines that have them test them, over our agreements.

A row condition of an agreement is Trino's row filter, bands are its column mask. The scenarios are
its own, in our words: a name that shadows a table, a filter that refers to itself, to another
table or to a question, two identities, a mask in a join, in a condition and under another name.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gate.warm_homes import agreement, terms
from gate_sealing.made_up import Bench, MadeUpPlan

from attacks.parish import FIRST_UPRN, HOUSEHOLDS, Parish, asked_of, council_tax, sources
from beholden.kernel import BadInput

TAX = council_tax()


def under(rows: str | None) -> Any:
    """Return the worked case under another row condition, with nothing withheld or rounded."""
    changed = agreement()
    changed["personal_data"] = False
    changed["outputs"]["aggregate"] |= {"smallest_group": 1, "round_to": 1, "largest_share": 1}
    changed["datasets"]["council_tax"]["rows"] = rows or "true"
    return terms(changed, conditions=())


def asked(folder: Path, rows: str | None, question: str) -> str:
    """Return what is told of a question under a row condition."""
    bench, wanted = Bench(folder), under(rows)
    extract = bench.seal(wanted, sources(bench))
    with asked_of(bench, extract) as connection:
        told = Parish(bench, extract, connection, wanted).ask(question)
    assert told.outcome == "answered"
    return told.words


NOBODY = "[{'n': 0}]"
Test = Callable[[int], bool]
FILTERS: list[tuple[str, Test]] = [
    ("neighbourhood = 'Millbrook'", lambda i: TAX["neighbourhood"][i] == "Millbrook"),
    ("neighbourhood = null", lambda i: False),
    ("null", lambda i: False),
    (
        "neighbourhood <> 'Harbour' and in_arrears = 'yes'",
        lambda i: TAX["neighbourhood"][i] != "Harbour" and i % 4 == 0,
    ),
    ("liable_to is not null", lambda i: i % 9 == 0),
]


@pytest.mark.parametrize(("rows", "kept"), FILTERS, ids=[rows for rows, _ in FILTERS])
def test_a_question_sees_the_rows_of_the_condition_and_no_other(
    tmp_path: Path, rows: str, kept: Test
) -> None:
    count = sum(map(kept, range(HOUSEHOLDS)))
    for question in (
        "select count(*) as n from council_tax",
        "with t as (select count(*) as n from council_tax) select n from t",
        "select n from (select count(*) as n from council_tax as support) as x",
    ):
        told = asked(tmp_path, rows, question)
        assert told.startswith(f"[{{'n': {count}}}]" if count else NOBODY)


def test_each_of_two_uses_sees_its_own_rows(tmp_path: Path) -> None:
    question = "select neighbourhood, count(*) as n from council_tax group by 1"
    one = asked(tmp_path / "one", "neighbourhood = 'Millbrook'", question)
    other = asked(tmp_path / "other", "neighbourhood = 'Harbour'", question)
    assert ("Millbrook" in one, "Harbour" in one) == (True, False)
    assert ("Millbrook" in other, "Harbour" in other) == (False, True)


REFUSED_FILTERS = [
    *("$$$", " ", ")", "1 = 1; drop table council_tax", "--", "/* */"),
    *("no_such_column", "no_such_column = 1", "rating = 'A'", "nino is null", "rowid = 1"),
    "exists (select 1 from support_scheme where support_scheme.uprn = uprn)",
    "uprn in (select uprn from council_tax)",
    "uprn in (select sealed.main.council_tax.uprn from council_tax)",
    "(select count(*) from energy_certificates) = 600",
    *("count(*) > 0", "sum(arrears) > 0", "row_number() over () > 0", "grouping(uprn) = 0"),
    *("council_tax.uprn = 1", "energy_certificates.rating = 'A'", "main.council_tax.uprn = 1"),
    *("getenv('HOME') is null", "error(name)", "nextval('x') = 1", "random() > 0.5"),
    *("name like 'MADE%'", "uprn = ?", "uprn = $1", "true limit 1", "true union select 1"),
    "case when name = 'x' then true end",
]


@pytest.mark.parametrize("rows", REFUSED_FILTERS)
def test_a_condition_that_is_more_than_a_condition_is_not_agreed(rows: str) -> None:
    changed = agreement()
    changed["datasets"]["council_tax"]["rows"] = rows
    with pytest.raises(BadInput) as caught:
        terms(changed)
    assert "rows" in caught.value.why


SHADOWS = [
    "with council_tax as (select 1 as uprn) select count(*) from council_tax",
    "with energy_certificates(uprn, rating) as (values (1, 'cold'))"
    " select count(*) from council_tax join energy_certificates using (uprn)",
    'with "council_tax" as (select * from support_scheme) select count(*) from "council_tax"',
    "with COUNCIL_TAX as (select uprn from support_scheme) select count(*) from council_tax",
    "with recursive council_tax as (select * from council_tax) select count(*) from council_tax",
    "with t as (with council_tax as (select 1) select count(*) from council_tax) select * from t",
    "select (select min(name) from council_tax c where c.uprn = e.uprn) from energy_certificates e",
    "select count(*) from memory.main.council_tax",
    "select count(*) from sealed.council_tax",
    "update council_tax set liable_to = null",
    "delete from council_tax where liable_to is not null",
    "insert into council_tax select * from support_scheme",
]


@pytest.mark.parametrize("question", SHADOWS)
def test_no_name_stands_before_a_dataset_of_the_agreement(parish: Parish, question: str) -> None:
    told = parish.ask(question)
    assert told.outcome in ("refused", "unreadable")
    assert told.leaks == []


MASKED = [
    ("select count(*) as n from energy_certificates where rating = 'A'", NOBODY),
    ("select count(*) as n from energy_certificates where rating in ('D', 'E')", NOBODY),
    (
        "select count(*) as n from council_tax join energy_certificates e using (uprn)"
        " where e.rating = 'B' or e.rating = 'G'",
        NOBODY,
    ),
    (
        "select count(*) filter (where rating > 'A' and rating < 'H') as n"
        " from energy_certificates",
        NOBODY,
    ),
    ("select length(rating) as n, count(*) as m from energy_certificates group by 1", "[{'n': 4, "),
    (
        "select min(length) as n from (select length(rating) as length, count(*) as m"
        " from energy_certificates group by 1)",
        "[{'n': 4}]",
    ),
]


@pytest.mark.parametrize(("question", "answer"), MASKED)
def test_what_stands_behind_a_band_cannot_be_asked_for(
    tmp_path: Path, question: str, answer: str
) -> None:
    assert asked(tmp_path, None, question).startswith(answer)


def test_a_key_is_its_pseudonym_wherever_it_stands(parish: Parish) -> None:
    """The council's own number finds nobody, and a join by it is a join of pseudonyms."""
    sealed = parish.run(MadeUpPlan("select distinct uprn from council_tax"))["uprn"].to_pylist()
    assert len(sealed) > 500
    assert not any(FIRST_UPRN <= uprn < FIRST_UPRN + HOUSEHOLDS for uprn in sealed)
    joined = "select count(*) as n from council_tax join support_scheme using (uprn)"
    assert parish.ask(joined).outcome == "answered"
    assert parish.ask("select count(*) from council_tax where uprn = 910000001").outcome == (
        "refused"
    )
