"""What residents asked for themselves, on the pages of who answers."""

from __future__ import annotations

import pytest


@pytest.fixture
def asked(served):
    """Give the receipt of what a resident asked."""
    return served.file_request(kind="household-question", text="1 Mill Lane, since 2020. zqx")


def test_it_is_read_answered_and_closed(as_officer, asked):
    dpo = as_officer("dpo")
    assert asked in dpo.get("/my-work/").content.decode()
    assert "Household question" in dpo.get("/work/requests/").content.decode()
    page = dpo.get(f"/work/requests/{asked}/").content.decode()
    assert "1 Mill Lane, since 2020." in page
    wrong = dpo.post(f"/work/requests/{asked}/close/", {"note": "Told in writing."})
    assert wrong.status_code == 422
    assert "Told in writing." in wrong.content.decode()
    done = dpo.post(
        f"/work/requests/{asked}/close/", {"outcome": "answered", "note": "Told in writing."}
    )
    assert done.status_code == 302
    closed = dpo.get(f"/work/requests/{asked}/").content.decode()
    assert "Told in writing." in closed
    assert "Close the request" not in closed
    assert asked not in dpo.get("/my-work/").content.decode()


@pytest.mark.parametrize("who", ["admin", "analyst", "partner"])
def test_nobody_else_reads_it(as_officer, asked, who):
    for path in ("/work/requests/", f"/work/requests/{asked}/"):
        answer = as_officer(who).get(path)
        assert answer.status_code == 403
        assert "zqx" not in answer.content.decode()


def test_what_is_not_there(as_officer):
    assert as_officer("dpo").get("/work/requests/request-0/").status_code == 404
