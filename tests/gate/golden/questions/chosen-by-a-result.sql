select tenure, count(*) from council_tax where neighbourhood in (select neighbourhood from council_tax group by 1 having avg(arrears) > 500) group by 1
-- cells
WITH "_rows" AS (
  SELECT "t1"."tenure" AS "tenure",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE (CAST("t1"."neighbourhood" AS TEXT) IN (SELECT CAST(v.v AS TEXT) FROM (WITH "cells" AS (SELECT "neighbourhood", CASE WHEN "_subjects_avg_arrears" >= 20 AND "_largest_avg_arrears" <= 0.5 * "_total_avg_arrears" AND "_total_avg_arrears" > 0 AND "_total_avg_arrears" <= 1.7e308 AND ABS("avg_arrears") <= 1.7e308 THEN COALESCE(ROUND(CAST("avg_arrears" AS DOUBLE), TRY_CAST(2 - FLOOR(LOG10(NULLIF(ABS(CAST("avg_arrears" AS DOUBLE)), 0))) AS INTEGER)), 0 * "avg_arrears") END AS "avg_arrears" FROM (WITH "_rows" AS (
  SELECT "t1"."neighbourhood" AS "neighbourhood",
    "t1"."uprn" AS "_subject",
    "t1"."arrears" AS "_value_0"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "neighbourhood",
    "_subject",
    SUM("_value_0") AS "_sum_0",
    COUNT("_value_0") AS "_number_0"
  FROM "_rows"
  GROUP BY "neighbourhood", "_subject"
)
SELECT "neighbourhood",
    SUM("_sum_0") / SUM("_number_0") AS "avg_arrears",
    LEAST(COUNT(*), COUNT(*) FILTER (WHERE "_number_0" > 0)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) FILTER (WHERE "_number_0" > 0) AS "_subjects_avg_arrears",
    MAX(ABS("_sum_0")) AS "_largest_avg_arrears",
    MAX(ABS("_sum_0"), 5) AS "_leading_avg_arrears",
    SUM(ABS("_sum_0")) AS "_total_avg_arrears"
FROM "_by_subject"
GROUP BY "neighbourhood"
ORDER BY "neighbourhood") AS c WHERE "_group" >= 20) SELECT "cells"."neighbourhood" AS "neighbourhood" FROM "cells" WHERE "cells"."avg_arrears" > 500 ORDER BY "cells"."neighbourhood") AS v(v))) AND "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "tenure",
    "_subject"
  FROM "_rows"
  GROUP BY "tenure", "_subject"
)
SELECT "tenure",
    COUNT(*) AS "households",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_households"
FROM "_by_subject"
GROUP BY "tenure"
ORDER BY "tenure"
-- finish
SELECT "cells_2"."tenure" AS "tenure", "cells_2"."households" AS "households" FROM "cells_2" ORDER BY "cells_2"."tenure"
