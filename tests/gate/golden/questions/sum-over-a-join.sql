select tenure, sum(arrears) as owed, count(*) filter (where rating = 'cold') as cold
from council_tax c join energy_certificates e on c.uprn = e.uprn
group by tenure
-- cells
WITH "_rows" AS (
  SELECT "t1"."tenure" AS "tenure",
    "t1"."uprn" AS "_subject",
    "t1".rowid AS "_row_t1",
    "t1"."arrears" AS "_value_0",
    (TRY("t2"."rating" = 'cold')) AS "_in_1"
  FROM "council_tax" AS "t1"
    JOIN "energy_certificates" AS "t2" ON "t1"."uprn" = "t2"."uprn"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_row_1" AS (
  SELECT "tenure",
    "_subject",
    "_row_t1",
    ANY_VALUE("_value_0") AS "_value_0",
    COALESCE(BOOL_OR("_in_1"), FALSE) AS "_in_1"
  FROM "_rows"
  GROUP BY "tenure", "_subject", "_row_t1"
),
"_by_subject" AS (
  SELECT "tenure",
    "_subject",
    SUM("_value_0") AS "_sum_0",
    COUNT("_value_0") AS "_number_0",
    COALESCE(BOOL_OR("_in_1"), FALSE) AS "_in_1"
  FROM "_by_row_1"
  GROUP BY "tenure", "_subject"
)
SELECT "tenure",
    SUM("_sum_0") AS "owed",
    COUNT(*) FILTER (WHERE "_in_1") AS "cold",
    LEAST(COUNT(*), COUNT(*) FILTER (WHERE "_number_0" > 0), COUNT(*) FILTER (WHERE "_in_1")) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) FILTER (WHERE "_number_0" > 0) AS "_subjects_owed",
    MAX(ABS("_sum_0")) AS "_largest_owed",
    MAX(ABS("_sum_0"), 5) AS "_leading_owed",
    SUM(ABS("_sum_0")) AS "_total_owed",
    COUNT(*) FILTER (WHERE "_in_1") AS "_subjects_cold",
    COUNT(*) FILTER (WHERE NOT "_in_1") AS "_rest_cold"
FROM "_by_subject"
GROUP BY "tenure"
ORDER BY "tenure"
-- finish
SELECT "cells"."tenure" AS "tenure", "cells"."owed" AS "owed", "cells"."cold" AS "cold" FROM "cells" ORDER BY "cells"."tenure"
