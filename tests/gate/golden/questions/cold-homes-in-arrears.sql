select neighbourhood, tenure, count(*) from council_tax join energy_certificates using (uprn)
left join support_scheme using (uprn)
where in_arrears and rating = 'cold' and enrolled is not true
group by all order by 3 desc
-- cells
WITH "_rows" AS (
  SELECT "t1"."neighbourhood" AS "neighbourhood",
    "t1"."tenure" AS "tenure",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
    JOIN "energy_certificates" AS "t2" ON "t1"."uprn" = "t2"."uprn"
    LEFT JOIN "support_scheme" AS "t3" ON "t1"."uprn" = "t3"."uprn"
  WHERE (TRY(CAST("t1"."in_arrears" AS BOOLEAN)) AND TRY("t2"."rating" = 'cold') AND NOT TRY("t3"."enrolled" IS TRUE)) AND "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "neighbourhood",
    "tenure",
    "_subject"
  FROM "_rows"
  GROUP BY "neighbourhood", "tenure", "_subject"
)
SELECT "neighbourhood",
    "tenure",
    COUNT(*) AS "households",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_households"
FROM "_by_subject"
GROUP BY "neighbourhood", "tenure"
ORDER BY "neighbourhood", "tenure"
-- finish
SELECT "cells"."neighbourhood" AS "neighbourhood", "cells"."tenure" AS "tenure", "cells"."households" AS "households" FROM "cells" ORDER BY 3 DESC, "cells"."neighbourhood", "cells"."tenure"
