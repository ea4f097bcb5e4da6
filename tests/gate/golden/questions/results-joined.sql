with late as (select neighbourhood, count(*) as n from council_tax where in_arrears group by 1),
  everybody as (select neighbourhood, count(*) as n from council_tax group by 1)
select neighbourhood, 100.0 * late.n / everybody.n as share
from everybody left join late using (neighbourhood) where everybody.n > 100
-- cells
WITH "_rows" AS (
  SELECT "t1"."neighbourhood" AS "neighbourhood",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE (TRY(CAST("t1"."in_arrears" AS BOOLEAN))) AND "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "neighbourhood",
    "_subject"
  FROM "_rows"
  GROUP BY "neighbourhood", "_subject"
)
SELECT "neighbourhood",
    COUNT(*) AS "n",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_n"
FROM "_by_subject"
GROUP BY "neighbourhood"
ORDER BY "neighbourhood"
;
WITH "_rows" AS (
  SELECT "t1"."neighbourhood" AS "neighbourhood",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "neighbourhood",
    "_subject"
  FROM "_rows"
  GROUP BY "neighbourhood", "_subject"
)
SELECT "neighbourhood",
    COUNT(*) AS "n",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_n"
FROM "_by_subject"
GROUP BY "neighbourhood"
ORDER BY "neighbourhood"
-- finish
WITH "q1" AS (SELECT "cells"."neighbourhood" AS "neighbourhood", "cells"."n" AS "n" FROM "cells" ORDER BY "cells"."neighbourhood"), "q2" AS (SELECT "cells_2"."neighbourhood" AS "neighbourhood", "cells_2"."n" AS "n" FROM "cells_2" ORDER BY "cells_2"."neighbourhood") SELECT "r1"."neighbourhood" AS "neighbourhood", 100.0 * "r2"."n" / NULLIF("r1"."n", 0) AS "share" FROM "q2" AS "r1" LEFT JOIN "q1" AS "r2" ON "r1"."neighbourhood" = "r2"."neighbourhood" WHERE "r1"."n" > 100 ORDER BY 1, 2
