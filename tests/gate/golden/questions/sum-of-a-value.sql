select tenure, sum(arrears * 0.5) as half, sum(case when in_arrears then arrears / 12 else 0 end) as monthly from council_tax group by 1
-- cells
WITH "_rows" AS (
  SELECT "t1"."tenure" AS "tenure",
    "t1"."uprn" AS "_subject",
    TRY("t1"."arrears" * 0.5) AS "_value_0",
    TRY("t1"."arrears" / NULLIF(12, 0)) AS "_value_1",
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
    SUM("_value_1") AS "_all_1",
    BOOL_OR(NOT "_in_1") FILTER (WHERE "_value_1" IS NOT NULL) AS "_apart_1_0_0"
  FROM "_rows"
  GROUP BY "tenure", "_subject"
)
SELECT "tenure",
    SUM("_sum_0") AS "half",
    COALESCE(SUM("_sum_1"), 0) AS "monthly",
    LEAST(COUNT(*), COUNT(*) FILTER (WHERE "_number_0" > 0), COUNT(*) FILTER (WHERE "_number_1" > 0)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) FILTER (WHERE "_number_0" > 0) AS "_subjects_half",
    MAX(ABS("_sum_0")) AS "_largest_half",
    MAX(ABS("_sum_0"), 5) AS "_leading_half",
    SUM(ABS("_sum_0")) AS "_total_half",
    COUNT(*) FILTER (WHERE "_number_1" > 0) AS "_subjects_monthly",
    CASE WHEN MAX(ABS(COALESCE(CAST("_all_1" AS DOUBLE), 0) - COALESCE(CAST("_sum_1" AS DOUBLE), 0))) > 0.5 * SUM(ABS(COALESCE(CAST("_all_1" AS DOUBLE), 0) - COALESCE(CAST("_sum_1" AS DOUBLE), 0))) THEN LEAST(COUNT(*) FILTER (WHERE "_apart_1_0_0"), 1) ELSE COUNT(*) FILTER (WHERE "_apart_1_0_0") END AS "_rest_monthly",
    COALESCE(MAX(ABS("_sum_1")), 0) AS "_largest_monthly",
    MAX(ABS("_sum_1"), 5) AS "_leading_monthly",
    COALESCE(SUM(ABS("_sum_1")), 0) AS "_total_monthly"
FROM "_by_subject"
GROUP BY "tenure"
ORDER BY "tenure"
-- finish
SELECT "cells"."tenure" AS "tenure", "cells"."half" AS "half", "cells"."monthly" AS "monthly" FROM "cells" ORDER BY "cells"."tenure"
