select area, avg(owed) from (select upper(neighbourhood) as area, arrears as owed from council_tax where in_arrears) as late group by area order by area
-- cells
WITH "_rows" AS (
  SELECT TRY(UPPER("t1"."neighbourhood")) AS "area",
    "t1"."uprn" AS "_subject",
    "t1"."arrears" AS "_value_0"
  FROM "council_tax" AS "t1"
  WHERE (TRY(CAST("t1"."in_arrears" AS BOOLEAN))) AND "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "area",
    "_subject",
    SUM("_value_0") AS "_sum_0",
    COUNT("_value_0") AS "_number_0"
  FROM "_rows"
  GROUP BY "area", "_subject"
)
SELECT "area",
    SUM("_sum_0") / SUM("_number_0") AS "avg_arrears",
    LEAST(COUNT(*), COUNT(*) FILTER (WHERE "_number_0" > 0)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) FILTER (WHERE "_number_0" > 0) AS "_subjects_avg_arrears",
    MAX(ABS("_sum_0")) AS "_largest_avg_arrears",
    MAX(ABS("_sum_0"), 5) AS "_leading_avg_arrears",
    SUM(ABS("_sum_0")) AS "_total_avg_arrears"
FROM "_by_subject"
GROUP BY "area"
ORDER BY "area"
-- finish
SELECT ("cells"."area") AS "area", "cells"."avg_arrears" AS "avg_arrears" FROM "cells" ORDER BY 1, "cells"."area"
