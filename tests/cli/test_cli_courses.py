"""Courses on the command line: read and answered in a terminal, or by a file; in tables as data."""

from __future__ import annotations

import json

import pytest
import yaml
from actions.ashmere import ANALYST, CODES, DPO, write_yaml
from learning.written import COURSE

from beholden.actions import open_council
from beholden.learning import draw_paper, read_course

from .running import Line

CODE = "first-steps"


@pytest.fixture
def at(line: Line, founded) -> Line:
    """Give a command line at a home with one course of its own, for its analyst."""
    founded.publish_course(by=DPO, text=COURSE)
    founded.close()
    return Line(line._captured, founded.directory, ANALYST)


def letters_for(at: Line, right: bool = True) -> list[str]:
    """Return what somebody types to answer every question right, or the first option each time."""
    council = open_council(at.home)
    attempt = council.begin_course(by=ANALYST, course=CODE)
    course = read_course(COURSE)
    council.close()
    return [
        ", ".join(
            letter
            for letter, number in zip(asked.letters, asked.order, strict=True)
            if (number in course.questions[asked.number - 1].right) == right
        )
        for asked in draw_paper(course, seed=attempt.id)
    ]


def test_a_course_is_taken_in_a_terminal(at):
    ran = at("course", "take", CODE, stdin="\n\n" + "\n".join(letters_for(at)) + "\n")
    assert ran.code == 0, ran.err
    assert "What a use is   (1 of 2)" in ran.out
    assert "3 of 3 right: 100 per cent." in ran.out
    assert "It is the software's no." in ran.out
    certificate = ran.out.rsplit("certificate ", 1)[1].strip()
    checked = at("course", "check", certificate, "--json").json
    assert (checked["counts"], checked["course"]) == (True, CODE)
    assert ANALYST in at("course", "certificate", certificate).out


def test_who_stops_goes_on_with_the_next_section(at):
    assert at("course", "take", CODE, stdin="\n").code == 130
    ran = at("course", "take", CODE, stdin="\n" + "\n".join(letters_for(at)) + "\n")
    assert "(1 of 2)" not in ran.out
    assert "Who decides   (2 of 2)" in ran.out
    assert "Passed." in ran.out


def test_what_is_no_letter_is_asked_again_and_wrong_answers_are_explained(at):
    wrong = letters_for(at, right=False)
    ran = at("course", "take", CODE, stdin="\n\nnine\n" + "\n".join(wrong) + "\n")
    assert "The letters of this question are" in ran.out
    assert "Right is: No" in ran.out
    assert "Not passed: 60 per cent are needed. Nobody is told." in ran.out


def test_a_paper_is_answered_in_a_file(at, tmp_path):
    paper = tmp_path / "paper.yaml"
    assert at("course", "take", CODE, "--paper", paper).code == 0
    stated = yaml.safe_load(paper.read_text("utf-8"))
    for one, letters in zip(stated["questions"], letters_for(at), strict=True):
        one["answer"] = letters.split(", ")
    write_yaml(paper, stated)
    ran = at("course", "take", CODE, "--answers", paper, "--json")
    assert (ran.json["passed"], ran.json["score"]) == (True, 100)
    assert len(ran.json["questions"]) == 3


SPOILT = [
    (lambda p: {**p, "attempt": "attempt-of-another"}, "not of the attempt"),
    (lambda p: {**p, "questions": []}, "Question 1 has no answer"),
    (lambda p: {**p, "questions": "none"}, "has no questions"),
    (lambda p: {**p, "questions": ["a"]}, "lost its number"),
    (lambda p: p, "answer to question 1 cannot be read"),
]


@pytest.mark.parametrize(("spoil", "says"), SPOILT, ids=[says for _, says in SPOILT])
def test_a_paper_that_cannot_be_marked_is_not_handed_in(at, tmp_path, spoil, says):
    paper = tmp_path / "paper.yaml"
    at("course", "take", CODE, "--paper", paper)
    write_yaml(paper, spoil(yaml.safe_load(paper.read_text("utf-8"))))
    ran = at("course", "take", CODE, "--answers", paper, "--json")
    assert ran.code == 6
    assert says in ran.error["what"]
    assert letters_for(at)  # the attempt is still open


def test_lists_are_printed_as_data(at):
    rows = at("course", "list", "--json").json
    assert len(rows) == 5
    assert {row["whose"] for row in rows} == {"came with Beholden", "the council's own"}
    assert at("course", "list", "--csv").out.startswith("course,title,for,version")
    assert at("course", "show", CODE).out.strip() == COURSE.strip()
    assert at("course", "show", CODE, "--json").json["text"] == COURSE
    assert at.by(DPO)("course", "status", "--json").json == []
    assert at("course", "status").code == 3


def test_training_is_asked_for_from_a_file(at, tmp_path):
    rule = write_yaml(tmp_path / "rule.yaml", {"requires": {"question-ask": [CODE]}})
    assert at("course", "require", rule).code == 3
    assert at.by(DPO)("course", "require", rule).code == 0
    rows = at.by(CODES["admin"])("course", "status", "--json").json
    assert {row["person"] for row in rows} == {ANALYST, CODES["many"]}
    assert {row["counts"] for row in rows} == {False}


def test_courses_and_what_asks_for_them_are_applied_from_files(at, tmp_path):
    folder = tmp_path / "council"
    (folder / "courses").mkdir(parents=True)
    file = folder / "courses/first-steps.md"
    file.write_text(COURSE.replace("version: 1", "version: 2"), "utf-8")
    write_yaml(folder / "training.yaml", {"requires": {"question-ask": [CODE]}})
    first = at.by(DPO)("apply", folder, "--yes", "--json").json
    assert [(s["act"], s["change"]) for s in first] == [
        ("publish course", "changed"),
        ("require training", "new"),
    ]
    again = at.by(DPO)("apply", folder, "--yes", "--json").json
    assert {step["change"] for step in again} == {"same"}
    file.write_text(COURSE.replace("version: 1", "version: none"), "utf-8")
    ran = at.by(DPO)("apply", folder, "--yes", "--json")
    assert "line 5: version must be a whole number" in ran.error["why"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("take", CODE, "--paper", "x.yaml", "--answers", "pyproject.toml"),
        ("check",),
        ("check", "certificate-1", "--file", "pyproject.toml"),
    ],
)
def test_a_command_that_says_two_things_is_misused(at, arguments):
    assert at("course", *arguments).code == 2


def test_a_certificate_is_written_to_a_file_and_checked_from_it(at, tmp_path):
    at("course", "take", CODE, stdin="\n\n" + "\n".join(letters_for(at)) + "\n")
    rows = at.by(DPO)("course", "status", "--json").json
    assert rows[0]["counts"] is True
    council = open_council(at.home)
    with council.at_work():
        from beholden.records.models import Certificate

        certificate = Certificate.objects.get().pk
    council.close()
    out = tmp_path / "certificate.json"
    at("course", "certificate", certificate, "--format", "json", "--out", out)
    assert json.loads(out.read_text("utf-8"))["course"] == CODE
    told = at("course", "check", "--file", out, "--ledger", at.home / "ledger", "--json").json
    assert told["counts"] is True
    assert at("course", "certificate", certificate, "--out", tmp_path / "x.pdf").code == 6
