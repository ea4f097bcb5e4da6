select distinct tenure, in_arrears from council_tax order by 1
-- cells
WITH "_rows" AS (
  SELECT "t1"."tenure" AS "tenure",
    "t1"."in_arrears" AS "in_arrears",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "tenure",
    "in_arrears",
    "_subject"
  FROM "_rows"
  GROUP BY "tenure", "in_arrears", "_subject"
)
SELECT "tenure",
    "in_arrears",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group"
FROM "_by_subject"
GROUP BY "tenure", "in_arrears"
ORDER BY "tenure", "in_arrears"
-- finish
SELECT DISTINCT "cells"."tenure" AS "tenure", "cells"."in_arrears" AS "in_arrears" FROM "cells" ORDER BY 1, 2
