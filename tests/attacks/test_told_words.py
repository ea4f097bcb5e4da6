"""What is told in every other way than an answer: from a fixed list, and the same for what is not.

No text of these tables makes the gate say anything that the terms and its own words do not hold.
"""

from __future__ import annotations

import re

import duckdb
import pytest
from gate.test_hostile_texts import TEXTS
from gate.warm_homes import COLUMNS, IN_FORCE, TERMS
from sqlglot import exp

from attacks.parish import Parish
from attacks.tables import Case, table
from beholden.gate import decide
from beholden.kernel import BadQuestion

CASES = [
    *(c for name in ("engine_probes", "anonymising_views", "private_sums") for c in table(name)),
    *table("engine_suite"),
    *(Case(text, "hostile") for text in TEXTS),
]
FUNCTIONS_OF_THE_ENGINE = {
    row[0] for row in duckdb.sql("SELECT function_name FROM duckdb_functions()").fetchall()
}
GIVEN = {c.name for d in TERMS.datasets for c in d.columns}
KNOWN = FUNCTIONS_OF_THE_ENGINE | {n.lower() for c in exp.ALL_FUNCTIONS for n in c.sql_names()}
WITHHELD = sorted(set.union(*COLUMNS.values()) - GIVEN)
PARTS = """
a function that is not on the list
a statement that would change or inspect the engine
a part of SQL that is not on the list
a question within a condition
a window function
union, intersect or except
a sample
distinct outside of count(distinct …)
select distinct (group by does the same, and counts)
a name of three parts
qualify
a type that is not on the list
a part of a date that is not on the list
a recursive with
with in a way that is not on the list
a join of questions, where one question may stand above another
a parameter
a star
a number that cannot be read
pivot
lateral
rollup, cube or grouping sets
a window function over rows; a window is over groups
a window that is not on the list
distinct on
other names for the columns of a dataset
order by all where not the whole question is ordered
a quantile that is not at a number from 0 to 1
an interval that is not a whole number of days, months or years
an asof or positional join
an order that is not on the list
a form of a date that is not on the list
a form of numbers that is not on the list
replace by a text that is not short and written out
lpad or rpad to more than 64 letters
a long text between those of string_agg
unpivot
distinct on without order by, which says what row is the first
a number that is not the place of a result in distinct on
order by what is no result, where qualify or distinct on chooses
order by all with distinct on
distinct on and qualify at once
qualify without a window: where and having choose without one
a window that is named and not used
""".strip().splitlines()
WHATS = [
    rf"this question uses ({'|'.join(map(re.escape, PARTS))})(: [a-z0-9_ ,]+)?",
    r"this question uses (string_agg|replace|lpad|format|strftime|reverse|strpos) over rows",
    r"this question would (list (arrears|uprn|tenure|neighbourhood)|give a row) for each household",
    r"this question would let (arrears|uprn) choose who is counted",
    r"this question names a column that the agreement does not give",
    r"this question names no dataset, or one that the agreement does not give",
    r"this question joins datasets in a way that the agreement does not allow",
    r"this question names a result with _ at its beginning",
    r"the agreement does not allow this to be worked out of (arrears|uprn|in_arrears|tenure)",
    r"what is summed or averaged here is no value over measures",
    r"only households may be counted",
    r"this question lets another question choose who is counted, in a way not on the list",
    r"this question joins a dataset with the result of a question",
    r"A name in this question is none of the columns of the questions below it",
    r"This question does not say yet which dataset it asks",
    r"households cannot be counted in this question",
    r"this question (takes numbers over too many different filters|both sums and averages arrears)",
    r"This cannot be read as a question",
    r"This is more than one statement",
    r"The question is (empty|too long or too deep)",
]
FIXED = re.compile("|".join(f"(?:{what})" for what in WHATS))


def told(text: str) -> str | None:
    """Return what a text is told, or None where it is answered."""
    try:
        decision = decide(text, TERMS, today=IN_FORCE)
    except BadQuestion as error:
        return str(error)
    return None if decision.refusal is None else decision.refusal.in_words()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text[:60])
def test_a_refusal_is_from_the_fixed_list(case: Case) -> None:
    words = told(case.text)
    if words is not None:
        first = words.removeprefix("Not allowed: ").splitlines()[0].rstrip(".")
        assert FIXED.fullmatch(first), first
        named = re.search(r"a function that is not on the list: (\S+)", first)
        assert named is None or named[1] in KNOWN


def other_name(text: str) -> str:
    """Return a text with the names of withheld columns changed to names that nothing has."""
    pattern = r"(?<![\w'])(?<!by )(?<!into )(" + "|".join(WITHHELD) + r")(?![\w'])"
    return re.sub(pattern, lambda found: "q" * len(found[0]), text)


@pytest.mark.parametrize("case", [c for c in CASES if other_name(c.text) != c.text])
def test_what_is_withheld_is_told_as_what_there_is_not(case: Case) -> None:
    assert told(case.text) == told(other_name(case.text))


def test_there_are_texts_about_what_is_withheld() -> None:
    assert len([c for c in CASES if other_name(c.text) != c.text]) >= 40


def test_one_refusal_is_told_the_same_a_hundred_times(parish: Parish) -> None:
    text = "select name from council_tax where arrears > 10"
    assert len({parish.ask(text) for _ in range(100)}) == 1
