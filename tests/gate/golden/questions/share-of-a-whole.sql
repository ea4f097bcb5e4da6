select tenure, count(*) / (select count(*) from council_tax) as share from council_tax group by 1
-- cells
WITH "_rows" AS (
  SELECT "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "_subject"
  FROM "_rows"
  GROUP BY "_subject"
)
SELECT COUNT(*) AS "households",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_households"
FROM "_by_subject"
;
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
    COUNT(*) AS "households",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_households"
FROM "_by_subject"
GROUP BY "tenure"
ORDER BY "tenure"
-- finish
SELECT "cells"."tenure" AS "tenure", "cells"."households" / NULLIF((SELECT "cells_2"."households" AS "households" FROM "cells_2"), 0) AS "share" FROM "cells" ORDER BY "cells"."tenure"
