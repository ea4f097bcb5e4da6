-- refused: what cannot be read
select "tenure". from council_tax
select arrears * + 7 from council_tax
select arrears * 0.01 + as part from council_tax
select (3 + (tenure / arrears)) from council_tax + support_scheme
select - tenure / ((([c].[arrears]))) as part from council_tax
select tenure where arrears = 7
select c. tenure from council_tax
select ""' from council_tax
select ''' from council_tax
select """ from council_tax
select 3ab from council_taxx
select tenure, council_tax.arrears from council_tax group by .7
select [council_tax.arrears] from council_tax
select [full name] from [the table.]
select select from council_tax
select arrears from union
select council_tax. from council_tax
select arrears from .council_tax
select arrears fr om .council_tax
select *.* from council_tax
select arrears from council_tax.*
select c.*, s.* from council_tax c join support_scheme s using on uprn
select * from council_tax join support_scheme as s anti join (select * from energy_certificates) as e using(uprn) outer join support_scheme
select order by 5 from council_tax
select * from select * from council_tax
select top 3.9 from council_tax
select * from council_tax where

-- refused: what is not summed or averaged as the agreement allows
select count(*) as n, sum(arrears) as s from council_tax order by 2 * sum / ((n + 300.11) / 2) desc
select sum(arrears + in_arrears) from council_tax
select sum(sum(arrears)) from council_tax
select sum(arrears + 1) * 1 as arrears from council_tax
select sum(case when arrears > 90 then 1 else 0 end) as late from council_tax
select case when arrears > 90 then 1 else 0 end as late from council_tax
select sum(arrears) from (select arrears, uprn from council_tax group by uprn)
select count(*) from (select * from council_tax)
select a.uprn, b.arrears from council_tax as a join council_tax as b on b.uprn = a.uprn
select 1 from council_tax

-- refused: groups that are one subject each, or that are not grouped by
select uprn, count(uprn) as n from council_tax group by council_tax
select count(uprn) as n from council_tax group by uprn
select uprn, count(uprn) as n from council_tax group by uprn
select count(uprn) from support_scheme group by uprn
select tenure, neighbourhood, rating, avg(arrears) from council_tax join energy_certificates using (uprn)
select 3 as three, c.tenure, neighbourhood, avg(arrears) from council_tax as c group by neighbourhood
select top 5 tenure, avg(arrears) from council_tax group by arrears order by arrears desc

-- answered: arithmetic on a treated count tells nothing more than the count
select 1 + count(uprn) as n from council_tax
