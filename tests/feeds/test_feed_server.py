"""A server of feeds: what is put there, what is wrong with it, and what goes."""

from __future__ import annotations

import threading
from contextlib import suppress

import psycopg
import pyarrow as pa
import pytest

from beholden.feeds import Access, FeedServer, FeedSettings, plain_name, schema_name, stated_feed
from beholden.feeds.rows_as_text import column_type
from beholden.kernel import BadInput, BeholdenError, Unavailable

from .made_up import LATER, admit, connected, fill, households


def test_what_a_superuser_did_once_is_enough(server):
    server.refuse_unfit()


def test_a_server_that_was_not_prepared_is_refused_with_all_that_is_wrong(postgres):
    with postgres.feeds(prepared=False) as settings:
        with pytest.raises(BadInput) as unfit:
            FeedServer(settings).refuse_unfit()
        for wrong in ("everybody may connect", "schema public", "plpgsql", "large objects", "log"):
            assert wrong in unfit.value.why


@pytest.mark.parametrize(
    ("undone", "wrong"),
    [
        ("GRANT TEMPORARY ON DATABASE {} TO PUBLIC", "temporary tables"),
        ("GRANT USAGE ON SCHEMA public TO PUBLIC", "schema public"),
        ("GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC", "plpgsql"),
        ("GRANT EXECUTE ON FUNCTION lo_create(oid) TO PUBLIC", "large objects"),
        ("ALTER DATABASE {} SET log_statement = 'all'", "log"),
        ("ALTER DATABASE {} SET log_min_error_statement = 'error'", "log"),
        (
            "ALTER DATABASE {0} OWNER TO postgres; GRANT CONNECT ON DATABASE {0} TO beholden_feed",
            "does not belong",
        ),
    ],
)
def test_each_thing_that_is_undone_is_found(server, postgres, undone, wrong):
    name = server.settings.name
    with psycopg.connect(postgres.url(name), autocommit=True) as superuser:
        superuser.execute(undone.format(name))
    with pytest.raises(BadInput) as unfit:
        server.refuse_unfit()
    assert wrong in unfit.value.why
    assert unfit.value.why.count(";") == 0


def test_a_superuser_is_not_let_near(postgres, server):
    as_superuser = FeedSettings(database=postgres.url(server.settings.name))
    with pytest.raises(BadInput, match="not ready") as unfit:
        FeedServer(as_superuser).refuse_unfit()
    assert "superuser" in unfit.value.why


def test_what_fails_leaves_what_was_there(server):
    fill(server, "warm_homes", mark="extract-1")
    login = admit(server, "warm_homes", "warm_homes_cccccccc")
    with (
        pytest.raises(ZeroDivisionError),
        server.filling(
            "warm_homes",
            tables=[households(3)],
            access=[Access(login.login, LATER)],
            means="Rows.",
            mark="extract-2",
        ),
    ):
        raise ZeroDivisionError
    assert server.mark_of("warm_homes") == "extract-1"
    with connected(login) as connection:
        assert connection.execute("SELECT count(*) FROM council_tax").fetchone() == (6,)
    with (
        pytest.raises(ZeroDivisionError),
        server.admitting(Access("warm_homes_ffffffff", LATER), schema="warm_homes"),
    ):
        raise ZeroDivisionError
    assert server.strangers(schemas=["warm_homes"], logins=[login.login]).logins == set()


def test_the_same_rows_have_the_same_fingerprint(server):
    first = fill(server, "one")["council_tax"]
    assert first.rows == 6
    assert fill(server, "two")["council_tax"] == first
    assert fill(server, "two", households(tenure="owned"))["council_tax"] != first


def test_what_is_dropped_is_gone_with_its_logins_and_whoever_is_in(server):
    fill(server, "warm_homes")
    login = admit(server, "warm_homes", "warm_homes_cccccccc")
    with connected(login) as connection:
        server.drop("warm_homes", logins=[login.login])
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError):
        connected(login)
    assert server.mark_of("warm_homes") is None
    gone = server.strangers(schemas=[], logins=[])
    assert (gone.schemas, gone.logins) == (set(), set())
    server.drop("warm_homes", logins=[login.login])  # and once more


def test_rows_that_are_held_by_a_reader_go_all_the_same(server):
    """A reader who comes back at once holds the view again while its rows are to be replaced."""
    fill(server, "warm_homes")
    login = admit(server, "warm_homes", "warm_homes_cccccccc")
    stop = threading.Event()

    def come_back() -> None:
        while not stop.is_set():
            with suppress(psycopg.Error), connected(login) as connection:
                connection.execute("BEGIN; SELECT * FROM council_tax; SELECT pg_sleep(60)")

    reader = threading.Thread(target=come_back)
    reader.start()
    try:
        for number in (5, 4, 3):
            access = [Access(login.login, login.until)]
            fill(server, "warm_homes", households(number), access=access, mark=str(number))
    finally:
        stop.set()
        server.drop("warm_homes", logins=[login.login])
        reader.join()


