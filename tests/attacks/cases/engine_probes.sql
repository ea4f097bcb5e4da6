-- files, settings and extensions, which a locked engine stops
select * from read_csv('/etc/hostname')
from 'Zebedee.csv'
select content from read_text('/etc/hostname')
select count(*) from read_blob('/etc/hostname')
select * from glob('/etc/*')
select * from sniff_csv('/etc/hostname')
select * from parquet_metadata('Zebedee.parquet')
select * from read_duckdb('Zebedee.db', table_name = 'council_tax')
copy (select arrears from council_tax) to 'Zebedee.csv'
attach 'Zebedee.db' as other
export database 'Zebedee'
install httpfs
load httpfs
set temp_directory = 'Zebedee'
reset memory_limit
set threads = 64
set memory_limit = '64GB'
select * from duckdb_secrets()

-- what a locked engine runs: by another name, by metadata, by a second statement
attach ':memory:' as other
set variable kept = (select max(arrears) from council_tax)
select getvariable('kept'), count(*) from council_tax
select * from duckdb_variables()
select * from query('select arrears from council_tax')
select count(*) from query_table('council_tax')
select json_execute_serialized_sql(json_serialize_sql('select arrears from council_tax'))
from council_tax
table council_tax
summarize council_tax
describe council_tax
show all tables
pivot council_tax on tenure using sum(arrears)
select columns(*) from council_tax
select council_tax from council_tax
select any_value(council_tax) from council_tax
select list(arrears) from council_tax
select string_agg(tenure, ',') from council_tax
select json_group_array(arrears) from council_tax
select histogram(arrears) from council_tax
select arg_max(uprn, arrears) from council_tax
select approx_top_k(arrears, 5) from council_tax
select lttb(uprn, arrears, 9) from council_tax
select bitstring_agg(uprn) from council_tax
select quantile_disc(arrears, [0.0, 1.0]) from council_tax
select mode(arrears) from council_tax
select * from summary(council_tax)
select * from duckdb_tables()
select * from duckdb_settings()
select * from duckdb_logs()
select * from duckdb_prepared_statements()
select * from pragma_storage_info('council_tax')
select try_cast(arrears as text), count(*) from council_tax group by 1
select count(*) from council_tax where uprn = 910000001
explain analyze select count(*) from council_tax where arrears > 7654321
select count(*) from council_tax; select arrears from council_tax
select c.uprn, x.most from council_tax c, lateral (select max(arrears) as most from council_tax d where d.uprn = c.uprn) x
select arrears from council_tax using sample 3 rows
select arrears, row_number() over (order by arrears desc) from council_tax
select arrears from council_tax qualify row_number() over (order by arrears desc) = 1
select distinct on (neighbourhood) neighbourhood, arrears from council_tax order by neighbourhood, arrears desc
select unnest(list(arrears)) from council_tax
select uprn, arrears, count(*) from council_tax group by all
select neighbourhood, count(*) from council_tax group by grouping sets ((neighbourhood, uprn), ())
select neighbourhood from council_tax group by 1 having max(case when uprn = 910000001 then arrears end) > 200
select neighbourhood, count(*) from council_tax group by 1 order by sum(case when uprn = 910000001 then arrears end)
create macro worst() as (select max(arrears) from council_tax)
create view worst as select arrears from council_tax
checkpoint
prepare worst as select arrears from council_tax
call pragma_database_size()
select write_log('Zebedee'), count(*) from council_tax
select current_setting('access_mode'), count(*) from council_tax
select count(*) from council_tax a, council_tax b, council_tax c where a.arrears < b.arrears + c.arrears
select count(*) from council_tax where case when arrears > 7000000 then (select count(*) from range(100000000)) > 0 end

-- errors that carry a value
select cast(tenure as int) from council_tax
select strptime(neighbourhood, '%Y-%m-%d') from council_tax
select error(neighbourhood) from council_tax
select (select neighbourhood from council_tax limit 1)::int
select count(*) from council_tax where cast(arrears as tinyint) = 1
select count(*) from council_tax where regexp_matches('x', '(' || neighbourhood)
select json(neighbourhood), count(*) from council_tax group by 1
select cast(tenure as enum ('none')), count(*) from council_tax group by 1
select cast(neighbourhood as date) from council_tax

-- errors that carry the names of what there is
select arears from council_tax
select count(*) from council_taxes

-- what failed for dull reasons, and must be told no more
select count(*) from council_tax where
select sum(arrears from council_tax
execute worst
select nextval('counter') from council_tax
update council_tax set arrears = 0
select
