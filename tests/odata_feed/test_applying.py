"""``$apply`` as one question: what it says in SQL, what is not offered, what goes in."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from beholden.doors.odata.applying import MOST_LETTERS, Asks, read_apply
from beholden.doors.odata.conditions import condition_of
from beholden.doors.odata.entity_sets import Property
from beholden.doors.odata.faults import CannotAnswer
from beholden.doors.odata.filters import filter_of

PROPERTIES = (
    Property("tenure", "Edm.String", "Tenure", nullable=True),
    Property("allowance", "Edm.String", "Allowance", nullable=True),
    Property("late", "Edm.Boolean", "Late", nullable=True),
    Property("moved", "Edm.Date", "Moved in", nullable=True),
    Property("arrears", "Edm.Decimal", "Arrears", nullable=True),
)
COLUMNS = ("tenure", "allowance", "late", "moved", "arrears £")
ASKS = Asks("council tax", PROPERTIES, COLUMNS)

SAID = [
    (
        "groupby((tenure,late),aggregate($count as homes,arrears with sum as total))",
        'select "tenure", "late", count(*) as "homes", sum("arrears £") as "total"\n'
        'from "council tax"\ngroup by "tenure", "late"\norder by "tenure", "late"',
    ),
    ("aggregate($count as homes)", 'select count(*) as "homes"\nfrom "council tax"'),
    (
        "filter(tenure eq 'O''Brien')/groupby((allowance))",
        'select "allowance"\nfrom "council tax"\nwhere "tenure" = \'O\'\'Brien\'\n'
        'group by "allowance"\norder by "allowance"',
    ),
    (
        "filter(late)/filter(not contains(tenure,'x'))/aggregate(tenure with countdistinct as n)",
        'select count(distinct "tenure") as "n"\nfrom "council tax"\n'
        'where ("late" = true) and (not contains("tenure", \'x\'))',
    ),
    (
        "groupby((arrears),aggregate($count as n))",
        'select "arrears £" as "arrears", count(*) as "n"\nfrom "council tax"\n'
        'group by "arrears £"\norder by "arrears"',
    ),
    # What is no property is left for the gate, which refuses it as at every door.
    ("groupby((liable_name))", 'select "liable_name"\nfrom "council tax"\ngroup by "liable_name"\n'
     'order by "liable_name"'),
]  # fmt: skip


@pytest.mark.parametrize(("apply", "sql"), SAID)
def test_what_is_asked_in_sql(apply, sql):
    assert read_apply(apply, ASKS).sql == sql


def test_a_filter_after_totals_is_of_the_answer():
    totals = read_apply("groupby((tenure),aggregate($count as n))/filter(n gt 5)", ASKS)
    assert totals.after == ("n gt 5",)
    assert "where" not in totals.sql


CONDITIONS = [
    ("tenure eq 'a'", "\"tenure\" = 'a'"),
    ("'a' eq tenure", "\"tenure\" = 'a'"),
    ("tenure ne 'a'", "(\"tenure\" <> 'a' or \"tenure\" is null)"),
    ("not (tenure eq 'a')", "(\"tenure\" <> 'a' or \"tenure\" is null)"),
    ("arrears gt 5 and not (arrears gt 9)",
     '"arrears £" > 5 and ("arrears £" <= 9 or "arrears £" is null)'),
    ("5 lt arrears", '"arrears £" > 5'),
    ("tenure eq null or tenure in ('a','b')",
     "\"tenure\" is null or \"tenure\" in ('a', 'b')"),
    ("not (tenure in ('a','b'))", "(\"tenure\" not in ('a', 'b') or \"tenure\" is null)"),
    ("year(moved) ge 2020", 'year("moved") >= 2020'),
    ("moved lt 2026-01-31", "\"moved\" < date '2026-01-31'"),
    ("tolower(allowance) eq 'x'", "lower(\"allowance\") = 'x'"),
    ("arrears eq 1e3", '"arrears £" = 1000.0'),
    ("uprn eq 5 or uprn eq 'x'", "\"uprn\" = 5 or \"uprn\" = 'x'"),
    ("not (late or late) and late or not late",
     '("late" = false and "late" = false and "late" = true) or "late" = false'),
    (" and ".join(["late"] * 200), " and ".join(['"late" = true'] * 200)),
]  # fmt: skip


@pytest.mark.parametrize(("said", "sql"), CONDITIONS)
def test_a_filter_in_sql(said, sql):
    assert condition_of(said, PROPERTIES, COLUMNS) == sql


REFUSED = [
    ("", 400),
    ("filter(tenure eq 'a')", 400),
    ("aggregate()", 400),
    ("aggregate(arrears as x)", 400),
    ("aggregate($count as tenure)", 400),
    ("aggregate($count as row)", 400),
    ("aggregate($count as n,arrears with sum as N)", 400),
    ("aggregate($count as \"n\")", 400),
    ("aggregate(arrears with median as n)", 501),
    ("aggregate(arrears with sum from tenure as n)", 400),
    ("groupby(tenure)", 400),
    ("groupby((tenure,tenure))", 400),
    ("groupby((tenure),aggregate($count as n),x)", 400),
    ("groupby((rollup($all,tenure)))", 501),
    ("groupby((tenure),filter(late))", 501),
    ("groupby((tenure/x))", 400),
    ("groupby((tenure;drop))", 400),
    ("groupby((tenure))/groupby((late))", 501),
    ("topcount(3,arrears)", 501),
    ("concat(aggregate($count as n),aggregate($count as m))", 501),
    ("drop(table)", 400),
    ("aggregate($count as n", 400),
    ("aggregate($count as n))", 400),
    ("filter(tenure eq 'a)/aggregate($count as n)", 400),
    ("filter(tenure eq 3)/aggregate($count as n)", 400),
    ("filter(tenure eq allowance)/aggregate($count as n)", 501),
    ("filter(tenure gt null)/aggregate($count as n)", 400),
    ("filter(arrears eq 1e999)/aggregate($count as n)", 400),
    ("filter(arrears add 1 eq 2)/aggregate($count as n)", 501),
    ("filter(now() gt moved)/aggregate($count as n)", 501),
    ("filter(" + "(" * 60 + "late" + ")" * 60 + ")/aggregate($count as n)", 400),
    ("filter(" + " and ".join(["late"] * 900) + ")/aggregate($count as n)", 400),
    ("x" * (MOST_LETTERS + 1), 400),
]  # fmt: skip


@pytest.mark.parametrize(("apply", "status"), REFUSED)
def test_what_is_not_offered_or_not_well_formed(apply, status):
    with pytest.raises(CannotAnswer) as fault:
        read_apply(apply, ASKS)
    assert fault.value.status == status


TEXTS = st.text(st.sampled_from("ab'\"\\;-/*()£ é%_\n\x00"), max_size=8)
VALUES: dict[str, st.SearchStrategy[str]] = {
    "tenure": TEXTS.map(lambda text: "'" + text.replace("'", "''") + "'"),
    "allowance": st.sampled_from(["'a'", "'b'", "'O''B'"]),
    "arrears": st.one_of(
        st.integers(-20, 20).map(str),
        st.decimals(-20, 20, places=2, allow_nan=False).map(lambda one: format(one, "f")),
    ),
    "moved": st.dates(date(2025, 1, 1), date(2026, 12, 31)).map(str),
    "late": st.sampled_from(["true", "false"]),
}


@st.composite
def comparisons(draw: Any) -> str:
    name = draw(st.sampled_from(sorted(VALUES)))
    value = draw(VALUES[name])
    sign = draw(st.sampled_from(["eq", "ne"] if name == "late" else ["eq", "ne", "lt", "ge"]))
    forms = [f"{name} {sign} {value}", f"{value} {sign} {name}", f"{name} {sign} {value}"]
    forms += [f"{name} eq null", f"{name} ne null", f"{name} in ({value},{draw(VALUES[name])})"]
    if name == "tenure":
        forms += [f"contains(tenure,{value})", f"startswith(tenure,{value})"]
    return draw(st.sampled_from([*forms, "late"]))


FILTERS = st.recursive(
    comparisons(),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda one: f"({one[0]}) {one[1]} ({one[2]})"
        ),
    ),
    max_leaves=6,
)
ROWS = [
    {"tenure": tenure, "allowance": allowance, "late": late, "moved": moved, "arrears": arrears}
    for at, (tenure, allowance) in enumerate(
        [
            (None, "a"),
            ("a", None),
            ("'", "b"),
            ("a'b", "O'B"),
            ('"', "a"),
            ("\\", "b"),
            ("b;--", "a"),
        ]
    )
    for late, moved, arrears in [
        (None, date(2026, 1, at + 1), at - 3),
        (True, None, 0.5 * at),
        (False, date(2025, 6, 1), None),
    ]
]


@pytest.fixture(scope="module")
def engine():
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE t (place INT, tenure TEXT, allowance TEXT, late BOOL, moved DATE,"
        ' "arrears £" DOUBLE)'
    )
    for place, row in enumerate(ROWS):
        connection.execute("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", [place, *row.values()])
    yield connection
    connection.close()


@given(text=FILTERS)
def test_the_sql_chooses_the_rows_that_the_filter_chooses(engine, text):
    """Two readings of one filter, of which each is a check of the other: rows of Python and SQL."""
    if "\x00" in text:
        return  # which no question may hold: the gate refuses it
    chosen = filter_of(text, PROPERTIES)
    sql = condition_of(text, PROPERTIES, COLUMNS)
    found = engine.execute(f"SELECT place FROM t WHERE {sql} ORDER BY 1").fetchall()
    assert [place for (place,) in found] == [at for at, row in enumerate(ROWS) if chosen(row)]


PARTS = ("filter(", "groupby((", "aggregate(", ")", "/", ",", "$count as n", "tenure", "late")
TRICKS = ("'", "' or 1=1 --", ";drop table t", '"', "\\", "/*", "*/", "select", "beholden_0", "_x")
VALUES_SENT = (" eq ", "null", " and ", "not ", "contains(", "5", "2026-01-01", "é", "''")
PIECES = st.sampled_from([*PARTS, *TRICKS, *VALUES_SENT, "arrears with sum as s"])
ASKED = {exp.Select, exp.Column, exp.Identifier, exp.Table, exp.From, exp.Where, exp.Group}
ASKED |= {exp.Order, exp.Ordered, exp.Alias, exp.Count, exp.Star, exp.Distinct, exp.Sum, exp.Avg}
ASKED |= {exp.Min, exp.Max, exp.Literal, exp.And, exp.Or, exp.Not, exp.Paren, exp.EQ, exp.NEQ}
ASKED |= {exp.LT, exp.LTE, exp.GT, exp.GTE, exp.In, exp.Is, exp.Null, exp.Boolean, exp.Contains}
ASKED |= {exp.StartsWith, exp.Cast, exp.DataType, exp.Neg, exp.Lower, exp.Upper, exp.Length}
ASKED |= {exp.Year, exp.Month, exp.Day}


@given(
    text=st.one_of(
        st.text(max_size=60),
        st.lists(PIECES, max_size=14).map("".join),
        FILTERS.map(lambda one: f"filter({one})/groupby((tenure),aggregate($count as n))"),
        TEXTS.map(lambda one: f"filter(tenure eq '{one}')/aggregate($count as n)"),
        TEXTS.map(lambda one: f"groupby(({one}),aggregate($count as {one}))"),
    )
)
def test_whatever_is_sent_is_one_plain_question_of_one_table_or_is_refused(text):
    try:
        sql = read_apply(text, ASKS).sql
    except CannotAnswer:
        return  # said as a fault of the request: every other error fails the test
    (tree,) = sqlglot.parse(sql, dialect="duckdb")
    assert {type(node) for node in tree.walk()} <= ASKED
    assert [table.name for table in tree.find_all(exp.Table)] == ["council tax"]
    assert len(list(tree.find_all(exp.Select))) == 1
    for literal in tree.find_all(exp.Literal):  # each is a value that was sent, as it was sent
        said = literal.name.replace("'", "''") if literal.is_string else ""
        assert said in text
