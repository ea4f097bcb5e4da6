"""The tools that staff have: psql as it ships, and what drivers of other tools send."""

from __future__ import annotations

import csv
from io import StringIO

from databases import Postgres

from .made_up import MARKER, connected, conninfo

NAMES = ["uprn", "tenure", 'say "so"; drop', "paid"]


def rows_by_psql(postgres: Postgres, login, query: str) -> list[list[str]]:
    ran = postgres.psql(conninfo(login), f"\\copy ({query}) TO STDOUT (FORMAT csv)\n")
    assert ran.returncode == 0, ran.stderr
    return list(csv.reader(StringIO(ran.stdout)))


def test_psql_gives_the_rows_as_they_were_sealed(two):
    rows = rows_by_psql(two.postgres, two.login, "SELECT * FROM council_tax")
    assert rows[0] == ["0", "rented", 'a "b", c\n\\.', "0.10"]
    assert rows[1] == ["1", "rented", "", "1.10"]
    assert rows[2][2] == "x\ufffdy"  # PostgreSQL has no such character
    assert rows[-1] == ["5", "", "é", "5.10"]
    missing = "SELECT count(*) FROM council_tax WHERE tenure IS NULL"
    assert rows_by_psql(two.postgres, two.login, missing) == [["1"]]


def test_psql_lists_the_views_with_what_they_mean(two):
    ran = two.postgres.psql(conninfo(two.login), "\\dv+ *.*council*\n\\d+ council_tax\n\\dn+\n")
    assert ran.returncode == 0, ran.stderr
    assert "Accounts of council tax (made up)." in ran.stdout
    assert "What tenure means." in ran.stdout
    assert "numeric(12,2)" in ran.stdout


def test_psql_is_refused_in_words_that_hold_no_value(two):
    ran = two.postgres.psql(conninfo(two.login), "SELECT * FROM free_meals.council_tax;\n")
    assert ran.returncode != 0
    assert "permission denied for schema free_meals" in ran.stderr
    assert MARKER not in ran.stdout + ran.stderr


# What Npgsql asks of a server before anything else: which types there are, with their elements.
TYPES = """
SELECT n.nspname, t.oid, t.typname, t.typtype, t.typnotnull, t.element
FROM (SELECT t.oid, t.typname, t.typnamespace, t.typnotnull, c.relkind,
        CASE WHEN p.proname = 'array_recv' THEN 'a' ELSE t.typtype END AS typtype,
        CASE WHEN p.proname = 'array_recv' THEN t.typelem WHEN t.typtype = 'r' THEN r.rngsubtype
             WHEN t.typtype = 'd' THEN t.typbasetype END AS element
      FROM pg_type AS t LEFT JOIN pg_class AS c ON c.oid = t.typrelid
      LEFT JOIN pg_proc AS p ON p.oid = t.typreceive
      LEFT JOIN pg_range AS r ON r.rngtypid = t.oid) AS t
JOIN pg_namespace AS n ON n.oid = t.typnamespace
WHERE t.typtype IN ('b', 'r', 'e', 'd', 'a') OR (t.typtype = 'c' AND t.relkind = 'c')
ORDER BY t.typtype, t.oid
"""
TABLES = """
SELECT table_schema, table_name, table_type FROM information_schema.tables
WHERE table_schema NOT IN ('information_schema', 'pg_catalog') ORDER BY 1, 2
"""
COLUMNS = """
SELECT column_name, ordinal_position, is_nullable, data_type, numeric_precision, numeric_scale
FROM information_schema.columns
WHERE table_schema = 'warm_homes' AND table_name = 'council_tax' ORDER BY ordinal_position
"""
KEYS = """
SELECT i.constraint_name, i.table_name, u.column_name
FROM information_schema.table_constraints AS i
JOIN information_schema.key_column_usage AS u USING (constraint_schema, constraint_name)
WHERE i.constraint_type = 'PRIMARY KEY'
"""


def test_the_driver_of_power_bi_finds_its_way(two):
    """Types, character sets, tables, columns and keys are asked for, then a thousand rows."""
    with connected(two.login) as connection:
        types = {row[2] for row in connection.execute(TYPES).fetchall()}
        assert {"int8", "text", "numeric", "_text", "timestamptz"} <= types
        assert connection.execute(
            "SELECT character_set_name FROM information_schema.character_sets"
        )
        found = connection.execute(TABLES).fetchall()
        assert found == [("warm_homes", "council_tax", "VIEW")]
        columns = connection.execute(COLUMNS).fetchall()
        assert [column[0] for column in columns] == NAMES
        assert [column[3] for column in columns] == ["bigint", "text", "text", "numeric"]
        assert connection.execute(KEYS).fetchall() == []
        page = 'SELECT "$Table"."uprn" AS "uprn", "$Table"."tenure" AS "tenure"'
        page += ' FROM "warm_homes"."council_tax" "$Table" LIMIT 1000'
        assert len(connection.execute(page).fetchall()) == 6


def test_a_driver_may_set_what_it_sets(two):
    """The first statements of psqlODBC and of Npgsql, and a cursor by which rows are taken."""
    with connected(two.login) as connection:
        for statement in (
            "SET extra_float_digits = 3",
            "SET DateStyle = 'ISO'",
            "SET client_encoding = 'UTF8'",
            "SET application_name = 'Mashup Engine'",
            "SELECT version(), current_setting('max_index_keys')",
            "SELECT current_schema(), current_database()",
        ):
            connection.execute(statement)
        with connection.transaction(), connection.cursor(name="rows") as cursor:
            cursor.execute("SELECT uprn FROM council_tax")
            assert len(cursor.fetchmany(3)) == 3
        folded = "SELECT tenure, count(*) FROM council_tax GROUP BY 1 ORDER BY 1"
        assert connection.execute(folded).fetchall() == [("rented", 5), (None, 1)]


def test_a_tool_that_reads_the_catalogue_sees_names_and_no_rows(two):
    """Names of other feeds are in PostgreSQL's own lists, which every login may read."""
    listed = """
        SELECT n.nspname, c.relname, c.relkind, has_table_privilege(c.oid, 'SELECT')
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname !~ '^(pg_|information_schema)'
    """
    with connected(two.login) as connection:
        rows = connection.execute(listed).fetchall()
    assert [row[:3] for row in rows if row[3]] == [("warm_homes", "council_tax", "v")]
    assert ("free_meals", "council_tax", "v", False) in rows
