"""What filters have in common is seen by what they mean; honest tables have nothing in common."""

from __future__ import annotations

import time
from functools import cache

import pytest
from attacks.sizes import sized
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import parse_one

from beholden.gate import compile_terms, decide
from beholden.gate.question.aggregates import Aggregate, _only
from beholden.gate.question.columns import Scope
from beholden.gate.question.differences import families
from beholden.gate.question.meaning import in_common
from beholden.gate.question.refusing import Words
from beholden.gate.question.relations import Relation

from .warm_homes import IN_FORCE, TERMS

COLUMNS = ('"t1"."flag"', '"t1"."late"')
FLAGS = [None, *(n / 2 for n in range(-5, 8))]
LATE = [None, True, False]


PEOPLE = ("flag", "late", "tenure", "day", "ward")


@cache
def people():
    """Return terms of one dataset, of whose columns nobody says of what type they are."""
    columns = {"person": {"role": "join"}} | {name: {"role": "dimension"} for name in PEOPLE}
    said = {
        "agreement": "meaning",
        "use": "meaning",
        "between": ["Tests"],
        "personal_data": False,
        "from": "2026-12-01",
        "until": "2026-12-31",
        "subject": "person",
        "datasets": {"people": {"columns": columns}},
        "outputs": {"aggregate": {"to": "tests", "smallest_group": 10, "round_to": 5}},
    }
    return compile_terms(said, purpose="p", stewards={"people": "Tests"}, columns=None)


def said_of(*conditions):
    """Return filters as the gate writes them anew."""
    relation = Relation("t1", "t1", people().datasets[0])
    scope = Scope((relation,), people(), Words(people()))
    read = [scope.choosing(parse_one(c, read="duckdb")) for c in conditions]
    return [_only(Aggregate("count"), one).said for one in read]


def shared(*conditions):
    filters = said_of(*conditions)
    return in_common(filters, range(len(filters)))


HOLDS = {"=": lambda a, b: a == b, "<": lambda a, b: a < b, ">": lambda a, b: a > b}


def compared(how, number):
    def holds(row):
        return None if row[0] is None else HOLDS[how](row[0], number)

    return f"{COLUMNS[0]} {how} {number}", holds


def negated(one):
    text, holds = one
    return f"NOT ({text})", lambda row: None if holds(row) is None else not holds(row)


def joined(word, sides):
    stops = word == "OR"

    def holds(row):
        found = [side(row) for _, side in sides]
        if stops in found:
            return stops
        return None if None in found else not stops

    return f" {word} ".join(f"({text})" for text, _ in sides), holds


CONDITIONS = st.recursive(
    st.builds(compared, st.sampled_from("=<>"), st.integers(-2, 3))
    | st.just((COLUMNS[1], lambda row: row[1])),
    lambda inner: (
        st.builds(negated, inner)
        | st.builds(joined, st.sampled_from(["AND", "OR"]), st.lists(inner, min_size=2, max_size=3))
    ),
    max_leaves=5,
)


@settings(max_examples=sized(suite=30, full=3_000))
@given(st.lists(CONDITIONS, min_size=2, max_size=3))
def test_a_part_that_follows_from_all_filters_is_seen(conditions):
    """Each condition is a filter; if one holds wherever any other does, that is in common."""
    rows = [(flag, late) for flag in FLAGS for late in LATE]
    where = [{row for row in rows if holds(row)} for _, holds in conditions]
    if not all(where):
        return
    told = shared(*(text for text, _ in conditions))
    widest = [one for one in where if all(other <= one for other in where)]
    for one in widest:
        if len(one) < len(rows):
            assert told


