"""Which columns of an answer add up over groups, as its question tells."""

from __future__ import annotations

import pytest

from beholden.gate import what_adds_up

CASES = [
    ("select ward, count(*), sum(arrears), avg(arrears) from t group by 1", (None, None, 1, 0)),
    ("select count(distinct uprn) as n, count(*) filter (where cold) from t", (None, None)),
    ("select sum(m), sum(1) from (select ward, avg(a) as m from t group by 1)", (None, None)),
    ("with w as (select avg(a) as m from t group by b) select sum(m) from w", (None,)),
    ("select round(avg(arrears), 2) as owed, coalesce(sum(arrears), 0) from t", (0, 1)),
    ("select sum(a) / count(*) as each_owes, (stddev(a)) from t", (0, 0)),
    ("with w as (select ward, avg(a) as m from t group by 1) select ward, m from w", (None, None)),
    ("select cast(sum(a) as bigint) from t order by 1", (1,)),
    ("select * from (select count(*) from t)", ()),
    ("select count(*) from t union all select avg(a) from t", ()),
    ("select from where", ()),
    ("", ()),
]


@pytest.mark.parametrize(("question", "told"), CASES)
def test_what_adds_up_is_told_of_each_column(question, told):
    assert what_adds_up(question) == told
