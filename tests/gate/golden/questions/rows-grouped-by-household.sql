select n, count(*) from (select uprn, count(*) as n from council_tax group by uprn) group by n
-- refused
Not allowed: this question would list uprn for each household.

  The agreement warm-homes-2026 gives you uprn to join by and to count by; it is never shown and never chooses.  (datasets › council_tax › uprn)

  Try:  select neighbourhood, count(*) from council_tax group by 1
  Or ask the steward of council_tax (Revenues and Benefits) to change the agreement.
