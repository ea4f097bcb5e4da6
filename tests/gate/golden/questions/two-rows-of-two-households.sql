select count(*) from council_tax c where exists (select 1 from council_tax x where x.neighbourhood = c.neighbourhood and x.in_arrears)
-- refused
Not allowed: this question lets another question choose who is counted, in a way not on the list.

  Within a condition on rows a question takes one dataset, the key of an agreed join and conditions on dimensions: key in (select key from … where …), or exists with a.key = b.key. It then chooses as that join does.  (joins)

  Try:  select count(*) from council_tax join energy_certificates using (uprn)
