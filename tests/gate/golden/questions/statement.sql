drop table council_tax
-- refused
Not allowed: this question uses a statement that would change or inspect the engine.

  A question asks for dimensions, and counts, sums and averages of groups. Only what is on the gate's list of SQL may be used.  (outputs › aggregate)

  Try:  select neighbourhood, count(*) from council_tax group by 1
