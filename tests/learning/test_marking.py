"""Papers are drawn the same for the same attempt; marks count what is wholly right."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.kernel import BadInput
from beholden.learning import draw_paper, mark, read_course, read_letters

from .written import COURSE, changed

COURSE_READ = read_course(COURSE)
RIGHT = {n: q.right for n, q in enumerate(COURSE_READ.questions, 1)}

MARKS = [
    (RIGHT, 3, 100, True),
    ({}, 0, 0, False),
    ({1: {2}, 2: {1, 2}}, 2, 66, True),
    ({1: {2}}, 1, 33, False),
    ({1: {2}, 2: {1}, 3: {2}}, 2, 66, True),  # half of the right answers is no right answer
    ({1: {2}, 2: {1, 2, 3}, 3: {1}}, 1, 33, False),
    ({1: {1, 2, 3}, 2: {1, 2, 3}, 3: {1, 2}}, 0, 0, False),  # ticking all of them
]


@pytest.mark.parametrize(("answers", "right", "score", "passed"), MARKS)
def test_marks(answers: dict[int, set[int]], right: int, score: int, passed: bool) -> None:
    result = mark(COURSE_READ, answers)
    assert (result.right, result.score, result.passed) == (right, score, passed)
    assert [one.explanation for one in result.marked] == [
        q.explanation for q in COURSE_READ.questions
    ]


@pytest.mark.parametrize(("pass_mark", "passed"), [(66, True), (67, False), (100, False)])
def test_the_pass_mark_is_not_rounded_towards_anybody(pass_mark: int, passed: bool) -> None:
    course = read_course(changed("pass_mark: 60", f"pass_mark: {pass_mark}"))
    assert mark(course, {1: {2}, 2: {1, 2}}).passed is passed


@pytest.mark.parametrize("answers", [{4: {1}}, {0: {1}}, {1: {4}}, {1: {0}}, {2: {1}}])
def test_what_was_not_asked_cannot_be_answered(answers: dict[int, set[int]]) -> None:
    with pytest.raises(BadInput):
        mark(COURSE_READ, answers, asked=(1, 3))


@given(st.text(max_size=20))
def test_a_paper_is_the_same_for_the_same_attempt(seed: str) -> None:
    paper = draw_paper(COURSE_READ, seed=seed)
    assert paper == draw_paper(COURSE_READ, seed=seed)
    assert sorted(asked.number for asked in paper) == [1, 2, 3]
    for asked in paper:
        options = COURSE_READ.questions[asked.number - 1].options
        assert sorted(asked.order) == list(range(1, len(options) + 1))


def test_attempts_are_asked_in_different_orders() -> None:
    papers = [draw_paper(COURSE_READ, seed=f"attempt-{n}") for n in range(20)]
    assert len(set(papers)) > 15
    assert any(first[0].order != second[0].order for first, second in pairwise(papers))


def test_as_many_are_drawn_as_the_course_asks() -> None:
    course = read_course(changed("minutes: 5", "minutes: 5\nasks: 2"))
    drawn = [{a.number for a in draw_paper(course, seed=f"{n}")} for n in range(30)]
    assert {len(one) for one in drawn} == {2}
    assert set.union(*drawn) == {1, 2, 3}


@given(st.integers(0, 50), st.data())
def test_letters_stand_for_the_options_as_they_are_shown(seed: int, data: st.DataObject) -> None:
    asked = draw_paper(COURSE_READ, seed=f"{seed}")[0]
    shown = data.draw(st.sets(st.sampled_from(asked.letters), min_size=1))
    chosen = read_letters(", ".join(sorted(shown)).upper(), asked)
    assert chosen == {asked.order[asked.letters.index(letter)] for letter in shown}


@pytest.mark.parametrize("text", ["", " ", "z", "1", "ab", "a, ?", "a-c"])
def test_no_other_letter_is_an_answer(text: str) -> None:
    asked = draw_paper(COURSE_READ, seed="x")[0]
    with pytest.raises(BadInput, match="letters"):
        read_letters(text, asked)
