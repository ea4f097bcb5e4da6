select tenure, sum(arrears) as owed, sum(arrears) filter (where rating = 'cold') as owed_by_cold
from council_tax c join energy_certificates e on c.uprn = e.uprn
group by tenure
-- cells
WITH "_rows" AS (
  SELECT "t1"."tenure" AS "tenure",
    "t1"."uprn" AS "_subject",
    "t1".rowid AS "_row_t1",
    "t1"."arrears" AS "_value_0",
    "t1"."arrears" AS "_value_1",
    COALESCE((TRY("t2"."rating" = 'cold')), FALSE) AS "_in_1"
  FROM "council_tax" AS "t1"
    JOIN "energy_certificates" AS "t2" ON "t1"."uprn" = "t2"."uprn"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_row_1" AS (
  SELECT "tenure",
    "_subject",
    "_row_t1",
    ANY_VALUE("_value_0") AS "_value_0",
    ANY_VALUE("_value_1") AS "_value_1",
    COALESCE(BOOL_OR("_in_1"), FALSE) AS "_in_1"
  FROM "_rows"
  GROUP BY "tenure", "_subject", "_row_t1"
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
  FROM "_by_row_1"
  GROUP BY "tenure", "_subject"
),
"_sizes" AS (
  SELECT *,
    ABS(COALESCE(CAST("_all_0" AS DOUBLE), 0) - COALESCE(CAST("_sum_1" AS DOUBLE), 0)) AS "_size_0"
  FROM "_by_subject"
)
SELECT "tenure",
    SUM("_sum_0") AS "owed",
    SUM("_sum_1") AS "owed_by_cold",
    LEAST(COUNT(*), COUNT(*) FILTER (WHERE "_number_0" > 0), COUNT(*) FILTER (WHERE "_number_1" > 0)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) FILTER (WHERE "_number_0" > 0) AS "_subjects_owed",
    MAX(ABS("_sum_0")) AS "_largest_owed",
    MAX(ABS("_sum_0"), 5) AS "_leading_owed",
    SUM(ABS("_sum_0")) AS "_total_owed",
    COUNT(*) FILTER (WHERE "_number_1" > 0) AS "_subjects_owed_by_cold",
    LEAST(COUNT(*) FILTER (WHERE "_apart_0_0_0"), CASE WHEN MAX("_size_0") <= 0.5 * SUM("_size_0") AND SUM("_size_0") <= 1.7e308 THEN NULL ELSE 1 END) AS "_rest_owed_by_cold",
    LEAST(COUNT(*) FILTER (WHERE "_apart_0_0_0"), CASE WHEN MAX("_size_0") <= 0.5 * SUM("_size_0") AND SUM("_size_0") <= 1.7e308 THEN NULL ELSE 1 END) AS "_left_out_owed_by_cold",
    MAX(ABS("_sum_1")) AS "_largest_owed_by_cold",
    MAX(ABS("_sum_1"), 5) AS "_leading_owed_by_cold",
    SUM(ABS("_sum_1")) AS "_total_owed_by_cold"
FROM "_sizes"
GROUP BY "tenure"
ORDER BY "tenure"
-- finish
SELECT "cells"."tenure" AS "tenure", "cells"."owed" AS "owed", "cells"."owed_by_cold" AS "owed_by_cold" FROM "cells" ORDER BY "cells"."tenure"
