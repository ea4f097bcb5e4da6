"""Accounts along their pages: opened, handed over, begun anew, closed by the administrator."""

from __future__ import annotations

import csv
import io
import re

import pytest
from actions.ashmere import ADMIN, CODES
from opened_accounts import account_of

from beholden.doors.web.officer.people import handle_of

from .test_uses_pages import errors_link_to_fields, told

OWNER = CODES["analyst"]
ONE = f"/work/accounts/{handle_of(OWNER)}/"
OPEN = "/work/open-an-account/"
EMAIL = "analyst@example.org"


@pytest.fixture
def admin(as_officer):
    return as_officer("admin")


@pytest.fixture
def deputy(served):
    """Give the client of a second administrator, without whom no account is given again."""
    from django.test import Client

    office = {"office": "Deputy", "organisation": "Borough of Ashmere"}
    served.add_person(by=ADMIN, code="code-deputy", **office, roles=["administrator"])
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
    with served.at_work():
        client.force_login(account_of("code-deputy", "deputy@example.org"))
    return client


@pytest.fixture
def opened(admin):
    """Give the client of an administrator who has opened an account, and its one-time address."""
    said = {"person": handle_of(OWNER), "email": EMAIL, "by": "show"}
    page = told(admin.post(OPEN, said))
    found = re.search(r"http://127\.0\.0\.1(/new-password/[^<]+)", page)
    assert found, page
    return admin, found[1]


def accounts(served) -> dict[str, str]:
    return {one.person: one.email for one in served.list_accounts(by=ADMIN)}


def test_an_account_is_opened_and_its_address_shown_once(served, opened):
    from django.test import Client

    admin, address = opened
    assert accounts(served)[OWNER] == EMAIL
    assert "Nothing yet" in told(admin.get(ONE))
    assert address not in told(admin.get(ONE))
    stranger = Client(SERVER_NAME="127.0.0.1")
    assert "password" in told(stranger.get(address, follow=True)).lower()
    again = admin.post(OPEN, {"person": handle_of(OWNER), "email": EMAIL, "by": "show"})
    assert (again.status_code, errors_link_to_fields(again)) == (422, True)


@pytest.fixture
def sends(monkeypatch):
    """Let messages leave, so far as is known: they are printed for the test to read."""
    monkeypatch.setattr("beholden.actions.message_settings.Messages.leave", True)


def test_where_no_message_leaves_the_address_is_shown_and_never_said_to_be_sent(served, admin):
    assert "Nothing is sent from here" in told(admin.get(OPEN))
    answer = admin.post(OPEN, {"person": handle_of(OWNER), "email": EMAIL, "by": "send"})
    assert (answer.status_code, errors_link_to_fields(answer)) == (422, True)
    assert OWNER not in accounts(served)


@pytest.mark.usefixtures("sends")
def test_who_is_reset_given_again_or_closed_is_told_each_time(opened, deputy, monkeypatch):
    from beholden.doors.web.officer import accounts as pages

    admin, _address = opened
    sent = []
    monkeypatch.setattr(pages, "send_later", lambda *said, **message: sent.append((said, message)))
    deputy.post(ONE + "begin-anew/")
    admin.post(ONE + "begin-anew/", {"by": "show"})
    deputy.post(ONE + "close/")
    assert {said[1:] for said, _ in sent} == {("email", EMAIL)}
    taken, given, closed = (message["body"] for _, message in sent)
    assert "took away your password" in taken
    assert "gave you your account again" in given
    assert "shown to them" in given
    assert "closed your account" in closed
    assert "/new-password/" not in taken + given + closed


def test_ones_own_account_is_named_as_such(admin):
    own = f"/work/accounts/{handle_of(ADMIN)}/"
    for act in ("begin-anew/", "close/"):
        assert "This is your own account" in told(admin.get(own + act))


def test_the_last_account_of_an_administrator_is_not_closed(served, admin):
    answer = admin.post(f"/work/accounts/{handle_of(ADMIN)}/close/")
    assert (answer.status_code, errors_link_to_fields(answer)) == (422, True)
    assert "Open an account for another administrator first" in told(answer)
    assert ADMIN in accounts(served)