FLAG, LATE_, TENURE, DAY, WARD = (
    f'"t1"."{name}"' for name in ("flag", "late", "tenure", "day", "ward")
)
OWN, NOT_OWN = f"{TENURE} = 'own'", f"{TENURE} <> 'own'"
ALIKE = {
    "a size": (f"{FLAG} = 1", f"abs({FLAG}) = 1"),
    "a text of a number": (f"{FLAG} = 1", f"cast({FLAG} as text) = '1'"),
    "arithmetic": (f"{FLAG} = 1", f"{FLAG} * 2 + 3 = 5"),
    "what is said not to be other": (f"{FLAG} = 1", f"not ({FLAG} <> 1)"),
    "a case": (f"{FLAG} = 1", f"case when {FLAG} > 0 then 1 else 0 end = 1"),
    "a case in a case": (
        f"{LATE_}",
        f"case when {LATE_} then case when {LATE_} then 'y' end else 'n' end = 'y'",
    ),
    "nothing read as no": (f"{LATE_}", f"coalesce({LATE_}, false)"),
    "a cast of yes and no": (f"{LATE_}", f"cast({LATE_} as int) = 1"),
    "letters": (f"{WARD} = 'Ash'", f"lower({WARD}) = 'ash'"),
    "a beginning": (f"{WARD} = 'Ash'", f"left({WARD}, 1) = 'A'"),
    "a list within another": (f"{WARD} in ('Ash', 'Beck')", f"{WARD} in ('Beck', 'Ash', 'Cold')"),
    "days": (f"{DAY} = '2026-03-04'", f"{DAY} > '2026-03-01'"),
    "a year": (f"{DAY} = '2026-03-04'", f"year({DAY}) = 2026"),
    "the nearest": (f"{FLAG} = 1", f"round({FLAG} / 3.0, 1) = 0.3"),
    "an or": (f"{FLAG} = 1 or {FLAG} = 2", f"{FLAG} in (1, 2, 3)"),
    "a text that has OR in it": (f"{WARD} = 'a OR b'", f"{WARD} in ('a OR b', 'c')"),
}


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_two_parts_of_one_thing_are_seen_however_they_are_written(one, other):
    assert shared(f"({one}) AND {OWN}", f"({other}) AND {NOT_OWN}")


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_and_so_they_are_within_a_case(one, other):
    within = "case when ({}) and {} then 1 end = 1".format
    assert shared(within(one, OWN), within(other, NOT_OWN))


HONEST = {
    "tenures": (OWN, f"{TENURE} = 'rent'", f"{TENURE} = 'social'"),
    "codes": (f"{WARD} = 'E05001'", f"{WARD} = 'E05002'"),
    "two columns": tuple(
        f"{late} AND {own}" for late in (LATE_, f"NOT {LATE_}") for own in (OWN, NOT_OWN)
    ),
    "bands": (f"{FLAG} < 18", f"{FLAG} >= 18 and {FLAG} < 65", f"{FLAG} >= 65"),
    "lists": (f"{WARD} in ('Ash', 'Beck')", f"{WARD} in ('Cold', 'Dell')"),
    "beginnings": (f"left({WARD}, 2) = 'AB'", f"left({WARD}, 2) = 'CD'"),
    "middles": (f"substring({WARD}, 3, 2) = 'AB'", f"substring({WARD}, 3, 2) = 'CD'"),
    "patterns": (f"{WARD} like 'North%'", f"{WARD} like 'South%'"),
    "lengths": (f"length({WARD}) > 5", f"length({WARD}) <= 5"),
    "years": tuple(f"year({DAY}) = {year}" for year in (2024, 2025, 2026)),
    "quarters": tuple(f"quarter({DAY}) = {n}" for n in (1, 2, 3, 4)),
    "before and after": (f"{DAY} < '2026-04-01'", f"{DAY} >= '2026-04-01'"),
    "there and not there": (f"{WARD} is null", f"{WARD} is not null"),
    "fractions": (f"{FLAG} <= 0.5", f"{FLAG} > 0.5"),
    "even and odd": (f"{FLAG} % 2 = 0", f"{FLAG} % 2 = 1"),
    "three columns": (
        f"{LATE_} and {OWN} and {FLAG} > 3",
        f"{LATE_} and {OWN} and {FLAG} <= 3",
        f"not ({LATE_} and {OWN})",
    ),
    "days from one to another": (
        f"{FLAG} - {TENURE} <= 30",
        *(f"{FLAG} - {TENURE} > {n} and {FLAG} - {TENURE} <= {n + 30}" for n in (30, 60, 90)),
        f"{FLAG} - {TENURE} > 120",
    ),
    "four columns": (
        f"{OWN} and {WARD} = 'Ash' and {LATE_} and {DAY} >= '2026-04-01'",
        f"{NOT_OWN} and {WARD} <> 'Ash' and not {LATE_} and {DAY} < '2026-04-01'",
    ),
    "days written as texts": tuple(
        f"cast({DAY} as date) {how} '2026-04-01'" for how in ("<", ">=")
    ),
    "a case": tuple(
        f"case when {FLAG} < 18 then 'child' else 'adult' end = '{age}'"
        for age in ("child", "adult")
    ),
}


