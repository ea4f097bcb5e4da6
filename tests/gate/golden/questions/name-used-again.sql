select tenure, count(*) as households, count(*) filter (where in_arrears) as late, 100.0 * late / households as share from council_tax group by all
-- cells
WITH "_rows" AS (
  SELECT "t1"."tenure" AS "tenure",
    "t1"."uprn" AS "_subject",
    (TRY(CAST("t1"."in_arrears" AS BOOLEAN))) AS "_in_1"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "tenure",
    "_subject",
    COALESCE(BOOL_OR("_in_1"), FALSE) AS "_in_1"
  FROM "_rows"
  GROUP BY "tenure", "_subject"
)
SELECT "tenure",
    COUNT(*) AS "households",
    COUNT(*) FILTER (WHERE "_in_1") AS "late",
    LEAST(COUNT(*), COUNT(*) FILTER (WHERE "_in_1")) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_households",
    COUNT(*) FILTER (WHERE "_in_1") AS "_subjects_late",
    COUNT(*) FILTER (WHERE NOT "_in_1") AS "_rest_late"
FROM "_by_subject"
GROUP BY "tenure"
ORDER BY "tenure"
-- finish
SELECT "cells"."tenure" AS "tenure", "cells"."households" AS "households", "cells"."late" AS "late", 100.0 * ("cells"."late") / NULLIF(("cells"."households"), 0) AS "share" FROM "cells" ORDER BY "cells"."tenure"
