"""Every role at every operation, every other verb, and a key for one use at what is of another."""

from __future__ import annotations

import inspect
import re
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from actions.ashmere import ADMIN
from actions.councils import entries_of
from django.test import RequestFactory
from pydantic import BaseModel

from beholden.actions import ROLES, KeyHeld, Right
from beholden.doors.api.credentials import refuse_beyond
from beholden.doors.api.dispatch import view_of
from beholden.doors.api.inputs import inputs_of
from beholden.doors.api.operation import ANYBODY, INSIDE
from beholden.doors.api.operations import OPERATIONS
from beholden.kernel import Refused

from .conftest import Api

CLOSED = [one for one in OPERATIONS if one.needs is not ANYBODY]
NO_RIGHT, NOT_INSIDE, OF_ANOTHER_USE = "rights", "api › inside", "api › uses"
NO_KEY, UNREADABLE, NO_METHOD = 401, 422, 405


def of(role) -> str:
    return f"one-{role.code.replace('_', '-')}"


def add_one(council, role) -> None:
    council.add_person(
        by=ADMIN, code=of(role), office="One", organisation="Legal", roles=[role.code]
    )


def key_of(council, role, uses=()) -> Api:
    """Open a key with every right of a role, for somebody who has that role alone."""
    add_one(council, role)
    until = date.today() + timedelta(days=1)
    rights = [str(right) for right in role.rights]
    key = council.open_api_key(by=of(role), purpose="a test", until=until, rights=rights, uses=uses)
    return Api(key.token)


def address_of(operation) -> str:
    hints = inputs_of(operation).hints
    return re.sub(r"{(\w+)}", lambda m: "1" if hints[m[1]] is int else "x", operation.path)


def unreadable(api, operation) -> Any:
    """Call an operation with what none takes, so that nothing is done by whoever may."""
    if operation.method == "GET":
        return api.get(address_of(operation) + "?zqx=1")
    return api.post(address_of(operation), ["zqx"] if operation.statement else {"zqx": 1})


def verdict(answer) -> str | int:
    """Return why there was a no: the kind of clause, or the status."""
    if answer.status_code != 403:
        return answer.status_code
    return kind_of(answer.json()["error"]["clause"])


def kind_of(clause: str) -> str:
    return NO_RIGHT if clause.startswith("rights ›") else clause


def expected(role, operation) -> str | int:
    """Return what the table of operations and the file of rights say, and nothing else."""
    needs = operation.needs
    if operation.act in ("ask", "explain"):
        needs = frozenset({Right.QUESTION_ASK, Right.SELF_SERVICE_ASK})
    if needs is INSIDE:
        return NOT_INSIDE if role.outside else UNREADABLE
    if isinstance(needs, frozenset):
        return UNREADABLE if needs & role.rights else NO_RIGHT
    return UNREADABLE


def decided(held: KeyHeld, operation) -> str | int:
    """Return what the door decides before it looks at what came along."""
    try:
        refuse_beyond(held, operation)
    except Refused as refused:
        return kind_of(refused.refusal.clause)
    return UNREADABLE


def test_the_rights_of_each_role_alone_decide_what_its_key_may_call(council):
    """Every role with all of its rights, at every operation."""
    wrong = []
    for role in ROLES:
        add_one(council, role)
        held = KeyHeld("key-x", of(role), frozenset(map(str, role.rights)), frozenset())
        with council.at_work():
            found = {one: decided(held, one) for one in CLOSED}
        wrong += [(role.code, one.name) for one in CLOSED if found[one] != expected(role, one)]
    assert wrong == []


def test_the_door_says_so_before_it_does_anything(council):
    """Every operation, over HTTP: by a role that may call it, and by one that may not."""
    apis = {role: key_of(council, role) for role in ROLES}
    before = len(entries_of(council))
    for one in CLOSED:
        verdicts = {expected(role, one): role for role in ROLES}
        for said, role in verdicts.items():
            assert verdict(unreadable(apis[role], one)) == said, (role.code, one.name)
    assert len(entries_of(council)) == before


def test_nobody_calls_anything_without_a_key(council):
    nobody, reader = Api(""), key_of(council, ROLES[0])
    reader = Api(reader._token[:-1])
    for one in CLOSED:
        assert verdict(unreadable(nobody, one)) == NO_KEY, one.name
        assert verdict(unreadable(reader, one)) == NO_KEY, one.name


def by_path() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for one in OPERATIONS:
        found[one.path][one.method] = one
    return found


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_no_address_takes_a_method_that_is_not_its_own(method):
    """Before a key is looked at, and so whoever comes."""
    for path, operations in by_path().items():
        if method not in operations:
            answer = view_of(operations)(RequestFactory().generic(method, path))
            assert answer.status_code == NO_METHOD, (method, path)
            assert method not in answer["Allow"].split(", ")


# Of each kind of value one that there is no thing of.
_EXAMPLES = {"string": "x", "integer": 1, "number": 1.0, "boolean": True, "array": [], "object": {}}


def example(schema: dict[str, Any], named: dict[str, Any]) -> Any:
    """Return a value that a schema allows."""
    if "$ref" in schema:
        return example(named[schema["$ref"].rpartition("/")[2]], named)
    if "anyOf" in schema:
        return example(schema["anyOf"][0], named)
    if "enum" in schema:
        return schema["enum"][0]
    return "2026-01-02" if schema.get("format") == "date" else _EXAMPLES[schema["type"]]


def filled(model: type[BaseModel]) -> dict[str, Any]:
    """Return what must be given, and nothing that may be left out."""
    schema = model.model_json_schema()
    named = schema.get("$defs", {})
    must = schema.get("required", ())
    return {name: example(schema["properties"][name], named) for name in must}


def readable(api, operation, **use: str) -> Any:
    """Call an operation with what it takes, about another use where it is about one."""
    inputs = inputs_of(operation)
    if operation.statement:
        return api.post(address_of(operation), use)
    given = {name: value for name, value in filled(inputs.model).items() if name != operation.use}
    use = {name: value for name, value in use.items() if name in inputs.model.model_fields}
    if operation.method == "GET":
        asked = "&".join(f"{name}={value}" for name, value in {**given, **use}.items())
        return api.get(f"{address_of(operation)}?{asked}")
    return api.post(address_of(operation), {**given, **use})


def test_a_key_for_one_use_reaches_nothing_of_another(council):
    """Every operation by a key with the right to it, about another use, or about none."""
    inside = [role for role in ROLES if not role.outside]
    apis = {role: key_of(council, role, uses=("warm-homes",)) for role in inside}
    before = len(entries_of(council))
    for one in CLOSED:
        role = next((role for role in inside if expected(role, one) == UNREADABLE), None)
        if role is None or inputs_of(one).takes_file:
            continue
        for use in ("elsewhere", "warm-homes "):
            answer = readable(apis[role], one, **({one.use: use} if one.use else {}))
            assert verdict(answer) == OF_ANOTHER_USE, (one.name, answer.content)
    assert len(entries_of(council)) == before


def test_every_act_by_somebody_is_done_by_the_person_of_the_key():
    """Who acts is a parameter of the act that no operation takes."""
    for one in CLOSED:
        assert "by" not in inputs_of(one).model.model_fields
        assert "by" not in inspect.signature(inputs_of(one).model).parameters
