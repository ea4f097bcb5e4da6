select tenure, count(*) as n from council_tax group by all order by all desc
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
SELECT "cells"."tenure" AS "tenure", "cells"."n" AS "n" FROM "cells" ORDER BY 1 DESC, 2 DESC, "cells"."tenure"
