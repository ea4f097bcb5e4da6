"""What somebody at a screen is told of a command that takes long, and nobody in a pipe."""

from __future__ import annotations

import io
import sys
import threading
import time

import pytest
from waiting import until

from beholden.doors.cli import waiting
from beholden.doors.cli.app import beholden
from beholden.doors.cli.showing import progress

ASK = ["ask", "warm-homes", "select name from council_tax where nino = 'QQ123456C'"]


@pytest.fixture
def screen(monkeypatch, capsys):
    """Give what stands on a screen since it was last read; a moment passes quickly."""
    monkeypatch.setattr(waiting, "MOMENT", 0.05)
    monkeypatch.setattr(waiting, "_on_a_screen", lambda: True)
    return lambda: capsys.readouterr().err


def test_what_takes_longer_than_a_moment_is_told_once_and_no_argument_with_it(screen):
    with waiting.told_of(beholden, ASK):
        said = until(screen)
    assert said.splitlines() == [
        "  Still at work: ask (ask a question of a use's extract, under its agreement) …"
    ]
    assert screen() == ""


@pytest.mark.parametrize("given", [["serve"], ["worker"], [], ["agreement"], ["--help"]])
def test_what_stays_until_it_is_stopped_or_does_nothing_is_not_told(given):
    assert waiting._sentence(beholden, given) == ""


def test_nothing_is_said_while_an_answer_is_awaited_and_a_moment_is_counted_anew(screen):
    with waiting.told_of(beholden, ASK):
        with waiting.at_the_keyboard():
            time.sleep(4 * waiting.MOMENT)
            assert screen() == ""
        assert "Still at work: ask" in until(screen)


def test_where_a_bar_moves_nothing_else_is_said(screen, monkeypatch):
    monkeypatch.setattr(waiting, "MOMENT", 0.5)  # so that the bar stands before it has passed
    monkeypatch.setenv("FORCE_COLOR", "1")  # by which the bar takes the stream for a screen
    with waiting.told_of(beholden, ASK), progress() as step:
        step("sealing", 1, 2)
        time.sleep(2 * waiting.MOMENT)
    said = screen()
    assert "sealing" in said
    assert "Still at work" not in said


def test_a_pipe_is_told_nothing(monkeypatch, capsys):
    monkeypatch.setattr(waiting, "MOMENT", 0)
    with waiting.told_of(beholden, ASK):
        assert waiting._owed == []
    assert capsys.readouterr().err == ""


def test_who_is_hushed_when_the_moment_has_just_passed_says_nothing(screen):
    class Passed(threading.Event):
        def wait(self, timeout=None):
            still_owed = not super().wait(0)
            notice.hush()  # the command ends between the moment and the sentence
            return not still_owed

    notice = waiting._Notice("Still at work")
    notice._hushed = Passed()
    notice._tell()
    assert screen() == ""


def test_a_command_ends_after_the_sentence_that_is_being_said(screen, monkeypatch):
    told = []

    class Screen(io.StringIO):
        def write(self, text):
            if text.strip():
                ending.start()
                ending.join(0.2)  # ample for a command that would not wait for the sentence
                told.append("the sentence")
            return len(text)

    def end() -> None:
        notice.hush()
        told.append("the answer")

    notice, ending = waiting._Notice("Still at work"), threading.Thread(target=end)
    monkeypatch.setattr(sys, "stderr", Screen())
    notice._tell()
    ending.join()
    assert told == ["the sentence", "the answer"]
