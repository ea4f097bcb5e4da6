"""A feed along its pages, on a real PostgreSQL: asked, opened, read, taken, closed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from actions.ashmere import ANALYST
from actions.councils import copied
from actions.feeding import fed
from actions.feeding.conftest import with_rows  # noqa: F401 (a fixture)

from beholden.actions import Council
from beholden.doors.web import serving
from beholden.doors.web.officer.people import handle_of

from .test_uses_pages import errors_link_to_fields, told

FEED = "/work/uses/warm-homes/feed/"
ASKED = {"because": "Letters are written in the team's own tool."}


@pytest.fixture
def served(with_rows, tmp_path, postgres, monkeypatch) -> Iterator[Council]:  # noqa: F811
    """Give a served council whose agreement gives rows, with a server that they may be put on."""
    home: Path = copied(with_rows, tmp_path)
    with postgres.feeds() as settings:
        fed.name_server(home, settings)
        monkeypatch.setenv("BEHOLDEN_SERVED_HOME", str(home))
        serving.application(home, host="127.0.0.1")
        council = serving.council()
        yield council
        council.close()
        serving._open.pop(str(home), None)


def typed(page: str) -> dict[str, str]:
    """Return what a page says that somebody types, by what it is called there."""
    row = r"<dt[^>]*>([^<]+)</dt><dd[^>]*><code[^>]*>([^<]+)</code>"
    return {name: html.unescape(value) for name, value in re.findall(row, page)}


def connected(page: str) -> psycopg.Connection:
    said = typed(page)
    return psycopg.connect(
        host=said["Server"],
        dbname=said["Database"],
        user=said["User name"],
        password=said["Password"],
        autocommit=True,
    )


def test_a_feed_from_asking_to_closing_by_pages_alone(served, as_officer):
    owner, dpo, analyst = (as_officer(name) for name in ("owner", "dpo", "analyst"))
    empty = owner.post(FEED + "ask/", {"because": " "})
    assert (empty.status_code, errors_link_to_fields(empty)) == (422, True)
    assert owner.post(FEED + "ask/", ASKED).status_code == 302
    # Who asked is not asked to open it, and may not.
    assert "Open the feed" not in told(owner.get("/my-work/"))
    assert owner.get(FEED + "open/").status_code == 403
    (at,) = set(re.findall(f'href="({FEED})"', told(dpo.get("/my-work/"))))
    assert "Open it" in told(dpo.get(at))
    assert ASKED["because"].replace("'", "&#x27;") in told(dpo.get(at + "open/"))
    assert dpo.post(at + "open/").status_code == 302
    assert re.search(r"council_tax: \d+ rows", told(analyst.get(FEED)))
    # Nobody gives it to themselves; the password is shown once, and opens the rows.
    assert handle_of(ANALYST) not in told(as_officer("analyst").get(FEED))
    none = owner.post(FEED + "give-access/", {"person": ""})
    assert (none.status_code, errors_link_to_fields(none)) == (422, True)
    given = told(owner.post(FEED + "give-access/", {"person": handle_of(ANALYST)}))
    rows = f"select count(*) from {typed(given)['Schema']}.council_tax"
    with connected(given) as reader:
        ((number,),) = reader.execute(rows).fetchall()
    assert number > 0
    mine = told(analyst.get(FEED))
    assert typed(mine)["User name"] == typed(given)["User name"]
    assert typed(given)["Password"] not in mine
    again = owner.post(FEED + "give-access/", {"person": handle_of(ANALYST)})
    assert (again.status_code, errors_link_to_fields(again)) == (422, True)
    # Taken, it opens nothing; closed, the rows are gone.
    assert owner.post(FEED + "take-access/", {"person": handle_of(ANALYST)}).status_code == 302
    with pytest.raises(psycopg.OperationalError):
        connected(given)
    assert dpo.post(FEED + "fill-anew/").status_code == 302
    assert owner.post(FEED + "close/", {"because": "The letters are written."}).status_code == 302
    assert "This use has no feed" in told(owner.get(FEED))
    assert "The letters are written." in told(owner.get(FEED))
    assert fed.feed_of(served).state == "closed"


def test_without_rows_in_its_agreement_there_is_no_feed_and_its_reason_is_kept(served, as_officer):
    owner = as_officer("owner")
    served.suspend_agreement(by=fed.DPO, agreement=fed.AGREEMENT, because="Made up: look again.")
    answer = owner.post(FEED + "ask/", ASKED)
    assert (answer.status_code, errors_link_to_fields(answer)) == (422, True)
    assert "written in the team" in told(answer)
