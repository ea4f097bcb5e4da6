select sum(arrears) over () from council_tax
-- refused
Not allowed: this question uses a window function over rows; a window is over groups.

  A question asks for dimensions, and counts, sums and averages of groups. Only what is on the gate's list of SQL may be used.  (outputs › aggregate)

  Try:  select neighbourhood, count(*) from council_tax group by 1
