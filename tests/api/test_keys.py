"""Keys: what one carries, and that it opens nothing more, nor any longer."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from operator import attrgetter

import pytest
from actions.ashmere import ADMIN, ANALYST, CODES, DPO
from actions.councils import entries_of
from django.test import Client
from opened_accounts import account_of

from beholden.actions import ROLES, Right
from beholden.doors.api.operation import ANYBODY
from beholden.doors.api.operations import OPERATIONS
from beholden.kernel import BadInput, HeldClock, NotFound, Refused

from .conftest import QUESTION, Api

TOMORROW = date.today() + timedelta(days=1)


def opened(council, by=ANALYST, **about):
    return council.open_api_key(by=by, **{"purpose": "a test", "until": TOMORROW, **about})


@pytest.mark.parametrize(
    ("about", "error"),
    [
        ({"purpose": " "}, BadInput),
        ({"until": date.today() - timedelta(days=1)}, BadInput),
        ({"until": date.today() + timedelta(days=400)}, BadInput),
        ({"rights": ["use-decide"]}, Refused),
        ({"rights": ["everything"]}, BadInput),
        ({"uses": ["nowhere"]}, NotFound),
    ],
    ids=["without a purpose", "past", "too long", "not held", "no right", "no use"],
)
def test_a_key_that_cannot_be_opened(council, about, error):
    with pytest.raises(error):
        opened(council, **about)
    assert council.list_api_keys(by=ADMIN) == ()


def test_a_secret_is_kept_nowhere(council):
    key = opened(council)
    secret = key.token.partition(".")[2]
    for file in [council.directory, council.keys_directory]:
        assert not any(
            secret.encode() in one.read_bytes() for one in file.rglob("*") if one.is_file()
        )


def test_the_ledger_tells_of_a_key_and_of_nobody(council):
    key = opened(council, rights=["question-ask"])
    council.close_api_key(by=ANALYST, key=key.id)
    bodies = [entry.body for entry in _entries(council)][-2:]
    assert "api-key-opened" in bodies[0]
    assert "api-key-closed" in bodies[1]
    assert not any(ANALYST in body or key.token in body for body in bodies)


def _entries(council):
    from beholden.records import reading

    with council.at_work():
        return reading.ledger(0, 10_000)


# What ends a key; each is seen at the next request, also by a token that was given for it.
def _closed(council, key):
    council.close_api_key(by=ANALYST, key=key.id)


def _closed_by_the_administrator(council, key):
    council.close_api_key(by=ADMIN, key=key.id)


def _left(council, key):
    council.let_person_go(by=ADMIN, code=ANALYST)


@pytest.mark.parametrize("end", [_closed, _closed_by_the_administrator, _left])
def test_a_key_that_has_ended_opens_nothing(council, end):
    key = opened(council, rights=["question-ask"])
    token = exchanged(key.id, key.token)["access_token"]
    assert [Api(one).get("/uses").status_code for one in (key.token, token)] == [200, 200]
    end(council, key)
    assert [Api(one).get("/uses").status_code for one in (key.token, token)] == [401, 401]


def test_a_key_whose_last_day_has_passed_opens_nothing(council, monkeypatch):
    from beholden.doors.web import serving

    key = opened(council)
    assert Api(key.token).get("/uses").status_code == 200
    later = council.holding(HeldClock.on(TOMORROW + timedelta(days=1)))
    monkeypatch.setitem(serving._open, str(council.directory), later)
    assert Api(key.token).get("/uses").status_code == 401


def test_nobody_closes_or_sees_anothers_key(council):
    key = opened(council)
    with pytest.raises(NotFound):
        council.close_api_key(by=DPO, key=key.id)
    assert council.list_api_keys(by=DPO) == ()
    assert [one["key"] for one in council.list_api_keys(by=ADMIN)] == [key.id]


@pytest.mark.parametrize(
    "given",
    ["", "key-0.x", "x", "key-", "é", "key-1234567890abcdef." + "a" * 43, "." * 5000],
)
def test_what_is_no_key(council, given):
    answer = Client(SERVER_NAME="127.0.0.1").get(
        "/api/v1/uses", headers={"Authorization": f"Bearer {given}"}
    )
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["error"]["kind"] == "http"


def test_a_key_is_asked_for_and_no_cookie_is_taken(council):
    with council.at_work():
        account = account_of(ANALYST)
    client = Client(SERVER_NAME="127.0.0.1")
    with council.at_work():
        client.force_login(account)
    assert client.get("/api/v1/uses").status_code == 401


def test_a_key_without_rights_reads_and_does_nothing(council, as_):
    reader = as_("analyst")
    assert reader.get("/uses/warm-homes").status_code == 200
    refused = reader.post("/uses/warm-homes/answers", {"question": QUESTION})
    assert refused.status_code == 403
    assert refused.json()["error"]["clause"] == "rights › question-ask"


def test_a_key_for_self_service_alone_gets_no_exact_answer(council, as_):
    narrow = as_("analyst", Right.SELF_SERVICE_ASK)
    before = len(entries_of(council))
    for path in ("answers", "decisions"):
        refused = narrow.post(f"/uses/warm-homes/{path}", {"question": QUESTION})
        assert refused.status_code == 403
        assert refused.json()["error"]["clause"] == "rights › question-ask"
    assert len(entries_of(council)) == before
    exact = as_("analyst", Right.QUESTION_ASK)
    for path in ("answers", "decisions"):
        assert exact.post(f"/uses/warm-homes/{path}", {"question": QUESTION}).status_code == 200


def test_a_key_for_one_use_reaches_no_other_place(council, as_):
    narrow = as_("analyst", Right.QUESTION_ASK, uses=("warm-homes",))
    assert narrow.post("/uses/warm-homes/answers", {"question": QUESTION}).status_code == 200
    for path in ("/uses", "/datasets", "/people", "/ledger"):
        assert narrow.get(path).json()["error"]["clause"] == "api › uses"


def test_a_key_carries_no_right_that_its_person_has_lost(council):
    key = opened(council, rights=["question-ask"])
    council.add_person(
        by=ADMIN, code=ANALYST, office="Reader", organisation="Legal", roles=["resident"]
    )
    refused = Api(key.token).post("/uses/warm-homes/answers", {"question": QUESTION})
    assert refused.status_code == 403
    assert Api(key.token).get("/uses").json()["error"]["clause"] == "api › inside"


def exchanged(name, secret, **more):
    return (
        Client(SERVER_NAME="127.0.0.1")
        .post(
            "/api/v1/token",
            {
                "grant_type": "client_credentials",
                "client_id": name,
                "client_secret": secret,
                **more,
            },
        )
        .json()
    )


def test_a_token_for_a_key(council):
    key = opened(council, rights=["question-ask"])
    told = exchanged(key.id, key.token)
    assert told["token_type"] == "Bearer"
    assert told["scope"] == "question-ask"
    assert Api(told["access_token"]).get("/uses").status_code == 200
    basic = base64.b64encode(f"{key.id}:{key.token.partition('.')[2]}".encode()).decode()
    again = Client(SERVER_NAME="127.0.0.1").post(
        "/api/v1/token",
        {"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {basic}"},
    )
    assert again.status_code == 200
    assert again["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "key-0"}, "invalid_client"),
        ({"client_id": CODES["dpo"]}, "invalid_client"),
    ],
)
def test_a_token_that_is_not_given(council, form, error):
    key = opened(council)
    assert exchanged(key.id, key.token, **form) == {"error": error}


def test_a_token_that_was_changed_opens_nothing(council):
    key = opened(council)
    token = exchanged(key.id, key.token)["access_token"]
    assert Api(token[:-2] + "xx").get("/uses").status_code == 401


SCOPES = [
    # What is asked for, and what is given.
    ("", "question-ask use-triage"),
    ("question-ask", "question-ask"),
    ("use-triage question-ask", "question-ask use-triage"),
    ("use:warm-homes", "question-ask use-triage use:warm-homes"),
    ("question-ask use:warm-homes", "question-ask use:warm-homes"),
    ("question-ask use:elsewhere", "question-ask use:elsewhere"),
]
BEYOND = ["everything", "use-decide", "question-ask use-decide", "use:", "QUESTION-ASK", "x" * 9000]


@pytest.fixture
def two(council):
    """Give a key with two rights, of somebody who has both."""
    council.add_person(
        by=ADMIN,
        code="two-roles",
        office="Two",
        organisation="Legal",
        roles=["analyst", "data_protection_officer"],
    )
    return opened(council, by="two-roles", rights=["question-ask", "use-triage"])


@pytest.mark.parametrize(("asked", "given"), SCOPES)
def test_a_token_carries_the_scopes_that_were_asked_for(two, asked, given):
    assert exchanged(two.id, two.token, scope=asked)["scope"] == given


@pytest.mark.parametrize("asked", BEYOND)
def test_a_token_carries_no_scope_that_its_key_does_not(two, asked):
    assert exchanged(two.id, two.token, scope=asked) == {"error": "invalid_scope"}


def test_a_key_for_one_use_gives_no_token_for_another(council):
    key = opened(council, rights=["question-ask"], uses=["warm-homes"])
    assert exchanged(key.id, key.token)["scope"] == "question-ask use:warm-homes"
    narrow = exchanged(key.id, key.token, scope="question-ask")
    assert narrow["scope"] == "question-ask use:warm-homes"
    other = exchanged(key.id, key.token, scope="question-ask use:elsewhere")
    assert other == {"error": "invalid_scope"}


def test_a_scope_is_what_a_token_may_do(council, two):
    """A token with one right of two, and one for one use: each is refused the rest."""
    triage = exchanged(two.id, two.token, scope="use-triage")["access_token"]
    refused = Api(triage).post("/uses/warm-homes/answers", {"question": QUESTION})
    assert refused.json()["error"]["clause"] == "rights › question-ask"
    elsewhere = exchanged(two.id, two.token, scope="question-ask use:elsewhere")["access_token"]
    refused = Api(elsewhere).post("/uses/warm-homes/answers", {"question": QUESTION})
    assert refused.json()["error"]["clause"] == "api › uses"
    key = opened(council, rights=["question-ask"])
    here = exchanged(key.id, key.token, scope="question-ask use:warm-homes")["access_token"]
    assert Api(here).get("/uses").json()["error"]["clause"] == "api › uses"
    assert Api(here).get("/uses/warm-homes/given").status_code == 200


def test_every_right_of_an_operation_is_a_scope_of_the_document():
    from beholden.doors.api.openapi import document

    made = document()
    flow = made["components"]["securitySchemes"]["token"]["flows"]["clientCredentials"]
    for one in OPERATIONS:
        security = made["paths"][one.path][one.method.lower()]["security"]
        scopes = {scope for way in security for scope in way.get("token", ())}
        assert scopes == {str(right) for right in one.rights}
        assert bool(security) is (one.needs is not ANYBODY)
        assert scopes <= set(flow["scopes"])
    assert all(sentence.endswith(".") for sentence in flow["scopes"].values())


@pytest.mark.parametrize("role", ROLES, ids=attrgetter("code"))
def test_a_role_opens_a_key_with_its_own_rights_alone(council, role):
    council.add_person(
        by=ADMIN, code="one-role", office="One", organisation="Legal", roles=[role.code]
    )
    for right in Right:
        try:
            opened(council, by="one-role", rights=[str(right)])
            given = True
        except Refused:
            given = False
        assert given == (right in role.rights), right


def test_a_key_for_one_use_states_no_other(council, as_):
    narrow = as_("owner", Right.USE_STATE, uses=("warm-homes",))
    assert narrow.post("/uses", {"use": "warm-homes"}).status_code == 422
    for other in ("elsewhere", ["warm-homes"], None):
        refused = narrow.post("/uses", {"use": other, "name": "warm-homes"})
        assert refused.json()["error"]["clause"] == "api › uses"


def test_what_a_key_reads_is_kept_by_no_cache(council, as_):
    assert as_("dpo").get("/uses")["Cache-Control"] == "no-store"