@pytest.mark.usefixtures("sends")
def test_the_address_is_sent_to_the_person_and_not_shown(served, admin, capsys):
    said = {"person": handle_of(OWNER), "email": EMAIL, "by": "send"}
    answer = admin.post(OPEN, said, follow=True)
    assert "The address was sent to the person." in told(answer)
    assert "/new-password/" not in told(answer)
    sent = capsys.readouterr()
    assert "/new-password/" in sent.out + sent.err


@pytest.mark.usefixtures("sends")
def test_it_is_told_where_a_message_could_not_be_sent(served, admin, monkeypatch):
    from beholden.doors.web.officer import accounts as pages
    from beholden.kernel import Unavailable

    def fails(*_args, **_said):
        raise Unavailable("The mail server does not answer.")

    monkeypatch.setattr(pages, "send", fails)
    page = told(admin.post(OPEN, {"person": handle_of(OWNER), "email": EMAIL, "by": "send"}))
    assert "The mail server does not answer." in page
    assert "/new-password/" in page  # or the account could not be used


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"email": "no address"}, "This is not an e-mail address."),
        ({"email": "admin@example.org"}, "Another person signs in with this address."),
        ({"person": ""}, "Whose account is it?"),
        ({"by": ""}, "How does the person get"),
    ],
)
def test_what_was_typed_is_kept_where_it_cannot_be_opened(served, admin, changed, says):
    size = served.log.size
    said = {"person": handle_of(OWNER), "email": EMAIL, "by": "show"} | changed
    answer = admin.post(OPEN, said)
    assert (answer.status_code, errors_link_to_fields(answer)) == (422, True)
    assert says in told(answer)
    assert f'value="{said["email"]}"' in told(answer)
    assert (served.log.size, OWNER in accounts(served)) == (size, False)


def test_an_account_is_reset_by_one_given_again_by_another_and_closed(served, opened, deputy):
    admin, address = opened
    assert "Password and second factor are taken away alike" in told(admin.get(ONE + "begin-anew/"))
    page = told(deputy.post(ONE + "begin-anew/", follow=True))
    assert "The account is reset" in page
    assert "/new-password/" not in page
    assert "until another administrator gives it" in page
    assert "so another administrator gives it: two" in told(deputy.get(ONE + "begin-anew/"))
    before = served.log.size
    assert "/new-password/" not in told(deputy.post(ONE + "begin-anew/", {"by": "show"}))
    assert served.log.size == before
    assert "until you give it" in told(admin.get(ONE))
    page = told(admin.post(ONE + "begin-anew/", {"by": "show"}))
    assert "/new-password/" in page
    assert address not in page
    assert "Give it again" in told(admin.get(ONE))  # where what was shown is lost
    assert "Give it again" not in told(deputy.get(ONE))
    assert deputy.post(ONE + "close/").status_code == 302
    assert OWNER not in accounts(served)
    assert "cannot sign in" in told(admin.get(ONE))
    for act in ("begin-anew/", "close/"):
        assert "They have no account." in told(admin.get(ONE + act))
        assert admin.post(ONE + act, {"by": "show"}).status_code == 200
    said = {"person": handle_of(OWNER), "email": "elsewhere@example.org", "by": "show"}
    answer = deputy.post(OPEN, said)
    assert (answer.status_code, errors_link_to_fields(answer)) == (422, True)
    assert "that they took away" in told(answer)


@pytest.fixture
def joined(served, deputy):
    """Give the deputy's client, whose account the first administrator opened."""
    from beholden.records.models import Person, WayIn

    with served.at_work():
        one, other = (Person.objects.get(code=code) for code in (ADMIN, "code-deputy"))
        WayIn.objects.create(person=other, given_by=one, given_at=served.clock.now())
    return deputy


