select tenure, avg(cast(arrears as decimal(12, 2))) as mean from council_tax group by 1
-- cells
WITH "_rows" AS (
  SELECT "t1"."tenure" AS "tenure",
    "t1"."uprn" AS "_subject",
    "t1"."arrears" AS "_value_0"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "tenure",
    "_subject",
    SUM("_value_0") AS "_sum_0",
    COUNT("_value_0") AS "_number_0"
  FROM "_rows"
  GROUP BY "tenure", "_subject"
)
SELECT "tenure",
    SUM("_sum_0") / SUM("_number_0") AS "mean",
    LEAST(COUNT(*), COUNT(*) FILTER (WHERE "_number_0" > 0)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) FILTER (WHERE "_number_0" > 0) AS "_subjects_mean",
    MAX(ABS("_sum_0")) AS "_largest_mean",
    MAX(ABS("_sum_0"), 5) AS "_leading_mean",
    SUM(ABS("_sum_0")) AS "_total_mean"
FROM "_by_subject"
GROUP BY "tenure"
ORDER BY "tenure"
-- finish
SELECT "cells"."tenure" AS "tenure", "cells"."mean" AS "mean" FROM "cells" ORDER BY "cells"."tenure"
