-- refused: errors that would hold a value
select error(neighbourhood) from council_tax
select sum(cast(arrears as smallint)) from council_tax
select sum(cast(arrears as tinyint)) from council_tax where neighbourhood = 'Highcross'
select avg(cast(arrears as decimal(3, 1))) from council_tax
select sum(arrears * 1e308) from council_tax
-- refused: names, types and rows by their number
select typeof(name) from council_tax
select typeof(arrears), count(*) from council_tax group by 1
select alias(name) from council_tax
select column_name from information_schema.columns
select * from duckdb_columns()
select * from pragma_table_info('council_tax')
select council_tax from council_tax
select count(council_tax) from council_tax
select count(distinct council_tax) from council_tax
select c from council_tax as c
select (c).name from council_tax as c
select c.* exclude (uprn) from council_tax as c
select columns('n.*') from council_tax
select columns(*)::text from council_tax
select rowid from council_tax
select count(*) from council_tax where rowid < 5
select sum(rowid) from council_tax
select max(rowid) from council_tax group by neighbourhood
select nino from support_scheme
select count(nino) from support_scheme
select count(*) from support_scheme where nino is not null
select count(*) from council_tax order by name
select neighbourhood, count(*) from council_tax group by neighbourhood order by max(name)
-- refused: order, limits and the first or last value
select neighbourhood, count(*) from council_tax group by 1 order by max(arrears) desc
select first(neighbourhood) from council_tax
select any_value(neighbourhood) from council_tax
select any_value(arrears) from council_tax group by tenure
select last(neighbourhood order by arrears) from council_tax
select arg_max(neighbourhood, arrears) from council_tax
select arg_min(neighbourhood, arrears) from council_tax
select min(neighbourhood) filter (where neighbourhood > 'N') from council_tax
select mode(neighbourhood) from council_tax
select approx_top_k(neighbourhood, 9) from council_tax
select count(*) from council_tax limit (select count(*) from council_tax where neighbourhood = 'Secretlane')
select neighbourhood, count(*) from council_tax group by 1 having max(arrears) > 7000000
select count(distinct neighbourhood) filter (where tenure = 'owned') from council_tax
-- refused: joins
select count(*) from council_tax a join council_tax b on a.neighbourhood = b.neighbourhood
select count(*) from council_tax a join council_tax b using (uprn) where a.neighbourhood = 'Secretlane'
select count(*) from council_tax a join council_tax b on a.arrears < b.arrears
select count(*) from council_tax a, energy_certificates e where a.tenure = e.rating
select count(*) from council_tax full join energy_certificates using (uprn)
select count(*) from council_tax right join support_scheme using (uprn)
select count(*) from council_tax cross join energy_certificates
select count(*) from council_tax semi join support_scheme using (uprn)
select count(*) from council_tax anti join support_scheme using (uprn) where neighbourhood = 'Secretlane'
select count(*) from council_tax asof join energy_certificates using (uprn)
select count(*) from council_tax positional join energy_certificates
select sum(a.arrears) from council_tax a join energy_certificates e using (uprn) join energy_certificates f using (uprn)
select sum(arrears) from council_tax join (values ('Secretlane')) v(n) on neighbourhood = v.n
select count(*) from council_tax join (select 'Secretlane' as n) v on neighbourhood = v.n
select count(*) from council_tax, lateral (select 1) t
select count(*) from council_tax c, lateral (select c.arrears as a) t
select count(*) from council_tax c, lateral (select max(arrears) as m from council_tax d where d.uprn = c.uprn) t
-- refused: windows
select neighbourhood, sum(arrears) over () from council_tax
select neighbourhood, row_number() over (order by arrears) from council_tax
select neighbourhood, sum(arrears), max(max(arrears)) over () from council_tax group by 1
-- refused: set operations
select count(*) from (select uprn from council_tax union select uprn from energy_certificates)
select sum(a) from (select arrears as a from council_tax union all select -arrears from council_tax where neighbourhood <> 'Secretlane')
select neighbourhood, count(*) from (select * from council_tax union all select * from council_tax) group by 1
-- refused: questions within questions
select neighbourhood, (select count(*) from council_tax d where d.neighbourhood = c.neighbourhood) from council_tax c group by 1
select count(*) from council_tax c where arrears > (select avg(arrears) from council_tax)
select count(*) from council_tax c where exists (select 1 from council_tax d where d.arrears > 7000000)
select count(*) from council_tax c where 7654321 in (select arrears from council_tax)
select (select max(arrears) from council_tax) from council_tax
-- refused: structs and lists
select list(neighbourhood) from council_tax
select array_agg(arrears) from council_tax
select histogram(neighbourhood) from council_tax
select {'n': neighbourhood} from council_tax group by 1
select struct_pack(n := neighbourhood), count(*) from council_tax group by 1
select map([neighbourhood], [1]), count(*) from council_tax group by 1
select [neighbourhood][1], count(*) from council_tax group by 1
select unnest([neighbourhood]) from council_tax
select list_transform([neighbourhood], x -> upper(x)), count(*) from council_tax group by 1
select row(neighbourhood, tenure), count(*) from council_tax group by 1
select to_json(council_tax) from council_tax
select hash(neighbourhood), count(*) from council_tax group by 1
select md5(neighbourhood), count(*) from council_tax group by 1
-- refused: parts of texts and of dates
select regexp_extract(neighbourhood, '(Secret.*)'), count(*) from council_tax group by 1
select count(*) from council_tax where regexp_matches(neighbourhood, '^S')
select count(*) from council_tax where neighbourhood similar to 'S.*'
select count(*) from council_tax where neighbourhood glob 'S*'
select ascii(neighbourhood), count(*) from council_tax group by 1
select date_part('year', current_date), count(*) from council_tax group by 1
select now(), count(*) from council_tax
select random(), count(*) from council_tax
select repeat(neighbourhood, 999999), count(*) from council_tax group by 1
select rpad(neighbourhood, 999999, 'x'), count(*) from council_tax group by 1
select printf('%s', neighbourhood), count(*) from council_tax group by 1
select format('{}', neighbourhood), count(*) from council_tax group by 1
select current_setting('secret_directory') from council_tax
-- refused: averages of one, and measures that choose
select stddev(arrears) from council_tax where neighbourhood = 'Highcross'
select variance(arrears) from council_tax where neighbourhood = 'Highcross'
select max(arrears) from council_tax
select min(arrears) from council_tax
select median(arrears) from council_tax
select sum(distinct arrears) from council_tax
select count(distinct arrears) from council_tax
select sum(sum(arrears)) from council_tax
select sum(arrears) filter (where arrears > 1000) from council_tax
select count(*) filter (where arrears = 7654321) from council_tax
select count(*) from council_tax where arrears > 7000000
select count(*) from council_tax group by arrears
select sum(arrears / arrears) from council_tax
select sum(1 / (arrears - 7654321)) from council_tax
select sum(nullif(arrears, 7654321)) from council_tax
select sum(greatest(arrears, 1000)) from council_tax
select sum(case when arrears > 1000 then 1 else 0 end) from council_tax
select sum(arrears * arrears * arrears) from council_tax
select sum(arrears % 2) from council_tax
select bit_xor(arrears), product(arrears) from council_tax
-- refused: differences within one answer
select sum(arrears) as a, sum(case when neighbourhood = 'Secretlane' then 0 else arrears end) as b from council_tax
-- answered: small groups and what would tell of few are withheld; errors that would hold a value
select cast(neighbourhood as int) as x, count(*) from council_tax group by 1
select count(*) from council_tax where cast(neighbourhood as int) = 1
select count(*) from council_tax where cast(neighbourhood as date) < '2026-01-01'
select 1 / (count(*) - 3) from council_tax where neighbourhood = 'Secretlane'
select case when count(*) = 3 then cast('x' as int) else 1 end from council_tax where neighbourhood like 'Secret%'
select cast(neighbourhood || 'x' as int), count(*) from council_tax group by 1
select cast(max(neighbourhood) as int) from council_tax
select cast(min(neighbourhood) as date) from council_tax
select cast(string_agg(neighbourhood, ',') as int) from (select neighbourhood, count(*) as n from council_tax group by 1)
select cast(sum(arrears) as int) from council_tax where neighbourhood = 'Highcross'
select sum(arrears) * 1e308 * 1e308 from council_tax
select exp(sum(arrears)) from council_tax where neighbourhood = 'Highcross'
select power(sum(arrears), 99) from council_tax
select neighbourhood, count(*) from council_tax group by cast(neighbourhood as int), neighbourhood
-- answered: small groups and what would tell of few are withheld; names, types and rows by their number
select neighbourhood as name, count(*) from council_tax group by name
-- answered: small groups and what would tell of few are withheld; order, limits and the first or last value
select neighbourhood, count(*) from council_tax group by 1 order by 2 limit 1
select neighbourhood, count(*) from council_tax group by 1 order by sum(arrears) desc limit 1
select neighbourhood, sum(arrears) from council_tax group by 1 order by 2 desc nulls first limit 1
select neighbourhood from council_tax group by 1 order by count(*) offset 3
select distinct neighbourhood from council_tax
select distinct on (neighbourhood) neighbourhood, count(*) from council_tax group by 1, tenure order by neighbourhood
select max(neighbourhood) from council_tax
select neighbourhood, count(*) from council_tax group by 1 limit 0
select neighbourhood, count(*) from council_tax group by 1 having count(*) < 10
select neighbourhood, count(*) from council_tax group by 1 having count(*) = 3
select count(*) from (select neighbourhood, count(*) as n from council_tax group by 1) where n < 10
select count(*) from (select neighbourhood, count(*) as n from council_tax group by 1 having count(*) < 10)
select count(distinct neighbourhood) from council_tax
-- answered: small groups and what would tell of few are withheld; joins
select count(*) from council_tax natural join energy_certificates natural join support_scheme
select count(*) from council_tax left join support_scheme s using (uprn) where s.uprn is null and neighbourhood = 'Secretlane'
-- answered: small groups and what would tell of few are withheld; windows
select neighbourhood, count(*), sum(count(*)) over () from council_tax group by 1
select neighbourhood, count(*), lag(neighbourhood) over (order by neighbourhood) from council_tax group by 1
select neighbourhood, count(*), first_value(neighbourhood) over (order by count(*)) from council_tax group by 1
select neighbourhood, sum(sum(arrears)) over (order by neighbourhood desc rows between 1 preceding and current row) from council_tax group by 1
select neighbourhood, ntile(4) over (order by sum(arrears)) from council_tax group by 1
select neighbourhood, count(*) from council_tax group by 1 qualify rank() over (order by count(*)) = 1
-- answered: small groups and what would tell of few are withheld; set operations
select count(*) from council_tax except select count(*) from council_tax where neighbourhood <> 'Secretlane'
select count(*) from council_tax intersect select 600
select count(*) from (select neighbourhood from council_tax except select 'Millbrook')
-- answered: small groups and what would tell of few are withheld; questions within questions
select count(*) from council_tax where neighbourhood in (select neighbourhood from council_tax group by 1 having count(*) < 5)
select count(*) from council_tax where neighbourhood = (select min(neighbourhood) from council_tax where neighbourhood > 'N')
select count(*) from council_tax where neighbourhood = (select max(neighbourhood) from council_tax)
select count(*) from council_tax c where uprn in (select uprn from council_tax where neighbourhood = 'Secretlane')
select count(*) from council_tax where not exists (select 1 from support_scheme s where s.uprn = council_tax.uprn) and neighbourhood = 'Secretlane'
select count(*) from council_tax where (select count(*) from council_tax where neighbourhood = 'Secretlane') = 3
-- answered: small groups and what would tell of few are withheld; parts of texts and of dates
select left(neighbourhood, 6), count(*) from council_tax group by 1
select count(*) from council_tax where left(neighbourhood, 1) = 'S'
select count(*) from council_tax where neighbourhood between 'Secret' and 'Secreu'
select count(*) from council_tax where neighbourhood > 'N'
select length(neighbourhood), count(*) from council_tax group by 1
-- answered: small groups and what would tell of few are withheld; averages of one, and measures that choose
select avg(arrears) from council_tax where neighbourhood = 'Secretlane'
select sum(arrears) from council_tax where neighbourhood = 'Highcross'
select sum(arrears) - 100 from council_tax where neighbourhood = 'Highcross'
select avg(arrears) * count(*) from council_tax where neighbourhood = 'Highcross'
select sum(arrears) from council_tax where neighbourhood <> 'Secretlane' or tenure = 'owned'
-- answered: small groups and what would tell of few are withheld; differences within one answer
select count(*) as a, count(*) filter (where neighbourhood <> 'Secretlane') as b from council_tax
select sum(arrears) as a, sum(arrears) filter (where neighbourhood <> 'Secretlane') as b from council_tax
select count(*) - count(*) filter (where not (left(neighbourhood, 1) = 'S')) from council_tax
select neighbourhood, count(*) from council_tax group by rollup (neighbourhood)
select neighbourhood, tenure, count(*) from council_tax group by cube (neighbourhood, tenure)
select neighbourhood, count(*) from council_tax group by grouping sets ((neighbourhood), ())
select count_if(tenure = 'owned') as a, count_if(tenure = 'owned' and neighbourhood <> 'Secretlane') as b from council_tax
select avg(arrears) as a, avg(arrears) filter (where neighbourhood <> 'Secretlane') as b, count(*) from council_tax
select sum(arrears) as a, sum(arrears) filter (where tenure = 'owned') as b, sum(arrears) filter (where tenure <> 'owned' and neighbourhood <> 'Highcross') as c from council_tax
select count_if(in_arrears) as a, count_if(coalesce(in_arrears, false) and neighbourhood <> 'Secretlane') as b from council_tax
