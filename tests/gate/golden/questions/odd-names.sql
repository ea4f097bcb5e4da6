select "TENURE" as "tenure ""now""", count(*) as "how many?" from "Council_Tax" group by 1
-- cells
WITH "_rows" AS (
  SELECT "t1"."tenure" AS "tenure ""now""",
    "t1"."uprn" AS "_subject"
  FROM "council_tax" AS "t1"
  WHERE "t1"."uprn" IS NOT NULL
),
"_by_subject" AS (
  SELECT "tenure ""now""",
    "_subject"
  FROM "_rows"
  GROUP BY "tenure ""now""", "_subject"
)
SELECT "tenure ""now""",
    COUNT(*) AS "how many?",
    LEAST(COUNT(*)) AS "_subjects",
    COUNT(*) AS "_group",
    COUNT(*) AS "_subjects_how many?"
FROM "_by_subject"
GROUP BY "tenure ""now"""
ORDER BY "tenure ""now"""
-- finish
SELECT "cells"."tenure ""now""" AS "tenure ""now""", "cells"."how many?" AS "how many?" FROM "cells" ORDER BY "cells"."tenure ""now"""
