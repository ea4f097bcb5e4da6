select tenure, count(*) from council_tax c where exists (select 1 from council_tax x where x.uprn = c.uprn and x.in_arrears) group by 1
-- refused
Not allowed: this question joins datasets in a way that the agreement does not allow.

  Allowed joins: on uprn among council_tax, energy_certificates and support_scheme. A join is inner or left, with each dataset once, by using (key) or on a.key = b.key, and conditions on dimensions.  (joins)

  Try:  select count(*) from council_tax join energy_certificates using (uprn)
  Or ask the owner of the use to change the agreement.
