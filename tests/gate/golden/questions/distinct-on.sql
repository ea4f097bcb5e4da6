select distinct on (tenure) tenure, neighbourhood, count(*) as n from council_tax group by all order by tenure, n desc
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
SELECT "r1"."tenure" AS "tenure", "r1"."neighbourhood" AS "neighbourhood", "r1"."n" AS "n" FROM (SELECT "cells"."tenure" AS "tenure", "cells"."neighbourhood" AS "neighbourhood", "cells"."n" AS "n", (ROW_NUMBER() OVER (PARTITION BY "cells"."tenure" ORDER BY "cells"."tenure", ("cells"."n") DESC) = 1) AS "is_chosen" FROM "cells" ORDER BY "cells"."tenure", "cells"."neighbourhood") AS "r1" WHERE "r1"."is_chosen" ORDER BY 1, 3 DESC, 2
