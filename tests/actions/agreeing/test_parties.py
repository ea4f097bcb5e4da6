"""What parties say: they sign, ask for changes, decline, withdraw; and drafts before them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from served_pages import use_page

from beholden.gate import PartyState
from beholden.kernel import BadInput, HeldClock, NotFound, Refused
from beholden.records import reading

from ..ashmere import ADMIN, ANALYST, CODES, DAY, DPO, QUESTION, Case
from ..councils import entries_of, faults_in_whole, state_of

AGREEMENT = "warm-homes-2026"
REVENUES, HOUSING, PARTNER = CODES["revenues"], CODES["housing"], CODES["partner"]


def offered(council, tmp_path, **changes):
    """Offer a next version of the case's agreement."""
    return council.state_agreement(by=DPO, document={**Case(tmp_path).agreement, **changes})


def standing(council, version=None) -> dict[str, str]:
    with council.at_work():
        return {p.party: p.state for p in reading.agreement(AGREEMENT, version).standing}


def states(council) -> dict[int, str]:
    with council.at_work():
        return {one.version: one.state for one in reading.agreements()}


def test_each_party_is_seen_where_it_is(on_each_database, tmp_path):
    council = on_each_database
    offered(council, tmp_path)
    council.ask_for_changes(by=HOUSING, agreement=AGREEMENT, text="Leave out the tenure.")
    council.decline_agreement(by=PARTNER, agreement=AGREEMENT, because="No time.")
    council.sign_agreement(by=REVENUES, agreement=AGREEMENT)
    with council.at_work():
        parties = reading.agreement(AGREEMENT).standing
    assert [(p.state, p.office, p.text) for p in parties] == [
        ("signed", "Revenues manager", ""),
        ("asks for changes", "Housing manager", "Leave out the tenure."),
        ("declined", "Health partner", "No time."),
    ]
    assert {p.state for p in parties} <= {state.value for state in PartyState}
    council.sign_agreement(by=HOUSING, agreement=AGREEMENT)
    assert council.sign_agreement(by=PARTNER, agreement=AGREEMENT) == "in_force"
    assert states(council) == {1: "superseded", 2: "in_force"}


def test_a_party_that_has_signed_may_ask_for_changes_and_stays_signed(agreed):
    agreed.ask_for_changes(by=HOUSING, agreement=AGREEMENT, text="Fewer columns.")
    with agreed.at_work():
        (housing,) = (p for p in reading.agreement(AGREEMENT).standing if p.party == "Housing")
    assert housing.state == "signed"
    assert states(agreed) == {1: "in_force"}


def test_a_next_version_is_signed_anew_by_everybody(agreed, tmp_path):
    offered(agreed, tmp_path, until=Case(tmp_path).on(50))
    assert set(standing(agreed).values()) == {"offered"}
    assert set(standing(agreed, 1).values()) == {"signed"}


REFUSED = [
    ("ask_for_changes", DPO, {"text": "x"}, Refused, "rights"),
    ("ask_for_changes", CODES["planning"], {"text": "x"}, Refused, "not a party"),
    ("decline_agreement", HOUSING, {"because": "x"}, BadInput, "has signed this agreement"),
    ("ask_for_changes", HOUSING, {"text": "  "}, BadInput, "needs its reason"),
    ("withdraw_from_agreement", CODES["planning"], {"because": "x"}, BadInput, "no signature"),
]


@pytest.mark.parametrize(("act", "by", "words", "kind", "said"), REFUSED)
def test_what_a_party_may_not_say_is_not_on_record(agreed, act, by, words, kind, said):
    before = state_of(agreed)
    with pytest.raises(kind, match=said):
        getattr(agreed, act)(by=by, agreement=AGREEMENT, **words)
    assert state_of(agreed) == before


def test_a_party_that_withdraws_stops_the_agreement_at_once(sealed):
    state = sealed.withdraw_from_agreement(
        by=HOUSING, agreement=AGREEMENT, because="The purpose has changed."
    )
    assert state == "withdrawn"
    assert not list(sealed.keys_directory.glob("extract-*.key"))
    assert faults_in_whole(sealed) == []
    with pytest.raises(Refused, match="the agreement has ended"):
        sealed.ask(by=ANALYST, use="warm-homes", question=QUESTION)
    assert standing(sealed)["Housing"] == "withdrawn"
    assert sealed.public_use(name="warm-homes").status == "Ended"
    with pytest.raises(BadInput, match="has withdrawn"):
        sealed.sign_agreement(by=HOUSING, agreement=AGREEMENT)


def test_a_signature_is_withdrawn_from_what_is_offered_and_it_cannot_begin(agreed, tmp_path):
    agreed.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    offered(agreed, tmp_path)
    agreed.sign_agreement(by=HOUSING, agreement=AGREEMENT)
    assert (
        agreed.withdraw_from_agreement(by=HOUSING, agreement=AGREEMENT, because="Too wide.")
        == "offered"
    )
    for who in (REVENUES, PARTNER):
        state = agreed.sign_agreement(by=who, agreement=AGREEMENT)
    assert state == "offered"


