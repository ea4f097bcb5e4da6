"""A feed from its asking to its end: two people, the terms, and every act on the ledger."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from beholden.kernel import BadInput, NotFound, Refused

from .. import ashmere
from ..ashmere import ANALYST, CODES, DPO, MARKER
from ..councils import entries_of, state_of
from .fed import (
    AGREEMENT,
    COLUMNS,
    OWNER,
    TODAY,
    USE,
    VIEWS,
    asked,
    connected,
    feed_of,
    given,
    rows,
)


def test_a_feed_has_the_rows_of_the_extract_and_nothing_else(with_feed):
    login = given(with_feed)
    listed = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'warm_homes'"
    assert sorted(name for (name,) in rows(login, listed)) == VIEWS
    assert rows(login, "SELECT count(*) FROM council_tax") == [(145,)]  # who is liable
    assert sorted(rows(login, "SELECT DISTINCT rating FROM energy_certificates")) == [
        ("cold",),
        ("warm",),
    ]
    described = "SELECT column_name, data_type FROM information_schema.columns"
    described += " WHERE table_schema = 'warm_homes' AND table_name = 'council_tax'"
    assert rows(login, described) == [
        ("uprn", "bigint"),
        ("tenure", "text"),
        ("arrears", "double precision"),
    ]
    for table in VIEWS:
        assert MARKER not in str(rows(login, f"SELECT * FROM {table}"))
    uprns = {row[0] for row in rows(login, "SELECT uprn FROM council_tax")}
    assert not uprns & {int(ashmere.uprn(i)) for i in range(ashmere.HOUSEHOLDS)}


def test_each_column_says_what_it_is_and_which_clause_gives_it(with_feed):
    login = given(with_feed)
    said = dict(
        rows(
            login,
            "SELECT a.attname, col_description(a.attrelid, a.attnum) FROM pg_attribute AS a"
            " WHERE a.attrelid = 'council_tax'::regclass AND a.attnum > 0",
        )
    )
    assert set(said) == {"uprn", "tenure", "arrears"}
    assert said["uprn"].startswith("A pseudonym of this use")
    assert said["tenure"].endswith("(datasets › council_tax › tenure)")
    ((about,),) = rows(login, "SELECT obj_description('warm_homes'::regnamespace)")
    assert "for offer letters only (outputs › records)" in about


def test_every_act_of_a_feed_is_on_the_ledger_and_names_nobody(with_feed):
    given(with_feed)
    with_feed.take_feed_access(by=DPO, use=USE, person=ANALYST)
    with_feed.close_feed(by=DPO, use=USE, because="The letters are written.")
    acts = [entry for entry in entries_of(with_feed) if entry["act"].startswith("feed")]
    assert [entry["act"] for entry in acts] == [
        "feed-asked",
        "feed-opened",
        "feed-access-given",
        "feed-access-taken",
        "feed-login-dropped",
        "feed-closed",
        "feed-dropped",
    ]
    opened = acts[1]
    assert opened["by"] == "Data-protection officer"
    assert "datasets › council_tax › arrears" in opened["clauses"]
    tables = opened["facts"]["tables"]
    assert {name: one["rows"] for name, one in tables.items()} == {
        "council_tax": 140,  # to the nearest ten, and never as many as there are
        "energy_certificates": 150,
        "support_scheme": 150,
    }
    assert acts[2]["facts"]["office"] == "Analyst"
    assert "code-" not in str(acts)
    assert "warm_homes_" not in str(acts)  # no login either


def test_what_the_ledger_says_of_rows_can_be_proved_with_the_key_and_guessed_by_nobody(with_feed):
    """The same rows never come to the same text twice: a guess has nothing to be tried on."""
    from hashlib import blake2b

    with_feed.refresh_feed(by=DPO, use=USE)
    filled = [e for e in entries_of(with_feed) if e["act"] in ("feed-opened", "feed-filled")]
    first, second = (entry["facts"]["tables"]["council_tax"] for entry in filled)
    assert first["commitment"] != second["commitment"]
    with with_feed.at_work():
        from beholden.records.models import Feed, LedgerEntry

        feed = Feed.objects.get()
        index = LedgerEntry.objects.get(act="feed-filled").index
    said = f"{feed.pk} {index} council_tax {feed.filled['council_tax']['fingerprint']}"
    key = with_feed.keys.use_secret(USE)
    proved = blake2b(said.encode(), key=key, person=b"beholden-feed", digest_size=32)
    assert second["commitment"] == f"blake2b:{proved.hexdigest()}"


def test_the_page_of_the_use_tells_of_the_feed_and_of_nobody(with_feed):
    login = given(with_feed)
    (told,) = with_feed.public_use(name=USE).feeds
    assert told.startswith(f"Rows to {ashmere.HEALTH}, for offer letters only, since ")
    assert "asked for by the Head of Revenues (Letters are written in the team's own tool)" in told
    assert told.endswith("opened by the Data-protection officer, given to 1 person.")
    with_feed.close_feed(by=DPO, use=USE, because="The letters are written.")
    shown = with_feed.public_use(name=USE)
    assert "Closed: The letters are written." in shown.feeds[0]
    assert "A feed of rows was opened by a second person" in {one.what for one in shown.timeline}
    assert login.login not in str(shown)
    assert ANALYST not in str(shown)


def test_a_resident_is_told_that_rows_were_given(with_feed):
    """Of each extract what is true of it: none could be given, they were, they could have been."""
    with_feed.close_feed(by=DPO, use=USE, because="The letters are written.")
    with_feed.seal(by=DPO, use=USE)
    asked_since = TODAY - timedelta(days=30)
    identifier = ashmere.uprn(5)
    told = with_feed.uses_of_subject(by=DPO, identifier=identifier, since=asked_since).uses
    assert [one.rows.partition(" under")[0].partition(" only")[0] for one in told] == [
        "No list of households or people could leave",
        f"Rows were given to {ashmere.HEALTH}, for offer letters",
        f"A list could go to {ashmere.HEALTH}, for offer letters. Beholden itself has not made one"
        ": ask the owner of the use whether one was made.",
    ]


def test_nobody_opens_a_feed_that_they_asked_for(sealed_with_rows):
    council = sealed_with_rows
    many = {"office": "Both", "organisation": "Legal", "code": "code-both"}
    roles = ["use_owner", "data_protection_officer"]
    council.add_person(by=ashmere.ADMIN, **many, roles=roles)
    council.ask_feed(by="code-both", use=USE, because="Letters.")
    with pytest.raises(Refused) as refused:
        council.open_feed(by="code-both", use=USE)
    assert refused.value.refusal.clause == "S9 two people"
    council.open_feed(by=DPO, use=USE)


def test_nobody_gives_themselves_access(with_feed):
    many = {"office": "Both", "organisation": ashmere.HEALTH, "code": "code-both"}
    with_feed.add_person(by=ashmere.ADMIN, **many, roles=["use_owner", "analyst"])
    with pytest.raises(Refused) as refused:
        with_feed.give_feed_access(by="code-both", use=USE, person="code-both")
    assert refused.value.refusal.clause == "S9 two people"
    with_feed.give_feed_access(by=OWNER, use=USE, person="code-both")


def test_a_feed_is_open_once_and_access_is_given_once(with_feed):
    with pytest.raises(BadInput, match="has a feed already"):
        asked(with_feed)
    with pytest.raises(BadInput, match="does not wait to be opened"):
        with_feed.open_feed(by=DPO, use=USE)
    given(with_feed)
    with pytest.raises(BadInput, match="has access"):
        given(with_feed)


def test_a_password_that_was_lost_is_given_anew(with_feed):
    lost = given(with_feed)
    assert with_feed.take_feed_access(by=OWNER, use=USE, person=ANALYST) is True
    again = given(with_feed)
    assert again.login != lost.login
    with pytest.raises(psycopg.OperationalError):
        connected(lost)
    assert rows(again, "SELECT count(*) FROM council_tax") == [(145,)]


def test_a_feed_that_was_asked_for_may_be_declined(sealed_with_rows):
    council = asked(sealed_with_rows)
    assert council.close_feed(by=DPO, use=USE, because="Totals are enough.") is True
    assert feed_of(council).state == "declined"
    with pytest.raises(NotFound):
        council.open_feed(by=DPO, use=USE)
    asked(council).open_feed(by=DPO, use=USE)


def test_a_closed_feed_is_gone_and_another_may_follow(with_feed):
    login = given(with_feed)
    with connected(login) as reading:
        assert with_feed.close_feed(by=DPO, use=USE, because="The letters are written.") is True
        with pytest.raises(psycopg.OperationalError):
            reading.execute("SELECT * FROM council_tax")
    with pytest.raises(psycopg.OperationalError):
        connected(login)
    assert feed_of(with_feed).state == "closed"
    asked(with_feed).open_feed(by=DPO, use=USE)
    assert rows(given(with_feed), "SELECT count(*) FROM council_tax") == [(145,)]


def test_a_reason_is_asked_for(sealed_with_rows):
    with pytest.raises(BadInput, match="needs its reason"):
        sealed_with_rows.ask_feed(by=OWNER, use=USE, because=" ")
    asked(sealed_with_rows)
    with pytest.raises(BadInput, match="needs its reason"):
        sealed_with_rows.close_feed(by=OWNER, use=USE, because="")


def test_without_a_server_there_is_no_feed(with_rows, tmp_path):
    from ..councils import copied, opened
    from .fed import TODAY

    council = opened(copied(with_rows, tmp_path), TODAY)
    before = state_of(council)
    with pytest.raises(BadInput, match="no server for feeds") as told:
        council.ask_feed(by=OWNER, use=USE, because="Letters.")
    assert "[feed] database" in told.value.next_step
    assert state_of(council) == before
    council.close()


def test_a_server_that_is_not_fit_gets_no_row(with_rows, tmp_path, postgres):
    from ..councils import copied, opened
    from .fed import TODAY, name_server

    home = copied(with_rows, tmp_path)
    with postgres.feeds(prepared=False) as settings:
        name_server(home, settings)
        council = asked(opened(home, TODAY))
        with pytest.raises(BadInput, match="not ready for rows"):
            council.open_feed(by=DPO, use=USE)
        assert feed_of(council).state == "asked for"
        assert "GRANT pg_signal_backend" in council.prepare_feeds()
        council.close()


def test_whoever_has_no_right_is_told_so_before_anything_else(with_feed):
    walk = {
        "feed-ask": lambda by: with_feed.ask_feed(by=by, use=USE, because="x"),
        "feed-open": lambda by: with_feed.open_feed(by=by, use=USE),
        "feed-access": lambda by: given_by(with_feed, by),
        "feed-close": lambda by: with_feed.close_feed(by=by, use=USE, because="x"),
    }
    for right, act in walk.items():
        with pytest.raises(Refused) as refused:
            act(CODES["analyst"])
        assert refused.value.refusal.clause == f"rights › {right}"


def given_by(council, by):
    return council.give_feed_access(by=by, use=USE, person=ANALYST)


def test_the_agreement_is_named_and_so_is_what_it_gives(with_feed):
    view = feed_of(with_feed)
    assert (view.agreement, view.state, view.place) == (AGREEMENT, "open", "warm_homes")
    assert view.rows == {"council_tax": 145, "energy_certificates": 150, "support_scheme": 150}
    assert COLUMNS  # what the agreement names; the columns of each table are tried above
