"""Operations: the same verbs, answers and refusals as the library; one error shape; done once."""

from __future__ import annotations

import hashlib
import inspect
import json

import pytest
from actions.ashmere import ANALYST, places_file
from django.test import Client
from standing.test_rights import METHODS, _rights_within

from beholden.actions import Council, Right, schema_of
from beholden.doors.api.inputs import act_of, checked_inputs, inputs_of
from beholden.doors.api.openapi import document
from beholden.doors.api.operation import ANYBODY, Who
from beholden.doors.api.operations import NOT_OVER_HTTP, OPERATIONS
from beholden.kernel import BadInput, BeholdenError
from beholden.records import reading

from .conftest import QUESTION, Api

PAGES_AS_TEXT = {name for name in METHODS if name.endswith("_page")}


def test_every_act_has_an_operation_or_a_reason_why_not():
    acts = {one.act for one in OPERATIONS}
    assert set(METHODS) - acts - set(NOT_OVER_HTTP) - PAGES_AS_TEXT - KEYS == set()
    assert not acts & set(NOT_OVER_HTTP)


# A key opens no other key: that is done by a person who has signed in.
KEYS = {"open_api_key", "close_api_key", "list_api_keys"}


# What somebody may see of these depends on the agreement, or on what awaits them.
OF_THE_ASKER = {
    "ask",
    "explain",
    "uses_to_ask",
    "given_to_ask",
    "offer_choices",
    "build_question",
    "awaiting",
    "use_tasks",
    "agreement_acts",
    "release_in_work",
    "board_paper",
}


# They name nobody who asks, and are told over HTTP to those alone who have use for them.
TOLD_TO_ONE_OFFICE = {"release_for_review", "worker_state"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_an_operation_needs_the_right_of_its_act(operation):
    act = act_of(operation)
    if "by" not in inspect.signature(act).parameters:
        assert isinstance(operation.needs, Who) or operation.act in TOLD_TO_ONE_OFFICE
    elif operation.act == "find_usage":  # which asks for the other's answer in another form
        assert operation.needs == {Right.SUBJECT_ANSWER}
    elif isinstance(operation.needs, frozenset):
        assert {one.name for one in operation.needs} <= _rights_within(act)
    else:
        # Whose right depends on the agreement.
        assert operation.act in OF_THE_ASKER


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_no_operation_takes_the_path_of_a_file(operation):
    for name in inputs_of(operation).parameters:
        hint = str(inputs_of(operation).hints[name])
        assert "Path" not in hint or name in {"subjects", "source"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_an_operation_that_changes_nothing_is_a_get(operation):
    act = act_of(operation)
    if operation.method == "GET":
        assert "acting(" not in inspect.getsource(act)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_a_body_with_more_than_is_asked_for_is_refused(operation):
    """Neither who acts, nor anything else that an act does not ask for, can be given to it."""
    assert inputs_of(operation).model.model_config["extra"] == "forbid"
    assert "by" not in inputs_of(operation).parameters
    if operation.statement:
        assert schema_of(operation.statement)["additionalProperties"] is False


def test_an_operation_that_is_bound_to_uses_names_a_parameter():
    for one in OPERATIONS:
        if one.use and not one.statement:
            assert one.use in inputs_of(one).parameters, one.name


def test_the_same_answer_as_the_library(council, as_):
    answer = as_("analyst", Right.QUESTION_ASK).post(
        "/uses/warm-homes/answers", {"question": QUESTION}
    )
    assert answer.status_code == 200
    asked = council.ask(by=ANALYST, use="warm-homes", question=QUESTION)
    told = answer.json()
    assert told["rows"] == asked.table.to_pylist()
    assert told["columns"] == asked.table.column_names
    assert told["receipt"]["terms_hash"] == asked.receipt.terms_hash


def test_an_answer_as_csv(council, as_):
    answer = as_("analyst", Right.QUESTION_ASK).post(
        "/uses/warm-homes/answers", {"question": QUESTION}, Accept="text/csv"
    )
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Beholden-Receipt"].startswith("answer-")
    assert answer.content.decode().startswith("tenure,")


# The same refusal, whichever door it comes through: the question, and what it is refused with.
REFUSED = [
    ("select uprn, arrears from council_tax", 403),
    ("select liable_name from council_tax", 403),
    ("not a question", 422),
    ("select count(*) from nowhere", 403),
]


@pytest.mark.parametrize(("question", "status"), REFUSED)
def test_the_same_refusal_as_the_library(council, as_, question, status):
    answer = as_("analyst", Right.QUESTION_ASK).post(
        "/uses/warm-homes/answers", {"question": question}
    )
    with pytest.raises(BeholdenError) as refused:
        council.ask(by=ANALYST, use="warm-homes", question=question)
    assert (answer.status_code, answer.json()) == (status, refused.value.to_dict())


def test_a_decision_tells_nothing_of_the_engine(council, as_):
    told = as_("analyst", Right.QUESTION_ASK).post(
        "/uses/warm-homes/decisions", {"question": QUESTION}
    )
    assert set(told.json()) == {"allowed", "clauses", "refusal"}
    assert told.json()["allowed"] is True


def test_lists_come_a_page_at_a_time(council, as_):
    reader = as_("dpo")
    first = reader.get("/ledger?limit=1000&per_page=2")
    assert (first.json()["page"], len(first.json()["items"])) == (1, 2)
    assert "page=2" in first["Link"]
    total = first.json()["total"]
    last = reader.get(f"/ledger?limit=1000&per_page=2&page={-(-total // 2)}")
    assert "Link" not in last
    assert reader.get("/ledger?per_page=0").status_code == 422


def test_what_is_read_is_what_the_library_reads(council, as_):
    told = as_("dpo").get("/uses/warm-homes").json()
    with council.at_work():
        assert told == reading.use("warm-homes").to_dict()


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nowhere", None, 404),
        ("GET", "/uses/nowhere", None, 404),
        ("DELETE", "/uses", None, 405),
        ("GET", "/uses?colour=red", None, 422),
        ("POST", "/uses/warm-homes/answers", {}, 422),
        ("POST", "/uses/warm-homes/answers", {"question": 3}, 422),
        ("POST", "/uses/warm-homes/answers", {"question": "x", "by": "dpo"}, 422),
        ("POST", "/uses/warm-homes/answers", {"question": "\ud800"}, 422),
        ("POST", "/uses/warm-homes/built-question", {"chosen": {"most": "5"}}, 422),
        ("POST", "/uses", ["no statement"], 403),
        ("POST", "/uses", {"name": "x"}, 403),
    ],
)
def test_every_error_has_the_one_shape(council, as_, method, path, body, status):
    answer = as_("analyst", Right.QUESTION_ASK)(method, path, body)
    assert answer.status_code == status
    assert {"kind", "what", "why", "next", "ask"} <= set(answer.json()["error"])


