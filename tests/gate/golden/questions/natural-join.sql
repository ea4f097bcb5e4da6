select rating, count(*) from council_tax natural join energy_certificates group by 1
-- cells
WITH "_rows" AS (
  SELECT "t2"."rating" AS "rating",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
    JOIN "energy_certificates" AS "t2" ON "t1"."uprn" = "t2"."uprn"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "rating",
    "_subject"
  FROM "_rows"
  GROUP BY "rating", "_subject"
)
SELECT "rating",
    COUNT(*) AS "households",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_households"
FROM "_by_subject"
GROUP BY "rating"
ORDER BY "rating"
-- finish
SELECT "cells"."rating" AS "rating", "cells"."households" AS "households" FROM "cells" ORDER BY "cells"."rating"
