"""Every cell of the tables of states: what can be done with an agreement, and by a party."""

from __future__ import annotations

from itertools import product

import pytest

from beholden.gate import (
    AgreementAct,
    AgreementState,
    PartyState,
    acts_on,
    party_after,
    state_after,
)

ANSWERS = ("sign", "ask changes", "decline")
# By state and act, the state after; whatever is not here cannot be done.
LIFE = {
    ("draft", "keep"): "draft",
    ("draft", "discard"): "withdrawn",
    ("draft", "offer"): "offered",
    **{("offered", act): "offered" for act in (*ANSWERS, "leave")},
    ("offered", "begin"): "in_force",
    **{("offered", act): "withdrawn" for act in ("break up", "replace", "end")},
    **{("in_force", act): "in_force" for act in (*ANSWERS, "leave")},
    ("in_force", "suspend"): "suspended",
    ("in_force", "break up"): "withdrawn",
    ("in_force", "replace"): "superseded",
    ("in_force", "end"): "ended",
    **{("suspended", act): "suspended" for act in (*ANSWERS, "leave")},
    ("suspended", "resume"): "in_force",
    ("suspended", "break up"): "withdrawn",
    ("suspended", "end"): "ended",
}
PARTY = {
    **{(s, "sign"): "signed" for s in ("offered", "asks for changes", "declined")},
    **{(s, "ask changes"): "asks for changes" for s in ("offered", "asks for changes", "declined")},
    ("offered", "decline"): "declined",
    ("asks for changes", "decline"): "declined",
    ("signed", "ask changes"): "signed",
    ("signed", "leave"): "withdrawn",
}


@pytest.mark.parametrize(("state", "act"), list(product(AgreementState, AgreementAct)))
def test_each_act_on_an_agreement_in_each_state(state: AgreementState, act: AgreementAct) -> None:
    after = state_after(state, act)
    assert (after.value if after else None) == LIFE.get((state.value, act.value))
    assert (act in acts_on(state)) == (after is not None)


@pytest.mark.parametrize(("state", "act"), list(product(PartyState, AgreementAct)))
def test_each_act_of_a_party_in_each_state(state: PartyState, act: AgreementAct) -> None:
    after = party_after(state, act)
    assert (after.value if after else None) == PARTY.get((state.value, act.value))


@pytest.mark.parametrize("state", ["superseded", "ended", "withdrawn"])
def test_what_is_over_is_over(state: str) -> None:
    assert acts_on(AgreementState(state)) == ()


def test_what_was_stopped_goes_on_by_being_resumed_and_in_no_other_way() -> None:
    back = [a for a in AgreementAct if state_after(AgreementState.SUSPENDED, a) == "in_force"]
    assert back == [AgreementAct.RESUME]
