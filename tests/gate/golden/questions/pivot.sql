pivot council_tax on tenure using count(*)
-- refused
Not allowed: this question uses pivot.

  Which columns the answer has would depend on the data. Write each of them as a number of its own, with filter (where …).  (outputs › aggregate)

  Try:  select tenure, count(*) filter (where in_arrears is not null) as there from council_tax group by 1
