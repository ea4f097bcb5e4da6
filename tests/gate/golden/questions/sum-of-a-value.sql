select tenure, 0.5 * sum(arrears) as half, sum(case when in_arrears then coalesce(arrears, 0) else 0 end) / 12 as monthly from council_tax group by 1
-- cells
WITH "_rows" AS (
  SELECT "t1"."tenure" AS "tenure",
    "t1"."uprn" AS "_subject",
    "t1"."arrears" AS "_value_0",
    "t1"."arrears" AS "_value_1",
    COALESCE((TRY(CAST("t1"."in_arrears" AS BOOLEAN))), FALSE) AS "_in_1"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "tenure",
    "_subject",
    SUM("_value_0") AS "_sum_0",
    COUNT("_value_0") AS "_number_0",
    SUM("_value_1") FILTER (WHERE "_in_1") AS "_sum_1",
    COUNT("_value_1") FILTER (WHERE "_in_1") AS "_number_1",
    SUM("_value_0") AS "_all_0",
    BOOL_OR(NOT "_in_1") FILTER (WHERE "_value_0" IS NOT NULL) AS "_apart_0_0_0"
  FROM "_rows"
  GROUP BY "tenure", "_subject"
),
"_sizes" AS (
  SELECT *,
    ABS(COALESCE(CAST("_all_0" AS DOUBLE), 0) - COALESCE(CAST("_sum_1" AS DOUBLE), 0)) AS "_size_0"
  FROM "_by_subject"
)
SELECT "tenure",
    SUM("_sum_0") AS "sum_arrears",
    COALESCE(SUM("_sum_1"), 0) AS "sum_arrears_2",
    LEAST(COUNT(*), COUNT(*) FILTER (WHERE "_number_0" > 0), COUNT(*) FILTER (WHERE "_number_1" > 0)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) FILTER (WHERE "_number_0" > 0) AS "_subjects_sum_arrears",
    MAX(ABS("_sum_0")) AS "_largest_sum_arrears",
    MAX(ABS("_sum_0"), 5) AS "_leading_sum_arrears",
    SUM(ABS("_sum_0")) AS "_total_sum_arrears",
    COUNT(*) FILTER (WHERE "_number_1" > 0) AS "_subjects_sum_arrears_2",
    LEAST(COUNT(*) FILTER (WHERE "_apart_0_0_0"), CASE WHEN MAX("_size_0") <= 0.5 * SUM("_size_0") AND SUM("_size_0") <= 1.7e308 THEN NULL ELSE 1 END) AS "_rest_sum_arrears_2",
    LEAST(COUNT(*) FILTER (WHERE "_apart_0_0_0"), CASE WHEN MAX("_size_0") <= 0.5 * SUM("_size_0") AND SUM("_size_0") <= 1.7e308 THEN NULL ELSE 1 END) AS "_left_out_sum_arrears_2",
    COALESCE(MAX(ABS("_sum_1")), 0) AS "_largest_sum_arrears_2",
    MAX(ABS("_sum_1"), 5) AS "_leading_sum_arrears_2",
    COALESCE(SUM(ABS("_sum_1")), 0) AS "_total_sum_arrears_2"
FROM "_sizes"
GROUP BY "tenure"
ORDER BY "tenure"
-- finish
SELECT "cells"."tenure" AS "tenure", 0.5 * "cells"."sum_arrears" AS "half", "cells"."sum_arrears_2" / NULLIF(12, 0) AS "monthly" FROM "cells" ORDER BY "cells"."tenure"
