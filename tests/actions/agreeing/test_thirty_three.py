"""One agreement between thirty-three parties, who join severally."""

from __future__ import annotations

from collections import Counter

import pytest

from beholden.kernel import NotFound, Refused
from beholden.records import reading

from ..ashmere import ANALYST, CODES, DPO, HEALTH, HOUSING, QUESTION, REVENUES, Case
from ..councils import faults_in_whole

NAME = "all-together"
OTHERS = [f"Borough {n} (made up)" for n in range(1, 31)]
CERTIFICATES = "select rating, count(*) from energy_certificates group by 1"


def code(party: str) -> str:
    return "-".join(party.removesuffix(" (made up)").lower().split())


@pytest.fixture
def offered(agreed, tmp_path):
    """Give a council whose agreement is offered to thirty-three parties at once."""
    from beholden.records.models import Person, PersonRole

    agreed.end_agreement(by=DPO, agreement="warm-homes-2026", because="A wider one follows.")
    with agreed.at_work():
        now, giver = agreed.clock.now(), Person.objects.get(code=CODES["admin"])
        for party in OTHERS:
            person = Person.objects.create(
                code=code(party), office="Data lead", organisation=party, added_at=now
            )
            for role in ("partner", "analyst"):
                PersonRole.objects.create(person=person, role=role, given_at=now, given_by=giver)
    document = Case(tmp_path).agreement
    document["outputs"]["aggregate"]["to"] = [HEALTH, *OTHERS]
    agreed.state_agreement(
        by=DPO,
        document={
            **document,
            "agreement": NAME,
            "between": [REVENUES, HOUSING, HEALTH, *OTHERS],
            "severally": True,
        },
    )
    return agreed


def sign(council, *codes: str) -> str:
    return [council.sign_agreement(by=one, agreement=NAME) for one in codes][-1]


def counts(council) -> Counter[str]:
    with council.at_work():
        return Counter(party.state for party in reading.agreement(NAME).standing)


def ask(council, by=ANALYST, question=QUESTION):
    return council.ask(by=by, use="warm-homes", question=question)


def clause(council, by=ANALYST, question=QUESTION) -> str:
    with pytest.raises(Refused) as refused:
        ask(council, by, question)
    return refused.value.refusal.clause


def test_thirty_three_sign_one_by_one_and_it_is_seen_at_a_glance(offered):
    assert counts(offered) == {"offered": 33}
    assert sign(offered, CODES["partner"]) == "offered"
    assert sign(offered, CODES["revenues"]) == "in_force"
    offered.ask_for_changes(by=code(OTHERS[0]), agreement=NAME, text="A later start.")
    offered.decline_agreement(by=code(OTHERS[1]), agreement=NAME, because="No case for it.")
    sign(offered, *map(code, OTHERS[2:]))
    assert counts(offered) == {"signed": 30, "asks for changes": 1, "declined": 1, "offered": 1}


def test_whoever_has_signed_asks_and_nobody_else(offered):
    sign(offered, CODES["partner"], CODES["revenues"])
    offered.seal(by=DPO, use="warm-homes")
    assert ask(offered).receipt.shown == 2
    assert clause(offered, by=code(OTHERS[0])) == "severally"
    sign(offered, code(OTHERS[0]))
    assert ask(offered, by=code(OTHERS[0])).receipt.shown == 2


def test_the_data_of_a_party_are_in_from_its_signature_to_its_withdrawal(offered):
    sign(offered, CODES["partner"], CODES["revenues"])
    extract = offered.seal(by=DPO, use="warm-homes")
    assert set(extract.rows) == {"council_tax", "support_scheme"}
    assert clause(offered, question=CERTIFICATES) == "datasets"
    sign(offered, CODES["housing"])
    with pytest.raises(NotFound, match="Nothing has been sealed"):
        ask(offered, question=CERTIFICATES)
    assert "energy_certificates" in offered.seal(by=DPO, use="warm-homes").rows
    assert ask(offered, question=CERTIFICATES).receipt.shown == 2
    left = offered.withdraw_from_agreement(by=CODES["housing"], agreement=NAME, because="Moved.")
    assert left == "in_force"
    assert not list(offered.keys_directory.glob("extract-*.key"))
    assert clause(offered, question=CERTIFICATES) == "datasets"
    assert faults_in_whole(offered) == []


def test_it_is_over_when_nobody_is_left_whose_data_can_be_asked(offered):
    sign(offered, CODES["partner"], CODES["revenues"])
    leave = {"agreement": NAME, "because": "Moved."}
    assert offered.withdraw_from_agreement(by=CODES["revenues"], **leave) == "withdrawn"


def test_a_next_version_waits_for_those_who_are_in(offered, tmp_path):
    sign(offered, CODES["partner"], CODES["revenues"], code(OTHERS[0]))
    with offered.at_work():
        document = dict(reading.agreement(NAME).document)
    offered.state_agreement(by=DPO, document={**document, "until": Case(tmp_path).on(60)})
    assert sign(offered, CODES["partner"], CODES["revenues"]) == "offered"
    assert sign(offered, code(OTHERS[0])) == "in_force"
