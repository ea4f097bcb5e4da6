"""Courses are published, taken and marked; rights ask for them; nobody's marks are public."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from learning.written import COURSE

from beholden.actions.learning.certifying import check_certificate_file
from beholden.kernel import BadInput, Damaged, HeldClock, NotFound, Refused

from .ashmere import ANALYST, CODES, DAY, DPO, QUESTION, Case
from .councils import entries_of, records_of, state_of

CODE = "first-steps"
VERSION_2 = COURSE.replace("version: 1", "version: 2")


def later(council, days: int):
    return council.holding(HeldClock.on(DAY + timedelta(days=days)))


def right_answers(attempt):
    return {a.number: attempt.course.questions[a.number - 1].right for a in attempt.paper}


def take(council, by=ANALYST, course=CODE, answers=None):
    attempt = council.begin_course(by=by, course=course)
    given = right_answers(attempt) if answers is None else answers
    return council.hand_in_course(by=by, attempt=attempt.id, answers=given)


def ask_for(council, *courses, right="question-ask", **more):
    statement = {"requires": {right: list(courses)} if courses else {}, **more}
    council.require_training(by=DPO, statement=statement)


def ask(council):
    return council.ask(by=ANALYST, use="warm-homes", question=QUESTION)


@pytest.fixture
def published(founded):
    founded.publish_course(by=DPO, text=COURSE)
    return founded


# Publishing


def test_a_published_course_is_the_one_that_is_taken(published):
    state = published.course_named(CODE)
    assert (state.course.version, state.whose) == (1, "the council's own")
    published.publish_course(by=DPO, text=VERSION_2)
    assert published.course_named(CODE).course.version == 2
    entry = entries_of(published)[-1]
    assert (entry["act"], entry["facts"]["course"], entry["facts"]["version"]) == (
        "course-published", CODE, 2,
    )  # fmt: skip


@pytest.mark.parametrize("text", [COURSE, COURSE.replace("Who decides", "Others"), "no course"])
def test_what_cannot_be_published_changes_nothing(published, text):
    published.publish_course(by=DPO, text=VERSION_2)
    before = state_of(published)
    with pytest.raises(BadInput):
        published.publish_course(by=DPO, text=text)
    assert state_of(published) == before


def test_courses_that_come_along_are_there_and_may_be_made_ones_own(founded):
    along = {state.course.code: state for state in founded.list_courses()}
    assert len(along) == 4
    assert {state.whose for state in along.values()} == {"came with Beholden"}
    staff = along["handling-joined-up-data"].course
    own = staff.text.replace("version: 1", "version: 2").replace("Small numbers", "Few people")
    founded.publish_course(by=DPO, text=own)
    state = founded.course_named(staff.code)
    assert (state.course.version, state.whose) == (2, "the council's own")
    assert take(founded, course=staff.code).certificate.version == 2


def test_a_course_that_came_along_is_put_on_record_when_it_is_taken(founded):
    for _ in range(2):
        take(founded, course="your-data-and-your-rights", by=CODES["resident"])
    acts = [entry["act"] for entry in entries_of(founded)]
    assert acts[-3:] == ["course-taken-up", "course-taken", "course-taken"]


# Taking


def test_who_answers_right_passes_and_has_a_certificate(published):
    taken = take(published)
    assert (taken.result.score, taken.result.passed) == (100, True)
    certificate = taken.certificate
    assert (certificate.issued, certificate.expires) == (DAY, date(2027, 12, 10))
    checked = published.check_certificate(certificate.id)
    assert (checked.counts, checked.course, checked.version) == (True, CODE, 1)


def test_who_does_not_pass_has_none_and_may_try_again_with_another_paper(published):
    first = published.begin_course(by=ANALYST, course=CODE)
    failed = published.hand_in_course(by=ANALYST, attempt=first.id, answers={})
    assert (failed.result.score, failed.result.passed, failed.certificate) == (0, False, None)
    second = published.begin_course(by=ANALYST, course=CODE)
    assert second.id != first.id
    assert take(published).certificate


def test_one_goes_on_where_one_stopped(published):
    attempt = published.begin_course(by=ANALYST, course=CODE)
    published.read_section(by=ANALYST, attempt=attempt.id, section=1)
    published.read_section(by=ANALYST, attempt=attempt.id, section=1)
    again = later(published, 3).begin_course(by=ANALYST, course=CODE)
    assert (again.id, again.paper, again.read) == (attempt.id, attempt.paper, frozenset({1}))
    assert published.begin_course(by=DPO, course=CODE).id != attempt.id


def test_an_attempt_is_somebodys_own(published):
    attempt = published.begin_course(by=ANALYST, course=CODE)
    for act in (
        lambda: published.read_section(by=DPO, attempt=attempt.id, section=1),
        lambda: published.hand_in_course(by=DPO, attempt=attempt.id, answers={}),
    ):
        with pytest.raises(NotFound):
            act()


FAULTS = [
    (lambda c, a: c.read_section(by=ANALYST, attempt=a.id, section=0), "no such section"),
    (lambda c, a: c.read_section(by=ANALYST, attempt=a.id, section=3), "no such section"),
    (lambda c, a: c.hand_in_course(by=ANALYST, attempt=a.id, answers={9: {1}}), "not asked"),
    (lambda c, a: c.hand_in_course(by=ANALYST, attempt=a.id, answers={1: {9}}), "not asked"),
]


@pytest.mark.parametrize(("act", "says"), FAULTS, ids=[says for _, says in FAULTS])
def test_what_cannot_be_handed_in_is_not_kept(published, act, says):
    attempt = published.begin_course(by=ANALYST, course=CODE)
    before = state_of(published)
    with pytest.raises(BadInput, match=says):
        act(published, attempt)
    assert state_of(published) == before


def test_an_attempt_is_handed_in_once_and_for_the_newest_version(published):
    attempt = published.begin_course(by=ANALYST, course=CODE)
    old = published.begin_course(by=CODES["owner"], course=CODE)
    published.hand_in_course(by=ANALYST, attempt=attempt.id, answers={})
    with pytest.raises(BadInput, match="handed in already"):
        published.hand_in_course(by=ANALYST, attempt=attempt.id, answers={})
    published.publish_course(by=DPO, text=VERSION_2)
    with pytest.raises(BadInput, match="new version"):
        published.hand_in_course(by=CODES["owner"], attempt=old.id, answers={})
    assert published.begin_course(by=CODES["owner"], course=CODE).course.version == 2


# What is told of it


def test_the_ledger_does_not_tell_who_passed(published):
    passed, failed = take(published), take(published, answers={})
    first, second = entries_of(published)[-2:]
    assert first["facts"].keys() == second["facts"].keys() == {
        "course", "version", "text", "record",
    }  # fmt: skip
    assert first["facts"]["record"] == passed.certificate.fingerprint
    assert len(first["facts"]["record"]) == len(second["facts"]["record"])
    assert failed.certificate is None
    assert ANALYST not in json.dumps(entries_of(published))


def test_what_somebody_reads_is_in_no_entry(published):
    before = len(entries_of(published))
    attempt = published.begin_course(by=ANALYST, course=CODE)
    published.read_section(by=ANALYST, attempt=attempt.id, section=2)
    assert len(entries_of(published)) == before


def test_a_certificate_is_shown_to_who_holds_it_and_who_sees_to_training(published):
    certificate = take(published).certificate
    for by in (ANALYST, DPO, CODES["admin"]):
        text = published.show_certificate(by=by, certificate=certificate.id)
        assert ANALYST in text
        assert certificate.fingerprint in text
    with pytest.raises(Refused):
        published.show_certificate(by=CODES["owner"], certificate=certificate.id)
    assert ANALYST not in str(published.check_certificate(certificate.id).to_dict())


def test_a_certificate_on_a_page_is_text(published):
    page = published.show_certificate(
        by=ANALYST, certificate=take(published).certificate.id, form="html"
    )
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    assert "First steps (first-steps, version 1)" in page


@pytest.mark.parametrize(
    ("days", "counts", "why"),
    [(0, True, "as it was issued"), (365, True, ""), (366, False, "expired")],
)
def test_a_certificate_is_worth_something_until_its_day(published, days, counts, why):
    certificate = take(published).certificate
    checked = later(published, days).check_certificate(certificate.id)
    assert checked.counts is counts
    assert why in checked.why


def test_a_certificate_is_checked_from_files_alone(published, tmp_path):
    certificate = take(published).certificate
    file = tmp_path / "certificate.json"
    file.write_text(
        published.show_certificate(by=ANALYST, certificate=certificate.id, form="json"), "utf-8"
    )
    ledger = published.path("ledger")
    assert check_certificate_file(file, directory=ledger, today=DAY).counts
    said = json.loads(file.read_text("utf-8"))
    for change in ({"expires": "2040-01-01"}, {"holder": DPO}, {"entry": 0}, {"entry": 10**6}):
        file.write_text(json.dumps({**said, **change}), "utf-8")
        with pytest.raises(Damaged, match="no such certificate"):
            check_certificate_file(file, directory=ledger, today=DAY)
    strange = [{"issued": "yesterday"}, {"entry": float("inf")}, {"entry": -1}, {"version": 1e400}]
    strange += [{"salt": float("nan")}, {"holder": ["\ud800"]}, {"entry": True}]
    texts = [json.dumps({**said, **change}) for change in strange]
    for text in ("", "[]", "{}", "[" * 100_000, *texts):
        file.write_text(text, "utf-8")
        with pytest.raises(BadInput):
            check_certificate_file(file, directory=ledger, today=DAY)


def test_an_unknown_certificate_is_not_found(published):
    with pytest.raises(NotFound):
        published.check_certificate("certificate-0000000000000000")


def test_who_has_had_what_is_told_to_those_who_see_to_training(published):
    ask_for(published, CODE)
    take(published)
    rows = {(r["person"], r["course"]): r for r in published.training_status(by=DPO)}
    assert rows[ANALYST, CODE]["counts"] is True
    assert rows[ANALYST, CODE]["needed_for"] == ["question-ask"]
    assert rows[CODES["many"], CODE]["counts"] is False
    assert CODES["owner"] not in {person for person, _ in rows}


# What a right asks for


def test_a_right_that_asks_for_a_course_is_not_used_without_it(sealed):
    sealed.publish_course(by=DPO, text=COURSE)
    ask_for(sealed, CODE)
    before = state_of(sealed)
    with pytest.raises(Refused) as refused:
        ask(sealed)
    refusal = refused.value.refusal
    assert refusal.clause == "training › question-ask"
    assert refusal.next_step == f"beholden course take {CODE}"
    assert state_of(sealed) == before
    take(sealed)
    assert ask(sealed).table.num_rows


def test_every_act_asks_for_the_training_of_its_right(founded):
    ask_for(founded, "advising-on-data-uses", right="use-state")
    with pytest.raises(Refused, match="need training"):
        founded.state_use(by=CODES["owner"], statement=Case(founded.directory).use)
    take(founded, by=CODES["owner"], course="advising-on-data-uses")
    founded.state_use(by=CODES["owner"], statement=Case(founded.directory).use)


def test_what_is_asked_for_is_on_the_ledger_and_the_newest_holds(published):
    ask_for(published, CODE, right="use-state", grace_days=10)
    entry = entries_of(published)[-1]
    assert entry["act"] == "training-required"
    assert entry["facts"]["statement"]["requires"] == {"use-state": [CODE]}
    ask_for(published)
    published.state_use(by=CODES["owner"], statement=Case(published.directory).use)


def test_what_holds_from_a_later_day_does_not_hold_before(published):
    ask_for(published, CODE, right="use-state", **{"from": "2026-12-12"})
    published.state_use(by=CODES["owner"], statement=Case(published.directory).use)
    another = {**Case(published.directory).use, "use": "another"}
    with pytest.raises(Refused, match="need training"):
        later(published, 2).state_use(by=CODES["owner"], statement=another)


def test_what_is_stated_late_holds_from_its_own_day(published):
    ask_for(published, CODE, right="use-state", **{"from": "2026-01-01"})
    assert entries_of(published)[-1]["facts"]["holds_from"] == DAY.isoformat()


def _tries_to_state(council, days):
    name = f"use-of-day-{days}"
    use = {**Case(council.directory).use, "use": name}
    try:
        later(council, days).state_use(by=CODES["owner"], statement=use)
    except Refused:
        return False
    return True


@pytest.mark.parametrize(
    ("grace", "days", "may"), [(30, 29, True), (30, 30, False), (0, 0, False), (1, 0, True)]
)
def test_an_older_version_counts_for_the_days_of_grace(published, grace, days, may):
    ask_for(published, CODE, right="use-state", grace_days=grace)
    take(published, by=CODES["owner"])
    published.publish_course(by=DPO, text=VERSION_2)
    assert _tries_to_state(published, days) is may


def test_a_certificate_that_expired_is_none(published):
    ask_for(published, CODE, right="use-state")
    take(published, by=CODES["owner"])
    assert _tries_to_state(published, 365)
    assert not _tries_to_state(published, 366)


WRONG = [
    ({"requires": {"question-answer": [CODE]}}, "no right called question-answer"),
    ({"requires": {"question-ask": ["nothing"]}}, "no course called nothing"),
    ({"requires": {"course-take": [CODE]}}, "never needs training"),
    ({"requires": {"training-require": [CODE]}}, "never needs training"),
    ({"requires": {"person-add": [CODE]}}, "never needs training"),
    ({"requires": {"question-ask": []}}, "cannot be read"),
    ({"requires": {"question-ask": [CODE, CODE]}}, "cannot be read"),
    ({"requires": {}, "grace_days": -1}, "cannot be read"),
    ({"requires": {}, "from": "next week"}, "cannot be read"),
    ({}, "cannot be read"),
]


@pytest.mark.parametrize(("statement", "says"), WRONG, ids=[says for _, says in WRONG])
def test_what_cannot_be_asked_for_changes_nothing(published, statement, says):
    before = state_of(published)
    with pytest.raises(BadInput, match=says):
        published.require_training(by=DPO, statement=statement)
    assert state_of(published) == before


# What an agreement asks for


def test_an_agreement_may_ask_its_analysts_for_a_course(sealed):
    sealed.publish_course(by=DPO, text=COURSE)
    case = Case(sealed.directory.with_name("stated"))
    document = {**case.agreement, "training": [CODE]}
    sealed.state_agreement(by=DPO, document=document)
    for who in ("revenues", "housing", "partner"):
        sealed.sign_agreement(by=CODES[who], agreement="warm-homes-2026")
    sealed.seal(by=DPO, use="warm-homes")
    told = set()
    for question in (QUESTION, "select nothing from nowhere", "select uprn from council_tax"):
        with pytest.raises(Refused) as refused:
            sealed.ask(by=ANALYST, use="warm-homes", question=question)
        told.add(str(refused.value))
        assert refused.value.refusal.clause == "training"
    # Whoever lacks it learns nothing from the words: they are the same whatever is asked (S2).
    assert len(told) == 1
    explained = sealed.explain(by=ANALYST, use="warm-homes", question=QUESTION)
    assert explained.refusal == refused.value.refusal

    def status() -> dict[str, tuple[list[str], bool]]:
        rows = sealed.training_status(by=DPO)
        return {r["person"]: (r["needed_for"], r["counts"]) for r in rows if r["course"] == CODE}

    asked = ["agreement warm-homes-2026"]
    lacks = status()
    assert lacks[ANALYST] == (asked, False)
    assert CODES["owner"] not in lacks, "who asks nothing under it needs no course for it"
    take(sealed)
    assert ask(sealed).table.num_rows
    assert status()[ANALYST] == (asked, True)
    sealed.end_agreement(by=DPO, agreement="warm-homes-2026", because="Done.")
    assert status()[ANALYST] == ([], True)


def test_an_agreement_asks_for_a_course_that_there_is(agreed):
    case = Case(agreed.directory.with_name("stated"))
    with pytest.raises(BadInput, match="no course called nothing"):
        agreed.state_agreement(by=DPO, document={**case.agreement, "training": ["nothing"]})


def test_terms_without_training_keep_their_fingerprint(agreed):
    from beholden.kernel import Terms
    from beholden.records.models import Agreement

    with agreed.at_work():
        kept = Agreement.objects.get()
    assert "training" not in kept.terms
    assert Terms.from_dict(kept.terms).hash == kept.terms_hash


def test_all_of_it_holds_on_each_database(on_each_database):
    council = on_each_database
    council.publish_course(by=DPO, text=COURSE)
    ask_for(council, CODE)
    with pytest.raises(Refused):
        ask(council)
    certificate = take(council).certificate
    assert council.check_certificate(certificate.id).counts
    assert ask(council).table.num_rows
    assert council.verify_ledger().ok
    assert records_of(council)["CourseResult"]
