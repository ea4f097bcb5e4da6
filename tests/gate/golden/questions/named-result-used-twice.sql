with w as (select neighbourhood, tenure, count(*) as n from council_tax group by all)
select a.neighbourhood, a.n from w a where a.n = (select max(b.n) from w b where b.tenure = a.tenure)
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
WITH "q1" AS (SELECT "cells"."neighbourhood" AS "neighbourhood", "cells"."tenure" AS "tenure", "cells"."n" AS "n" FROM "cells" ORDER BY "cells"."neighbourhood", "cells"."tenure") SELECT "r1"."neighbourhood" AS "neighbourhood", "r1"."n" AS "n" FROM "q1" AS "r1" WHERE "r1"."n" = (SELECT MAX("r2"."n") AS "column_1" FROM "q1" AS "r2" WHERE "r2"."tenure" = "r1"."tenure") ORDER BY 1, 2
