select sum(arrears * 0 + 1) from council_tax
-- refused
Not allowed: what is summed or averaged here is no value over measures.

  sum and avg take measures of the agreement, put together by + - * /, abs, round and coalesce, alone or in case when … then … end with one when. Where numbers of households are rounded, the value must be in proportion to its measures.  (datasets › council_tax)

  Try:  select neighbourhood, count(*) from council_tax group by 1
