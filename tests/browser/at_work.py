"""The made-up council whose pages of work are looked at: each kind of thing is under way in it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from actions.ashmere import ANALYST, CODES, DPO, QUESTION, Case
from actions.test_board import stated_meeting
from learning.taken import COURSE, passed
from reviewing.doubtful import LOOKER, matched, registered

from beholden.actions import Council, Typed, open_council
from beholden.doors.web.officer.people import handle_of

from .looked_at import SECRETARY, furnish

USE = "warm-homes"


def furnish_work(home: Path) -> dict[str, str]:
    """Give a council that published a table everything else that pages of work show.

    Returns what only this council knows of the addresses of its pages.
    """
    examples = furnish(home)
    council = open_council(home)
    examples["certificate"] = passed(council, by=ANALYST)
    council.begin_course(by=ANALYST, course=COURSE)
    examples["form"] = _begun(council)
    examples |= _asked(council) | _kept(council) | _board(council)
    _agreements(council, Case(home.with_name("stated"), date.today()))
    _matches(council, home.parent)
    council.close()
    people = {"person": handle_of(ANALYST), "member": handle_of("code-academic")}
    return {**examples, **people}


def _begun(council: Council) -> str:
    """Let the owner of the use begin an area of its canvas, which says something else since."""
    typed = Typed(
        f"/work/uses/{USE}/canvas/reasons/",
        "Reason for using data",
        f"{USE} › The ethics canvas",
        {"notes": ["Ask the two landlords what they hold (made up)."], "status": ["in progress"]},
        {"status": "0" * 12},
    )
    council.keep_begun_form(by=CODES["owner"], typed=typed)
    return council.begun_forms(by=CODES["owner"])[0].id


def _asked(council: Council) -> dict[str, str]:
    """Ask a question, save and schedule it; ask for its release, which a reviewer approves."""
    answered = council.ask(by=ANALYST, use=USE, question=QUESTION)
    number = council.save_question(by=ANALYST, use=USE, title="Homes by place", question=QUESTION)
    until = date.today() + timedelta(days=30)
    council.schedule_question(by=ANALYST, use=USE, number=number, every="week", until=until)
    release = council.request_release(
        by=ANALYST, receipt=answered.receipt.id, name="homes-by-place", title="Homes by place"
    )
    council.review_release(
        by=CODES["reviewer"], release_id=release.id, approve=True, because="Safe."
    )
    return {"receipt": answered.receipt.id, "approved": release.id}


def _kept(council: Council) -> dict[str, str]:
    """Let an office undertake something, and residents complain, ask and choose."""
    today = date.today()
    undertaking = {
        "use": USE,
        "text": "Test the letter",
        "owner": "Head of Revenues",
        "by": (today + timedelta(days=20)).isoformat(),
        "else": "tell",
    }
    council.state_undertaking(by=CODES["owner"], statement=undertaking)
    complaint: dict[str, Any] = {
        "kind": "use of data",
        "use": USE,
        "channel": "letter",
        "received": today.isoformat(),
        "text": "I was written to, and had not asked (made up).",
    }
    concealed = council.state_concealment(
        by=DPO, use=USE, reason="crime", until=today + timedelta(days=30)
    )
    council.state_household_dataset(by=DPO, dataset="council_tax", because="Every home is on it.")
    asked = council.file_request(
        kind="household-question", text="Household: 1 Mill Lane (made up)\nReach: by post"
    )
    return {
        "complaint": council.record_complaint(by=DPO, statement=complaint),
        "concealment": concealed,
        "request": asked,
    }


def _board(council: Council) -> dict[str, str]:
    """Plan the board's next meeting."""
    planned = date.today().isoformat()
    council.plan_meeting(by=SECRETARY, statement=stated_meeting(meeting=planned))
    return {"planned": planned}


def _agreements(council: Council, case: Case) -> None:
    """State the agreement's next version, and draft another agreement."""
    again = {**case.agreement, "title": "Warm homes, again"}
    council.state_agreement(by=DPO, document=again)
    draft = {**case.agreement, "agreement": "warm-homes-2027"}
    council.draft_agreement(by=CODES["owner"], document=draft)


def _matches(council: Council, folder: Path) -> None:
    """Match addresses that leave doubt, decide one pair, and draw a sample."""
    matched(registered(council, folder))
    asked: dict[str, Any] = {"by": LOOKER, "dataset": "accounts", "key": "uprn"}
    (pair,) = council.review_queue(**asked, limit=1).pairs
    council.decide_pair(**asked, row=pair["row"], candidate=pair["uprn"], answer="same")
    council.draw_review_sample(**asked, number=3)
