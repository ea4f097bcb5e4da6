select neighbourhood, tenure, count(*) as n from council_tax group by 1, 2
qualify rank() over (partition by neighbourhood order by n desc) = 1
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
SELECT "r1"."neighbourhood" AS "neighbourhood", "r1"."tenure" AS "tenure", "r1"."n" AS "n" FROM (SELECT "cells"."neighbourhood" AS "neighbourhood", "cells"."tenure" AS "tenure", "cells"."n" AS "n", (RANK() OVER (PARTITION BY "cells"."neighbourhood" ORDER BY ("cells"."n") DESC) = 1) AS "is_chosen" FROM "cells" ORDER BY "cells"."neighbourhood", "cells"."tenure") AS "r1" WHERE "r1"."is_chosen" ORDER BY 1, 2, 3
