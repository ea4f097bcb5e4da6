select neighbourhood, count(*) from council_tax where arrears > 5000 group by 1
-- refused
Not allowed: this question would let arrears choose who is counted.

  The agreement warm-homes-2026 gives you arrears as a measure: it may be summed or averaged over groups of at least 20 households, and may never choose who is counted. Use a dimension instead: tenure, neighbourhood or in_arrears.  (datasets › council_tax › arrears)

  Try:  select neighbourhood, count(*) from council_tax where in_arrears group by 1
  Or ask the steward of council_tax (Revenues and Benefits) to change the agreement.
