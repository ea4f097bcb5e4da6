select tenure, rank() over (order by count(*) desc) from council_tax group by 1
-- refused
Not allowed: this question uses a window function.

  A question is one SELECT: dimensions, and counts, sums and averages of groups. Only what is on the gate's list of SQL may be used.  (outputs › aggregate)

  Try:  select neighbourhood, count(*) from council_tax group by 1
