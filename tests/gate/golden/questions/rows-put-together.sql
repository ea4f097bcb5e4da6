select what, count(*) as n from (select 'council tax' as what, uprn from council_tax where in_arrears union all select 'support', uprn from support_scheme where enrolled) group by what order by what
-- cells
WITH "_rows" AS (
  SELECT 'council tax' AS "what",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE (TRY(CAST("t1"."in_arrears" AS BOOLEAN))) AND "t1"."uprn" IS NOT NULL
  UNION ALL
  SELECT 'support' AS "what",
    "t1"."uprn" AS "_subject"
  FROM "support_scheme" AS "t1"
  WHERE (TRY(CAST("t1"."enrolled" AS BOOLEAN))) AND "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "what",
    "_subject"
  FROM "_rows"
  GROUP BY "what", "_subject"
)
SELECT "what",
    COUNT(*) AS "n",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_n"
FROM "_by_subject"
GROUP BY "what"
ORDER BY "what"
-- finish
SELECT "cells"."what" AS "what", "cells"."n" AS "n" FROM "cells" ORDER BY 1, "cells"."what"
