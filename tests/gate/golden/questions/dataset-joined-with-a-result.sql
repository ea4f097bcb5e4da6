select count(*) from council_tax join (select tenure, count(*) as n from council_tax
  group by 1) using (tenure)
-- refused
Not allowed: this question joins a dataset with the result of a question.

  A result has groups and a dataset has one row for each. Only what is treated already stands above a question, and results may be joined with each other.  (joins)

  Try:  select neighbourhood, count(*) from council_tax group by 1
