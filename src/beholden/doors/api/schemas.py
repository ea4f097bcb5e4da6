"""JSON Schemas of what operations take and give, from the types of the library itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import PydanticUserError, TypeAdapter
from pydantic.errors import PydanticInvalidForJsonSchema

from ...actions import schema_of
from .inputs import Inputs

REFS = "#/components/schemas/{model}"
Schemas = dict[str, Any]

_ROWS = {"type": "array", "items": {"type": "object"}}
ANSWER: Schemas = {
    "type": "object",
    "required": ["columns", "rows", "receipt", "notes"],
    "properties": {
        "columns": {"type": "array", "items": {"type": "string"}},
        "rows": _ROWS,
        "receipt": {"type": "object"},
        "notes": {"type": "array", "items": {"type": "string"}},
    },
}
_CLAUSE = {
    "type": "object",
    "required": ["where", "says"],
    "properties": {"where": {"type": "string"}, "says": {"type": "string"}},
}
DECISION: Schemas = {
    "type": "object",
    "required": ["allowed", "clauses", "refusal"],
    "properties": {
        "allowed": {"type": "boolean"},
        "clauses": {"type": "array", "items": _CLAUSE},
        "refusal": {"type": ["object", "null"]},
    },
}
REGISTERED: Schemas = {
    "type": "object",
    "required": ["dataset", "version", "rows", "fingerprint", "already_there"],
    "properties": {
        "dataset": {"type": "string"},
        "version": {"type": "integer"},
        "rows": {"type": "integer"},
        "fingerprint": {"type": "string"},
        "already_there": {"type": "boolean"},
    },
}
# What the library gives as a table in memory, told here in JSON.
_OF_OUR_OWN = {"ask": ANSWER, "explain": DECISION, "register": REGISTERED}
ERROR: Schemas = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["kind", "exit_code", "what", "why", "next", "ask"],
            "properties": {
                "kind": {"type": "string"},
                "exit_code": {"type": "integer"},
                "what": {"type": "string"},
                "why": {"type": "string"},
                "next": {"type": "string"},
                "ask": {"type": "string"},
                "clause": {"type": "string"},
            },
        }
    },
}


def taken(inputs: Inputs, shared: Schemas) -> Schemas:
    """Return the schema of a body; what it refers to goes into ``shared``."""
    if inputs.operation.statement:
        return _statement(inputs.operation.statement, shared)
    return _apart(inputs.model.model_json_schema(ref_template=REFS), shared)


def _statement(kind: str, shared: Schemas) -> Schemas:
    """Refer to the schema of a kind of statement, with its own definitions beside it."""
    name = "Statement_" + kind.replace("-", "_")
    if name not in shared:
        whole = dict(schema_of(kind))
        for key in ("$schema", "$id"):
            whole.pop(key, None)
        inner = whole.pop("$defs", {})
        shared[name] = _renamed(whole, name)
        shared.update({f"{name}.{key}": _renamed(one, name) for key, one in inner.items()})
    return {"$ref": f"#/components/schemas/{name}"}


def _renamed(schema: Any, name: str) -> Any:
    if isinstance(schema, dict):
        return {
            key: f"#/components/schemas/{name}.{value.rpartition('/')[2]}"
            if key == "$ref" and isinstance(value, str) and value.startswith("#/$defs/")
            else _renamed(value, name)
            for key, value in schema.items()
        }
    return [_renamed(one, name) for one in schema] if isinstance(schema, list) else schema


def given(inputs: Inputs, shared: Schemas) -> Schemas:
    """Return the schema of an answer; what it refers to goes into ``shared``."""
    returned = inputs.hints.get("return")
    if inputs.operation.act in _OF_OUR_OWN:
        return _OF_OUR_OWN[inputs.operation.act]
    try:
        schema = TypeAdapter(returned).json_schema(mode="serialization", ref_template=REFS)
    except (PydanticUserError, PydanticInvalidForJsonSchema):
        return {}  # anything: a table that the library holds in memory is left out of the answer
    schema = _apart(schema, shared)
    return _page(schema) if inputs.pages else schema


def _page(items: Schemas) -> Schemas:
    number = {"type": "integer"}
    return {
        "type": "object",
        "required": ["items", "page", "per_page", "total"],
        "properties": {"items": items, "page": number, "per_page": number, "total": number},
    }


def _apart(schema: Schemas, shared: Schemas) -> Schemas:
    shared.update(schema.pop("$defs", {}))
    return schema


def fields(inputs: Inputs) -> Iterator[tuple[str, Schemas, bool]]:
    """Yield what stands in the query of an operation: name, schema, whether it must be there."""
    schema = inputs.model.model_json_schema(ref_template=REFS)
    must = set(schema.get("required", ()))
    for name, one in schema["properties"].items():
        yield name, one, name in must
