select tenure, count(distinct neighbourhood) as wards, max(neighbourhood) as last from council_tax group by 1
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
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group"
FROM "_by_subject"
GROUP BY "tenure"
ORDER BY "tenure"
;
WITH "_rows" AS (
  SELECT "t1"."tenure" AS "tenure",
    "t1"."neighbourhood" AS "value",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "tenure",
    "value",
    "_subject"
  FROM "_rows"
  GROUP BY "tenure", "value", "_subject"
)
SELECT "tenure",
    "value",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group"
FROM "_by_subject"
GROUP BY "tenure", "value"
ORDER BY "tenure", "value"
-- finish
SELECT "cells"."tenure" AS "tenure", (SELECT COUNT(DISTINCT "cells_2"."value") FROM "cells_2" WHERE "cells_2"."tenure" IS NOT DISTINCT FROM "cells"."tenure") AS "wards", (SELECT MAX("cells_2"."value") FROM "cells_2" WHERE "cells_2"."tenure" IS NOT DISTINCT FROM "cells"."tenure") AS "last" FROM "cells" ORDER BY "cells"."tenure", 1, 2, 3
