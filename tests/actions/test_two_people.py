"""S9: nobody decides on their own use or reviews their own release, in code and in the database."""

from __future__ import annotations

import pytest

from beholden.kernel import Refused
from beholden.records.refusing import refusing

from .ashmere import ADMIN, ANALYST, CODES, QUESTION, Case, dumped
from .councils import state_of

MANY = CODES["many"]  # analyst, reviewer, owner and accountable officer in one


@pytest.fixture
def own_use(founded):
    case = Case(founded.directory)
    own = {**case.use, "accountable_officer": "Jack of all trades"}
    founded.state_use(by=MANY, statement=own)
    founded.advise_on_dpia(by=CODES["dpo"], statement=case.dpia_advice)
    founded.record_advice(by=CODES["secretary"], statement=case.advice)
    return founded, {**case.decision, "by": "Jack of all trades"}


def test_nobody_decides_on_their_own_use(own_use):
    council, decision = own_use
    before = state_of(council)
    with pytest.raises(Refused) as refused:
        council.decide_use(by=MANY, statement=decision)
    assert refused.value.refusal.clause == "S9 two people"
    assert state_of(council) == before


def test_the_database_refuses_a_decision_on_ones_own_use(own_use):
    from django.db import transaction

    from beholden.records.models import DataUse, Decision, Person

    council, _ = own_use
    with council.at_work():
        use, person = DataUse.objects.get(), Person.objects.get(code=MANY)
        with pytest.raises(Refused) as refused, refusing(), transaction.atomic(council.alias):
            Decision.objects.create(
                use=use,
                decided_by=person,
                office="Jack of all trades",
                on="2026-11-16",
                yes=True,
                because="Mine.",
                recorded_at=council.clock.now(),
            )
        assert refused.value.refusal.clause == "S9 two people"
        assert not Decision.objects.exists()


def test_a_use_cannot_be_passed_on_and_then_decided(own_use):
    council, _ = own_use
    case = Case(council.directory)
    council.state_use(by=MANY, statement={**case.use, "use": "passed-on"})
    with pytest.raises(Refused) as refused:
        council.state_use(by=CODES["owner"], statement={**case.use, "use": "passed-on"})
    assert refused.value.refusal.clause == "S9 two people"


SELF = {"code": ADMIN, "office": "Administrator", "organisation": "IT"}


@pytest.mark.parametrize("roles", [["administrator", "steward"], ["accountable_officer"]])
def test_nobody_gives_themselves_a_role(founded, roles):
    before = state_of(founded)
    with pytest.raises(Refused) as refused:
        founded.add_person(by=ADMIN, **SELF, roles=roles)
    assert refused.value.refusal.clause == "S9 two people"
    assert state_of(founded) == before


def test_another_administrator_gives_it_and_it_is_on_record_who_did(on_each_database):
    from beholden.records.models import PersonRole

    council, second = on_each_database, "code-second"
    council.add_person(
        by=ADMIN, code=second, office="Deputy", organisation="IT", roles=["administrator"]
    )
    council.add_person(by=second, **SELF, roles=["administrator", "auditor"])
    # What somebody holds they may keep, and give up.
    council.add_person(by=ADMIN, **SELF, roles=["administrator", "auditor"])
    council.add_person(by=ADMIN, **SELF, roles=["administrator"])
    with council.at_work():
        held = PersonRole.objects.filter(person__code__in=(ADMIN, second), role="administrator")
        givers = dict(held.values_list("person__code", "given_by__code"))
    assert givers == {ADMIN: None, second: ADMIN}


def test_a_role_that_nobody_gave_counts_as_any_other(founded):
    from beholden.records.models import PersonRole

    with founded.at_work():
        nobody = list(PersonRole.objects.filter(given_by=None).values_list("person__code"))
    assert nobody == [(ADMIN,)]
    founded.add_person(by=ADMIN, code="code-x", office="X", organisation="X", roles=["analyst"])


def test_a_file_of_people_waits_for_another_administrator(founded, tmp_path):
    stated = [{**SELF, "roles": ["administrator", "steward"]}]
    (tmp_path / "people.yaml").write_text(dumped({"people": stated}))
    (step,) = founded.apply(by=ADMIN, directory=tmp_path)
    assert (step.is_done, step.waits_for) == (False, "another administrator")
    founded.add_person(
        by=ADMIN, code="code-second", office="Deputy", organisation="IT", roles=["administrator"]
    )
    (step,) = founded.apply(by="code-second", directory=tmp_path)
    assert step.is_done


@pytest.fixture
def own_release(sealed):
    receipt = sealed.ask(by=MANY, use="warm-homes", question=QUESTION).receipt
    made = sealed.request_release(by=MANY, receipt=receipt.id, name="table", title="Table")
    assert type(made.state) is str
    assert made.state == "requested"
    return sealed, made.id


def test_nobody_reviews_their_own_release(own_release):
    council, release = own_release
    before = state_of(council)
    with pytest.raises(Refused) as refused:
        council.review_release(by=MANY, release_id=release, approve=True, because="Mine.")
    assert refused.value.refusal.clause == "S9 two people"
    assert state_of(council) == before


@pytest.mark.parametrize("dropped", [False, True], ids=["kept", "dropped"])
def test_nobody_reviews_a_release_of_a_question_that_they_saved(sealed, dropped):
    use = "warm-homes"
    number = sealed.save_question(by=MANY, use=use, title="By place", question=QUESTION)
    receipt = sealed.ask(by=ANALYST, use=use, question=f"{QUESTION} \n").receipt
    made = sealed.request_release(by=ANALYST, receipt=receipt.id, name="table", title="Table")
    if dropped:
        sealed.drop_question(by=ANALYST, use=use, number=number)
    review = {"release_id": made.id, "approve": True, "because": "Mine."}
    with pytest.raises(Refused) as refused:
        sealed.review_release(by=MANY, **review)
    assert refused.value.refusal.clause == "S9 two people"
    assert sealed.review_release(by=CODES["reviewer"], **review).state == "approved"


def test_the_database_refuses_a_review_of_ones_own_release(own_release):
    from django.db import transaction

    from beholden.records.models import Person, Release

    council, release = own_release
    with council.at_work():
        mine = Person.objects.get(code=MANY)
        with pytest.raises(Refused), refusing(), transaction.atomic(council.alias):
            Release.objects.filter(pk=release).update(
                state="approved", reviewed_by=mine, reviewed_at=council.clock.now()
            )
        assert Release.objects.get(pk=release).state == "requested"


def test_what_nobody_approved_is_not_published(own_release):
    council, release = own_release
    with pytest.raises(Refused) as refused:
        council.publish(by=CODES["publisher"], release_id=release)
    assert refused.value.refusal.clause == "releases › state"
    council.review_release(
        by=CODES["reviewer"], release_id=release, approve=False, because="Too small."
    )
    with pytest.raises(Refused):
        council.publish(by=CODES["publisher"], release_id=release)
    assert list(council.path("releases").iterdir()) == []