YES, YES_TOO = (f"cast({LATE_} as text) in ('true', '{other}')" for other in "xy")
# Each comes to nothing whatever a yes or no is, and would come to something if it were a text.
NOTHING = {
    "a case without else": f"case when cast({LATE_} as text) = '~' then true end",
    "a nullif": f"nullif(cast({LATE_} as text) = '~', false)",
    "a cast that fails": f"try_cast(cast({LATE_} as text) as date) = '2026-01-01'",
    "a word that is no yes or no": f"{LATE_} = 'ghost'",
    "a word that is never come to": f"case when {WARD} = '~' then {LATE_} = 'ghost' end",
    "a list of words": f"{LATE_} in ('ghost', 'spook')",
    "a coalesce of nothing": f"coalesce(case when {LATE_} is null then null end, null) = 'ghost'",
    "nothing": f"case when {LATE_} then null else null end = 1",
}


@pytest.mark.parametrize("nothing", NOTHING.values(), ids=NOTHING)
def test_a_piece_that_comes_to_nothing_rules_no_type_out(nothing):
    """Were it to, two texts beside 'true' would tell apart what for a yes or no is the same."""
    assert shared(f"{YES} and ({nothing} or {OWN})", f"{YES_TOO} and ({nothing} or {NOT_OWN})")


OF_ANOTHER_TYPE = {
    "a yes or no put beside a text": (
        f"{LATE_} || {TENURE} in ('trueown', 'xown')",
        f"{LATE_} || {TENURE} in ('truerent', 'yrent')",
    ),
    "a number that is not whole": (
        f"cast({FLAG} as text) in ('1.0', 'x') and {OWN}",
        f"cast({FLAG} as int) = 1 and {NOT_OWN}",
    ),
    "a moment": (
        f"cast({DAY} as text) in ('2026-03-04 00:00:00', 'x') and {OWN}",
        f"cast({DAY} as date) = '2026-03-04' and {NOT_OWN}",
    ),
}


@pytest.mark.parametrize(("one", "other"), OF_ANOTHER_TYPE.values(), ids=OF_ANOTHER_TYPE)
def test_what_is_alike_for_any_type_of_the_columns_is_seen(one, other):
    assert shared(one, other)


@pytest.mark.parametrize("conditions", HONEST.values(), ids=HONEST)
def test_filters_of_an_honest_table_have_nothing_in_common(conditions):
    assert not shared(*conditions)


def test_what_cannot_be_told_is_taken_to_be_in_common():
    unknown = f"{WARD} || {TENURE} || {LATE_} = 'nobody can say of what'"
    assert shared(f"{unknown} and {OWN}", NOT_OWN)


def test_very_many_constants_take_no_long_time():
    lists = [", ".join(str(n + k) for n in range(240)) for k in range(4)]
    counts = ", ".join(f"count(*) filter (where tenure in ({many}))" for many in lists)
    started = time.process_time()
    assert decide(f"select {counts} from council_tax", TERMS, today=IN_FORCE).allowed
    assert time.process_time() - started < 3  # 0.2 s were measured


def test_sums_beyond_what_is_compared_are_not_worked_out():
    """A family that is too large is refused by its size alone."""
    many = [(f"n{n}", Aggregate("count", conditions=(str(n),))) for n in range(400)]
    assert families(many)[0].is_too_large