def test_one_login_goes_and_the_others_stay(server):
    fill(server, "warm_homes")
    one = admit(server, "warm_homes", "warm_homes_cccccccc")
    other = admit(server, "warm_homes", "warm_homes_dddddddd")
    server.dismiss([one.login])
    with pytest.raises(psycopg.OperationalError):
        connected(one)
    with connected(other) as connection:
        assert connection.execute("SELECT count(*) FROM council_tax").fetchone() == (6,)


def test_what_no_record_knows_is_found(server):
    fill(server, "warm_homes")
    admit(server, "warm_homes", "warm_homes_cccccccc")
    left = server.strangers(schemas=[], logins=[])
    assert (left.schemas, left.logins) == ({"warm_homes"}, {"warm_homes_cccccccc"})


def test_rows_are_in_no_journal_and_a_crash_leaves_none(server, postgres):
    fill(server, "warm_homes", mark="extract-1")
    with psycopg.connect(postgres.url(server.settings.name)) as superuser:
        kinds = superuser.execute(
            "SELECT relname, relpersistence FROM pg_class WHERE relnamespace ="
            " 'warm_homes__rows'::regnamespace AND relkind = 'r' ORDER BY 1"
        )
        assert kinds.fetchall() == [("access", "p"), ("council_tax", "u"), ("filled_from", "u")]
        superuser.execute("TRUNCATE warm_homes__rows.council_tax, warm_homes__rows.filled_from")
    assert server.mark_of("warm_homes") is None  # as PostgreSQL leaves it after a crash


def test_the_password_is_known_to_nobody_else(server, postgres):
    fill(server, "warm_homes")
    login = admit(server, "warm_homes", "warm_homes_cccccccc")
    with psycopg.connect(postgres.url(server.settings.name)) as superuser:
        kept = "SELECT rolpassword FROM pg_authid WHERE rolname = %s"
        (verifier,) = superuser.execute(kept, [login.login]).fetchone()
    assert verifier.startswith("SCRAM-SHA-256$")
    assert login.password not in verifier + repr(login)


def test_a_server_that_is_not_there_is_told(tmp_path):
    nowhere = FeedServer(FeedSettings(database=f"postgresql://a@/b?host={tmp_path}"))
    with pytest.raises(Unavailable, match="cannot be reached"):
        nowhere.refuse_unfit()


def test_what_the_server_refuses_is_told_without_its_text(server):
    rows = pa.table({"a": pa.array([1])})
    table = households()
    awry = type(table)("council_tax", "x", table.columns[:1], rows)
    with pytest.raises(BeholdenError) as refused:
        fill(server, "warm_homes", awry, awry)  # one table twice
    assert "42P07" in str(refused.value)
    assert "council_tax" not in str(refused.value)


@pytest.mark.parametrize(
    ("use", "taken", "name"),
    [
        ("warm-homes", (), "warm_homes"),
        ("warm-homes", ("warm_homes",), "warm_homes_2"),
        ("public", (), "use_public"),
        ("pg_homes", (), "use_pg_homes"),
    ],
)
def test_a_schema_has_a_plain_name(use, taken, name):
    assert schema_name(use, taken=taken) == name


def test_names_are_cut_before_a_server_cuts_them():
    long = "é" * 60
    assert len(plain_name(long).encode()) <= 63
    assert plain_name(long) != plain_name(long + "x")
    assert plain_name("tenure") == "tenure"
    assert len(schema_name("a" * 80) + "__rows") <= 63


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (pa.int32(), "integer"),
        (pa.dictionary(pa.uint8(), pa.string()), "text"),
        (pa.timestamp("us"), "timestamp"),
        (pa.timestamp("us", tz="UTC"), "timestamptz"),
        (pa.decimal128(38, 0), "numeric(38,0)"),
        (pa.date32(), "date"),
    ],
)
def test_types_are_those_of_postgresql(kind, name):
    assert column_type(kind) == name


def test_a_type_that_cannot_be_given_is_told():
    with pytest.raises(BadInput, match="cannot give"):
        column_type(pa.list_(pa.int64()))


@pytest.mark.parametrize(
    ("stated", "fault"),
    [
        ([], "section"),
        ({"databse": "x"}, "no setting"),
        ({"database": "sqlite:///x"}, "database"),
        ({"database": "postgresql://host/feeds"}, "database"),  # no login
        ({"seconds": 0}, "seconds"),
        ({"connections": True}, "connections"),
    ],
)
def test_settings_that_cannot_be_are_told_by_name(stated, fault):
    with pytest.raises(ValueError, match=fault):
        stated_feed(stated)
