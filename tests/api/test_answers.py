"""What operations give: told in the document, read back as the value of the library."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from actions.ashmere import ANALYST, DPO
from pydantic import TypeAdapter

from beholden.actions import Right
from beholden.doors.api.answers import TOLD_AS, DocumentTold
from beholden.doors.api.client import value_of
from beholden.doors.api.dispatch import call
from beholden.doors.api.inputs import inputs_of
from beholden.doors.api.openapi import DOCUMENTS, document
from beholden.doors.api.operations import OPERATIONS
from beholden.doors.api.schemas import REFS

from .conftest import QUESTION, Api


def schema_of_answer(operation):
    """Return the schema of what an operation gives, with its reference followed."""
    content = document()["paths"][operation.path][operation.method.lower()]["responses"]["200"]
    schema = content["content"]["application/json"]["schema"]
    name = schema.get("$ref", "").removeprefix(REFS.format(model=""))
    return document()["components"]["schemas"][name] if name else schema


def says_nothing(schema) -> bool:
    """Return whether a schema allows anything, or any object."""
    said = {name: value for name, value in schema.items() if name not in ("title", "description")}
    return said in ({}, {"type": "object"}, {"type": "object", "additionalProperties": True})


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_what_an_operation_gives_is_in_the_document(operation):
    inputs = inputs_of(operation)
    TypeAdapter(inputs.given)  # raises where a type of it cannot be found
    if inputs.given is not DocumentTold:
        assert not says_nothing(schema_of_answer(operation))


def test_the_forms_of_documents_are_those_of_the_register():
    from beholden.exports.kinds import MEDIA_TYPES

    assert set(DOCUMENTS) == set(MEDIA_TYPES.values())


KNOWN = {
    "name": "warm-homes",
    "use": "warm-homes",
    "agreement": "warm-homes-2026",
    "dataset": "council_tax",
    "kind": "paper",
    "area": "reasons",
    "code": "asking-about-council-data",
}
OF_NAME = {"reading_dataset": "council_tax", "public_dataset": "council_tax"}
OF_NAME |= {"reading_agreement": "warm-homes-2026"}
OF_KIND = {"use_form": "outcome", "export": "dcat"}
# What is told in another form than the library's, or of the moment at which it is asked.
NOT_COMPARED = set(TOLD_AS) | {"verify_ledger", "estimate_links"}


def test_what_is_read_is_the_value_of_the_library_and_writes_no_entry(council, as_):
    """Each operation that reads, of what there is: the same value far as near."""
    api, size = as_("dpo", Right.LINKS_REVIEW, Right.TRAINING_READ), council.log.size
    read = set()
    for one in OPERATIONS:
        given = {name: KNOWN.get(name, "x") for name in one.in_path}
        given |= {"name": OF_NAME[one.name]} if one.name in OF_NAME else {}
        given |= {"kind": OF_KIND[one.name]} if one.name in OF_KIND else {}
        more = "?per_page=500" if inputs_of(one).pages else ""
        answer = api.get(one.path.format(**given) + more) if one.method == "GET" else None
        if answer is None or answer.status_code != 200:
            assert answer is None or answer.status_code in {403, 404, 422}, one.name
            continue
        read.add(one.act)
        if one.act in NOT_COMPARED:
            continue
        data = answer.json()
        far = value_of(inputs_of(one), data["items"] if more else data)
        by = {"by": DPO} if "by" in inputs_of(one).hints else {}
        with council.at_work() if one.act.startswith("reading.") else nullcontext():
            assert far == call(council, one, {**given, **by}), one.name
    assert len(read) > 50
    assert council.log.size == size
    assert {"reading.use", "use_tasks", "linkages_to_review", "awaiting"} <= read


def test_a_decision_is_read_back_with_its_clauses(council, as_):
    from beholden.kernel import Clause, Refusal

    api = as_("analyst", Right.QUESTION_ASK)
    asks = next(one for one in OPERATIONS if one.act == "explain")
    for question in (QUESTION, "select liable_name from council_tax"):
        told = api.post("/uses/warm-homes/decisions", {"question": question}).json()
        far = value_of(inputs_of(asks), told)
        near = council.explain(by=ANALYST, use="warm-homes", question=question)
        assert (far.allowed, far.refusal) == (near.allowed, near.refusal)
        assert far.clauses == near.clauses
        assert all(isinstance(clause, Clause) for clause in far.clauses)
        assert far.allowed or isinstance(far.refusal, Refusal)


def test_a_question_is_built_without_sql(council, as_):
    """What may be chosen is told, what was chosen becomes SQL, and the SQL is answered."""
    from beholden.actions import Chosen

    api = as_("analyst", Right.QUESTION_ASK)
    by_act = {one.act: inputs_of(one) for one in OPERATIONS}
    told = api.post("/uses/warm-homes/choices", {"start": "council_tax"}).json()
    asked = {"by": ANALYST, "use": "warm-homes", "start": "council_tax"}
    assert value_of(by_act["offer_choices"], told) == council.offer_choices(**asked)
    group = next(f"{one['table']}.{one['column']['name']}" for one in told["offer"]["places"])
    built = api.post(
        "/uses/warm-homes/built-question",
        {"start": "council_tax", "chosen": {"groups": [group], "largest_first": True}},
    )
    chosen = Chosen(groups=(group,), largest_first=True)
    assert built.json() == council.build_question(**asked, chosen=chosen)
    answer = api.post("/uses/warm-homes/answers", {"question": built.json()})
    assert answer.json()["columns"][-1] == "how_many"
    not_offered = {"start": "council_tax", "chosen": {"groups": ["council_tax.liable_name"]}}
    assert api.post("/uses/warm-homes/built-question", not_offered).status_code == 422


def test_a_course_is_read_back_without_its_answers(council, as_):
    api = as_("analyst", Right.COURSE_TAKE)
    by_act = {one.act: inputs_of(one) for one in OPERATIONS}
    listed = value_of(by_act["list_courses"], api.get("/courses").json()["items"])
    near = council.list_courses()
    assert [one.course for one in listed] == [one.course.code for one in near]
    assert [one.audience for one in listed] == [one.course.audience for one in near]
    begun = api.post("/courses/asking-about-council-data/attempts").json()
    attempt = value_of(by_act["begin_course"], begun)
    assert attempt.course.code == "asking-about-council-data"
    assert [len(one.options) > 1 for one in attempt.paper] == [True] * attempt.course.asks


def test_a_document_is_read_as_its_text(council):
    answer = Api("").get("/public/register/dcat.ttl")
    assert answer.headers["Content-Type"] == "text/turtle"
    assert answer.content.decode() == council.register_file(file="dcat.ttl").text
