select neighbourhood from council_tax where in_arrears group by 1
except select neighbourhood from council_tax where tenure = 'owned' group by 1
-- cells
WITH "_rows" AS (
  SELECT "t1"."neighbourhood" AS "neighbourhood",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE (TRY(CAST("t1"."in_arrears" AS BOOLEAN))) AND "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "neighbourhood",
    "_subject"
  FROM "_rows"
  GROUP BY "neighbourhood", "_subject"
)
SELECT "neighbourhood",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group"
FROM "_by_subject"
GROUP BY "neighbourhood"
ORDER BY "neighbourhood"
;
WITH "_rows" AS (
  SELECT "t1"."neighbourhood" AS "neighbourhood",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE (TRY("t1"."tenure" = 'owned')) AND "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "neighbourhood",
    "_subject"
  FROM "_rows"
  GROUP BY "neighbourhood", "_subject"
)
SELECT "neighbourhood",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group"
FROM "_by_subject"
GROUP BY "neighbourhood"
ORDER BY "neighbourhood"
-- finish
SELECT "r1"."neighbourhood" AS "neighbourhood" FROM ((SELECT "cells"."neighbourhood" AS "neighbourhood" FROM "cells" ORDER BY "cells"."neighbourhood") EXCEPT (SELECT "cells_2"."neighbourhood" AS "neighbourhood" FROM "cells_2" ORDER BY "cells_2"."neighbourhood")) AS "r1" ORDER BY 1
