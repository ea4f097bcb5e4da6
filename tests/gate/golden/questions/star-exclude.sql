select * exclude (n), 100.0 * n / sum(n) over () as share
from (select tenure, count(*) as n from council_tax group by 1)
-- cells
WITH "_rows" AS (
  SELECT "t1"."tenure" AS "tenure",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "tenure",
    "_subject"
  FROM "_rows"
  GROUP BY "tenure", "_subject"
)
SELECT "tenure",
    COUNT(*) AS "n",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_n"
FROM "_by_subject"
GROUP BY "tenure"
ORDER BY "tenure"
-- finish
SELECT "r1"."tenure" AS "tenure", 100.0 * "r1"."n" / NULLIF(SUM("r1"."n") OVER (), 0) AS "share" FROM (SELECT "cells"."tenure" AS "tenure", "cells"."n" AS "n" FROM "cells" ORDER BY "cells"."tenure") AS "r1" ORDER BY 1, 2
