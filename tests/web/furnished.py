"""A council with one of everything that a page can be of, from the worked case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from actions.ashmere import ANALYST, CODES, DPO, QUESTION, Case
from actions.test_undertakings import stated as undertaken
from browser.looked_at import dress, minuted_paper
from learning.taken import passed

from beholden.actions import Council, Typed
from beholden.actions.scheduling.running import run_schedule

USE, OWNER, LOOKER, STEWARD = "warm-homes", CODES["owner"], CODES["looker"], CODES["revenues"]
BEGUN = Typed(
    "/work/uses/warm-homes/canvas/reasons/", "Reasons", USE, {"notes": ["Half a thought"]}
)


def furnish_wholly(council: Council) -> None:
    """Leave in a council that has published a table whatever else its pages show."""
    dress(council.directory)
    minuted_paper(council)
    passed(council, by=ANALYST)
    passed(council, by=DPO)
    _agreements(council)
    _questions(council)
    _of_residents(council)
    _matches(council)
    council.keep_begun_form(by=DPO, typed=BEGUN)


def _agreements(council: Council) -> None:
    today = council.clock.today()
    agreement = Case(council.directory.with_name("stated"), today).agreement
    council.state_agreement(by=DPO, document={**agreement, "title": "Warm homes, again"})
    council.draft_agreement(by=OWNER, document={**agreement, "agreement": "warm-homes-next"})
    due = (today + timedelta(days=10)).isoformat()
    council.state_undertaking(by=OWNER, statement=undertaken(by=due))


def _questions(council: Council) -> None:
    asked: dict[str, Any] = {"by": ANALYST, "use": USE, "question": QUESTION}
    number = council.save_question(**asked, title="By neighbourhood")
    until = council.clock.today() + timedelta(days=20)
    asks = {"by": ANALYST, "use": USE, "number": number, "every": "week", "until": until}
    # As the worker asks: its page is at its longest where there is an answer.
    run_schedule(council, schedule=council.schedule_question(**asks))
    receipt = council.ask(**asked).receipt.id
    council.request_release(by=ANALYST, receipt=receipt, name="table", title="Households again")


def _of_residents(council: Council) -> None:
    today = council.clock.today()
    complaint = {"kind": "use of data", "use": USE, "channel": "letter"}
    said = {**complaint, "received": today.isoformat(), "text": "I never agreed (made up)."}
    council.record_complaint(by=DPO, statement=said)
    council.file_request(kind="household-question", text="Were we in it? (made up)")
    council.state_household_dataset(by=DPO, dataset="council_tax", because="Every home is on it.")
    end = today + timedelta(days=30)
    council.state_concealment(by=DPO, use=USE, reason="crime", until=end)


def _matches(council: Council) -> None:
    council.match(by=STEWARD, dataset="council_tax", gazetteer="gazetteer")
    council.draw_review_sample(by=LOOKER, dataset="council_tax", number=5)
    pair = council.list_review_sample(by=LOOKER, dataset="council_tax").pairs[0]
    named = {"row": pair["row"], "candidate": pair["uprn"]}
    council.decide_pair(by=LOOKER, dataset="council_tax", **named, answer="same")
