select neighbourhood, tenure, grouping(tenure) as total, count(*) as n, sum(arrears) as owed from council_tax group by rollup (neighbourhood, tenure) order by neighbourhood, total
-- cells
WITH "_rows" AS (
  SELECT "t1"."neighbourhood" AS "neighbourhood",
    "t1"."tenure" AS "tenure",
    "t1"."uprn" AS "_subject",
    "t1"."arrears" AS "_value_1"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "neighbourhood",
    "tenure",
    "_subject",
    SUM("_value_1") AS "_sum_1",
    COUNT("_value_1") AS "_number_1"
  FROM "_rows"
  GROUP BY "neighbourhood", "tenure", "_subject"
)
SELECT "neighbourhood",
    "tenure",
    COUNT(*) AS "n",
    SUM("_sum_1") AS "owed",
    LEAST(COUNT(*), COUNT(*) FILTER (WHERE "_number_1" > 0)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_n",
    COUNT(*) FILTER (WHERE "_number_1" > 0) AS "_subjects_owed",
    MAX(ABS("_sum_1")) AS "_largest_owed",
    MAX(ABS("_sum_1"), 5) AS "_leading_owed",
    SUM(ABS("_sum_1")) AS "_total_owed"
FROM "_by_subject"
GROUP BY "neighbourhood", "tenure"
ORDER BY "neighbourhood", "tenure"
;
WITH "_rows" AS (
  SELECT "t1"."neighbourhood" AS "neighbourhood",
    "t1"."uprn" AS "_subject",
    "t1"."arrears" AS "_value_1"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "neighbourhood",
    "_subject",
    SUM("_value_1") AS "_sum_1",
    COUNT("_value_1") AS "_number_1"
  FROM "_rows"
  GROUP BY "neighbourhood", "_subject"
)
SELECT "neighbourhood",
    COUNT(*) AS "n",
    SUM("_sum_1") AS "owed",
    LEAST(COUNT(*), COUNT(*) FILTER (WHERE "_number_1" > 0)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_n",
    COUNT(*) FILTER (WHERE "_number_1" > 0) AS "_subjects_owed",
    MAX(ABS("_sum_1")) AS "_largest_owed",
    MAX(ABS("_sum_1"), 5) AS "_leading_owed",
    SUM(ABS("_sum_1")) AS "_total_owed"
FROM "_by_subject"
GROUP BY "neighbourhood"
ORDER BY "neighbourhood"
;
WITH "_rows" AS (
  SELECT "t1"."uprn" AS "_subject",
    "t1"."arrears" AS "_value_1"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "_subject",
    SUM("_value_1") AS "_sum_1",
    COUNT("_value_1") AS "_number_1"
  FROM "_rows"
  GROUP BY "_subject"
)
SELECT COUNT(*) AS "n",
    SUM("_sum_1") AS "owed",
    LEAST(COUNT(*), COUNT(*) FILTER (WHERE "_number_1" > 0)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_n",
    COUNT(*) FILTER (WHERE "_number_1" > 0) AS "_subjects_owed",
    MAX(ABS("_sum_1")) AS "_largest_owed",
    MAX(ABS("_sum_1"), 5) AS "_leading_owed",
    SUM(ABS("_sum_1")) AS "_total_owed"
FROM "_by_subject"
-- finish
SELECT "cells"."neighbourhood" AS "neighbourhood", "cells"."tenure" AS "tenure", ("cells"."_total_tenure") AS "total", "cells"."n" AS "n", "cells"."owed" AS "owed" FROM (SELECT "cells_2"."neighbourhood" AS "neighbourhood", "cells_2"."tenure" AS "tenure", "cells_2"."n" AS "n", "cells_2"."owed" AS "owed", 0 AS "_total_neighbourhood", 0 AS "_total_tenure" FROM "cells_2" UNION ALL SELECT "cells_3"."neighbourhood" AS "neighbourhood", NULL AS "tenure", "cells_3"."n" AS "n", "cells_3"."owed" AS "owed", 0 AS "_total_neighbourhood", 1 AS "_total_tenure" FROM "cells_3" UNION ALL SELECT NULL AS "neighbourhood", NULL AS "tenure", "cells_4"."n" AS "n", "cells_4"."owed" AS "owed", 1 AS "_total_neighbourhood", 1 AS "_total_tenure" FROM "cells_4") AS "cells" ORDER BY 1, 3, "cells"."neighbourhood", "cells"."tenure", 2, 4, 5
