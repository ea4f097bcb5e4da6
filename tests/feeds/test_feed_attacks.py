"""Whoever has a login tries to have more: each way is one that PostgreSQL has."""

from __future__ import annotations

import psycopg
import pytest

from .made_up import EARLIER, MARKER, admit, connected, conninfo, fill, households

VIEW = "warm_homes.council_tax"
# Each is refused with this state: 42501 insufficient privilege, 25006 read-only transaction.
REFUSED = {
    "the schema of another use": ("SELECT * FROM free_meals.council_tax", "42501"),
    "the rows behind the own view": ("SELECT * FROM warm_homes__rows.council_tax", "42501"),
    "the rows behind another's view": ("SELECT * FROM free_meals__rows.council_tax", "42501"),
    "the list of who may": ("SELECT * FROM warm_homes__rows.access", "42501"),
    "to put oneself on the list": (
        "INSERT INTO free_meals__rows.access SELECT current_user, now() + interval '1 year'",
        "42501",
    ),
    "another's role": ("SET ROLE free_meals_bbbbbbbb", "42501"),
    "the owner's role": ("SET ROLE beholden_feed", "42501"),
    "another's session": ("SET SESSION AUTHORIZATION free_meals_bbbbbbbb", "42501"),
    "a role of one's own": ("CREATE ROLE another", "42501"),
    "more for the own role": ("ALTER ROLE warm_homes_aaaaaaaa VALID UNTIL 'infinity'", "42501"),
    "the own role by grant": ("GRANT beholden_feed TO warm_homes_aaaaaaaa", "42501"),
    "a program": ("COPY (SELECT 1) TO PROGRAM 'id'", "42501"),
    "a file": ("COPY (SELECT 1) TO '/tmp/rows'", "42501"),
    "a file to read": ("SELECT pg_read_file('PG_VERSION')", "42501"),
    "a folder": ("SELECT pg_ls_dir('.')", "42501"),
    "a function": (
        "CREATE FUNCTION warm_homes.leak(text) RETURNS bool COST 0.01 LANGUAGE sql"
        " AS 'SELECT true'",
        "42501",
    ),
    "a function in public": (
        "CREATE FUNCTION public.leak(text) RETURNS bool LANGUAGE sql AS 'SELECT true'",
        "42501",
    ),
    "a temporary function": (
        "CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE sql AS 'SELECT true'",
        "42501",
    ),
    "a block of code": ("DO $$ BEGIN PERFORM 1; END $$", "42501"),
    "a table": ("CREATE TABLE warm_homes.mine (a int)", "42501"),
    "a table in public": ("CREATE TABLE public.mine (a int)", "42501"),
    "a temporary table": ("CREATE TEMPORARY TABLE mine (a int)", "42501"),
    "a schema": ("CREATE SCHEMA mine", "42501"),
    "an extension": ("CREATE EXTENSION vector SCHEMA warm_homes", "42501"),
    "another view": ("CREATE VIEW warm_homes.mine AS SELECT 1", "42501"),
    "the view without its barrier": (
        "ALTER VIEW warm_homes.council_tax SET (security_barrier = false)",
        "42501",
    ),
    "the policy away": (
        "DROP POLICY whoever_is_listed ON warm_homes__rows.council_tax",
        "42501",
    ),
    "to change a row": (f"UPDATE {VIEW} SET tenure = 'x'", "42501"),
    "to delete rows": (f"DELETE FROM {VIEW}", "42501"),
    "to lock the view": (f"BEGIN; LOCK TABLE {VIEW} IN ACCESS EXCLUSIVE MODE", "42501"),
    "the passwords": ("SELECT * FROM pg_authid", "42501"),
    "the statistics": ("SELECT * FROM pg_statistic", "42501"),
    "the settings of access": ("SELECT * FROM pg_hba_file_rules", "42501"),
    "a large object": ("SELECT lo_create(0)", "42501"),
    "a large object of bytes": ("SELECT lo_from_bytea(0, 'x')", "42501"),
    "a file as a large object": ("SELECT lo_import('/etc/passwd')", "42501"),
    "a setting for all": ("ALTER SYSTEM SET log_statement = 'all'", "42501"),
    "a setting for the own role": (
        "ALTER ROLE warm_homes_aaaaaaaa SET log_min_messages = 'debug5'",
        "42501",
    ),
    "the log": ("SET log_statement = 'all'", "42501"),
    "another's session ended": (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE usename = 'beholden_feed' LIMIT 1",
        "",
    ),
    "a reload": ("SELECT pg_reload_conf()", "42501"),
    "the journal": ("SELECT pg_switch_wal()", "42501"),
    "another database": ("CREATE DATABASE mine", "42501"),
    "row-level security off": (f"SET row_security = off; SELECT * FROM {VIEW}", "42501"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_whoever_tries_more_is_refused(two, what):
    text, state = REFUSED[what]
    with connected(two.login) as connection:
        # What a login begins with can be changed by whoever it is; the rights cannot.
        connection.execute("SET default_transaction_read_only = off")
        if not state:
            assert connection.execute(text).fetchall() == []
            return
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(text)
        assert refused.value.sqlstate == state
        assert MARKER not in str(refused.value)


def test_a_login_begins_read_only(two):
    with connected(two.login) as connection:
        assert connection.execute("SHOW transaction_read_only").fetchone() == ("on",)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("CREATE SCHEMA mine")


def test_what_no_right_takes_away_tells_nothing(two):
    """PostgreSQL lets every login notify others and hold locks of its own: the how-to says so."""
    with connected(two.login) as connection:
        connection.execute("LISTEN somebody")
        connection.execute("NOTIFY somebody, 'hello'")
        connection.execute("SELECT pg_advisory_lock(1)")
        (plan,) = connection.execute(f"EXPLAIN SELECT * FROM {VIEW}").fetchone()[:1]
    assert MARKER not in plan


def test_neither_statistics_nor_the_catalogue_hold_a_value(two):
    looked_at = [
        "SELECT * FROM pg_stats WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
        "SELECT * FROM pg_stats_ext",
        "SELECT relname, reltuples FROM pg_class WHERE relname = 'council_tax' AND reltuples >= 0",
    ]
    with connected(two.login) as connection:
        for query in looked_at:
            assert connection.execute(query).fetchall() == []
    with psycopg.connect(two.as_superuser(), autocommit=True) as superuser:
        kept = "SELECT count(*) FROM pg_statistic s JOIN pg_class c ON c.oid = s.starelid "
        kept += "WHERE c.relname = 'council_tax'"
        assert superuser.execute(kept).fetchone() == (0,)
        vacuumed = "SELECT reloptions FROM pg_class WHERE relname = 'council_tax'"
        options = [row[0] for row in superuser.execute(vacuumed + " AND relkind = 'r'").fetchall()]
        assert options == [["autovacuum_enabled=false"]] * 2


def test_what_others_ask_is_not_seen(two):
    with connected(two.other) as other, connected(two.login) as connection:
        other.execute("SELECT 'a question of another' FROM free_meals.council_tax")
        seen = "SELECT query FROM pg_stat_activity WHERE usename = 'free_meals_bbbbbbbb'"
        assert {row[0] for row in connection.execute(seen)} == {"<insufficient privilege>"}


def test_no_leaky_function_sees_a_row_that_the_policy_hides(two):
    """A login on the view that is not on the list any more: neither a value nor a fault shows."""
    late = admit(two.server, "warm_homes", "warm_homes_abababab")
    with connected(late) as connection:
        leak = f"SELECT count(*) FROM {VIEW} WHERE 1 / (length(tenure) - 6) > 0"
        with pytest.raises(psycopg.errors.DivisionByZero):
            connection.execute(leak)  # while it may see the rows, the fault is its own
        with psycopg.connect(two.as_superuser()) as superuser:
            superuser.execute(
                "UPDATE warm_homes__rows.access SET until = %s WHERE login = %s",
                [EARLIER, late.login],
            )
        assert connection.execute(leak).fetchone() == (0,)
        cast = f"SELECT count(*) FROM {VIEW} WHERE tenure::int > 0"
        assert connection.execute(cast).fetchone() == (0,)
        assert connection.execute(f"SELECT * FROM {VIEW}").fetchall() == []


def test_a_login_whose_time_is_over_does_not_come_in(two):
    late = admit(two.server, "warm_homes", "warm_homes_acacacac", until=EARLIER)
    with pytest.raises(psycopg.OperationalError):
        connected(late)


def test_nobody_comes_in_without_the_password_or_to_another_database(two):
    wrong = conninfo(two.login).replace(two.login.password, "another")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(wrong)
    with pytest.raises(psycopg.OperationalError), two.postgres.feeds() as elsewhere:
        psycopg.connect(conninfo(two.login), dbname=elsewhere.name)


def test_a_login_has_no_more_connections_than_it_was_given(two):
    held = [connected(two.login) for _ in range(two.server.settings.connections)]
    try:
        with pytest.raises(psycopg.OperationalError):
            connected(two.login)
    finally:
        for one in held:
            one.close()


def test_a_feed_that_is_filled_anew_ends_what_is_read_of_it(server):
    fill(server, "warm_homes")
    login = admit(server, "warm_homes", "warm_homes_adadadad")
    from beholden.feeds import Access

    with connected(login) as connection:
        connection.execute("BEGIN")
        connection.execute(f"SELECT * FROM {VIEW}")
        fill(server, "warm_homes", households(4), access=[Access(login.login, login.until)])
        with pytest.raises(psycopg.OperationalError):
            connection.execute(f"SELECT * FROM {VIEW}")
    with connected(login) as connection:
        assert connection.execute(f"SELECT count(*) FROM {VIEW}").fetchone() == (4,)
