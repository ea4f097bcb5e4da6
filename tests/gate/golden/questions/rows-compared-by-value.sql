select sum(owed) from (select tenure, arrears as owed from council_tax union select rating, 0 from energy_certificates join council_tax using (uprn))
-- refused
Not allowed: this question would list arrears for each household.

  The agreement warm-homes-2026 gives you arrears as a measure: it may be summed or averaged over groups of at least 20 households, and never shown for one.  (datasets › council_tax › arrears)

  Try:  select neighbourhood, avg(arrears) from council_tax group by 1
  Or ask the steward of council_tax (Revenues and Benefits) to change the agreement.
