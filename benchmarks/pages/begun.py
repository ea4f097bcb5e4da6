"""A council that was told by its acts: everything that there is in one, once or twice.

It is the made-up borough of the demonstration as it was so many days ago, with a use in each state,
and with what only a course of acts makes: drafts, complaints, undertakings, a sample under review.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from beholden.actions import Council, Typed, init, open_council, statement_in
from beholden.actions.scheduling.running import run_schedule
from beholden.doors.demo import ashmere
from beholden.doors.demo.asking import ANALYST, PROTECTION_OFFICER
from beholden.doors.demo.officers import ADMINISTRATOR, sign_all
from beholden.doors.demo.stating import Dates
from beholden.kernel import HeldClock, Refused, day_of, silent
from beholden.records import reading

DAYS_AT_WORK = 45
SEED = 20_261_130
_HEALTH = "Public Health Intelligence"
_MORE_PEOPLE = (
    ("looker", "Address reviewer", "Revenues and Benefits", ("link_reviewer",)),
    ("partner", "Health partner", _HEALTH, ("partner",)),
    ("designer", "Design authority", "Borough of Ashmere", ("design_authority",)),
    ("auditor", "Auditor", "Outside audit", ("auditor",)),
    ("reviewer", "Reviewer of releases", "Borough of Ashmere", ("reviewer",)),
)
_LIKE = "vaccination-uptake"
_REFUSED = (
    (ashmere.WARM_HOMES, ashmere.NO_NAMES),
    (ashmere.UPTAKE, ashmere.NO_NUMBERS),
)
_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">'
    '<circle cx="20" cy="20" r="18" fill="#ffffff"/></svg>'
)
_BY_TENURE = "select tenure, count(*) from council_tax group by 1"


@dataclass(slots=True)
class _Going:
    """A clock on which no two acts are of one moment: what is decided first stays before."""

    at: datetime

    def now(self) -> datetime:
        """Return the next second."""
        self.at += timedelta(seconds=1)
        return self.at

    def today(self) -> date:
        """Return the day of the last one."""
        return day_of(self.at)


def begin(folder: Path, *, households: int) -> Council:
    """Tell the borough by its acts into a folder, and return it as it stands today."""
    today = date.today()
    day = today - timedelta(days=DAYS_AT_WORK)
    dates = Dates.from_today(day)
    ashmere.make_files(folder, households=households, seed=SEED, dates=dates)
    init(folder / "home", name=ashmere.NAME, administrator=ADMINISTRATOR).close()
    council = open_council(folder / "home", clock=_Going(HeldClock.on(day).at))
    _dress(folder / "home")
    _found(council, folder / "ashmere-stated")
    _ask_and_release(council)
    for name in ("stated", "offered", "ended"):
        _Another(council, folder / "ashmere-stated", day).until(name)
    return council


def _dress(home: Path) -> None:
    """Give the council a colour and a logo, as councils have."""
    (home / "logo.svg").write_text(_LOGO, encoding="utf-8")
    with (home / "council.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[pages]\ncolour = "#0b4f5c"\nlogo = "logo.svg"\n')


def _found(council: Council, stated: Path) -> None:
    for officer in (ADMINISTRATOR, *ashmere.OFFICERS):
        council.apply(by=officer, directory=stated)
    for code, office, organisation, roles in _MORE_PEOPLE:
        council.add_person(by=ADMINISTRATOR, code=code, office=office, organisation=organisation,
                           roles=roles)  # fmt: skip
    sign_all(council)
    ashmere.keep_neighbourhoods(council, stated / "data")
    ashmere.match_all(council, silent)
    ashmere.link_people(council, silent)


def _ask_and_release(council: Council) -> None:
    for use, question in (
        (ashmere.WARM_HOMES, ashmere.IN_NEED),
        (ashmere.UPTAKE, ashmere.VACCINATED),
    ):
        council.seal(by=PROTECTION_OFFICER, use=use)
        answered = council.ask(by=ANALYST, use=use, question=question)
        ashmere.release(council, receipt=answered.receipt.id, name=use, title=f"{use} (made up)")
    council.ask(by=ANALYST, use=ashmere.WARM_HOMES, question=_BY_TENURE)
    for use, question in _REFUSED:
        with suppress(Refused):
            council.ask(by=ANALYST, use=use, question=question)
    council.state_undertaking(by="owner", statement={
        "use": ashmere.WARM_HOMES, "text": "Have ten residents read the letter.",
        "owner": "Head of Revenues", "else": "stop",
        "by": (council.clock.today() + timedelta(days=90)).isoformat(),
    })  # fmt: skip


class _Another:
    """A use like that of the vaccinations under another name, brought to one state."""

    def __init__(self, council: Council, stated: Path, day: date) -> None:
        self._council, self._stated, self._day = council, stated, day

    def until(self, state: str) -> None:
        """Tell it until it is stated, offered or ended."""
        name, council = f"clinics-{state}", self._council
        met = (self._day - timedelta(days=3)).isoformat()
        said = self._said("uses/vaccination-uptake.yaml", name)
        council.state_use(by="owner", statement={**said, "title": f"Clinics ({state})"})
        if state == "stated":
            return
        council.advise_on_dpia(
            by=PROTECTION_OFFICER,
            statement=self._said("uses/vaccination-uptake.dpia-advice.yaml", name),
        )
        advice = self._said("uses/vaccination-uptake.advice.yaml", name)
        council.record_advice(by="secretary", statement={**advice, "meeting": met, "quorum": True})
        decision = self._said("uses/vaccination-uptake.decision.yaml", name)
        on = (self._day - timedelta(days=1)).isoformat()
        council.decide_use(by="director", statement={**decision, "on": on})
        agreement = {**self._said("agreements/vaccination-uptake.yaml", name),
                     "agreement": f"{name}-agreement"}  # fmt: skip
        council.state_agreement(by=PROTECTION_OFFICER, document=agreement)
        if state == "ended":
            self._end(name)

    def _end(self, name: str) -> None:
        council = self._council
        for who in ("public-health", "addressing"):
            council.sign_agreement(by=who, agreement=f"{name}-agreement")
        council.seal(by=PROTECTION_OFFICER, use=name)
        council.ask(by=ANALYST, use=name, question=ashmere.VACCINATED)
        council.end_agreement(
            by=PROTECTION_OFFICER, agreement=f"{name}-agreement", because="The season is over."
        )
        council.record_outcome(by="owner", statement={
            "use": name, "on": self._day.isoformat(),
            "measure": {"points more in the three lowest neighbourhoods": 6},
            "consequences": [
                {"what": "People in one neighbourhood feel blamed", "actual": "Nobody said so."}
            ],
        })  # fmt: skip

    def _said(self, file: str, name: str) -> dict[str, Any]:
        said = statement_in((self._stated / file).read_text(encoding="utf-8"))
        return {**said, "use": name}


def leave_in_work(home: Path, *, waiting: int = 20) -> None:
    """Leave before the officers, today, what only a course of acts makes: of much, so many."""
    council = open_council(home, clock=HeldClock.on(date.today()))
    try:
        _write_agreements(council, waiting)
        _ask_to_release(council)
        _hear_residents(council, waiting)
        _look_at_matches(council)
        _pass_a_course(council)
        _begin_a_form(council)
    finally:
        council.close()


def _write_agreements(council: Council, waiting: int) -> None:
    with council.at_work():
        held = reading.agreement("warm-homes-agreement").document
        uses = [one.name for one in reading.uses() if one.name.startswith("clinics-stated")]
    council.state_agreement(by=PROTECTION_OFFICER, document={**held, "title": "Warm homes again"})
    for use in (ashmere.WARM_HOMES, *uses[:waiting]):
        council.draft_agreement(
            by="owner", document={**held, "use": use, "agreement": f"{use}-next"}
        )


def _ask_to_release(council: Council) -> None:
    use = ashmere.WARM_HOMES
    number = council.save_question(by=ANALYST, use=use, question=_BY_TENURE, title="By tenure")
    until = council.clock.today() + timedelta(days=20)
    schedule = council.schedule_question(
        by=ANALYST, use=use, number=number, every="week", until=until
    )
    run_schedule(council, schedule=schedule)  # as the worker does
    receipt = council.ask(by=ANALYST, use=use, question=_BY_TENURE).receipt.id
    council.request_release(by=ANALYST, receipt=receipt, name="tenure", title="By tenure")


def _hear_residents(council: Council, waiting: int) -> None:
    today = council.clock.today()
    for _ in range(waiting):
        council.record_complaint(by=PROTECTION_OFFICER, statement={
            "kind": "use of data", "use": ashmere.WARM_HOMES, "channel": "letter",
            "received": today.isoformat(), "text": "I never agreed (made up).",
        })  # fmt: skip
        council.file_request(kind="household-question", text="Were we in it? (made up)")
    council.state_household_dataset(by=PROTECTION_OFFICER, dataset="council_tax",
                                    because="Every household pays it (made up).")  # fmt: skip
    council.state_concealment(by=PROTECTION_OFFICER, use="clinics-ended", reason="crime",
                              until=today + timedelta(days=30))  # fmt: skip


def _pass_a_course(council: Council) -> None:
    attempt = council.begin_course(by=PROTECTION_OFFICER, course="handling-joined-up-data")
    asked = attempt.course.questions
    right = {one.number: sorted(asked[one.number - 1].right) for one in attempt.paper}
    council.hand_in_course(by=PROTECTION_OFFICER, attempt=attempt.id, answers=right)


def _begin_a_form(council: Council) -> None:
    address = f"/work/uses/{ashmere.WARM_HOMES}/canvas/reasons/"
    typed = Typed(address, "Reasons", ashmere.WARM_HOMES, {"notes": ["Half a thought (made up)."]})
    council.keep_begun_form(by=PROTECTION_OFFICER, typed=typed)


def _look_at_matches(council: Council) -> None:
    council.draw_review_sample(by="looker", dataset="council_tax", number=50)
    pair = council.list_review_sample(by="looker", dataset="council_tax").pairs[0]
    council.decide_pair(by="looker", dataset="council_tax", row=pair["row"],
                        candidate=pair["uprn"], answer="same")  # fmt: skip
