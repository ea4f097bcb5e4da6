select case when neighbourhood in ('Millbrook', 'St Ann''s') then 'centre' else 'edge' end as area,
  avg(arrears) from council_tax group by area
-- cells
WITH "_rows" AS (
  SELECT TRY(CASE WHEN TRY("t1"."neighbourhood" IN ('Millbrook', 'St Ann''s')) THEN 'centre' ELSE 'edge' END) AS "area",
    "t1"."uprn" AS "_subject",
    "t1"."arrears" AS "_value_0"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
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
SELECT "cells"."area" AS "area", "cells"."avg_arrears" AS "avg_arrears" FROM "cells" ORDER BY "cells"."area"
