"""A made-up council with two uses, whose signed agreements link the same two lists of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions import ashmere
from actions.ashmere import CODES, DPO, HEALTH, REVENUES

from beholden.actions import Council

from .doubtful import STEWARD, write_csv
from .persons import people

LISTS = ["visits", "more"]
USES = ("warm-homes", "early-help")
_OF_USE = ("use", "dpia_advice", "advice", "decision")


@dataclass(frozen=True)
class LinkingCase:
    """What is stated of one use that counts the people on two lists of one department.

    The board asks for nothing, or puts one condition, which is accepted.
    """

    case: ashmere.Case
    of: str
    condition: Mapping[str, Any] | None = None

    @property
    def use(self) -> dict[str, Any]:
        return self.case.use | {"use": self.of}

    @property
    def dpia_advice(self) -> dict[str, Any]:
        return self.case.dpia_advice | {"use": self.of}

    @property
    def advice(self) -> dict[str, Any]:
        said: dict[str, Any] = {"point": 1, "text": "Go ahead."}
        met = self.case.on(-28)
        if self.condition is not None:
            said = {"point": 2, "text": "One thing.", "condition": dict(self.condition)}
            met = self.case.on(-27)
        return self.case.advice | {"use": self.of, "meeting": met, "says": [said]}

    @property
    def decision(self) -> dict[str, Any]:
        points = ("1",) if self.condition is None else ("1", "2")
        answers = dict.fromkeys(points, "accepted")
        return self.case.decision | {"use": self.of, "on_advice": answers}

    def agreement(self, name: str, withheld: Sequence[str], among: Sequence[str]) -> dict[str, Any]:
        """Return an agreement by which lists are joined on the person, and nothing else given."""
        columns: Mapping[str, Any] = {
            "person": {"role": "join"},
            **{column: {"role": "withheld"} for column in withheld},
        }
        joined = {"joins": {"key": "person", "among": list(among)}} if len(among) > 1 else {}
        return {
            **joined,
            "agreement": name,
            "use": self.of,
            "between": [REVENUES, HEALTH],
            "lawful_basis": {"article_6": "public-task", "power": "Local Government Act 2000"},
            "from": self.case.on(-9),
            "until": self.case.on(111),
            "subject": "person",
            "datasets": {one: {"columns": dict(columns)} for one in among},
            "outputs": {"aggregate": {"to": [HEALTH], "smallest_group": 10, "round_to": 5}},
            "objections": "left out",
            "at_the_end": "the key of the extract is destroyed",
        }


def case_of(council: Council, use: str, condition: Mapping[str, Any] | None = None) -> LinkingCase:
    return LinkingCase(ashmere.Case(council.directory.with_name("stated")), use, condition)


def agree(
    council: Council,
    use: str,
    withheld: Sequence[str] = (),
    *,
    name: str = "",
    among: Sequence[str] = LISTS,
    signers: Sequence[str] = ("revenues", "partner"),
) -> None:
    """Have the agreement of a use offered and signed; anew, where there is one of that name."""
    document = case_of(council, use).agreement(name or f"{use}-2026", withheld, among)
    council.state_agreement(by=DPO, document=document)
    for who in signers:
        council.sign_agreement(by=CODES[who], agreement=document["agreement"])


def accept(council: Council, use: str, condition: Mapping[str, Any]) -> None:
    """Have the board put a condition on a use, and its accountable officer accept it."""
    case = case_of(council, use, condition)
    council.record_advice(by=CODES["secretary"], statement=case.advice)
    council.decide_use(by=CODES["officer"], statement=case.decision)


def with_two_uses_that_link(council: Council) -> None:
    """Tell of a new council up to two agreements in force, which join its lists on the person."""
    for name in LISTS:
        source = write_csv(council.directory.with_name(f"{name}.csv"), people())
        council.register(by=STEWARD, source=source, name=name, steward=REVENUES, made_up=True)
    for use in USES:
        ashmere.approve(council, case_of(council, use))
        agree(council, use)
