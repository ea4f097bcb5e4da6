"""Texts that try to get round the gate: not one is allowed, and none is answered with its words.

The kinds are those that DuckDB runs even when it is locked: rows by indirection, by aggregates that
return a value, by errors, by metadata, by what two parsers read differently, and bombs.
"""

from contextlib import suppress

import pytest
from counting import calls_of

from beholden.gate import decide
from beholden.kernel import BadQuestion

from .warm_homes import IN_FORCE, TERMS

MARK = "Zebedee"
# Three times what the hardest of these takes; an ordinary question takes some 10,000.
MOST_CALLS = 1_500_000

FILES_AND_SETTINGS = """
select * from read_csv('/etc/passwd')
select count(*) from read_csv_auto('Zebedee.csv')
from 'Zebedee.parquet'
select count(*) from 'Zebedee.csv'
select count(*) from "Zebedee.parquet"
select content from read_text('/etc/passwd')
select count(*) from read_blob('/proc/self/fd/3')
select * from glob('*')
select * from sniff_csv('Zebedee.csv')
select * from parquet_metadata('Zebedee.parquet')
select * from read_duckdb('/proc/self/fd/3', table_name='council_tax')
copy council_tax to 'Zebedee.csv'
copy (select * from council_tax) to '.tmp/Zebedee.csv'
attach 'Zebedee.db'
attach ':memory:' as Zebedee
detach council
export database 'Zebedee'
import database 'Zebedee'
install httpfs
load httpfs
force install httpfs
set threads = 1
reset threads
set variable x = 'Zebedee'
select getvariable('Zebedee') from council_tax
select current_setting('temp_directory') from council_tax
select * from duckdb_secrets()
create secret (type s3, key_id 'Zebedee')
call duckdb_tables()
use memory
"parquet_scan"('Zebedee.parquet')
select * from "parquet_scan"('Zebedee.parquet')
"""

INDIRECTION = """
select * from query('select * from council_tax')
select count(*) from query('select * from council_tax')
select * from query_table('council_tax')
select count(*) from query_table(['council_tax'])
select json_execute_serialized_sql('Zebedee') from council_tax
from json_execute_serialized_sql('Zebedee')
execute Zebedee
prepare Zebedee as select * from council_tax
create macro m() as (select max(name) from council_tax)
create view v as select * from council_tax
create temp table x as select * from council_tax
create type t as enum (select name from council_tax)
select * from (describe council_tax)
select * from (summarize council_tax)
select * from (show tables)
select * from (pivot council_tax on tenure using count(*))
pivot council_tax on tenure using count(*)
unpivot council_tax on tenure into name n value v
select * from pragma_table_info('council_tax')
pragma storage_info('council_tax')
select * from pragma_storage_info('council_tax')
summarize council_tax
describe council_tax
desc council_tax
show tables
show all tables
explain select count(*) from council_tax
explain analyze select count(*) from council_tax where name = 'Zebedee'
checkpoint
vacuum
analyze
begin
commit
rollback
abort
values (1)
call pragma_version()
comment on table council_tax is 'Zebedee'
"""

