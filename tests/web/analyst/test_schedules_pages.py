"""Scheduled questions on the pages, by command and over HTTP: one act, whichever door."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from actions.ashmere import ADMIN, ANALYST, CODES, DPO, QUESTION
from api.conftest import Api
from cli.running import Line

from beholden.actions import Right, work_once
from beholden.actions.jobs.passing import AT_WORK

from .conftest import USE
from .test_workbench import HERE, text_of

TODAY = date.today()
END = TODAY + timedelta(days=60)
CELLS = re.compile(r"Millbrook|Northgate")


@pytest.fixture(scope="module")
def saved(served) -> int:
    return int(served.save_question(by=ANALYST, use=USE, title="Homes by place", question=QUESTION))


def day(name: str, of: date) -> dict[str, int]:
    return {f"{name}_day": of.day, f"{name}_month": of.month, f"{name}_year": of.year}


def said(**other: Any) -> dict[str, Any]:
    days = {**day("starts", TODAY), **day("until", END)}
    return {"every": "day", "weekday": "", "day": "", **days, **other}


def test_an_analyst_schedules_a_question_reads_its_answer_and_stops_it(served, at_pages, saved):
    analyst, address = at_pages("analyst"), f"{HERE}questions/{saved}/schedule/"
    page = analyst.get(HERE).content.decode()
    assert address in page
    form = text_of(analyst.get(address))
    assert "Schedule: Homes by place" in form
    # What was typed is kept, and told what is wrong with it.
    wrong = analyst.post(address, said(every="month", day="40", until_day=""))
    assert wrong.status_code == 422
    assert 'value="40"' in wrong.content.decode()
    assert "There is a problem" in text_of(wrong)
    late = END + timedelta(days=400)
    beyond = analyst.post(address, said(**day("until", late)))
    assert beyond.status_code == 422
    assert "The agreement ends on" in text_of(beyond)
    made = analyst.post(address, said())
    assert made.status_code == 302
    here = made["Location"]
    assert "It has not asked yet." in text_of(analyst.get(here))
    assert work_once(served, worker="worker-pages").failed == ()
    shown = analyst.get(here)
    assert CELLS.search(text_of(shown))
    assert "The rows are kept sealed, for you alone" in text_of(shown)
    assert "Ask to release it" in text_of(shown)
    assert "Every day, until" in text_of(analyst.get(HERE))
    # Another named analyst sees that there is one, and none of what came of it.
    others = text_of(at_pages("many").get(here))
    assert "Every day, from" in others
    assert not CELLS.search(others)
    assert "What became of it" not in others
    # Residents see that it was asked, and by a schedule.
    assert "Analyst by a schedule" in text_of(at_pages("resident").get(f"/uses/{USE}/"))
    stopped = analyst.post(f"{here}stop/", follow=True)
    assert "The schedule is stopped." in text_of(stopped)
    assert "Stop it" not in text_of(stopped)
    assert analyst.post(f"{here}stop/").status_code == 404


def test_what_is_whole_is_kept_for_later_and_not_sent(served, at_pages, saved):
    entries = served.log.size
    kept = at_pages("analyst").post(
        f"{HERE}questions/{saved}/schedule/", said(**{"keep-for-later": "1"})
    )
    assert kept.status_code == 302
    assert served.log.size == entries
    assert len(served.begun_forms(by=ANALYST)) == 1


def test_who_may_not_come(at_pages, saved):
    for address in (f"{HERE}questions/{saved}/schedule/", f"{HERE}schedules/1/"):
        assert at_pages("publisher").get(address).status_code == 403
        assert at_pages("analyst").get(address.replace(str(saved), "999")).status_code == 404
    assert at_pages("analyst").get(f"{HERE}schedules/1/stop/").status_code == 405


def test_a_refusal_is_told_on_the_workbench_and_on_ones_work(served, at_pages, saved):
    analyst = at_pages("analyst")
    here = analyst.post(f"{HERE}questions/{saved}/schedule/", said())["Location"]
    served.suspend_agreement(by=CODES["officer"], agreement="warm-homes-2026", because="A doubt.")
    try:
        work_once(served, worker="worker-pages")
        assert "Refused" in text_of(analyst.get(here))
        mine = analyst.get("/my-work/")
        assert "Your scheduled question was not answered: Homes by place" in text_of(mine)
        assert here in mine.content.decode()
    finally:
        served.resume_agreement(by=DPO, agreement="warm-homes-2026", because="No doubt.")
    analyst.post(f"{here}stop/")
    assert "Your scheduled question" not in text_of(analyst.get("/my-work/"))


def test_the_administrator_sees_that_no_worker_runs(served, at_pages):
    from beholden.records.models import Job

    admin = at_pages("admin")
    work_once(served, worker="worker-pages")
    assert "Nothing is overdue and nothing failed." in text_of(admin.get("/work/worker/"))
    assert at_pages("analyst").get("/work/worker/").status_code == 403
    hours_ago = served.clock.now() - timedelta(hours=3)
    with served.at_work():
        Job.objects.filter(name__in=[AT_WORK, "ledger"]).update(done_at=hours_ago)
    assert "Publish what could not be published" in text_of(admin.get("/work/worker/"))
    work = admin.get("/my-work/")
    assert "Start the worker: what is due is not done by itself" in text_of(work)
    assert "/work/worker/" in work.content.decode()
    assert "Start the worker" not in text_of(at_pages("dpo").get("/my-work/"))


def test_it_is_one_act_by_command_over_http_and_by_the_library(served, saved, capfdbinary):
    line = Line(capfdbinary, served.directory, ANALYST)
    made = line("question", "schedule", USE, saved, "--every", "day", "--until", END)
    assert made.code == 0, made.err
    number = int(re.search(r"Scheduled: (\d+)", made.out)[1])
    assert "question/" in line("worker", "--once").out
    row = line("question", "schedules", USE, "--json").json[-1]
    assert (row["schedule"], row["came_to"], row["kept"]) == (number, "answered", True)
    told = line("question", "answer", USE, number, "--json").json
    key = served.open_api_key(
        by=ANALYST, purpose="a test", until=END, rights=[str(Right.QUESTION_ASK)]
    )
    api = Api(key.token)
    over = api.get(f"/uses/{USE}/schedules/{number}/answer").json()
    assert over["rows"] == told["rows"]
    assert over["receipt"]["id"] == told["receipt"]["id"]
    listed = api.get(f"/uses/{USE}/schedules").json()["items"][-1]
    assert (listed["number"], listed["mine"], listed["runs"][0]["outcome"]) == (
        number,
        True,
        "answered",
    )
    ended = api.post(f"/uses/{USE}/schedules/{number}/end")
    assert ended.status_code == 200
    assert line("question", "unschedule", USE, number).code == 7
    again = api.post(
        f"/uses/{USE}/questions/{saved}/schedules",
        {"every": "week", "on": 3, "until": END.isoformat()},
    )
    assert again.status_code == 200, again.content
    assert line("question", "unschedule", USE, again.json()).code == 0
    beyond = api.post(
        f"/uses/{USE}/questions/{saved}/schedules", {"every": "week", "until": "2999-01-01"}
    )
    assert beyond.status_code == 422
    assert "The agreement ends on" in beyond.json()["error"]["what"]
    assert api.get("/worker").status_code == 403  # it is for who keeps the home
    key = served.open_api_key(
        by=ADMIN, purpose="a test", until=END, rights=[str(Right.HOME_BACKUP)]
    )
    assert Api(key.token).get("/worker").json()["missed"] is False


def test_saved_questions_by_command(served, capfdbinary):
    line = Line(capfdbinary, served.directory, ANALYST)
    saved = line(
        "question", "save", USE, "By tenure", "select tenure, count(*) from council_tax group by 1"
    )
    number = int(re.search(r"question (\d+)", saved.out)[1])
    assert number in [row["question"] for row in line("question", "list", USE, "--json").json]
    for on, words in (("friday", "every Friday"), ("31", None)):
        every = "week" if words else "month"
        made = line(
            "question", "schedule", USE, number, "--every", every, "--on", on, "--until", END
        )
        assert made.code == 0, made.err
        row = line("question", "schedules", USE, "--json").json[-1]
        assert row["how_often"] == (
            words or "on day 31 of every month, or its last day where it is shorter"
        )
        assert line("question", "unschedule", USE, row["schedule"]).code == 0
    assert (
        line(
            "question", "schedule", USE, number, "--every", "week", "--on", "no-day", "--until", END
        ).code
        == 2
    )
    assert line("question", "drop", USE, number).code == 0
    assert line("question", "drop", USE, number).code == 7


def test_status_tells_how_the_worker_stands(served, capfdbinary):
    line = Line(capfdbinary, served.directory, ADMIN)
    assert line("worker", "--once", "--json").json["failed"] == []
    told = line("status", "--json").json
    assert told["worker"]["overdue"] == []
    assert told["holds"]["uses"] == 1
    said = line("status").out
    assert re.search(r"The worker ran last: \d", said)
    assert "Nothing is due." in line("worker", "--once").out
