with w as (select neighbourhood, tenure, count(*) as n from council_tax group by all) select tenure, median(n) as half_have_more, quantile_cont(n, 0.9) as nine_in_ten, ln(sum(n)) as log from w group by tenure
-- cells
WITH "_rows" AS (
  SELECT "t1"."neighbourhood" AS "neighbourhood",
    "t1"."tenure" AS "tenure",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "neighbourhood",
    "tenure",
    "_subject"
  FROM "_rows"
  GROUP BY "neighbourhood", "tenure", "_subject"
)
SELECT "neighbourhood",
    "tenure",
    COUNT(*) AS "n",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_n"
FROM "_by_subject"
GROUP BY "neighbourhood", "tenure"
ORDER BY "neighbourhood", "tenure"
-- finish
WITH "q1" AS (SELECT "cells"."neighbourhood" AS "neighbourhood", "cells"."tenure" AS "tenure", "cells"."n" AS "n" FROM "cells" ORDER BY "cells"."neighbourhood", "cells"."tenure") SELECT "r1"."tenure" AS "tenure", MEDIAN("r1"."n") AS "half_have_more", QUANTILE_CONT("r1"."n", 0.9) AS "nine_in_ten", LN(SUM("r1"."n")) AS "log" FROM "q1" AS "r1" GROUP BY "r1"."tenure" ORDER BY 1, 2, 3, 4
