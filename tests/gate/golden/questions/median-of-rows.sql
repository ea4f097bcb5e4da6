select neighbourhood, median(arrears) from council_tax group by 1
-- refused
Not allowed: the agreement does not allow this to be worked out of arrears.

  The agreement warm-homes-2026 gives you arrears as a measure: it may be summed or averaged over groups of at least 20 households, and never shown for one.  (datasets › council_tax › arrears)

  Try:  select neighbourhood, avg(arrears) from council_tax group by 1
  Or ask the steward of council_tax (Revenues and Benefits) to change the agreement.
