select name from council_tax
-- refused
Not allowed: this question names a column that the agreement does not give.

  The agreement warm-homes-2026 gives you these columns: of council_tax, uprn, tenure, neighbourhood, arrears and in_arrears. Every other column is withheld, whether or not there is one.  (datasets › council_tax)

  Try:  select neighbourhood, count(*) from council_tax group by 1
  Or ask the steward of council_tax (Revenues and Benefits) to change the agreement.