def test_an_agreement_begins_on_its_first_day_and_not_with_its_last_signature(agreed, tmp_path):
    case = Case(tmp_path)
    agreed.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    offered(agreed, tmp_path, **{"from": case.on(3)})
    for who in (REVENUES, HOUSING, PARTNER):
        state = agreed.sign_agreement(by=who, agreement=AGREEMENT)
    assert state == "offered"
    later = agreed.holding(HeldClock.on(DAY + timedelta(days=3)))
    later.keep_dates()
    assert states(later)[2] == "in_force"
    assert entries_of(later)[-1]["act"] == "agreement-began"


class TestDrafts:
    """An agreement before it is offered."""

    OWNER = CODES["owner"]

    def drafted(self, council, tmp_path, by=OWNER, **changes):
        document = {**Case(tmp_path).agreement, "agreement": "next-winter", **changes}
        council.draft_agreement(by=by, document=document)

    def drafts(self, council) -> list[tuple[str, str]]:
        with council.at_work():
            return [(d.name, d.office) for d in reading.drafts()]

    def test_its_author_changes_it_and_nobody_else(self, agreed, tmp_path):
        council = agreed
        self.drafted(council, tmp_path)
        self.drafted(council, tmp_path, outputs="none")
        assert self.drafts(council) == [("next-winter", "Head of Revenues")]
        before = state_of(council)
        with pytest.raises(Refused, match="somebody else's"):
            self.drafted(council, tmp_path, by=DPO)
        with pytest.raises(Refused, match="somebody else's"):
            council.discard_draft(by=DPO, agreement="next-winter")
        assert state_of(council) == before
        council.discard_draft(by=self.OWNER, agreement="next-winter")
        assert self.drafts(council) == []

    def test_the_ledger_tells_once_a_day_that_it_was_changed(self, agreed, tmp_path):
        def told(council):
            acts = [e for e in entries_of(council) if e["act"] == "agreement-drafted"]
            return [entry["facts"]["change"] for entry in acts]

        for outputs in ("none", "none", Case(tmp_path).agreement["outputs"]):
            self.drafted(agreed, tmp_path, outputs=outputs)
        assert told(agreed) == ["begun"]
        later = agreed.holding(HeldClock.on(DAY + timedelta(days=1)))
        self.drafted(later, tmp_path, outputs="none")
        self.drafted(later, tmp_path, title="Next winter")
        assert told(later) == ["begun", "changed"]

    def test_a_party_of_which_nobody_is_known_is_told_and_stops_nothing(self, agreed, tmp_path):
        said = Case(tmp_path).agreement
        document = {**said, "between": [*said["between"], "Nowhere Council"]}
        checked = agreed.check_agreement(by=self.OWNER, document=document)
        assert any("between › Nowhere Council" in one for one in checked.findings)
        known = agreed.check_agreement(by=self.OWNER, document=said)
        assert not any("between" in one for one in known.findings)

    def test_it_may_have_faults_until_it_is_offered(self, agreed, tmp_path):
        self.drafted(agreed, tmp_path, datasets={})
        with pytest.raises(BadInput, match="datasets"):
            agreed.offer_draft(by=DPO, agreement="next-winter")
        case = Case(tmp_path)
        self.drafted(agreed, tmp_path, **{"from": case.on(112), "until": case.on(200)})
        assert agreed.offer_draft(by=DPO, agreement="next-winter").agreement == "next-winter"
        assert self.drafts(agreed) == []

    def test_a_change_of_its_author_made_in_between_is_not_lost(self, on_each_database, tmp_path):
        council, case = on_each_database, Case(tmp_path)
        later = {"from": case.on(112), "until": case.on(200)}
        self.drafted(council, tmp_path, **later)
        with council.at_work():
            (read,) = [draft.fingerprint for draft in reading.drafts()]
        self.drafted(council, tmp_path, **later, title="Next winter, with second thoughts")
        before = state_of(council)
        with pytest.raises(BadInput, match="not the one that was read"):
            council.offer_draft(by=DPO, agreement="next-winter", seen=read)
        assert state_of(council) == before
        with council.at_work():
            (now,) = [draft.fingerprint for draft in reading.drafts()]
        offered = council.offer_draft(by=DPO, agreement="next-winter", seen=now)
        assert offered.agreement == "next-winter"

    @pytest.mark.parametrize("meanwhile", ["changed", "discarded"])
    def test_nor_one_made_while_it_is_being_offered(self, agreed, tmp_path, monkeypatch, meanwhile):
        from beholden.actions import agreements

        case = Case(tmp_path)
        later = {"from": case.on(112), "until": case.on(200)}
        self.drafted(agreed, tmp_path, **later)
        offer = agreements.state_agreement

        def after_the_author(home, **given):
            if meanwhile == "changed":
                self.drafted(agreed, tmp_path, **later, title="Second thoughts")
            else:
                agreed.discard_draft(by=self.OWNER, agreement="next-winter")
            return offer(home, **given)

        monkeypatch.setattr(agreements, "state_agreement", after_the_author)
        with pytest.raises(BadInput, match="not the one that was read"):
            agreed.offer_draft(by=DPO, agreement="next-winter")
        with agreed.at_work():
            assert "next-winter" not in {one.name for one in reading.agreements()}
        assert len(self.drafts(agreed)) == (meanwhile == "changed")

    def test_anothers_draft_is_not_lost_by_an_agreement_from_a_file(self, agreed, tmp_path):
        case = Case(tmp_path)
        later = {"agreement": "next-winter", "from": case.on(112), "until": case.on(200)}
        self.drafted(agreed, tmp_path, **later, title="Somebody's own words")
        before = state_of(agreed)
        with pytest.raises(Refused, match="somebody else's draft") as refused:
            offered(agreed, tmp_path, **later)
        assert "Head of Revenues" in refused.value.refusal.ask
        assert state_of(agreed) == before
        self.drafted(agreed, tmp_path, **later)
        offered(agreed, tmp_path, **later)  # the same words: nothing is lost
        assert self.drafts(agreed) == []

    def test_the_draft_of_somebody_who_left_stands_in_nobodys_way(self, agreed, tmp_path):
        case = Case(tmp_path)
        later = {"agreement": "next-winter", "from": case.on(112), "until": case.on(200)}
        self.drafted(agreed, tmp_path, **later, title="Somebody's own words")
        agreed.let_person_go(by=ADMIN, code=self.OWNER)
        offered(agreed, tmp_path, **later)
        assert self.drafts(agreed) == []
        assert entries_of(agreed)[-1]["facts"]["draft_set_aside"].startswith("sha256:")

    def test_it_shows_in_no_public_page_what_it_says(self, agreed, tmp_path):
        self.drafted(agreed, tmp_path, title="Not for anybody yet")
        assert "Not for anybody" not in use_page(agreed, "warm-homes")


