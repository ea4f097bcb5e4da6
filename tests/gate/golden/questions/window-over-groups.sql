select neighbourhood, tenure, count(*) as n,
  rank() over (partition by tenure order by count(*) desc) as place,
  100.0 * count(*) / sum(count(*)) over (partition by tenure) as share
from council_tax group by 1, 2
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
SELECT "cells"."neighbourhood" AS "neighbourhood", "cells"."tenure" AS "tenure", "cells"."n" AS "n", RANK() OVER (PARTITION BY "cells"."tenure" ORDER BY "cells"."n" DESC) AS "place", 100.0 * "cells"."n" / NULLIF(SUM("cells"."n") OVER (PARTITION BY "cells"."tenure"), 0) AS "share" FROM "cells" ORDER BY "cells"."neighbourhood", "cells"."tenure"
