"""What is refused: one fault a row, with what is told and the clause that says so."""

import pytest

from beholden.gate import compile_terms, decide

from .warm_homes import COLUMNS, IN_FORCE, STEWARDS, TERMS, agreement, terms

LISTS = "would list"
NOT_GIVEN = "names a column that the agreement does not give"
NO_DATASET = "names no dataset, or one that the agreement does not give"
CHOOSES = "choose who is counted"
NO_JOIN = "joins datasets in a way that the agreement does not allow"
ROWS = "would give a row for each household"
A_STAR = "uses a star"
WINDOW_OF_ROWS = "a window function over rows"
LETS_ANOTHER = "lets another question choose who is counted"
IN_CONDITION = "uses a question within a condition"
NOT_A_VALUE = "is no value over measures"
NOT_ALLOWED = "the agreement does not allow this to be worked out of"
OFF_LIST = "uses a function that is not on the list"
STATEMENT = "uses a statement that would change or inspect the engine"
ARREARS = "datasets › council_tax › arrears"
OUTPUT = "outputs › aggregate"

CASES = [
    # rows instead of groups
    ("select arrears from council_tax", f"{LISTS} arrears for each household", ARREARS),
    ("select tenure from council_tax", f"{LISTS} tenure", "datasets › council_tax › tenure"),
    ("select uprn from council_tax", f"{LISTS} uprn", "datasets › council_tax › uprn"),
    ("select tenure, count(*) from council_tax", f"{LISTS} tenure", "› tenure"),
    ("select neighbourhood, tenure, count(*) from council_tax group by 1", LISTS, "› tenure"),
    ("select uprn, count(*) from council_tax group by 1", f"{LISTS} uprn", "› uprn"),
    ("select uprn, count(*) from council_tax group by all", f"{LISTS} uprn", "› uprn"),
    ("select count(*) from council_tax group by arrears", f"{LISTS} arrears", ARREARS),
    ("select arrears / 100, count(*) from council_tax group by 1", LISTS, ARREARS),
    ("select arrears > 100, count(*) from council_tax group by 1", LISTS, ARREARS),
    ("select upper(tenure) from council_tax", f"{LISTS} tenure", "› tenure"),
    ("select 1 from council_tax", ROWS, OUTPUT),
    ("select 'x' as y from council_tax limit 1", ROWS, OUTPUT),
    ("select * from council_tax", ROWS, OUTPUT),
    ("from council_tax", ROWS, OUTPUT),
    ("table council_tax", STATEMENT, OUTPUT),
    ("select count(*) from council_tax order by arrears", f"{LISTS} arrears", ARREARS),
    ("select count(*) from council_tax order by tenure", f"{LISTS} tenure", "› tenure"),
    ("select tenure, count(*) from council_tax group by 1 having arrears > 1", LISTS, ARREARS),
    # what is not given
    ("select name, count(*) from council_tax group by 1", NOT_GIVEN, "datasets › council_tax"),
    ("select count(*) from council_tax where name = 'x'", NOT_GIVEN, "datasets › council_tax"),
    ("select count(*) from council_tax where liable_to is null", NOT_GIVEN, "council_tax"),
    ("select count(name) from council_tax", NOT_GIVEN, "datasets › council_tax"),
    ("select max(name) from council_tax", NOT_GIVEN, "datasets › council_tax"),
    ("select sum(name) from council_tax", NOT_GIVEN, "datasets › council_tax"),
    ("select count(*) from council_tax order by name", NOT_GIVEN, "datasets › council_tax"),
    ("select council_tax from council_tax", NOT_GIVEN, "datasets › council_tax"),
    ("select c from council_tax c", NOT_GIVEN, "datasets › council_tax"),
    ("select rowid from council_tax", NOT_GIVEN, "datasets › council_tax"),
    ("select x.tenure from council_tax", NOT_GIVEN, "datasets"),
    ("select council_tax.tenure, count(*) from council_tax c group by 1", NOT_GIVEN, "datasets"),
    ("select count(*) from residents", NO_DATASET, "datasets"),
    ("select count(*)", NO_DATASET, "datasets"),
    (
        "select tenure c join support_scheme s on c.uprn = s.uprn",
        "a join with no FROM before it",
        OUTPUT,
    ),
    ("select count(*) from 'council_tax.csv'", NO_DATASET, "datasets"),
    ("select count(*) from information_schema.tables", "a name of three parts", OUTPUT),
    ("select count(*) from main.council_tax", "a name of three parts", OUTPUT),
    ("select count(*) from sqlite_master", NO_DATASET, "datasets"),
    # only dimensions choose
    ("select count(*) from council_tax where arrears > 1", CHOOSES, ARREARS),
    ("select count(*) from council_tax where uprn = 100", CHOOSES, "› uprn"),
    ("select count(*) from council_tax where uprn is null", CHOOSES, "› uprn"),
    ("select count(*) filter (where arrears > 1) from council_tax", CHOOSES, ARREARS),
    ("select count_if(arrears > 1) from council_tax", CHOOSES, ARREARS),
    ("select sum(case when arrears > 1 then 1 end) from council_tax", CHOOSES, ARREARS),
    ("select sum(case when uprn = 7 then arrears end) from council_tax", CHOOSES, "› uprn"),
    ("select count(case when arrears > 1 then 1 end) from council_tax", CHOOSES, ARREARS),
    (
        "select count(*) from council_tax c join support_scheme s on c.uprn = s.uprn"
        " and c.arrears > 9",
        CHOOSES,
        ARREARS,
    ),
    # functions
    ("select max(arrears) from council_tax", f"{NOT_ALLOWED} arrears", ARREARS),
    ("select min(uprn) from council_tax", f"{NOT_ALLOWED} uprn", "› uprn"),
    ("select max(tenure || arrears) from council_tax", NOT_ALLOWED, ""),
    ("select min(name) from council_tax", NOT_GIVEN, "datasets › council_tax"),
    ("select sum(tenure) from council_tax", f"{NOT_ALLOWED} tenure", "› tenure"),
    ("select avg(uprn) from council_tax", f"{NOT_ALLOWED} uprn", "› uprn"),
    ("select count(arrears) from council_tax", f"{NOT_ALLOWED} arrears", ARREARS),
    ("select median(arrears) from council_tax", NOT_ALLOWED, ARREARS),
    ("select count(distinct arrears) from council_tax", "only households", "subject"),
    ("select count(distinct name) from council_tax", NOT_GIVEN, "datasets › council_tax"),
    ("select count(distinct uprn, tenure) from council_tax", "only households", "subject"),
    ("select sum(distinct arrears) from council_tax", "distinct outside of count", OUTPUT),
    # counts are rounded here, so no sum may tell how many rows there are
    ("select sum(arrears + 1) from council_tax", NOT_A_VALUE, "council_tax"),
    ("select sum(arrears * 0 + 1) from council_tax", NOT_A_VALUE, "council_tax"),
    ("select sum(arrears / arrears) from council_tax", NOT_A_VALUE, "council_tax"),
    ("select sum(arrears * (1 / arrears)) from council_tax", NOT_A_VALUE, "council_tax"),
    ("select sum(coalesce(arrears, 1)) from council_tax", NOT_A_VALUE, "council_tax"),
    ("select sum(arrears * length(tenure)) from council_tax", NOT_A_VALUE, "council_tax"),
    ("select sum(arrears * tenure) from council_tax", NOT_ALLOWED, "› tenure"),
    ("select sum(nullif(arrears, 5)) from council_tax", NOT_A_VALUE, "council_tax"),
    ("select stddev(arrears) from council_tax", NOT_ALLOWED, ARREARS),
    ("select variance(uprn) from council_tax", NOT_ALLOWED, "› uprn"),
    ("select sum(1) from council_tax", NOT_A_VALUE, "council_tax"),
    (
        "select sum(case when in_arrears then arrears else 5 end) from council_tax",
        NOT_A_VALUE,
        "",
    ),
    (
        "select avg(case when in_arrears then arrears else 0 end) from council_tax",
        NOT_A_VALUE,
        "",
    ),
    (
        "select sum(case when in_arrears then arrears when enrolled then 1 end) from council_tax",
        NOT_A_VALUE,
        "",
    ),
    ("select sum(sum(arrears)) from council_tax", NOT_A_VALUE, ""),
    ("select sum(arrears) filter (where sum(arrears) > 1) from council_tax", "only dimensions", ""),
    ("select count(*) from council_tax where count(*) > 1", "only dimensions may stand", OUTPUT),
    ("select count(*) from council_tax group by count(*)", "only dimensions may stand", OUTPUT),
    ("select md5(tenure), count(*) from council_tax group by 1", OFF_LIST, OUTPUT),
    ("select count(*) from council_tax where random() < 0.5", OFF_LIST, OUTPUT),
    ("select count(*) from council_tax where regexp_matches(tenure, 'x')", OFF_LIST, OUTPUT),
    ("select repeat(tenure, 9), count(*) from council_tax group by 1", OFF_LIST, OUTPUT),
    ("select error('x') from council_tax", OFF_LIST, OUTPUT),
    ("select current_date, count(*) from council_tax", OFF_LIST, OUTPUT),
    ("select getenv('HOME'), count(*) from council_tax", OFF_LIST, OUTPUT),
    ("select string_agg(tenure, ',') from council_tax", "string_agg over rows", OUTPUT),
    # joins
    ("select count(*) from council_tax, energy_certificates", NO_JOIN, "joins"),
    ("select count(*) from council_tax cross join energy_certificates", NO_JOIN, "joins"),
    (
        "select count(*) from council_tax c, support_scheme s where c.uprn > s.uprn",
        NO_JOIN,
        "joins",
    ),
    (
        "select count(*) from council_tax c, support_scheme s where c.uprn = s.uprn or enrolled",
        NO_JOIN,
        "joins",
    ),
    (
        "select count(*) from council_tax c, support_scheme s where c.in_arrears = s.enrolled",
        NO_JOIN,
        "joins",
    ),
    ("select count(*) from council_tax natural join council_tax c", NO_JOIN, "joins"),
    (
        "select count(distinct a.uprn) from (select uprn, tenure as rating from council_tax) a"
        " natural join energy_certificates",
        NO_JOIN,
        "joins",
    ),
    (
        "with a as (select uprn as u, tenure from council_tax) select count(distinct a.u) from a"
        " natural left join energy_certificates",
        NO_JOIN,
        "joins",
    ),
    (
        "select count(distinct s.uprn) from support_scheme s join (select c.uprn from council_tax c"
        " natural join energy_certificates) x on s.uprn = x.uprn",
        NO_JOIN,
        "joins",
    ),
    (
        "select count(distinct a.u) from (select tenure as uprn, uprn as u from council_tax) a"
        " join energy_certificates using (uprn)",
        NO_JOIN,
        "joins",
    ),
    (
        "select count(distinct a.u) from (select uprn as u, tenure from council_tax) a"
        " join energy_certificates using (uprn)",
        NO_JOIN,
        "joins",
    ),
    ("select count(*) from council_tax positional join support_scheme", "positional join", OUTPUT),
    ("select count(*) from council_tax right join support_scheme using (uprn)", NO_JOIN, "joins"),
    ("select count(*) from council_tax full join support_scheme using (uprn)", NO_JOIN, "joins"),
    ("select count(*) from council_tax semi join support_scheme using (uprn)", NO_JOIN, "joins"),
    ("select count(*) from council_tax join council_tax c using (uprn)", NO_JOIN, "joins"),
    ("select count(*) from council_tax join support_scheme using (tenure)", NO_JOIN, "joins"),
    ("select count(*) from council_tax join support_scheme using (uprn, tenure)", NO_JOIN, "joins"),
    (
        "select count(*) from council_tax c join support_scheme s on c.uprn = s.uprn or true",
        NO_JOIN,
        "joins",
    ),
    (
        "select count(*) from council_tax c join support_scheme s on c.uprn > s.uprn",
        NO_JOIN,
        "joins",
    ),
    (
        "select count(*) from council_tax c join support_scheme s on c.uprn = s.enrolled",
        NO_JOIN,
        "joins",
    ),
    (
        "select count(*) from council_tax c join support_scheme s on s.uprn = s.uprn",
        NO_JOIN,
        "joins",
    ),
    ("select count(*) from council_tax c join support_scheme s on true", NO_JOIN, "joins"),
    (
        "select count(*) from council_tax c join support_scheme c using (uprn)",
        NO_JOIN,
        "joins",
    ),
    # forms of SQL
    ("select count(*) from council_tax union select arrears from council_tax", LISTS, ARREARS),
    ("select count(*) from council_tax union all (select tenure from council_tax)", LISTS, ""),
    ("select count(*) from council_tax union (select uprn from council_tax)", LISTS, ""),
    ("select count(*) from council_tax intersect select name from council_tax", NOT_GIVEN, ""),
    ("select distinct arrears from council_tax", f"{LISTS} arrears", ARREARS),
    ("select distinct on (tenure) tenure from council_tax", "without order by", OUTPUT),
    ("select rank() over (order by arrears) from council_tax", WINDOW_OF_ROWS, OUTPUT),
    ("select count(*) over () from council_tax", WINDOW_OF_ROWS, OUTPUT),
    ("select sum(arrears) over () from council_tax", WINDOW_OF_ROWS, OUTPUT),
    ("select sum(arrears) over (), count(*) from council_tax", LISTS, ARREARS),
    (
        "select tenure, rank() over (order by uprn) from council_tax group by 1",
        f"{LISTS} uprn",
        "› uprn",
    ),
    (
        "select tenure, first_value(arrears) over (order by tenure) from council_tax group by 1",
        LISTS,
        ARREARS,
    ),
    (
        "select tenure, sum(count(*)) over (order by tenure rows between 1.5 preceding and current"
        " row) from council_tax group by 1",
        "a window that is not on the list",
        OUTPUT,
    ),
    ("select rank(), count(*) from council_tax", "a function of a window outside", OUTPUT),
    ("select (select arrears from council_tax limit 1)", LISTS, ARREARS),
    ("select count(*), (select max(name) from council_tax) from council_tax", NOT_GIVEN, ""),
    ("select 1", NO_DATASET, "datasets"),
    ("select 1 union select 2", NO_DATASET, "datasets"),
    (
        "select n from (select count(*) n from council_tax) where n in (select arrears from"
        " council_tax)",
        LISTS,
        ARREARS,
    ),
    (
        "select n from (select count(*) n from council_tax) a where exists (select 1 from"
        " support_scheme where nino = 'x')",
        NOT_GIVEN,
        "support_scheme",
    ),
    ("select count(*) from council_tax where exists (select 1)", LETS_ANOTHER, ""),
    (
        "select count(*) from council_tax where exists (select 1 from support_scheme"
        " where enrolled)",
        LETS_ANOTHER,
        "",
    ),
    (
        "select count(*) from council_tax where tenure in (select rating from energy_certificates)",
        LETS_ANOTHER,
        "",
    ),
    (
        "select count(*) from council_tax where uprn in (select enrolled from support_scheme)",
        LETS_ANOTHER,
        "",
    ),
    (
        "select count(*) from council_tax where uprn in (select uprn from support_scheme limit 1)",
        LISTS,
        "",
    ),
    (
        "select count(*) from council_tax where uprn in (select uprn from support_scheme"
        " group by 1)",
        LISTS,
        "",
    ),
    (
        "select count(*) from council_tax where uprn in (select uprn from support_scheme"
        " union select uprn from council_tax)",
        LISTS,
        "",
    ),
    (
        "select count(*) from council_tax where uprn in (select uprn from support_scheme"
        " s join energy_certificates using (uprn))",
        LETS_ANOTHER,
        "",
    ),
    (
        "select count(*) from council_tax where uprn in (select 1 from support_scheme)",
        LETS_ANOTHER,
        "",
    ),
    (
        "select count(*) from council_tax where uprn + 1 in (select uprn from support_scheme)",
        LETS_ANOTHER,
        "",
    ),
    (
        "select count(*) from council_tax c where exists (select 1 from support_scheme s"
        " where s.uprn = c.uprn or true)",
        LETS_ANOTHER,
        "",
    ),
    (
        "select count(*) from council_tax c where exists (select 1 from support_scheme s"
        " where s.enrolled = c.in_arrears)",
        LETS_ANOTHER,
        "",
    ),
    (
        "select count(*) from council_tax c where exists (select 1 from support_scheme c"
        " where c.uprn = c.uprn)",
        LETS_ANOTHER,
        "",
    ),
    (
        "select count(*) from council_tax where uprn in (select uprn from support_scheme"
        " where nino = 'x')",
        NOT_GIVEN,
        "",
    ),
    ("select count(*) from council_tax where uprn in (select uprn from residents)", NO_DATASET, ""),
    (
        "select count(*) from council_tax where uprn in (select uprn from council_tax"
        " where arrears > 9)",
        CHOOSES,
        "",
    ),
    (
        "select count(*) from council_tax where uprn in (select uprn from support_scheme"
        " where uprn in (select rating from energy_certificates))",
        LETS_ANOTHER,
        "",
    ),
    (
        "select count(*) filter (where uprn in (select uprn from support_scheme)) from council_tax",
        IN_CONDITION,
        "",
    ),
    (
        "select uprn in (select uprn from support_scheme), count(*) from council_tax group by 1",
        IN_CONDITION,
        "",
    ),
    (
        "select count(*) from council_tax where arrears > (select avg(arrears) from council_tax)",
        CHOOSES,
        "",
    ),
    (
        "select count(*) from council_tax where tenure = (select tenure from council_tax limit 1)",
        LISTS,
        "",
    ),
    (
        "select count(*) from council_tax c where arrears > (select avg(x.arrears)"
        " from council_tax x where x.tenure = c.tenure)",
        CHOOSES,
        "",
    ),
    (
        "select count(*) from council_tax c where tenure = (select min(x.tenure)"
        " from council_tax x where x.arrears = c.arrears)",
        CHOOSES,
        "",
    ),
    (
        "select count(*) from council_tax c where exists (select avg(arrears) from council_tax)",
        LETS_ANOTHER,
        "",
    ),
    # rows that a question within lists, taken into the one around it
    ("select count(*) from (select arrears as a from council_tax) where a > 9", CHOOSES, ARREARS),
    ("select a, count(*) from (select arrears as a from council_tax) group by 1", LISTS, ARREARS),
    ("select uprn from (select uprn from council_tax)", LISTS, "› uprn"),
    ("with r as (select arrears a from council_tax) select a from r", LISTS, ARREARS),
    ("with r as (select arrears a from council_tax) select max(a) from r", NOT_ALLOWED, ARREARS),
    ("select * from (select tenure from council_tax)", ROWS, OUTPUT),
    ("select count(*) from (select tenure from council_tax limit 9)", LISTS, "› tenure"),
    ("select count(*) from (select arrears from council_tax order by 1)", LISTS, ARREARS),
    ("select sum(a) from (select distinct arrears a from council_tax)", LISTS, ARREARS),
    (
        "select sum(a) from (select arrears a from council_tax union select 1 from council_tax)",
        LISTS,
        ARREARS,
    ),
    (
        "select t, count(*) from (select tenure t from council_tax union all"
        " select arrears from council_tax) group by 1",
        LISTS,
        ARREARS,
    ),
    (
        "select max(t) from (select tenure t from council_tax union all"
        " select arrears from council_tax)",
        NOT_ALLOWED,
        ARREARS,
    ),
    (
        "select what, count(*) from (select 'a' what, uprn from council_tax union all"
        " select 'b', uprn from support_scheme)",
        "not counted and summed alike",
        OUTPUT,
    ),
    (
        "select count(*) from support_scheme s left join (select uprn u from council_tax) c"
        " on c.u = s.uprn",
        NO_JOIN,
        "joins",
    ),
    # totals
    ("select count(*) from council_tax group by rollup (arrears)", LISTS, ARREARS),
    ("select count(*) from council_tax group by cube (uprn)", LISTS, "› uprn"),
    ("select arrears, count(*) from council_tax group by rollup (tenure)", LISTS, ARREARS),
    (
        "select grouping(neighbourhood), count(*) from council_tax group by rollup (tenure)",
        "grouping of what is not grouped by",
        OUTPUT,
    ),
    (
        "select count(*) from council_tax group by cube (tenure, neighbourhood, in_arrears,"
        " upper(tenure), lower(tenure))",
        "rollup, cube or grouping sets in a way",
        OUTPUT,
    ),
    (
        "select tenure, count(distinct neighbourhood) from council_tax group by rollup (tenure)",
        "rollup, cube or grouping sets in a way",
        OUTPUT,
    ),
    ("select count(*) from council_tax limit 10%", "not on the list", OUTPUT),
    ("select count(*) from council_tax limit 1 + 1", "a limit that is not a whole number", OUTPUT),
    ("select count(*) as _n from council_tax", "names a result with _", ""),
    ("select count(*) from council_tax where tenure = ?", "a parameter", OUTPUT),
    ("select tenure::int[] , count(*) from council_tax group by 1", "not on the list", OUTPUT),
    ("select tenure::decimal(100, 2), count(*) from council_tax group by 1", "a type that", OUTPUT),
    (
        "select count(*) from council_tax where tenure::date + interval '5 seconds' > '2026-01-01'",
        "an interval",
        OUTPUT,
    ),
    (
        "select count(*) from council_tax where tenure::date >"
        " date '2026-01-01' - interval '9.5' day",
        "an interval",
        OUTPUT,
    ),
    ("select tenure::blob, count(*) from council_tax group by 1", "a type that is not", OUTPUT),
    (
        "select date_trunc('second', tenure::date), count(*) from council_tax group by 1",
        "a part of a date",
        OUTPUT,
    ),
    (
        "select date_trunc(tenure, tenure::date), count(*) from council_tax group by 1",
        "not on the list",
        OUTPUT,
    ),
    (
        "select date_trunc('second', tenure), count(*) from council_tax group by 1",
        "a part of a",
        "",
    ),
    (
        "with recursive r as (select count(*) n from council_tax) select n from r",
        "a recursive with",
        OUTPUT,
    ),
    (
        "with council_tax as (select 1 as uprn) select count(*) from council_tax",
        "with in a way",
        OUTPUT,
    ),
    ("with x as (select * from council_tax) select count(*) from x", ROWS, OUTPUT),
    ("select tenure, count(*) from (from council_tax) group by 1", ROWS, OUTPUT),
    (
        "select n, arrears from (select count(*) n from council_tax) a join council_tax on true",
        "joins a dataset with the result of a question",
        "joins",
    ),
    ("drop table council_tax", STATEMENT, OUTPUT),
    ("create table x as select count(*) from council_tax", STATEMENT, OUTPUT),
    ("insert into council_tax values (1)", STATEMENT, OUTPUT),
    ("delete from council_tax", STATEMENT, OUTPUT),
    ("copy council_tax to 'x.csv'", STATEMENT, OUTPUT),
    ("explain analyze select count(*) from council_tax", STATEMENT, OUTPUT),
    ("set threads = 1", STATEMENT, OUTPUT),
    ("pragma version", STATEMENT, OUTPUT),
]


