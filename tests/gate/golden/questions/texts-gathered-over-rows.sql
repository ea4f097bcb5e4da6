select tenure, string_agg(distinct neighbourhood, ', ') from council_tax group by 1
-- refused
Not allowed: this question uses string_agg over rows.

  It may stand over results: group and count first, in with or in brackets, and use it in a select from that.  (outputs › aggregate)

  Try:  with counted as (select neighbourhood, count(*) as n from council_tax group by 1) select n, string_agg(neighbourhood, ', ') from counted group by n
