"""A course is one Markdown file; whatever is wrong with one is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.kernel import BadInput
from beholden.learning import Course, Option, Section, read_course

from .written import BODY, COURSE, HEAD, changed


def test_a_course_is_read_as_it_is_written() -> None:
    course = read_course(COURSE)
    assert (course.code, course.title, course.audience) == ("first-steps", "First steps", "staff")
    assert (course.version, course.pass_mark, course.valid_for_months) == (1, 60, 12)
    assert (course.minutes, course.asks) == (5, 3)
    assert [s.title for s in course.sections] == ["What a use is", "Who decides"]
    assert course.sections[0].text == (
        "One purpose, for which data are used.\n\nIt has an *owner*."
    )
    first, second, _ = course.questions
    assert first.options == (
        Option("A table", False),
        Option("One purpose for which data are used", True),
        Option("A department", False),
    )
    assert (first.right, first.has_several) == (frozenset({2}), False)
    assert first.explanation == "Everything is recorded under a use. See the first section."
    assert (second.right, second.has_several) == (frozenset({1, 2}), True)
    assert second.prompt == "Who advises, and who decides?\n\nThink of both."
    assert second.explanation == "The board's advice is public.\n\nA decision has reasons."


@pytest.mark.parametrize(
    "text",
    [COURSE, COURSE.replace("\n", "\r\n"), "\ufeff" + COURSE, COURSE.replace("\n", "\r")],
    ids=["as written", "windows", "with a byte order mark", "old"],
)
def test_line_ends_and_marks_make_no_other_course(text: str) -> None:
    assert read_course(text) == read_course(COURSE)
    assert read_course(text).fingerprint == read_course(COURSE).fingerprint


def test_another_text_has_another_fingerprint() -> None:
    other = read_course(changed("It has an *owner*.", "It has an owner."))
    assert other.fingerprint != read_course(COURSE).fingerprint


def test_what_comes_after_a_question_belongs_to_its_section() -> None:
    course = read_course(changed("## Who decides", "### More\n\nMore text.\n\n## Who decides"))
    assert course.sections[0].text.endswith("It has an *owner*.\n\n### More\n\nMore text.")
    assert len(course.questions) == 3


def test_a_part_of_the_questions_may_be_asked() -> None:
    course = read_course(changed("minutes: 5", "minutes: 5\nasks: 2"))
    assert (course.asks, len(course.questions)) == (2, 3)


FAULTS = [
    # The head
    ("", 1, "begins with a line of ---"),
    (BODY, 1, "begins with a line of ---"),
    (HEAD.replace("5\n---", "5") + BODY, 1, "has no end"),
    (changed("minutes: 5\n", ""), 8, "does not say minutes"),
    (changed("minutes: 5", "minutes = 5"), 8, "`name: value`"),
    (changed("minutes: 5", "minuets: 5"), 8, "no minuets"),
    (changed("minutes: 5", "minutes: 5\nminutes: 5"), 9, "minutes twice"),
    (changed("version: 1", "version: 0"), 5, "from 1 to 10000"),
    (changed("version: 1", "version: 1.5"), 5, "whole number"),
    (changed("version: 1", "version: ²"), 5, "whole number"),
    (changed("pass_mark: 60", "pass_mark: 101"), 6, "from 1 to 100"),
    (changed("audience: staff", "audience: everybody"), 4, "one of staff, board"),
    (changed("course: first-steps", "course: First steps"), 2, "small letters"),
    (changed("title: First steps", "title: " + "x" * 201), 3, "longer than 200"),
    (changed("minutes: 5", "minutes: 5\nasks: 4"), 10, "there are 3 questions"),
    # Sections
    (changed("## What a use is", "# What a use is"), 11, "title is in the head"),
    (changed("## What a use is\n", ""), 12, "stands in no section"),
    (HEAD, 10, "There is no section"),
    (changed("The accountable officer decides.\n", ""), 28, "says nothing"),
    (HEAD + "\n## One\n\nText.\n", 9, "asks nothing: write a"),
    # Questions
    (changed("What is a data use?\n", ""), 17, "asks nothing: write it between"),
    (changed("- [ ] Yes\n- [x] No\n", ""), 46, "no answers"),
    (changed("- [ ] Yes\n- [x] No\n", "- [ ] Yes\n\nOr\n\n- [x] No\n"), 46, "more than one list"),
    (changed("- [ ] Yes\n- [x] No\n", "- [ ] Yes\n* [x] No\n"), 46, "more than one list"),
    (changed("- [ ] Yes\n", ""), 46, "from two to 8"),
    (changed("- [x] No\n", "- [ ] No\n"), 46, "No answer is right"),
    (changed("- [ ] Yes\n", "- [x] Yes\n"), 46, "Every answer is right"),
    (changed("- [ ] Yes\n", "- [ ] No\n"), 46, "Two answers are the same"),
    (changed("- [ ] Yes\n", "- Yes\n"), 50, "begins with `[ ]`"),
    (changed("- [ ] Yes\n", "- [] Yes\n"), 50, "begins with `[ ]`"),
    (changed("- [x] No\n\nIt is the software's no.", "- [x] No\nIt is the no."), 46, "empty line"),
    (changed("It is the software's no.\n", ""), 46, "no explanation"),
    (changed("Is a refusal", "Is a \x00 refusal"), 48, "cannot be shown"),
    (changed("Is a refusal", "Is a \ud800 refusal"), 48, "cannot be shown"),
    (COURSE + "x" * 300_000, 1, "longer than a course may be"),
]


@pytest.mark.parametrize(("text", "line", "says"), FAULTS, ids=[f"{s[:24]}" for *_, s in FAULTS])
def test_a_fault_is_told_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_course(text)
    told = [one.strip() for one in caught.value.why.splitlines() if says in one]
    assert told, caught.value.why
    assert told[0].startswith(f"line {line}: ")
    assert caught.value.next_step


def test_every_fault_is_told_at_once() -> None:
    spoilt = changed("version: 1", "version: 0").replace("- [x] No\n", "- [ ] No\n")
    with pytest.raises(BadInput, match="2 faults"):
        read_course(spoilt)


def _read(text: str) -> Course | None:
    try:
        return read_course(text)
    except BadInput:
        return None


LINES = st.sampled_from(
    [
        *COURSE.splitlines(),
        "- [x] Other",
        "> quoted",
        "```",
        "    code",
        "1. one",
        "***",
        "<b>",
        "- -",
    ]
)


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=400), st.lists(LINES, max_size=60).map("\n".join)))
def test_no_text_raises_but_of_the_family(text: str) -> None:
    for tried in (text, HEAD + text, COURSE + "\n" + text):
        course = _read(tried)
        if course is not None:
            assert course.questions
            assert all(q.right and len(q.right) < len(q.options) for q in course.questions)
            assert all(isinstance(s, Section) and s.text for s in course.sections)
