select * from (select neighbourhood, avg(arrears) as mean,
  dense_rank() over (order by avg(arrears) desc) as place from council_tax group by 1) where place <= 3
-- cells
WITH "_rows" AS (
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
    SUM("_sum_0") / SUM("_number_0") AS "mean",
    LEAST(COUNT(*), COUNT(*) FILTER (WHERE "_number_0" > 0)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) FILTER (WHERE "_number_0" > 0) AS "_subjects_mean",
    MAX(ABS("_sum_0")) AS "_largest_mean",
    MAX(ABS("_sum_0"), 5) AS "_leading_mean",
    SUM(ABS("_sum_0")) AS "_total_mean"
FROM "_by_subject"
GROUP BY "neighbourhood"
ORDER BY "neighbourhood"
-- finish
SELECT "r1"."neighbourhood" AS "neighbourhood", "r1"."mean" AS "mean", "r1"."place" AS "place" FROM (SELECT "cells"."neighbourhood" AS "neighbourhood", "cells"."mean" AS "mean", DENSE_RANK() OVER (ORDER BY "cells"."mean" DESC) AS "place" FROM "cells" ORDER BY "cells"."neighbourhood") AS "r1" WHERE "r1"."place" <= 3 ORDER BY 1, 2, 3
