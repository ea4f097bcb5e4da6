"""The courses that come along are whole, short, plain, and can be passed and failed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from beholden.learning import (
    AUDIENCES,
    Course,
    course_html,
    draw_paper,
    mark,
    read_course,
    shipped_courses,
)

from .written import COURSE

COURSES = pytest.mark.parametrize("course", shipped_courses(), ids=lambda course: course.code)

LONGEST_SENTENCE = 28  # GOV.UK's style guide asks for 25 words or fewer; names of Acts are long
MEAN_SENTENCE = 15
WORDS_A_MINUTE = 100  # slow: people think about what they read


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a Markdown text: each line, item and heading ends one."""
    plain = re.sub(r"[*`]", "", text)
    for sentence in re.split(r"(?<=[.!?:])\s+|\n+", plain):
        if sentence.strip():
            yield sentence.strip()


def texts(course: Course) -> Iterator[str]:
    for section in course.sections:
        yield section.text
        for question in section.questions:
            yield question.prompt
            yield question.explanation
            yield from (option.text for option in question.options)


def test_there_is_a_course_for_everybody() -> None:
    assert sorted(course.audience for course in shipped_courses()) == sorted(AUDIENCES)


@COURSES
def test_a_course_is_short(course: Course) -> None:
    words = sum(len(section.text.split()) for section in course.sections)
    assert 6 <= len(course.questions) <= 10
    assert course.minutes <= 15
    assert words / WORDS_A_MINUTE + len(course.questions) / 2 <= course.minutes


@COURSES
def test_a_course_is_in_short_sentences(course: Course) -> None:
    lengths = {s: len(s.split()) for text in texts(course) for s in sentences(text)}
    assert [s for s, length in lengths.items() if length > LONGEST_SENTENCE] == []
    assert sum(lengths.values()) / len(lengths) <= MEAN_SENTENCE


@COURSES
def test_every_question_is_explained_and_no_answer_stands_out(course: Course) -> None:
    firsts = 0
    for question in course.questions:
        assert len(question.explanation.split()) >= 12
        assert len(question.options) >= 3
        assert all("none of" not in option.text.lower() for option in question.options)
        firsts += 1 in question.right
    assert firsts < len(course.questions)


@COURSES
def test_who_answers_right_passes_and_who_ticks_one_place_fails(course: Course) -> None:
    right = {n: q.right for n, q in enumerate(course.questions, 1)}
    assert mark(course, right).passed
    for place in (1, 2, 3):
        assert not mark(course, {n: {place} for n in right}).passed
    papers = [draw_paper(course, seed=f"attempt-{n}") for n in range(40)]
    by_chance = [mark(course, {a.number: {a.order[0]} for a in paper}).passed for paper in papers]
    assert sum(by_chance) <= 5


@COURSES
def test_what_a_course_says_of_the_law_has_its_source(course: Course) -> None:
    assert course.sections[-1].title == "Sources"
    sources = course.sections[-1].text
    assert "legislation.gov.uk" in sources
    for text in texts(course):
        for act in re.findall(r"(?:Data Protection|Equality) Act \d{4}", text):
            assert act in sources


def test_each_of_the_laws_is_in_a_course() -> None:
    everything = " ".join(text for course in shipped_courses() for text in texts(course))
    for law in ("UK GDPR", "Data Protection Act 2018", "Data (Use and Access) Act 2025"):
        assert law in everything


def test_a_course_on_a_page_passes_on_no_html() -> None:
    hostile = COURSE.replace("It has an *owner*.", "<script>x</script> [a](javascript:x) ![b](c)")
    body = course_html(read_course(hostile.replace("- [ ] A table", "- [ ] <img src=x onerror=y>")))
    assert "<script" not in body
    assert "<img" not in body
    assert 'href="javascript' not in body
    assert body.count("<details>") == 3
