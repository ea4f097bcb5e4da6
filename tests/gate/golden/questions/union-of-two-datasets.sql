select 'council tax' as what, count(*) as n from council_tax
union all select 'support', count(*) from support_scheme order by n desc limit 5
-- cells
WITH "_rows" AS (
  SELECT "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "_subject"
  FROM "_rows"
  GROUP BY "_subject"
)
SELECT COUNT(*) AS "n",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_n"
FROM "_by_subject"
;
WITH "_rows" AS (
  SELECT "t1"."uprn" AS "_subject"
  FROM "support_scheme" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "_subject"
  FROM "_rows"
  GROUP BY "_subject"
)
SELECT COUNT(*) AS "households",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_households"
FROM "_by_subject"
-- finish
SELECT "r1"."what" AS "what", "r1"."n" AS "n" FROM ((SELECT 'council tax' AS "what", "cells"."n" AS "n" FROM "cells") UNION ALL (SELECT 'support' AS "column_1", "cells_2"."households" AS "households" FROM "cells_2")) AS "r1" ORDER BY 2 DESC, 1 LIMIT 5