def test_a_course_is_told_without_its_answers(council, as_):
    api = as_("analyst", Right.COURSE_TAKE)
    begun = api.post("/courses/asking-about-council-data/attempts")
    assert begun.json()["paper"][0]["options"][0].keys() == {"number", "text"}
    for answer in (begun, api.get("/courses"), api.get("/courses/asking-about-council-data")):
        assert answer.status_code == 200
        assert "is_right" not in answer.content.decode()
        assert "explanation" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/uses/warm%00homes", "/receipts?x=%00", "/advice?use=%00"])
def test_a_text_that_no_database_takes_is_refused(council, as_, path):
    assert as_("dpo").get(path).status_code in {404, 422}


def test_no_error_repeats_what_was_sent(council, as_):
    marker = "zqxmarker"
    api = as_("analyst", Right.QUESTION_ASK)
    for body in ({"question": {"x": marker}}, {marker: 1}, {"question": "x", "uprn": marker}):
        assert marker not in api.post("/uses/warm-homes/answers", body).content.decode()


def test_a_request_that_is_sent_twice_is_done_once(council, as_):
    api = as_("dpo", Right.AGREEMENT_SUSPEND)
    body = {"because": "A question was raised."}
    path = "/agreements/warm-homes-2026/suspension"
    key = {"Idempotency-Key": "0f8fad5b-d9cb"}
    first, again = api.post(path, body, **key), api.post(path, body, **key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    other = api.post(path, {"because": "Another reason."}, **key)
    assert other.status_code == 422
    assert _acts(council).count("agreement-suspended") == 1


def test_a_request_that_was_refused_may_be_mended_under_its_key(council, as_):
    api = as_("dpo", Right.AGREEMENT_END)
    key = {"Idempotency-Key": "0f8fad5b-d9cb"}
    assert api.post("/agreements/nowhere/end", {"because": "x"}, **key).status_code == 404
    assert api.post("/agreements/warm-homes-2026/end", {"because": "x"}, **key).status_code == 200


def test_of_an_answer_that_is_sent_for_again_only_the_receipt_is_told(council, as_):
    api = as_("analyst", Right.QUESTION_ASK)
    key = {"Idempotency-Key": "0f8fad5b-d9cb"}
    first = api.post("/uses/warm-homes/answers", {"question": QUESTION}, **key).json()
    again = api.post("/uses/warm-homes/answers", {"question": QUESTION}, **key).json()
    assert again == {"receipt": first["receipt"]}


def test_what_is_told_of_a_subject_is_not_kept_under_a_key(council, as_):
    from beholden.records.models import SentOnce

    api = as_("dpo", Right.SUBJECT_ANSWER, Right.OBJECTION_RECORD)
    key = {"Idempotency-Key": "0f8fad5b-d9cb"}
    asked = {"identifier": "100", "since": "2026-01-01", "until": "2026-02-01"}
    for path in ("/subjects/uses", "/subjects/usage"):
        assert api.post(path, asked, **key).status_code == 200
    with council.at_work():
        assert not SentOnce.objects.exists()
    body = {"subjects": ["100"], "column": "uprn"}
    assert api.post("/uses/warm-homes/objections", body, **key).status_code == 200
    plain = b"POST /api/v1/uses/warm-homes/objections\n" + json.dumps(body).encode()
    with council.at_work():
        assert SentOnce.objects.get().digest != hashlib.sha256(plain).hexdigest()


def _acts(council):
    with council.at_work():
        return [entry.act for entry in reading.ledger(0, 10_000)]


def test_a_dataset_is_registered_from_a_file_that_is_sent(council, as_):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    token = as_("revenues", Right.DATASET_REGISTER)._token
    sent = {
        "source": SimpleUploadedFile("../../x.csv", b"uprn,band\n1,A\n2,B\n"),
        "steward": "Revenues and Benefits",
        "made_up": "true",
    }
    answer = Client(SERVER_NAME="127.0.0.1").post(
        "/api/v1/datasets/bands", sent, headers={"Authorization": f"Bearer {token}"}
    )
    assert (answer.status_code, answer.json().get("rows")) == (200, 2), answer.content
    assert list(council.path(".staging").glob("work-*")) == []


def test_areas_are_kept_from_a_file_that_is_sent_and_given_back(council, as_, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    api = as_("revenues", Right.AREAS_KEEP)
    sent = {
        "source": SimpleUploadedFile("x.geojson", places_file(tmp_path).read_bytes()),
        "code": "code",
        "label": "name",
        "attribution": "Made up.",
        "made_up": "true",
    }
    answer = Client(SERVER_NAME="127.0.0.1").post(
        "/api/v1/areas/places", sent, headers={"Authorization": f"Bearer {api._token}"}
    )
    assert (answer.status_code, answer.json().get("areas")) == (200, 4), answer.content
    assert api.get("/areas/places").json()["attribution"] == "Made up."
    assert len(json.loads(api.get("/areas/places/boundaries").json())["features"]) == 4


def test_a_file_that_was_forgotten_is_told_under_an_idempotency_key_too(as_):
    api = as_("revenues", Right.DATASET_REGISTER)
    sent = Client(SERVER_NAME="127.0.0.1").post(
        "/api/v1/datasets/moves",
        {"title": "Moves", "steward": "Revenues"},
        headers={"Authorization": f"Bearer {api._token}", "Idempotency-Key": "once-and-no-more"},
    )
    assert (sent.status_code, sent.json()["error"]["kind"]) == (422, "bad-input")


def test_subjects_are_sent_as_a_list(council, as_):
    api = as_("dpo", Right.OBJECTION_RECORD)
    kept = api.post("/uses/warm-homes/objections", {"subjects": ["100"], "column": "uprn"})
    assert kept.status_code == 200
    broken = api.post("/uses/warm-homes/objections", {"subjects": ["1\n2"], "column": "uprn"})
    assert broken.status_code == 422


def test_the_public_operations_need_no_key(council):
    public = [one for one in OPERATIONS if one.needs is ANYBODY and not one.in_path]
    assert "public_board_as_data" in {one.act for one in public}
    for one in public:
        assert Api("").get(one.path).status_code == 200, one.path
    assert Api("").get("/public/uses/warm-homes").json()["made_up"] is True
    assert Api("").get("/uses").status_code == 401


def test_the_document_is_valid_and_names_every_operation(council):
    from openapi_spec_validator import validate

    made = document()
    validate(made)
    named = {one["operationId"] for path in made["paths"].values() for one in path.values()}
    assert named == {one.name for one in OPERATIONS}
    assert Api("").get("/openapi.json").json() == made


def test_the_methods_of_the_table_are_of_the_library():
    for one in OPERATIONS:
        room, _, name = one.act.rpartition(".")
        assert hasattr(reading if room else Council, name)


def test_what_is_read_is_closed_to_who_is_outside(council, as_):
    for person in ("partner", "resident", "auditor", "member"):
        api = as_(person)
        for closed in ("/uses", "/board", "/meetings", "/meetings/2026-04-13"):
            assert api.get(closed).json()["error"]["clause"] == "api › inside"


def test_a_key_opens_no_key(council, as_):
    assert as_("dpo").post("/api-keys", {}).status_code == 404


@pytest.mark.parametrize(
    "operation", [one for one in OPERATIONS if one.changes], ids=lambda one: one.name
)
def test_parts_within_each_other_without_end_are_refused_before_they_are_read(operation):
    deep: object = "x"
    for _ in range(900):
        deep = [deep]
    path = dict.fromkeys(operation.in_path, "x")
    with pytest.raises(BadInput, match="within each other"):
        checked_inputs(operation, path, {"statement": deep})
