"""Real workers: several on one home, one that is killed, one that is told to end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from actions.ashmere import ANALYST, CODES, DAY, QUESTION
from actions.councils import copied, entries_of, faults_in_whole, opened
from actions.test_at_once import at_once
from actions.test_killed import run
from processes import PROCESSES
from waiting import PATIENCE

from beholden.actions import Council, Regular, work_once
from beholden.actions.jobs.claims import LEASE
from beholden.kernel import HeldClock, new_id

USE, MANY = "warm-homes", CODES["many"]
END = DAY + timedelta(days=30)


def schedule(council: Council, number: int) -> None:
    for at in range(number):
        saved = council.save_question(by=ANALYST, use=USE, title=f"No. {at}", question=QUESTION)
        for who in (ANALYST, MANY):
            council.schedule_question(by=who, use=USE, number=saved, every="day", until=END)


def work(council: Council, _stated: Path) -> None:
    work_once(council, worker=new_id("worker"))


def runs(council: Council) -> list[int]:
    from beholden.records.models import ScheduleRun

    with council.at_work():
        return sorted(ScheduleRun.objects.values_list("schedule", flat=True))


def answered(council: Council) -> list[int]:
    found = (e["facts"] for e in entries_of(council) if e["act"] == "question-answered")
    return sorted(facts["schedule"] for facts in found)


def test_several_workers_ask_each_question_once(on_each_database):
    council = on_each_database
    schedule(council, 2)
    home = council.directory
    assert at_once(home, work, work, work) == ["done"] * 3
    assert runs(council) == answered(council) == [1, 2, 3, 4]
    assert faults_in_whole(council) == []
    assert not council.worker_state().failing


@pytest.fixture(scope="module")
def with_a_schedule(told, tmp_path_factory) -> Path:
    """Give the folder of a council on which one question is due."""
    folder = tmp_path_factory.mktemp("scheduled")
    council = opened(copied(told("until_sealed", DAY), folder))
    number = council.save_question(by=ANALYST, use=USE, title="One", question=QUESTION)
    council.schedule_question(by=ANALYST, use=USE, number=number, every="day", until=END)
    council.close()
    return folder


def test_a_command_in_a_process_of_its_own_lists_the_schedules(with_a_schedule):
    home = next(
        folder for folder in with_a_schedule.iterdir() if (folder / "council.toml").exists()
    )
    command = ["question", "schedules", USE, "--json", "--home", str(home), "--as", ANALYST]
    done = subprocess.run(
        [sys.executable, "-m", "beholden", *command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)
    assert (row["schedule"], row["came_to"]) == (1, None)


def test_a_worker_that_is_killed_leaves_it_whole_or_to_be_done(with_a_schedule, tmp_path):
    """Wherever it is killed, the next one asks once, if it was not asked; and no answer is lost."""
    calls = run(copied(with_a_schedule, tmp_path / "whole"), work, 0)
    assert calls > 20
    before, kills = 0, range(2, calls, calls // 4)
    for fatal in kills:
        home = copied(with_a_schedule, tmp_path / str(fatal))
        assert run(home, work, fatal) == 0
        council = opened(home)
        assert runs(council) == answered(council)
        before += len(runs(council))
        after = council.holding(HeldClock(council.clock.now() + LEASE))
        work(after, home)
        assert runs(after) == answered(after) == [1]
        assert after.scheduled_answer(by=ANALYST, use=USE, schedule=1).table.num_rows
        assert faults_in_whole(after) == []
        council.close()
    assert 0 < before < len(kills)  # some were killed before it was asked, some after


def _told_to_end(home: Path, made: Path) -> None:
    from beholden.doors.worker import Told, looping

    def first(_: Any) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        made.write_text("finished")

    def second(_: Any) -> None:
        made.write_text("begun all the same")

    looping.PAGES = (Regular("first", "be told", first), Regular("second", "be begun", second))
    told = Told()
    told.listen()
    looping.work_on(opened(home), told)


def test_the_job_at_hand_is_finished_and_no_other_is_begun(with_a_schedule, tmp_path):
    home, made = copied(with_a_schedule, tmp_path / "told"), tmp_path / "made"
    child = PROCESSES.Process(target=_told_to_end, args=(home, made))
    child.start()
    child.join(timeout=PATIENCE)
    assert child.exitcode == 0
    assert made.read_text() == "finished"
    council = opened(home)
    assert runs(council) == []
    council.close()


def _ended(command: list[str], ready: Callable[[str], bool]) -> tuple[int, str]:
    """Run a command until it says something, tell it to end, and return how it did."""
    process = subprocess.Popen(
        [sys.executable, "-m", "beholden", *command], stdout=subprocess.PIPE, text=True
    )
    said = ""
    try:
        while not ready(said):
            line = process.stdout.readline()
            assert line, said
            said += line
        process.send_signal(signal.SIGTERM)
        return process.wait(timeout=PATIENCE), said
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_the_command_works_until_it_is_told_to_end(sealed_today):
    def whole(said: str) -> bool:
        return said.rstrip().endswith("\n}")

    code, said = _ended(["worker", "--json", "--home", str(sealed_today)], whole)
    told = json.loads(said)
    assert code == 0
    assert {"dates", "sessions"} <= set(told["done"])
    assert told["failed"] == []