def test_an_account_that_nobody_could_give_again_is_not_reset(served, opened, joined):
    admin, _address = opened
    size = served.log.size
    answer = admin.post(ONE + "begin-anew/")
    assert answer.status_code == 422
    assert "Nobody would be left to give this account again" in told(answer)
    assert "open their own account on the machine" in told(answer)
    assert served.log.size == size


@pytest.mark.usefixtures("sends")
def test_where_two_may_be_one_the_address_is_sent_and_shown_to_nobody(
    served, opened, joined, monkeypatch
):
    from beholden.doors.web.officer import accounts as pages
    from beholden.kernel import Unavailable

    admin, _address = opened
    assert "First opened by" in told(admin.get(ONE))
    admin.post(ONE + "begin-anew/")
    page = told(joined.get(ONE + "begin-anew/"))
    assert "both may be one person’s" in page
    assert 'value="show"' not in page
    size = served.log.size
    assert joined.post(ONE + "begin-anew/", {"by": "show"}).status_code == 422
    assert served.log.size == size
    sent = []
    monkeypatch.setattr(pages, "send", lambda *said, **message: sent.append((said, message)))
    page = told(joined.post(ONE + "begin-anew/", {"by": "send"}, follow=True))
    assert "/new-password/" not in page
    ((said, message),) = sent
    assert (said[1:], "/new-password/" in message["body"]) == (("email", EMAIL), True)

    def fails(*_args, **_said):
        raise Unavailable("The mail server does not answer.")

    monkeypatch.setattr(pages, "send", fails)
    page = told(joined.post(ONE + "begin-anew/", {"by": "send"}, follow=True))
    assert "was not sent: give it again. The mail server does not answer." in page
    assert "/new-password/" not in page


@pytest.mark.usefixtures("sends")
def test_where_sending_fails_who_is_shown_the_address_is_on_record_first(
    served, opened, deputy, monkeypatch
):
    from beholden.doors.web.officer import accounts as pages
    from beholden.kernel import Unavailable
    from beholden.records.models import WayIn

    def fails(*_args, **_said):
        raise Unavailable("The mail server does not answer.")

    def shown_to():
        with served.at_work():
            found = WayIn.objects.filter(person__code=OWNER).order_by("pk")
            return list(found.values_list("given_by__code", flat=True))

    monkeypatch.setattr(pages, "send", fails)
    admin, _address = opened
    deputy.post(ONE + "begin-anew/")
    page = told(admin.post(ONE + "begin-anew/", {"by": "send"}, follow=True))
    assert "was not sent, and is shown to nobody: give it again" in page
    assert "The mail server does not answer." in page
    assert ("/new-password/" in page, shown_to()) == (False, [ADMIN])  # who opened it
    page = told(admin.post(ONE + "begin-anew/", {"by": "show"}))
    assert ("/new-password/" in page, shown_to()) == (True, [ADMIN, ADMIN])


def test_the_list_is_narrowed_and_is_given_as_data(served, opened):
    admin, _address = opened
    page = told(admin.get("/work/accounts/?find=analyst&state=never+signed+in"))
    assert EMAIL in page
    assert "admin@example.org" not in page
    rows = admin.get("/work/accounts.json?find=analyst").json()
    assert [(one["person"], one["email"]) for one in rows] == [(OWNER, EMAIL)]
    answer = admin.get("/work/accounts.csv")
    (mine,) = [
        row for row in csv.DictReader(io.StringIO(answer.content.decode())) if row["email"] == EMAIL
    ]
    assert mine["second_factor"] == "False"
    assert "Access-Control-Allow-Origin" not in answer
    assert "no-store" in answer["Cache-Control"]
    # Nobody is found by their e-mail address: addresses of pages are written to logs.
    assert EMAIL not in told(admin.get("/work/accounts/?find=analyst@"))


@pytest.mark.parametrize("who", ["dpo", "analyst", "auditor"])
def test_nobody_else_comes_to_them(served, as_officer, who):
    client = as_officer(who)
    for path in ("/work/accounts/", "/work/accounts.json", "/work/accounts.csv", OPEN, ONE):
        assert client.get(path).status_code == 403, path
