"""Releases along their pages: seen cell by cell, reviewed by another, published."""

from __future__ import annotations

import pytest
from actions.ashmere import MARKER, until_requested

from beholden.doors.web.officer.releases import ReviewForm
from beholden.records import reading

from .test_uses_pages import errors_link_to_fields, told


def state(served, release: str) -> str:
    with served.at_work():
        return reading.release(release).summary.state


def test_a_release_is_reviewed_and_published_by_others(served, as_officer):
    release = until_requested(served)
    page = f"/work/releases/{release}/"
    asked = told(as_officer("analyst").get(page))
    assert "Your roles" not in asked
    assert 'name="approve"' not in asked

    many = as_officer("many")  # analyst and reviewer, who did not ask: may review
    assert 'name="approve"' in told(many.get(page))

    reviewer = as_officer("reviewer")
    seen = told(reviewer.get(page))
    assert "Elm End" in seen
    assert "withheld" in seen
    assert "fewer than 20 households" in seen
    assert MARKER not in seen
    unexplained = reviewer.post(page, {"approve": "no", "because": ""})
    assert (unexplained.status_code, errors_link_to_fields(unexplained)) == (422, True)
    assert reviewer.post(page, {"approve": "yes", "because": ""}).status_code == 302
    assert state(served, release) == "approved"

    assert reviewer.get(page + "publish/").status_code == 403
    assert as_officer("publisher").post(page + "publish/").status_code == 302
    assert state(served, release) == "published"


def test_who_asked_is_told_beforehand_that_another_reviews(served, as_officer):
    from actions.ashmere import CODES, QUESTION

    answered = served.ask(by=CODES["many"], use="warm-homes", question=QUESTION)
    release = served.request_release(
        by=CODES["many"], receipt=answered.receipt.id, name="mine", title="Mine"
    ).id
    many, page = as_officer("many"), f"/work/releases/{release}/"
    told_so = told(many.get(page))
    assert "so somebody else reviews it" in told_so
    assert 'name="approve"' not in told_so
    many.post(page, {"approve": "yes", "because": "Mine is fine."})
    assert state(served, release) == "requested"


@pytest.mark.parametrize(("left", "because", "good"), [
    (("A few differ.",), "", False), (("A few differ.",), "They moved.", True), ((), "", True),
])  # fmt: skip
def test_a_yes_to_what_was_left_to_judge_says_how_it_was_judged(left, because, good):
    form = ReviewForm({"approve": "yes", "because": because}, to_judge=left)
    assert form.is_valid() == good
    assert ("because" in form.errors) != good
