-- refused: no question at all
insert into council_tax values (null, null, null, null, null)
prepare by_letter (text) as select tenure, $1, count(*) from council_tax group by 1, 2
execute by_letter ('aaaa')
prepare by_step (int) as select arrears // $1, count(*) from council_tax group by 1
execute by_step (7)
prepare by_part (int, int) as select substring(tenure, $1, $2), count(*) from council_tax group by 1
execute by_part (2, 3)

-- refused: with, sets and questions within questions, of rows
with t as (select 1 from council_tax) select 1 from council_tax
with t as (select length(tenure) from council_tax) select * from t
select generate_series(1, 4) from council_tax
select tenure, (select 1 from council_tax) from council_tax group by 1
select * from (select length(tenure) from council_tax) x
select exists (select length(tenure) from council_tax)
select 1 where exists (select length(tenure) from council_tax)
select * from (select 1) a, (select length(tenure) from council_tax) b
select (select length(tenure) from council_tax)
select * from (select uprn from council_tax) z
select uprn from council_tax group by grouping sets ((uprn), ())
select arrears from council_tax group by cube (neighbourhood)
select 1 union all select length(tenure) from council_tax

-- refused: rows, one by one
select length(neighbourhood) from council_tax
select coalesce(arrears, 20) from council_tax
select nullif(arrears, 20) from council_tax
select greatest(arrears, 20) from council_tax
select least(arrears, 20) from council_tax
select avg(arrears) over (partition by neighbourhood) from council_tax
select ceil(arrears) from council_tax
select width_bucket(arrears, 2, 200, 5) from council_tax

-- refused: what is worked out of a key, of a sum of parts, or of an expression of one
select sum(distinct uprn) from council_tax
select sum(uprn + 5) from council_tax
select avg(distinct uprn) from council_tax
select avg(uprn + 5) from council_tax
select sum(distinct arrears) from council_tax
select sum(arrears + 5) from council_tax
select avg(distinct arrears) from council_tax
select avg(arrears + 5) from council_tax
select min(uprn) + max(uprn) from council_tax
select neighbourhood from council_tax group by 1 order by avg(length(neighbourhood))
select count(neighbourhood order by neighbourhood) from council_tax
select count(distinct uprn + 5) from council_tax
select count(distinct least(uprn, 5)) from council_tax
select count(uprn + 5) from council_tax
select count(least(uprn, 5)) from council_tax
select histogram(neighbourhood) from council_tax
select histogram(uprn) from council_tax
select approx_count_distinct(uprn) from council_tax
select stddev(arrears) from council_tax
select variance(distinct arrears) from council_tax

-- refused: groups made from a key or a measure
select count(*) from council_tax group by substr(tenure, 1, uprn)
select cast(uprn as text), count(*) from council_tax group by 1
select cast(uprn as varchar), count(*) from council_tax group by 1
select substring(cast(uprn as text), 1, 1), count(*) from council_tax group by 1
select substring(cast(uprn as varchar), 1, 1), count(*) from council_tax group by 1
select uprn from council_tax
select 1 from council_tax group by uprn
select floor(uprn / 2) * 2, count(*) from council_tax group by 1
select count(*) from council_tax group by round(floor(uprn))
select count(*) from council_tax group by floor(cast(arrears as int))
select floor(arrears / 3) * 3, count(*) from council_tax group by 1
select floor(arrears / 5000000000.1), count(*) from council_tax group by 1
select ceil(arrears / 2) * 2, count(*) from council_tax group by 1

-- refused: parts of a time, which this agreement gives of nothing
select extract(hour from neighbourhood), count(*) from council_tax group by 1
select date_trunc('hour', liable_to), count(*) from council_tax group by 1
select date_trunc('year', liable_to, 'EST'), count(*) from council_tax group by 1

-- refused: joins that the agreement does not give
select count(*) from council_tax c join support_scheme s on c.uprn != s.uprn
select count(*) from council_tax c join support_scheme s on c.uprn = s.uprn or s.uprn = c.uprn
select count(*) from council_tax c join support_scheme s on true
select count(*) from council_tax, support_scheme

-- refused: conditions on what never chooses
select count(*) from council_tax where tenure = 'owned' or arrears = 10
select count(*) from council_tax where round(uprn / 5) * 5 = 0
select count(*) from council_tax where substring(cast(liable_to as text), 4) = '2000'
select count(*) from council_tax where arrears = 3

-- refused: the engine's own tables and columns
select * from pg_stats limit 10
select * from pg_statistic limit 10
select * from pg_stat_user_functions limit 10
select * from pg_stat_user_indexes limit 10
select * from pg_stat_activity limit 10
select rowid from council_tax
select tableoid from council_tax
select count(rowid) from council_tax
select count(tableoid) from council_tax
select count(distinct rowid) from council_tax
select count(distinct tableoid) from council_tax
select name, uprn from council_tax

-- answered: whatever the condition on dimensions, small groups are withheld and the rest rounded
select count(*) from council_tax where neighbourhood <> 'Millbrook'
select count(*) from council_tax where tenure = concat('own', 'ed')
select count(*) filter (where true) from council_tax

-- answered: a group made of a dimension is a group like any other
select distinct neighbourhood from council_tax
select count(*) from council_tax group by length(neighbourhood)
select count(*) from council_tax group by neighbourhood || 'xxx'
select neighbourhood, 'aaaa', count(*) from council_tax group by 1, 2
select substring(neighbourhood, 2, 2), count(*) from council_tax group by 1
select count(*) from council_tax group by substr('aaaa', 1, 2)

-- answered: groups of dimensions in sets, each treated, and different values of one
select neighbourhood from council_tax group by grouping sets ((neighbourhood), ())
select neighbourhood from council_tax group by cube (neighbourhood)
select 1 union select length(tenure) from council_tax
