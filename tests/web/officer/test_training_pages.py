"""Training along its pages: asked for, refused without it, read, answered, passed, shown."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from actions.ashmere import ANALYST, CODES, DPO, QUESTION
from learning.taken import COURSE, passed
from learning.written import COURSE as TEXT

from beholden.kernel import BadInput, Refused

from .test_uses_pages import TODAY, day, errors_link_to_fields, told

MINE, ONE = "/my-training/", f"/my-training/{COURSE}/"
ASK = {"requires": {"question-ask": [COURSE]}}


@pytest.fixture
def analyst(as_officer):
    return as_officer("analyst")


def ask(council):
    return council.ask(by=ANALYST, use="warm-homes", question=QUESTION)


def link_in(page: str, begins: str) -> str:
    """Return the first link of a page to an address that begins so."""
    (first, *_more) = re.findall(f'href="({begins}[^"]*)"', page)
    return first


def read_through(client) -> str:
    """Begin a course and press on through its sections; return where one is led then."""
    at = client.post(ONE)["Location"]
    while "/sections/" in at:
        assert "<h1" in told(client.get(at))
        at = client.post(at)["Location"]
    return at


def answers(council, *, wrong: int = 0) -> dict[str, list[str]]:
    """Return what is ticked on the paper that is open: right, but for so many."""
    paper = council.own_course(by=ANALYST, course=COURSE).attempt.paper
    asked = council.course_named(COURSE).course.questions
    given = {}
    for place, one in enumerate(paper, 1):
        right = asked[one.number - 1].right
        ticked = right if place > wrong else {n for n in one.order if n not in right}
        given[f"question_{place}"] = [str(n) for n in sorted(ticked)][: len(right)]
    return given


def test_what_awaits_is_done_where_it_leads(served, analyst):
    """From being asked for it, by the page alone, until the question is answered."""
    served.require_training(by=DPO, statement=ASK)
    with pytest.raises(Refused):
        ask(served)
    at = link_in(told(analyst.get("/my-work/")), "/my-training/handling")
    assert at == ONE
    assert "To read" in told(analyst.get(at))
    assert read_through(analyst) == f"{ONE}questions/"
    assert "To read" not in told(analyst.get(ONE))
    assert "keep-for-later" not in told(analyst.get(f"{ONE}questions/"))
    analyst.post(f"{ONE}questions/", {**answers(served), "keep-for-later": "1"})
    assert not served.begun_forms(by=ANALYST), "another attempt asks other questions"
    answer = analyst.post(f"{ONE}questions/", answers(served))
    assert answer["Location"] == f"{ONE}result/"
    page = told(analyst.get(answer["Location"]))
    assert "Passed" in page
    certificate = link_in(page, "/my-certificates/certificate-[0-9a-z]+/")
    assert ANALYST in told(analyst.get(certificate))
    file = analyst.get(certificate.rstrip("/") + ".json")
    assert served.check_certificate(file.json()["id"]).counts
    assert ask(served).receipt.id
    assert "Take the course" not in told(analyst.get("/my-work/"))


def test_looking_begins_nothing(served, analyst):
    size = served.log.size
    for page in ("", "sections/1/", "questions/", "result/"):
        assert analyst.get(ONE + page).status_code == 200
    assert served.own_course(by=ANALYST, course=COURSE).attempt is None
    assert served.log.size == size


def test_who_stops_goes_on_where_they_stopped(served, analyst):
    analyst.post(ONE)
    analyst.post(f"{ONE}sections/1/")
    assert served.own_course(by=ANALYST, course=COURSE).attempt.read == {1}
    assert link_in(told(analyst.get(ONE)), f"{ONE}sections/2/")
    assert re.search(r"1 of \d+ sections read", told(analyst.get(MINE)))
    analyst.post(f"{ONE}sections/1/")  # twice is once
    assert served.own_course(by=ANALYST, course=COURSE).attempt.read == {1}


def test_who_does_not_pass_sees_why_and_begins_again(served, analyst):
    read_through(analyst)
    analyst.post(f"{ONE}questions/", answers(served, wrong=5))
    page = told(analyst.get(f"{ONE}result/"))
    assert "Not passed" in page
    assert "This is right" in page
    assert "/my-certificates/" not in page
    assert served.own_course(by=ANALYST, course=COURSE).attempt is None
    assert "Take it again" in told(analyst.get(ONE))
    assert read_through(analyst) == f"{ONE}questions/"


def test_answers_are_kept_where_one_is_missing(served, analyst):
    analyst.post(ONE)
    given = answers(served)
    left_out = given.pop("question_2")
    answer = analyst.post(f"{ONE}questions/", given)
    assert (answer.status_code, errors_link_to_fields(answer)) == (422, True)
    assert "Answer question 2" in told(answer)
    assert len(re.findall(r" checked", told(answer))) == sum(map(len, given.values()))
    assert left_out
    assert served.own_course(by=ANALYST, course=COURSE).handed_in is None


@pytest.mark.parametrize("ticked", [["99"], ["x"], ["0"]])
def test_an_option_that_there_is_not_is_no_answer(served, analyst, ticked):
    analyst.post(ONE)
    answer = analyst.post(f"{ONE}questions/", answers(served) | {"question_1": ticked})
    assert (answer.status_code, errors_link_to_fields(answer)) == (422, True)


def test_anothers_certificate_is_as_one_that_there_is_not(served, as_officer):
    mine = passed(served, by=ANALYST)
    for at in (mine, "certificate-0000000000000000"):
        answer = as_officer("owner").get(f"/my-certificates/{at}/")
        assert answer.status_code == 404
        assert "There is no certificate of that name." in told(answer)
    assert as_officer("dpo").get(f"/my-certificates/{mine}/").status_code == 200


@pytest.mark.parametrize("who", ["member", "auditor", "partner", "admin", "reviewer"])
def test_every_audience_has_its_course(as_officer, who):
    client = as_officer(who)
    page = told(client.get(MINE))
    codes = set(re.findall(r'href="/my-training/([a-z-]+)/"', page))
    assert {"advising-on-data-uses", "asking-about-council-data", COURSE} <= codes
    for code in codes:
        assert client.get(f"/my-training/{code}/sections/1/").status_code == 200


def test_a_course_is_published_and_asked_for(served, as_officer):
    dpo = as_officer("dpo")
    old = {"requires": {"use-decide": [COURSE]}, "grace_days": 7}
    served.require_training(by=DPO, statement=old)
    broken = dpo.post("/work/publish-a-course/", {"text": TEXT.replace("- [x]", "- [ ]")})
    assert (broken.status_code, errors_link_to_fields(broken)) == (422, True)
    assert "title: First steps" in told(broken)
    sent = TEXT.replace("\n", "\r\n")  # as a browser sends it
    assert dpo.post("/work/publish-a-course/", {"text": sent}).status_code == 302
    assert served.course_named("first-steps").course.text == TEXT
    at = link_in(told(dpo.get("/work/training/")), "/work/training/first")
    later = TODAY + timedelta(days=30)
    said = {"rights": ["question-ask", "use-decide"], "grace_days": "30", **day("begins", later)}
    assert dpo.post(at, said).status_code == 302
    with served.at_work():
        from beholden.records import reading

        rule = reading.training_rule()
    assert rule
    assert rule.requires == {
        "use-decide": [COURSE, "first-steps"],
        "question-ask": ["first-steps"],
    }
    assert (rule.grace_days, rule.holds_from) == (30, later)
    assert "Decide on a use that somebody else stated." in told(dpo.get("/work/training/"))
    assert "checked" in told(dpo.get(at))


def test_what_is_to_come_for_one_course_is_not_brought_forward_by_another(served, as_officer):
    """People were given time: whoever adds a course without a day takes none of it away."""
    to_come = TODAY + timedelta(days=60)
    served.require_training(by=DPO, statement=ASK | {"from": to_come.isoformat()})
    served.publish_course(by=DPO, text=TEXT)
    at, dpo = "/work/training/first-steps/", as_officer("dpo")
    assert f'value="{to_come.year}"' in told(dpo.get(at))
    said = {"rights": ["use-decide"], "grace_days": "30"}
    early = dpo.post(at, said | day("begins", to_come - timedelta(days=1)))
    assert early.status_code == 422
    assert to_come.isoformat() in told(early)
    assert dpo.post(at, said).status_code == 302
    with served.at_work():
        from beholden.records import reading

        rule = reading.training_rule()
    assert rule
    assert set(rule.requires) == {"question-ask", "use-decide"}
    assert rule.holds_from == to_come
    assert ask(served).receipt.id


def test_what_came_of_an_older_version_is_told_of_that_version(served, analyst):
    passed(served, by=ANALYST)
    text = served.course_named(COURSE).course.text
    newer = text.replace("version: 1", "version: 2").replace("A colleague asks", "Somebody asks")
    served.publish_course(by=DPO, text=newer)
    page = told(analyst.get(f"{ONE}result/"))
    assert "A colleague asks" in page
    assert "Begin" in told(analyst.get(ONE)) or "Take it again" in told(analyst.get(ONE))
    with pytest.raises(BadInput):
        served.publish_course(by=DPO, text=newer)


def test_nobody_else_says_who_must_take_a_course(as_officer):
    for at in (f"/work/training/{COURSE}/", "/work/publish-a-course/"):
        for who in ("admin", "analyst", "officer"):
            assert as_officer(who).get(at).status_code == 403


def test_who_is_needed_is_told_by_what_they_may_do(served, as_officer):
    served.require_training(by=DPO, statement=ASK)
    assert "Asked of you" in told(as_officer("analyst").get(MINE))
    assert "Asked of you" not in told(as_officer("owner").get(MINE))
    assert CODES["owner"] not in told(as_officer("owner").get(MINE))
