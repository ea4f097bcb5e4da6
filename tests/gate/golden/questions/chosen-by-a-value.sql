select neighbourhood, count(*) from council_tax where neighbourhood > (select min(neighbourhood) from council_tax where in_arrears) group by 1
-- cells
WITH "_rows" AS (
  SELECT "t1"."neighbourhood" AS "neighbourhood",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE (COALESCE((TRY_CAST("t1"."neighbourhood" AS DOUBLE) > TRY_CAST((SELECT CASE WHEN COUNT(*) = 1 THEN MIN(v.v) END FROM (WITH "cells" AS (SELECT NULL AS "_group" FROM (WITH "_rows" AS (
  SELECT "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE (TRY(CAST("t1"."in_arrears" AS BOOLEAN))) AND "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "_subject"
  FROM "_rows"
  GROUP BY "_subject"
)
SELECT LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group"
FROM "_by_subject") AS c WHERE "_group" >= 20), "cells_2" AS (SELECT "value" FROM (WITH "_rows" AS (
  SELECT "t1"."neighbourhood" AS "value",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE (TRY(CAST("t1"."in_arrears" AS BOOLEAN))) AND "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "value",
    "_subject"
  FROM "_rows"
  GROUP BY "value", "_subject"
)
SELECT "value",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group"
FROM "_by_subject"
GROUP BY "value"
ORDER BY "value") AS c WHERE "_group" >= 20) SELECT (SELECT MIN("cells_2"."value") FROM "cells_2") AS "column_1" FROM "cells") AS v(v)) AS DOUBLE)), (CAST("t1"."neighbourhood" AS TEXT) > CAST((SELECT CASE WHEN COUNT(*) = 1 THEN MIN(v.v) END FROM (WITH "cells" AS (SELECT NULL AS "_group" FROM (WITH "_rows" AS (
  SELECT "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE (TRY(CAST("t1"."in_arrears" AS BOOLEAN))) AND "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "_subject"
  FROM "_rows"
  GROUP BY "_subject"
)
SELECT LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group"
FROM "_by_subject") AS c WHERE "_group" >= 20), "cells_2" AS (SELECT "value" FROM (WITH "_rows" AS (
  SELECT "t1"."neighbourhood" AS "value",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE (TRY(CAST("t1"."in_arrears" AS BOOLEAN))) AND "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "value",
    "_subject"
  FROM "_rows"
  GROUP BY "value", "_subject"
)
SELECT "value",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group"
FROM "_by_subject"
GROUP BY "value"
ORDER BY "value") AS c WHERE "_group" >= 20) SELECT (SELECT MIN("cells_2"."value") FROM "cells_2") AS "column_1" FROM "cells") AS v(v)) AS TEXT)))) AND "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "neighbourhood",
    "_subject"
  FROM "_rows"
  GROUP BY "neighbourhood", "_subject"
)
SELECT "neighbourhood",
    COUNT(*) AS "households",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_households"
FROM "_by_subject"
GROUP BY "neighbourhood"
ORDER BY "neighbourhood"
-- finish
SELECT "cells_3"."neighbourhood" AS "neighbourhood", "cells_3"."households" AS "households" FROM "cells_3" ORDER BY "cells_3"."neighbourhood"
