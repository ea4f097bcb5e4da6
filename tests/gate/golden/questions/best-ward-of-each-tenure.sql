with w as (select tenure, neighbourhood, count(*) as n from council_tax group by all)
select tenure, max(n) as most from w group by tenure order by most desc
-- cells
WITH "_rows" AS (
  SELECT "t1"."tenure" AS "tenure",
    "t1"."neighbourhood" AS "neighbourhood",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "tenure",
    "neighbourhood",
    "_subject"
  FROM "_rows"
  GROUP BY "tenure", "neighbourhood", "_subject"
)
SELECT "tenure",
    "neighbourhood",
    COUNT(*) AS "n",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_n"
FROM "_by_subject"
GROUP BY "tenure", "neighbourhood"
ORDER BY "tenure", "neighbourhood"
-- finish
WITH "q1" AS (SELECT "cells"."tenure" AS "tenure", "cells"."neighbourhood" AS "neighbourhood", "cells"."n" AS "n" FROM "cells" ORDER BY "cells"."tenure", "cells"."neighbourhood") SELECT "r1"."tenure" AS "tenure", MAX("r1"."n") AS "most" FROM "q1" AS "r1" GROUP BY "r1"."tenure" ORDER BY 2 DESC, 1