ROWS = """
select columns(*) from council_tax
select max(columns(*)) from council_tax
select columns('na.*') from council_tax
select * exclude (tenure) from council_tax
select * replace (1 as tenure) from council_tax
select council_tax from council_tax
select c from council_tax c
select any_value(c) from council_tax c
select struct_pack(x := tenure) from council_tax
select {'x': tenure, 'y': name} from council_tax
select row(tenure, arrears) from council_tax
select [arrears] from council_tax
select c.* from council_tax c
select #1, #2 from council_tax
select count(*) from council_tax group by #2
select tenure, arrears from council_tax limit 1
select distinct on (tenure) arrears from council_tax
select distinct arrears from council_tax
select arrears from council_tax using sample 1
select count(*) from council_tax tablesample 1%
select count(*) from council_tax using sample reservoir(1 rows)
select count(*) from council_tax at (version => 1)
select count(*) from council_tax at (timestamp => '2026-01-01')
select unnest([1, 2]), count(*) from council_tax group by 1
select count(*) from unnest([1, 2])
select count(*) from range(1000000000000)
select count(*) from generate_series(1, 9)
select count(*) from council_tax, lateral (select name) x
select count(*) from council_tax cross join lateral (select arrears) x
select count(*) from council_tax positional join support_scheme
select count(*) from council_tax asof join support_scheme using (uprn)
select count(*) from council_tax anti join support_scheme using (uprn)
select arrears from council_tax qualify row_number() over () = 1
select tenure, count(*) from council_tax group by 1 qualify rank() over (order by arrears) = 1
select tenure from council_tax qualify rank() over (partition by name order by uprn) = 1
select distinct on (name) tenure, count(*) from council_tax group by 1 order by 1
select * exclude (tenure) replace (1 as n) rename (arrears as n) from council_tax
select string_agg(arrears, ',' order by uprn) from (from council_tax)
select tenure, format('{:>999999999}', count(*)) from council_tax group by 1
select count(*) from council_tax window w as (order by name)
select first_value(arrears) over (order by uprn) from council_tax
select lag(arrears) over () from council_tax
select sum(arrears) over () from council_tax
select count(*) from council_tax group by grouping sets ((arrears), ())
select grouping(uprn), count(*) from council_tax group by rollup(tenure)
with t as (delete from council_tax returning *) select count(*) from t
with t as (insert into council_tax values (1) returning *) select * from t
with t as (from council_tax) from t
with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r
with support_scheme as (select name as uprn from council_tax) select count(*) from support_scheme
select (select name from council_tax limit 1)
select (select max(arrears) from council_tax), count(*) from council_tax
select count(*) from council_tax where (select true)
select count(*) from council_tax where arrears > all (select 1)
select count(*) from council_tax where tenure = any (['a'])
select count(*) from council_tax where exists (select 1 from support_scheme where nino = 'Zebedee')
select count(*) from council_tax union all select uprn from council_tax
select count(*) from council_tax intersect select arrears from council_tax
select count(*) from council_tax except select uprn from council_tax
select count(*) from council_tax union by name select arrears from council_tax
(select arrears from council_tax)
((select name from council_tax))
select arrears from (select * from council_tax)
select x.arrears from (select arrears, count(*) n from council_tax group by 1) x
select list(tenure) from (select tenure, count(*) n from council_tax group by 1)
select n from (select count(*) n from council_tax) where n in (select arrears from council_tax)
"""

AGGREGATES = """
select min(arrears) from council_tax
select max(arrears), tenure from council_tax group by 2
select any_value(arrears) from council_tax
select first(name) from council_tax
select last(arrears) from council_tax
select arbitrary(name) from council_tax
select list(arrears) from council_tax
select array_agg(arrears) from council_tax
select string_agg(name, ',') from council_tax
select group_concat(name) from council_tax
select listagg(name) from council_tax
select json_group_array(name) from council_tax
select json_group_object(tenure, name) from council_tax
select histogram(arrears) from council_tax
select mode(arrears) from council_tax
select median(arrears) from council_tax
select quantile_disc(arrears, 0.5) from council_tax
select quantile_cont(arrears, 0.5) from council_tax
select approx_quantile(arrears, 0.5) from council_tax
select approx_top_k(name, 3) from council_tax
select approx_count_distinct(name) from council_tax
select arg_max(name, arrears) from council_tax
select max_by(name, arrears) from council_tax
select min_by(name, arrears) from council_tax
select mad(arrears) from council_tax
select bit_xor(uprn) from council_tax
select bitstring_agg(uprn) from council_tax
select product(arrears) from council_tax
select entropy(name) from council_tax
select reservoir_quantile(arrears, 0.5) from council_tax
select bool_and(in_arrears) from council_tax
select sum(arrears) within group (order by name) from council_tax
select sum(arrears order by name) from council_tax
select count(*) filter (where name = 'Zebedee') from council_tax
select sum(arrears) filter (where uprn = 100023336956) from council_tax
select max(case when name = 'Zebedee' then arrears end) from council_tax
select tenure from council_tax group by 1 having max(case when name = 'x' then arrears end) > 200
select tenure, count(*) from council_tax group by 1 order by max(arrears)
select tenure, count(*) from council_tax group by 1 order by sum(case when name = 'x' then 1 end)
select sum(distinct arrears) from council_tax
select sum(arrears * (name = 'Zebedee')::int) from council_tax
select avg(if(name = 'Zebedee', arrears, null)) from council_tax
select sum(power(10, arrears)) from council_tax
select lttb(arrears, arrears, 3) from council_tax
select list_sum(list(arrears)) from council_tax
select list_transform([1], x -> name) from council_tax
select reduce([1], lambda x, y: x) from council_tax
"""

