select tenure, count(*) as homes from council_tax c left join support_scheme s on s.uprn = c.uprn
where s.uprn is null group by 1
-- cells
WITH "_rows" AS (
  SELECT "t1"."tenure" AS "tenure",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
    LEFT JOIN "support_scheme" AS "t2" ON "t1"."uprn" = "t2"."uprn"
  WHERE ("t2"."uprn" IS NULL) AND "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "tenure",
    "_subject"
  FROM "_rows"
  GROUP BY "tenure", "_subject"
)
SELECT "tenure",
    COUNT(*) AS "homes",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_homes"
FROM "_by_subject"
GROUP BY "tenure"
ORDER BY "tenure"
-- finish
SELECT "cells"."tenure" AS "tenure", "cells"."homes" AS "homes" FROM "cells" ORDER BY "cells"."tenure"
