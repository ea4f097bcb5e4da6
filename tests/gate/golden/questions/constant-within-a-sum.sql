select sum(arrears * 0.5) from council_tax
-- refused
Not allowed: what is summed or averaged here is no value over measures.

  sum and avg take a measure of the agreement; or up to three different ones multiplied, of which some may stand as 1 - measure or 1 + measure; or up to three of these added or taken away; alone or in case when … then … end with one when. Other constants, functions and casts stand outside: 2 * sum(x). In rows put together by union all only a measure by itself is summed.  (datasets › council_tax)

  Try:  select neighbourhood, count(*) from council_tax group by 1
