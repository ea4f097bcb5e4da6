"""The end is the end: whatever ends the terms ends the feed, and a server that is down is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from beholden.actions.feeding import access
from beholden.kernel import Refused, Unavailable, day_of

from ..ashmere import ADMIN, ANALYST, CODES, DPO, HEALTH, uprn
from ..councils import entries_of, opened
from .fed import (
    AGREEMENT,
    OFFICER,
    TODAY,
    USE,
    asked,
    connected,
    feed_of,
    given,
    in_days,
    opened_feed,
    rows,
)


def nothing_is_left(council, login) -> bool:
    """Return whether the server has neither schema nor login, as its superuser would see."""
    server = psycopg.conninfo.make_conninfo(
        host=login.address, dbname=login.database, user="postgres"
    )
    with psycopg.connect(server) as superuser:
        (schemas,) = superuser.execute(
            "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'warm%'"
        ).fetchone()
        (logins,) = superuser.execute(
            "SELECT count(*) FROM pg_roles WHERE rolname = %s", [login.login]
        ).fetchone()
    return (schemas, logins) == (0, 0)


ENDS = {
    "the agreement is ended": (
        lambda c: c.end_agreement(by=DPO, agreement=AGREEMENT, because="A test."),
        "agreements",
    ),
    "it is suspended": (
        lambda c: c.suspend_agreement(by=OFFICER, agreement=AGREEMENT, because="A doubt."),
        "suspended",
    ),
    "a party withdraws": (
        lambda c: c.withdraw_from_agreement(
            by=CODES["housing"], agreement=AGREEMENT, because="It changed."
        ),
        "ended",
    ),
    "its last day has passed": (lambda c: in_days(c, 112).keep_dates(), "ended"),
    "a review is owed": (lambda c: in_days(c, 53).keep_dates(), "reviewed"),
}


@pytest.mark.parametrize("how", ENDS)
def test_the_feed_ends_with_its_terms(with_feed, how):
    """Whoever reads at that moment is cut off; the register and the ledger say why."""
    end, _ = ENDS[how]
    login = given(with_feed)
    with connected(login) as reading:
        reading.execute("BEGIN; SELECT * FROM council_tax")
        end(with_feed)
        with pytest.raises(psycopg.OperationalError):
            reading.execute("SELECT * FROM council_tax")
    assert nothing_is_left(with_feed, login)
    view = feed_of(with_feed)
    assert view.state == "closed"
    assert [access.state for access in view.access] == ["ended"]
    (closed,) = [e for e in entries_of(with_feed) if e["act"] == "feed-closed"]
    assert closed["by"] == "the calendar"
    assert closed["clauses"]
    with pytest.raises(Refused) as refused:
        in_days(with_feed, 112 if "passed" in how else 53 if "review" in how else 0).ask_feed(
            by=CODES["owner"], use=USE, because="Again."
        )
    assert refused.value.refusal.clause in closed["clauses"]


def test_what_was_suspended_is_asked_for_anew(with_feed):
    given(with_feed)
    with_feed.suspend_agreement(by=OFFICER, agreement=AGREEMENT, because="A doubt.")
    with_feed.resume_agreement(by=DPO, agreement=AGREEMENT, because="No doubt.")
    assert feed_of(with_feed).state == "closed"
    opened_feed(with_feed)
    assert rows(given(with_feed), "SELECT count(*) FROM council_tax") == [(145,)]


@pytest.mark.parametrize(
    "how",
    [
        lambda c: c.let_person_go(by=ADMIN, code=ANALYST),
        lambda c: c.add_person(
            by=ADMIN, code=ANALYST, office="Analyst", organisation=HEALTH, roles=["reviewer"]
        ),
        lambda c: c.add_person(
            by=ADMIN, code=ANALYST, office="Analyst", organisation="Elsewhere", roles=["analyst"]
        ),
    ],
    ids=["who left", "who has another office", "who is elsewhere now"],
)
def test_whoever_may_not_read_any_more_does_not(with_feed, how):
    login = given(with_feed)
    how(with_feed)
    with pytest.raises(psycopg.OperationalError):
        connected(login)
    view = feed_of(with_feed)
    assert view.state == "open"
    assert [access.state for access in view.access] == ["ended"]
    (taken,) = [e for e in entries_of(with_feed) if e["act"] == "feed-access-taken"]
    assert (taken["by"], taken["facts"]["office"]) == ("the calendar", "Analyst")


def test_a_new_seal_fills_the_feed_anew_and_objections_leave_it(with_feed, tmp_path):
    login = given(with_feed)
    before = {row[0] for row in rows(login, "SELECT uprn FROM energy_certificates")}
    (tmp_path / "subjects.txt").write_text(f"{uprn(1)}\n{uprn(2)}\n", "utf-8")
    with_feed.add_objections(by=DPO, use=USE, subjects=tmp_path / "subjects.txt")
    assert len(rows(login, "SELECT uprn FROM energy_certificates")) == 150  # from the next seal on
    with_feed.seal(by=DPO, use=USE)
    after = {row[0] for row in rows(login, "SELECT uprn FROM energy_certificates")}
    assert len(after) == 148
    assert after < before  # pseudonyms of the use stay
    view = feed_of(with_feed)
    assert (view.state, view.rows["energy_certificates"]) == ("open", 148)
    assert [e["act"] for e in entries_of(with_feed)][-1] == "feed-filled"


def without_server(council):
    """Return the same council while its server is down."""
    from dataclasses import replace

    down = replace(council.feed, database="postgresql://beholden_feed@/feeds?host=/nowhere")
    return replace(council, feed=down)


def test_a_server_that_is_down_at_the_end_is_told_and_tried_again(with_feed):
    login = given(with_feed)
    down = without_server(with_feed)
    assert down.close_feed(by=DPO, use=USE, because="The letters are written.") is False
    assert feed_of(down).state == "closed, still to be dropped"
    assert [access.state for access in feed_of(down).access] == ["ended, still to be dropped"]
    assert "feed-dropped" not in {e["act"] for e in entries_of(down)}
    down.keep_dates()  # still down: nothing fails
    with_feed.keep_dates()
    assert nothing_is_left(with_feed, login)
    assert feed_of(with_feed).state == "closed"
    assert [e["act"] for e in entries_of(with_feed)][-1] == "feed-dropped"


def test_a_seal_while_the_server_is_down_is_whole_and_the_feed_follows(with_feed):
    login = given(with_feed)
    down = without_server(with_feed)
    down.seal(by=DPO, use=USE)
    assert feed_of(down).state == "open, still to be filled anew"
    reopened = opened(with_feed.directory, TODAY)
    assert feed_of(reopened).state == "open"
    assert rows(login, "SELECT count(*) FROM energy_certificates") == [(150,)]
    reopened.close()


def test_nothing_is_opened_or_given_while_the_server_is_down(sealed_with_rows):
    council = asked(sealed_with_rows)
    with pytest.raises(Unavailable, match="cannot be reached"):
        without_server(council).open_feed(by=DPO, use=USE)
    council.open_feed(by=DPO, use=USE)
    entries = len(entries_of(council))
    with pytest.raises(Unavailable, match="cannot be reached"):
        given(without_server(council))
    assert len(entries_of(council)) == entries
    assert feed_of(council).access == ()


def test_login_and_rows_end_by_themselves_where_nobody_is_there_to_end_them(with_feed, monkeypatch):
    """The council stands still and the terms are over: PostgreSQL keeps to the moment by itself."""
    over = datetime.now(UTC) - timedelta(minutes=1)
    monkeypatch.setattr(access, "end_of", lambda _: over)
    login = given(with_feed)
    with pytest.raises(psycopg.OperationalError):
        connected(login)
    # Of a session that had begun before: the superuser lets one in, to try.
    server = psycopg.conninfo.make_conninfo(
        host=login.address, dbname=login.database, user="postgres"
    )
    with psycopg.connect(server, autocommit=True) as superuser:
        superuser.execute(f"ALTER ROLE {login.login} VALID UNTIL 'infinity'")
    assert rows(login, "SELECT count(*) FROM council_tax") == [(0,)]


def test_access_ends_as_the_last_day_does(with_feed):
    login = given(with_feed)
    day = feed_of(with_feed).access[0].until
    assert day == TODAY + timedelta(days=52)  # the day before the review is owed
    assert day_of(login.until - timedelta(seconds=1)) == day
    assert day_of(login.until) == day + timedelta(days=1)


def test_what_a_copy_of_the_server_brings_back_is_dropped_when_the_home_opens(with_feed):
    login = given(with_feed)
    with_feed.close_feed(by=DPO, use=USE, because="The letters are written.")
    server = psycopg.conninfo.make_conninfo(
        host=login.address, dbname=login.database, user="beholden_feed"
    )
    with psycopg.connect(server) as back:
        back.execute("CREATE SCHEMA warm_homes")
        back.execute("CREATE VIEW warm_homes.council_tax AS SELECT 1 AS uprn")
        back.execute(f"CREATE ROLE {login.login} LOGIN")
        mark = f"A feed of Beholden in the database {login.database}"
        back.execute(f"COMMENT ON ROLE {login.login} IS '{mark}'")
        back.execute(f"GRANT USAGE ON SCHEMA warm_homes TO {login.login}")
    assert not nothing_is_left(with_feed, login)
    opened(with_feed.directory, TODAY).close()
    assert nothing_is_left(with_feed, login)


def test_rows_that_a_crash_took_are_filled_anew_when_the_home_opens(with_feed):
    login = given(with_feed)
    server = psycopg.conninfo.make_conninfo(
        host=login.address, dbname=login.database, user="postgres"
    )
    with psycopg.connect(server) as crash:
        crash.execute("TRUNCATE warm_homes__rows.council_tax, warm_homes__rows.filled_from")
    assert rows(login, "SELECT count(*) FROM council_tax") == [(0,)]
    opened(with_feed.directory, TODAY).close()
    assert rows(login, "SELECT count(*) FROM council_tax") == [(145,)]


def test_a_feed_can_be_filled_anew_by_hand(with_feed):
    login = given(with_feed)
    assert with_feed.refresh_feed(by=DPO, use=USE)["council_tax"] == 145
    assert rows(login, "SELECT count(*) FROM council_tax") == [(145,)]


class _Stopped(Exception):
    """The register fails as it commits."""


@pytest.mark.parametrize("act", ["open", "give", "fill"])
def test_an_act_that_the_register_does_not_take_leaves_nothing_on_the_server(
    sealed_with_rows, act, monkeypatch
):
    """The server had it already when the register failed: the next opening puts that right."""
    from beholden.actions import acting

    council = asked(sealed_with_rows)
    doing = {
        "open": lambda: council.open_feed(by=DPO, use=USE),
        "give": lambda: given(council),
        "fill": lambda: council.refresh_feed(by=DPO, use=USE),
    }
    if act != "open":
        council.open_feed(by=DPO, use=USE)

    def fail(*_: object) -> None:
        raise _Stopped

    entries = len(entries_of(council))
    with monkeypatch.context() as patched:
        patched.setattr(acting, "_write_entry", fail)
        with pytest.raises(_Stopped):
            doing[act]()
    assert len(entries_of(council)) == entries
    again = opened(council.directory, TODAY)
    view = feed_of(again)
    assert view.access == ()
    assert view.state == ("asked for" if act == "open" else "open")
    if act == "open":
        again.open_feed(by=DPO, use=USE)
    login = given(again)
    assert rows(login, "SELECT count(*) FROM council_tax") == [(145,)]
    server = psycopg.conninfo.make_conninfo(
        host=login.address, dbname=login.database, user="postgres"
    )
    with psycopg.connect(server) as superuser:
        there = superuser.execute(
            "SELECT count(*) FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = %s",
            [f"A feed of Beholden in the database {login.database}"],
        )
        assert there.fetchone() == (1,)
    again.close()
