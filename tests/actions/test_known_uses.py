"""Of a concealed use nobody outside is told; inside, and to its parties, it is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from beholden.kernel import BeholdenError, NotFound

from .ashmere import ADMIN, CODES, DAY, DPO, QUESTION

USE, AGREEMENT, NONE = "warm-homes", "warm-homes-2026", "no-such-thing"
STRANGER = "code-stranger"
OUTSIDE = (STRANGER, CODES["member"], CODES["auditor"], CODES["resident"])


@pytest.fixture
def concealed(sealed):
    """Give a council whose only use is concealed, and a partner of another organisation."""
    said = {"office": "Stranger", "organisation": "A trust", "roles": ["partner"]}
    sealed.add_person(by=ADMIN, code=STRANGER, **said)
    until = DAY + timedelta(days=9)
    made = sealed.state_concealment(by=DPO, use=USE, reason="crime", until=until, pages=True)
    sealed.confirm_concealment(by=CODES["officer"], concealment=made)
    return sealed


def opened(council, by, use):
    return council.open_api_key(by=by, purpose="x", until=date(2027, 1, 1), uses=[use])


OF_A_USE = {
    "ask": lambda council, by, of: council.ask(by=by, use=of, question=QUESTION),
    "explain": lambda council, by, of: council.explain(by=by, use=of, question=QUESTION),
    "given": lambda council, by, of: council.given_to_ask(by=by, use=of),
    "choices": lambda council, by, of: council.offer_choices(by=by, use=of),
    "saved": lambda council, by, of: council.saved_questions(by=by, use=of),
    "save": lambda council, by, of: council.save_question(
        by=by, use=of, title="x", question=QUESTION
    ),
    "drop": lambda council, by, of: council.drop_question(by=by, use=of, number=1),
    "key": opened,
    "public": lambda council, by, of: council.public_use(name=of),
}
OF_AN_AGREEMENT = {
    "sign": lambda council, by, of: council.sign_agreement(by=by, agreement=of),
    "changes": lambda council, by, of: council.ask_for_changes(by=by, agreement=of, text="x"),
    "decline": lambda council, by, of: council.decline_agreement(by=by, agreement=of, because="x"),
    "leave": lambda council, by, of: council.withdraw_from_agreement(
        by=by, agreement=of, because="x"
    ),
}
TRIED = [(name, act, USE) for name, act in OF_A_USE.items()]
TRIED += [(name, act, AGREEMENT) for name, act in OF_AN_AGREEMENT.items()]


def told(council, act, by, of) -> str:
    with pytest.raises(BeholdenError) as error:
        act(council, by, of)
    return str(error.value.to_dict()).replace(of, "…")


def test_an_act_tells_nobody_outside_of_what_is_concealed(concealed):
    size = concealed.log.size
    for name, act, of in TRIED:
        for by in OUTSIDE:
            assert told(concealed, act, by, of) == told(concealed, act, by, NONE), (name, by)
    assert concealed.log.size == size


def test_inside_and_to_its_parties_it_is_known(concealed):
    assert concealed.ask(by=CODES["analyst"], use=USE, question=QUESTION).receipt.id
    assert opened(concealed, CODES["owner"], USE).id
    assert opened(concealed, CODES["partner"], USE).id
    with pytest.raises(BeholdenError) as refused:
        concealed.given_to_ask(by=CODES["owner"], use=USE)
    assert not isinstance(refused.value, NotFound)
    with pytest.raises(BeholdenError, match="has signed this agreement already"):
        concealed.sign_agreement(by=CODES["partner"], agreement=AGREEMENT)


def test_one_that_is_not_concealed_is_public_and_refused_with_its_reason(sealed):
    for by in OUTSIDE[1:]:
        with pytest.raises(BeholdenError) as refused:
            sealed.given_to_ask(by=by, use=USE)
        assert not isinstance(refused.value, NotFound)
