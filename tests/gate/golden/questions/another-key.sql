select count(*) from council_tax join support_scheme using (tenure)
-- refused
Not allowed: this question joins datasets in a way that the agreement does not allow.

  Allowed joins: on uprn among council_tax, energy_certificates and support_scheme. A join is inner or left, with each dataset once, by using (key) or on a.key = b.key, and conditions on dimensions.  (joins)

  Try:  select count(*) from council_tax join energy_certificates using (uprn)
  Or ask the owner of the use to change the agreement.
