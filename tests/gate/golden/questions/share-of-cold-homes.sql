select neighbourhood, round(100.0 * count(*) filter (where rating = 'cold') / count(*), 1) as share
from council_tax join energy_certificates using (uprn)
group by 1 having count(*) > 100 order by share desc limit 5
-- cells
WITH "_rows" AS (
  SELECT "t1"."neighbourhood" AS "neighbourhood",
    "t1"."uprn" AS "_subject",
    (TRY("t2"."rating" = 'cold')) AS "_in_0"
  FROM "council_tax" AS "t1"
    JOIN "energy_certificates" AS "t2" ON "t1"."uprn" = "t2"."uprn"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "neighbourhood",
    "_subject",
    COALESCE(BOOL_OR("_in_0"), FALSE) AS "_in_0"
  FROM "_rows"
  GROUP BY "neighbourhood", "_subject"
)
SELECT "neighbourhood",
    COUNT(*) FILTER (WHERE "_in_0") AS "households",
    COUNT(*) AS "households_2",
    LEAST(COUNT(*), COUNT(*) FILTER (WHERE "_in_0")) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) FILTER (WHERE "_in_0") AS "_subjects_households",
    COUNT(*) FILTER (WHERE NOT "_in_0") AS "_rest_households",
    COUNT(*) AS "_subjects_households_2"
FROM "_by_subject"
GROUP BY "neighbourhood"
ORDER BY "neighbourhood"
-- finish
SELECT "cells"."neighbourhood" AS "neighbourhood", ROUND(100.0 * "cells"."households" / NULLIF("cells"."households_2", 0), 1) AS "share" FROM "cells" WHERE "cells"."households_2" > 100 ORDER BY 2 DESC, "cells"."neighbourhood" LIMIT 5
