"""Undertakings, complaints, concealments, people and training along their pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from actions.ashmere import ADMIN, CODES

from beholden.records import reading

from .test_uses_pages import TODAY, day, errors_link_to_fields, told

LATER = TODAY + timedelta(days=20)


@pytest.fixture
def moment() -> str:
    """Give how far the case is told."""
    return "until_agreed"


def test_an_undertaking_is_given_delayed_by_two_people_and_done(served, as_officer):
    owner, officer, dpo = (as_officer(name) for name in ("owner", "officer", "dpo"))
    typed = {"text": "Test the letter", "owner": "Head of Revenues", "otherwise": "tell"}
    past = owner.post(
        "/work/undertakings/warm-homes/state/", {**typed, **day("by", TODAY - timedelta(days=3))}
    )
    assert (past.status_code, errors_link_to_fields(past)) == (422, True)
    assert "Test the letter" in told(past)
    given = owner.post("/work/undertakings/warm-homes/state/", {**typed, **day("by", TODAY)})
    assert given.status_code == 302
    work = told(owner.get("/my-work/"))
    assert "warm-homes/1: Test the letter" in work
    assert "holds this office today" not in work
    nobody = {**typed, "owner": "Head of Nowhere", "otherwise": "stop", **day("by", LATER)}
    stated = owner.post("/work/undertakings/warm-homes/state/", nobody, follow=True)
    assert "It is stated, and public." in told(stated)
    assert "holds this office today: Head of Nowhere." in told(stated)

    one = "/work/undertakings/warm-homes/1/"
    asked = officer.post(one + "more-time/", {"because": "Snow.", **day("until", LATER)})
    assert asked.status_code == 302
    assert "A second person is to agree." in told(dpo.get(one))
    assert dpo.post(one + "agree/", {"because": "Snow indeed."}).status_code == 302
    with served.at_work():
        assert reading.undertaking("warm-homes/1").due == LATER
    assert owner.post(one + "done/", {"because": "Ten residents read it."}).status_code == 302
    assert "done" in told(owner.get("/work/undertakings/?state=done"))
    assert "This is not yours to do" in told(owner.get(one + "done/"))


def test_a_complaint_goes_its_way_by_the_clock(served, as_officer):
    dpo = as_officer("dpo")
    typed = {
        "kind": "use of data",
        "use": "warm-homes",
        "channel": "letter",
        "text": "I was written to and had not asked.",
        **day("received", TODAY - timedelta(days=25)),
    }
    wrong = dpo.post("/work/record-a-complaint/", {**typed, "kind": ""})
    assert (wrong.status_code, errors_link_to_fields(wrong)) == (422, True)
    recorded = dpo.post("/work/record-a-complaint/", typed, follow=True)
    due = TODAY + timedelta(days=5)
    assert f"It is recorded. Acknowledge it by {due.day} {due:%B %Y}." in told(recorded)
    with served.at_work():
        (one,) = reading.complaints(TODAY)
    page = f"/work/complaints/{one.id}/"
    assert "5 days left" in told(dpo.get("/work/complaints/"))
    assert "A complaint about: use of data" in told(dpo.get("/my-work/"))
    assert "I was written to and had not asked." in told(dpo.get(page))
    assert "This step was taken, or is not next." in told(dpo.get(page + "closed/"))
    steps = ("acknowledged", {}), ("decided", {"outcome": "upheld"}), ("closed", {})
    for step, more in steps:
        answer = dpo.post(f"{page}{step}/", {**day("on"), "note": "Written to.", **more})
        assert answer.status_code == 302, step
    assert "Closed" in told(dpo.get("/work/complaints/"))
    refused = as_officer("owner").get(page)
    assert refused.status_code == 403
    assert "What to do:</strong> Open a page that your own office has" in told(refused)

    late = {**typed, **day("received", TODAY - timedelta(days=42))}
    due = TODAY - timedelta(days=12)
    says = f"It was to be acknowledged by {due.day} {due:%B %Y}: 12 days ago."
    assert says in told(dpo.post("/work/record-a-complaint/", late, follow=True))


def test_a_concealment_takes_two_people(served, as_officer):
    dpo, officer = as_officer("dpo"), as_officer("officer")
    typed = {"use": "warm-homes", "reason": "crime", **day("until", LATER)}
    assert dpo.post("/work/state-a-concealment/", typed).status_code == 302
    assert "You stated it: somebody else confirms it" in told(dpo.get("/work/concealments/"))
    assert "Confirm a concealment of warm-homes" in told(officer.get("/my-work/"))
    with served.at_work():
        (one,) = reading.concealments()
    confirm = f"/work/concealments/{one.id}/confirm/"
    assert dpo.post(confirm).status_code == 422
    assert officer.post(confirm).status_code == 302
    assert "Holds: " in told(officer.get("/work/concealments/"))
    assert dpo.post(f"/work/concealments/{one.id}/lift/").status_code == 302
    assert dpo.get("/work/objections-and-opt-outs/").status_code == 200


def test_people_are_added_changed_and_let_go_and_no_address_names_them(served, as_officer):
    admin = as_officer("admin")
    typed = {
        "code": "new-analyst",
        "office": "Analyst of housing",
        "organisation": "Housing",
        "roles": ["analyst"],
    }
    wrong = admin.post("/work/add-a-person/", {**typed, "code": "No Good"})
    assert (wrong.status_code, errors_link_to_fields(wrong)) == (422, True)
    assert admin.post("/work/add-a-person/", typed).status_code == 302
    page = admin.get("/work/people/?find=analyst of housing").content.decode()
    assert "Analyst of housing" in page
    addresses = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert not any(code in address for address in addresses for code in CODES.values())
    assert not any("new-analyst" in address for address in addresses)
    one = next(a for a in addresses if a.startswith("/work/people/") and a.endswith("/let-go/"))
    assert admin.post(one).status_code == 302
    with served.at_work():
        assert reading.person("new-analyst").active is False
    back = admin.post(one.removesuffix("let-go/"), typed)
    assert back.status_code == 302
    own = admin.post("/work/add-a-person/", {**typed, "code": ADMIN, "roles": ["analyst"]})
    assert own.status_code == 422
    assert as_officer("dpo").get("/work/people/").status_code == 403


def test_who_lacks_training_is_seen_by_who_sees_to_it(served, as_officer):
    rule = {"requires": {"extract-seal": ["advising-on-data-uses"]}}
    served.require_training(by=CODES["dpo"], statement=rule)
    assert "Lacking" in told(as_officer("dpo").get("/work/training/"))
    assert "Take the course advising-on-data-uses" in told(as_officer("dpo").get("/my-work/"))
    assert as_officer("owner").get("/work/training/").status_code == 403