ERRORS = """
select cast(name as int) from council_tax
select count(*) from council_tax where cast(name as int) = 1
select strptime(name, '%Y') from council_tax
select count(*) from council_tax where strptime(tenure, '%Y') is null
select error(name) from council_tax
select count(*) from council_tax where error(tenure)
select count(*) from council_tax where regexp_matches('x', tenure)
select count(*) from council_tax where tenure similar to 'x'
select count(*) from council_tax where tenure ~ 'x'
select count(*) from council_tax where tenure glob '*'
select json(tenure), count(*) from council_tax group by 1
select tenure::json, count(*) from council_tax group by 1
select tenure::enum('a'), count(*) from council_tax group by 1
select write_log('Zebedee'), count(*) from council_tax
select count(*) from council_tax where tenure = (1/0)::blob
select printf(tenure, 1), count(*) from council_tax group by 1
select format(tenure, 1), count(*) from council_tax group by 1
select tenure[1:2], count(*) from council_tax group by 1
select tenure->'x', count(*) from council_tax group by 1
select tenure collate nocase, count(*) from council_tax group by 1
select nextval('Zebedee') from council_tax
select txid_current() from council_tax
select pg_sleep(9) from council_tax
select version(), count(*) from council_tax
select current_user, count(*) from council_tax
select uuid(), count(*) from council_tax group by 1
select hash(uprn), count(*) from council_tax group by 1
select stats(arrears) from council_tax
select typeof(name), count(*) from council_tax group by 1
select alias(name) from council_tax
"""

READ_DIFFERENTLY = """
select U&'\\0041' from council_tax
select count(*) from council_tax where tenure = U&'\\0041'
select E'\\x5a' from council_tax
select $$Zebedee$$ from council_tax
select $tag$Zebedee$tag$ from council_tax
select x'5a' from council_tax
from council_tax |> where arrears > 1
from council_tax |> select name
select count(*) from council_tax where arrears > 1 --
select count(*) /* */ from council_tax /* where */ , support_scheme
select/**/name/**/from/**/council_tax
select "name" from "council_tax"
select NAME from COUNCIL_TAX
select "main"."council_tax"."name" from council_tax
select count(*) from memory.main.council_tax
select count(*) from temp.council_tax
select count(*) from pg_catalog.pg_class
select count(*) from information_schema.columns
select count(*) from duckdb_columns()
select count(*) from council_tax as c(a, b, name)
select count(*) from (select 1) x(uprn)
with x(a) as (select arrears from council_tax) select a from x
with x as materialized (select count(*) n from council_tax) select n from x
select name: arrears from council_tax
select count(*) from council_tax where tenure = :Zebedee
select count(*) from council_tax where tenure = $1
select count(*) from council_tax where tenure = @x
select count(*) from council_tax where not (arrears is null)
select count(*) from council_tax where arrears
select count(*) from council_tax where (uprn, tenure) = (1, 'a')
select count(*) from council_tax where uprn between 1 and 2
select count(*) from council_tax where uprn in (1, 2)
select count(*) from council_tax where coalesce(uprn, 1) = 1
select count(*) from council_tax where in_arrears = (arrears > 10)
select case when arrears > 10 then 'a' else 'b' end, count(*) from council_tax group by 1
select count(*) from council_tax join support_scheme using (nino)
select count(*) from council_tax c join support_scheme s on c.name = s.nino
select count(*) from council_tax for update
select count(*) into x from council_tax
select count(*) from council_tax fetch first 1 rows only
select top 1 arrears from council_tax
select all arrears from council_tax
select as struct tenure from council_tax
select /*+ hint */ name from council_tax
select count(*) from only council_tax
select rank() over (order by all), count(*) from council_tax
select count(*) from council_tax order by random()
merge into council_tax using support_scheme on true when matched then delete
update council_tax set arrears = 0
truncate council_tax
alter table council_tax add column x int
grant select on council_tax to Zebedee
kill 1
replace into council_tax values (1)
"""

