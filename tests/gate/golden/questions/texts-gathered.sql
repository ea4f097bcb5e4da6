select tenure, string_agg(neighbourhood, ', ' order by n desc) as most_first
from (select neighbourhood, tenure, count(*) as n from council_tax group by all) group by 1
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
SELECT "r1"."tenure" AS "tenure", LISTAGG("r1"."neighbourhood", ', ' ORDER BY "r1"."n" DESC) AS "most_first" FROM (SELECT "cells"."neighbourhood" AS "neighbourhood", "cells"."tenure" AS "tenure", "cells"."n" AS "n" FROM "cells" ORDER BY "cells"."neighbourhood", "cells"."tenure") AS "r1" GROUP BY "r1"."tenure" ORDER BY 1, 2