@pytest.mark.parametrize(("question", "told", "clause"), CASES, ids=[c[0][:70] for c in CASES])
def test_one_fault_is_refused(question, told, clause):
    decision = decide(question, TERMS, today=IN_FORCE)
    assert not decision.allowed, decision.plan.sql
    assert told in decision.refusal.what
    assert clause in decision.refusal.clause
    assert decision.refusal.why


@pytest.mark.parametrize("question", [c[0] for c in CASES], ids=[c[0][:70] for c in CASES])
def test_what_a_refusal_says_to_try_is_allowed(question):
    tried = decide(question, TERMS, today=IN_FORCE).refusal.next_step
    if tried.startswith(("select", "with")):
        assert decide(tried, TERMS, today=IN_FORCE).allowed
    else:
        assert tried == "choose another name after as."


def people_terms():
    """Return terms that count people, of whom only one dataset knows."""
    whole = agreement()
    whole["subject"] = {"what": "person", "column": "account"}
    del whole["outputs"]["self_service"]  # its other datasets do not know people
    whole["datasets"]["council_tax"]["columns"]["account"] = {"role": "identity"}
    whole["datasets"]["support_scheme"]["columns"]["amount"] = {
        "role": "measure",
        "functions": ["sum"],
    }
    columns = {**COLUMNS, "support_scheme": COLUMNS["support_scheme"] | {"amount"}}
    return compile_terms(whole, purpose="p", stewards=STEWARDS, columns=columns)