BOMBS = [
    "select count(*) from " + ", ".join(["council_tax"] * 40),
    "select count(*) from council_tax where tenure like '" + "%a" * 20_000 + "'",
    "select repeat('x', 2000000000) from council_tax",
    "select lpad(tenure, 2000000000, 'x'), count(*) from council_tax group by 1",
    "select levenshtein(repeat('x', 9999999), tenure) from council_tax",
    "select " + "lower(" * 55 + "name" + ")" * 55 + " from council_tax",
    "select " + ",".join(["arrears"] * 1_900) + " from council_tax",
    "select count(*) from council_tax where " + " or ".join(f"arrears = {n}" for n in range(900)),
    "select count(*) from council_tax where uprn in (" + ",".join(map(str, range(1_900))) + ")",
    "with " + ", ".join(f"w{n} as (select * from council_tax)" for n in range(400)) + " from w1",
    "((((((((((" * 6 + "select 1" + "))))))))))" * 6,
    "[" * 3_000,
    "select '" + "''" * 30_000 + "', name from council_tax",
    "select count(*) from council_tax where tenure = '" + "\\" * 9_999,
    "/*" * 9_999,
    ";" * 9_999,
    "\u202eselect name from council_tax",
    "select count(*) from council_tax where name = '\ud800'",
    "select 1e999999999999 as x, name from council_tax",
    "select " + "9" * 40 + " as x, name from council_tax",
]

TEXTS = [
    line
    for group in (FILES_AND_SETTINGS, INDIRECTION, ROWS, AGGREGATES, ERRORS, READ_DIFFERENTLY)
    for line in group.strip().splitlines()
] + BOMBS


@pytest.mark.parametrize("text", TEXTS, ids=[f"{n}-{t[:50]}" for n, t in enumerate(TEXTS)])
def test_a_hostile_text_is_not_allowed_and_not_repeated(text, caplog):
    told = []
    calls_of(lambda: told.append(_told(text)), at_most=MOST_CALLS)
    assert MARK.lower() not in told[0].lower()
    assert MARK.lower() not in caplog.text.lower()


def _told(text):
    try:
        decision = decide(text, TERMS, today=IN_FORCE)
    except BadQuestion as error:
        return str(error)
    assert not decision.allowed, decision.plan.sql
    return decision.refusal.in_words() + repr(decision.clauses)


def test_there_are_at_least_two_hundred_and_fifty_of_them():
    assert len(set(TEXTS)) >= 250


ENDLESS = {
    "20,000 conditions": "select count(*) from council_tax where "
    + " and ".join(["in_arrears"] * 20_000),
    "50,000 columns": f"select {', '.join(['tenure'] * 50_000)} from council_tax group by 1",
    "3,000 parts": " union all ".join(["select count(*) from council_tax"] * 3_000),
    "200 parts": " union all ".join(["select count(*) from council_tax"] * 200),
    "50 levels": "select n from (" * 50 + "select count(*) n from council_tax" + ")" * 50,
    "300 names": "with "
    + ", ".join(f"w{n} as (select count(*) n from council_tax)" for n in range(300))
    + " select * from w1",
    "a name that doubles": "with w0 as (select tenure t, count(*) n from council_tax group by 1), "
    + ", ".join(f"w{n} as (select a.* from w{n - 1} a, w{n - 1} b)" for n in range(1, 60))
    + " select count(*) from w59",
    "joins without a condition": "select count(*) from council_tax"
    + "".join(f" join council_tax a{n}" for n in range(60)),
    "joins, every other with a condition": "select count(*) from council_tax"
    + "".join(f" join council_tax a{n} join council_tax b{n} on true" for n in range(60)),
    "joins within each other": "select count(*) from council_tax"
    + "".join(f" join council_tax a{n}" for n in range(60))
    + " on true" * 60,
    "joins of results": "select a join b " + "a join b " * 60,
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_what_has_no_end_is_soon_answered(text):
    def answer():
        with suppress(BadQuestion):
            decide(text, TERMS, today=IN_FORCE)

    calls_of(answer, at_most=MOST_CALLS)
