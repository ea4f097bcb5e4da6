"""A resident checks the council's log in the browser, under the policy of the pages."""

from __future__ import annotations

from playwright.sync_api import expect


def test_a_resident_checks_the_whole_log(visit):
    visit.open("/ledger/")
    visit.page.get_by_role("button", name="Check it in this browser").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Check the log in this browser")
    visit.page.get_by_role("button", name="Check", exact=True).click()
    told = visit.page.get_by_role("status")
    expect(told).to_contain_text("Whole: ")
    expect(told).to_contain_text("Root: ")
    expect(visit.page.get_by_role("link", name="Keep this checkpoint")).to_be_visible()
    without_what_is_not_there_yet(visit)


def test_what_is_found_is_told_in_welsh(visit):
    visit.open("/cy/ledger/verify/")
    visit.page.get_by_role("button", name="Gwirio", exact=True).click()
    expect(visit.page.get_by_role("status")).to_contain_text("Cyfan: ")
    without_what_is_not_there_yet(visit)


def test_a_key_that_is_not_the_councils_is_not_believed(visit):
    visit.open("/ledger/verify/")
    key = "elsewhere.example+00000000+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    visit.page.get_by_label("The council's public key").fill(key)
    visit.page.get_by_role("button", name="Check", exact=True).click()
    expect(visit.page.get_by_role("status")).to_contain_text("not")
    expect(visit.page.get_by_role("status")).not_to_contain_text("Whole: ")
    without_what_is_not_there_yet(visit)


def without_what_is_not_there_yet(visit) -> None:
    """Take from the faults that a log without witnesses has no file of them: it is asked for."""
    visit.watch.faults[:] = [
        one
        for one in visit.watch.faults
        if not (one.startswith("answered 404: ") and one.endswith("/ledger/witnesses"))
    ]