PEOPLE = [
    ("select count(*) from support_scheme", "people cannot be counted in this question"),
    (
        "select count(*) from support_scheme left join council_tax using (uprn)",
        "people cannot be counted in this question",
    ),
    (
        "select sum(amount) from council_tax join support_scheme using (uprn)",
        "amount does not belong to the people that this question counts",
    ),
    ("select count(distinct uprn) from council_tax", "only people may be counted"),
    ("select account from council_tax", "would list account for each person"),
    ("select count(*) from council_tax where account = 7", "let account choose"),
    (
        "select count(*) from council_tax join support_scheme using (account)",
        "joins datasets in a way that the agreement does not allow",
    ),
]


@pytest.mark.parametrize(("question", "told"), PEOPLE, ids=[p[0] for p in PEOPLE])
def test_whose_subjects_are_counted(question, told):
    decision = decide(question, people_terms(), today=IN_FORCE)
    assert not decision.allowed
    assert told in decision.refusal.what
    tried = decision.refusal.next_step
    assert not tried or decide(tried, people_terms(), today=IN_FORCE).allowed


@pytest.mark.parametrize(
    "question",
    [
        "select count(*) from council_tax join support_scheme using (uprn)",
        "select enrolled, count(distinct account) from support_scheme"
        " join council_tax using (uprn) group by 1",
        "select neighbourhood, count(*), sum(arrears) from council_tax c"
        " left join support_scheme s on s.uprn = c.uprn group by 1",
    ],
)
def test_people_are_counted_through_the_household(question):
    plan = decide(question, people_terms(), today=IN_FORCE).plan
    assert '"account" AS "_subject"' in plan.sql


@pytest.mark.parametrize(
    ("question", "size"),
    [
        ("select arrears from council_tax", 10),
        ("select arrears from council_tax join energy_certificates using (uprn)", 20),
        ("select arrears from council_tax join support_scheme using (uprn)", 10),
    ],
)
def test_a_refusal_names_the_group_that_binds_all_that_is_asked(question, size):
    """The board's group is by a dimension of another dataset, which the question joins."""
    bound = {"smallest_group": 20, "when": ["rating"], "because": "advice, point 2"}
    under = terms(conditions=(bound,))
    refusal = decide(question, under, today=IN_FORCE).refusal
    assert f"groups of at least {size} households" in refusal.why
