"""A partner organisation at the pages: its own agreements, what it received, and nothing else."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from actions.ashmere import ADMIN, ANALYST, CODES, DPO, Case
from actions.councils import copied

from web.serving import served, signed_in

PARTNER, STRANGER = CODES["partner"], "code-stranger"
HERE, RECEIVED = "/partner-agreements/", "/partner-agreements/received/"
NAME = "warm-homes-2026"


@pytest.fixture
def council(told, tmp_path, monkeypatch):
    """Give a council with a published table, and a partner who is no party to its agreement."""
    home = copied(told("until_published_and_refused", date.today()), tmp_path)
    with served(home, monkeypatch) as council:
        council.add_person(
            by=ADMIN, code=STRANGER, office="Stranger", organisation="A trust", roles=["partner"]
        )
        yield council


def text(answer) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_partner_reads_its_agreement_and_what_it_received(council):
    client = signed_in(council, PARTNER)
    page = text(client.get(HERE))
    assert f"/work/agreements/{NAME}/versions/1/" in page
    assert "Signed" in page
    assert '<a class="govuk-service-navigation__link" href="/partner-agreements/"' in page
    received = text(client.get(RECEIVED))
    assert "Households" in received
    assert NAME in received


def test_a_partner_of_nothing_sees_nothing(council):
    client = signed_in(council, STRANGER)
    assert "No agreement was offered" in text(client.get(HERE))
    assert "Nothing went out" in text(client.get(RECEIVED))
    assert NAME not in text(client.get(HERE))
    for address in (f"/work/agreements/{NAME}/", f"/work/agreements/{NAME}/versions/1/"):
        assert client.get(address).status_code == 404


def test_a_next_version_is_offered_compared_and_signed(council):
    case = Case(council.directory.with_name("stated"), date.today())
    council.state_agreement(by=DPO, document={**case.agreement, "title": "Warm homes, again"})
    client = signed_in(council, PARTNER)
    page = text(client.get(HERE))
    assert "1 agreement awaits your organisation’s answer." in page
    assert f"/work/agreements/{NAME}/from/1/to/2/" in page
    assert "Warm homes, again" in text(client.get(f"/work/agreements/{NAME}/from/1/to/2/"))
    signed = client.post(f"/work/agreements/{NAME}/sign/")
    assert signed.status_code == 302
    assert "No agreement awaits" in text(client.get(HERE))


# No page of the council's own work, whichever use it is of.
CLOSED = ["/work/uses/", "/work/uses/warm-homes/", "/work/datasets/", "/board-work/"]


@pytest.mark.parametrize("address", CLOSED)
def test_what_is_not_the_partners_is_closed(council, address):
    client = signed_in(council, PARTNER)
    assert client.get(address).status_code == 403
    assert address not in [a for a in CLOSED if f'href="{a}"' in text(client.get(HERE))]


def test_who_answers_for_no_organisation_may_not_come(council):
    client = signed_in(council, ANALYST)
    assert [client.get(address).status_code for address in (HERE, RECEIVED)] == [403, 403]
