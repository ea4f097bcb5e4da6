-- the kinds of statement that an engine's own tests are made of, in our names
select sum(arrears), sum(distinct arrears), sum(arrears) filter (where arrears > 0) from council_tax
select tenure, sum(arrears) from council_tax group by rollup (tenure, uprn) order by all
select first(arrears order by uprn), last(neighbourhood order by arrears) from council_tax
select * from council_tax natural join support_scheme
select * from council_tax semi join support_scheme using (uprn)
select * from council_tax asof join support_scheme on council_tax.uprn >= support_scheme.uprn
select * from (values (1, 'a'), (2, 'b')) t(i, s)
select * from council_tax order by arrears limit 50%
select * from council_tax limit (select max(uprn) from council_tax)
select * from range(10) t(i), lateral (select i + arrears from council_tax)
select x from (select unnest(array_agg(uprn)) as x from council_tax)
with recursive t(i) as (select min(uprn) from council_tax union all select i + 1 from t where i < 910000009) select * from t
with t as materialized (select arrears from council_tax) select max(arrears) from t
with recursive t(u) using key (u) as (select uprn from council_tax union select u from t) from t
select struct_pack(a := uprn, b := arrears) from council_tax
select {'a': uprn}.a from council_tax
select map([uprn], [arrears]) from council_tax
select list_transform([arrears], lambda x : x + 1) from council_tax
select [x for x in [arrears] if x > 1] from council_tax
select list_aggregate([arrears], 'max') from council_tax
select arrears::varchar::json from council_tax
select json_object('u', uprn) from council_tax
select union_value(num := arrears) from council_tax
select uprn::bit, bit_count(uprn::bit) from council_tax
select arrears::varchar::blob, encode(tenure), md5(neighbourhood) from council_tax
select tenure collate nocase.noaccent from council_tax order by 1
select regexp_extract_all(neighbourhood, '.') from council_tax
select regexp_replace(neighbourhood, '(.)', '\1\1', 'g') from council_tax
select neighbourhood similar to '.*' from council_tax
select string_split(neighbourhood, '') from council_tax
select strftime(current_date, neighbourhood) from council_tax
select age(current_timestamp::timestamp) from council_tax
select interval (arrears) days from council_tax
select generate_subscripts([arrears], 1) from council_tax
select nextval(neighbourhood) from council_tax
select current_schemas(true), current_catalog() from council_tax
select in_search_path('memory', neighbourhood) from council_tax
select ntile(4) over (partition by tenure order by arrears) from council_tax
select arrears, sum(arrears) over w from council_tax window w as (order by uprn rows between 1 preceding and current row)
select quantile_cont(arrears, 0.5) over (order by uprn rows 3 preceding) from council_tax
select lag(arrears) ignore nulls over (order by uprn) from council_tax
select count(*) over () from council_tax qualify arrears = max(arrears) over ()
from council_tax select columns(c -> c like 'a%')
from council_tax select * exclude (tenure) replace (arrears + 1 as arrears)
from council_tax select * rename (arrears as a)
pivot council_tax on neighbourhood using max(arrears) group by tenure
unpivot (select arrears, uprn from council_tax) on columns(*)
from (unpivot council_tax on arrears, uprn into name k value v)
select * from council_tax tablesample reservoir(5)
select * from council_tax using sample 10% (bernoulli, 42)
select * from council_tax positional join energy_certificates
select distinct on (tenure) * from council_tax order by arrears desc
select uprn in (select uprn from support_scheme) from council_tax
select arrears > all (select arrears from council_tax) from council_tax
select (select s.nino from support_scheme s where s.uprn = c.uprn) from council_tax c
select exists (from support_scheme s where s.uprn = c.uprn), count(*) from council_tax c group by 1
select uprn from council_tax union all by name select nino from support_scheme
select uprn from council_tax except all select uprn from support_scheme
select getenv('HOME'), current_database() from council_tax
select * from read_json_auto('https://example.org/Zebedee.json')
select * from read_csv(['Zebedee.csv', 'other.csv'], union_by_name = true)
select * from 's3://zebedee/*.parquet'
copy (from council_tax) to 'Zebedee' (format parquet, partition_by (tenure))
copy council_tax from 'Zebedee.csv'
copy from database sealed to other
insert into council_tax by name (select 1 as uprn) returning *
insert or replace into council_tax values (1)
delete from council_tax using support_scheme returning *
merge into council_tax using support_scheme using (uprn) when matched then update set arrears = 0
create or replace table council_tax as from support_scheme
create temp sequence counter start 910000001
create index i on council_tax (arrears)
create type owed as enum (select neighbourhood from council_tax)
create or replace macro t(a) as table select * from council_tax where uprn = a
create persistent secret s (type s3, key_id 'Zebedee')
alter table council_tax add column leak varchar default 'Zebedee'
comment on column council_tax.arrears is 'Zebedee'
pragma database_list
pragma enable_profiling = 'json'
pragma table_info('council_tax')
call enable_logging()
call dbgen(sf = 1)
prepare p as select arrears from council_tax where uprn = $1
execute p (910000001)
deallocate p
begin transaction read only
force checkpoint
vacuum analyze
explain (analyze, format json) select arrears from council_tax
show databases
use other
set search_path = 'other'
set session variable x = (select max(arrears) from council_tax)
reset search_path
detach sealed
load 'Zebedee.duckdb_extension'
update extensions