def test_what_changes_is_told_in_sentences_before_it_is_signed(agreed, tmp_path):
    case = Case(tmp_path)
    wider = {**case.agreement, "until": case.on(200), "lawful_basis": {"article_6": "consent"}}
    by_file = agreed.agreement_differences(agreement=AGREEMENT, document=wider)
    offered(agreed, tmp_path, **wider)
    assert agreed.agreement_differences(agreement=AGREEMENT) == by_file
    assert agreed.agreement_differences(agreement=AGREEMENT, before=1, after=2) == by_file
    assert [(one.effect, one.sentence) for one in by_file] == [
        ("wider", "It ends on 28 June 2027 rather than 31 March 2027"),
        ("other", "lawful basis › article 6 is “consent” rather than “public-task”"),
        (
            "other",
            "lawful basis › power is no longer stated; it was “Local Government Act 2000”",
        ),
    ]
    page = use_page(agreed, "warm-homes")
    assert all(one.sentence in page for one in by_file)
    assert "3 signed" in page
    with pytest.raises(NotFound):
        agreed.agreement_differences(agreement=AGREEMENT, before=1, after=9)


def test_special_category_data_need_their_condition(agreed, tmp_path):
    from beholden.records.models import DataUse

    case = Case(tmp_path)
    special = {**case.use, "use": "health", "special_category": True}
    agreed.state_use(by=CODES["owner"], statement=special)
    agreed.advise_on_dpia(by=DPO, statement={**case.dpia_advice, "use": "health"})
    agreed.record_advice(by=CODES["secretary"], statement={**case.advice, "use": "health"})
    agreed.decide_use(by=CODES["officer"], statement={**case.decision, "use": "health"})
    document = {**case.agreement, "agreement": "health-2026", "use": "health"}
    before = state_of(agreed)
    with pytest.raises(BadInput, match="Article 9"):
        agreed.state_agreement(by=DPO, document=document)
    assert state_of(agreed) == before
    basis = {**document["lawful_basis"], "article_9": "public-health", "schedule_1": "paragraph 3"}
    agreed.state_agreement(by=DPO, document={**document, "lawful_basis": basis})
    with agreed.at_work():
        assert DataUse.objects.get(name="health").agreements.get().state == "offered"


# Three rules that are kept in three places: the form, the law, and who must be a party.
THREE_FAULTS = {
    "subject": "",
    "lawful_basis": {"article_6": "publik-task"},
    "training": ["no-such-course"],
}


def test_whoever_checks_an_agreement_is_told_of_every_kind_of_fault_in_one_go(agreed, tmp_path):
    document = {**Case(tmp_path).agreement, **THREE_FAULTS}
    told = {fault.place[0] for fault in agreed.check_agreement(by=DPO, document=document).faults}
    assert told >= set(THREE_FAULTS)


def test_whoever_offers_an_agreement_is_told_of_every_rule_against_it_in_one_go(agreed, tmp_path):
    case = Case(tmp_path).agreement
    basis = {"article_6": "public-task", "article_9": "substantial-public-interest"}
    two = {"lawful_basis": basis, "between": case["between"][1:]}
    with pytest.raises(BadInput, match="2 rules") as no:
        agreed.state_agreement(by=DPO, document={**case, **two})
    assert "schedule_1" in no.value.why
    assert "Not among its parties" in no.value.why
