"""JSON Schemas of what operations take and give, from the types of the library itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal, get_type_hints

from pydantic import TypeAdapter

from ...actions import Council, schema_of
from .inputs import Inputs, inputs_of
from .operation import Operation

REFS = "#/components/schemas/{model}"
Schema = dict[str, Any]
Mode = Literal["validation", "serialization"]

# Given as plain data, told by the type of the value that the data are of.
_DATA_OF = {"public_use_as_data": "public_use", "public_board_as_data": "public_board"}
ERROR: Schema = {
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


class Schemas:
    """The schemas of every operation, made at once, so that two types of one name stay two."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self.shared: Schema = {"Error": ERROR}
        wanted = [one for operation in operations for one in _wanted(operation)]
        made, whole = TypeAdapter.json_schemas(wanted, ref_template=REFS)
        self._made = {name: schema for (name, _mode), schema in made.items()}
        self.shared.update(whole.get("$defs", {}))

    def taken(self, inputs: Inputs) -> Schema:
        """Return the schema of a body."""
        if inputs.operation.statement:
            return _statement(inputs.operation.statement, self.shared)
        return self._inlined(f"{inputs.operation.name} takes")

    def given(self, inputs: Inputs) -> Schema:
        """Return the schema of an answer."""
        schema = self._made[f"{inputs.operation.name} gives"]
        return _page(schema) if inputs.pages else schema

    def fields(self, inputs: Inputs) -> Iterator[tuple[str, Schema, bool]]:
        """Yield what stands in the query of an operation: name, schema, whether it must."""
        schema = self._inlined(f"{inputs.operation.name} takes")
        must = set(schema.get("required", ()))
        for name, one in schema["properties"].items():
            yield name, one, name in must

    def _inlined(self, name: str) -> Schema:
        """Return a schema itself where it is a reference to one."""
        schema = self._made[name]
        if "$ref" in schema:
            return dict(self.shared[schema["$ref"].rpartition("/")[2]])
        return schema


def _wanted(operation: Operation) -> Iterator[tuple[str, Mode, TypeAdapter[Any]]]:
    inputs = inputs_of(operation)
    if not operation.statement:
        yield f"{operation.name} takes", "validation", TypeAdapter(inputs.model)
    yield f"{operation.name} gives", "serialization", TypeAdapter(_given(inputs))


def _given(inputs: Inputs) -> Any:
    of = _DATA_OF.get(inputs.operation.act)
    return get_type_hints(getattr(Council, of))["return"] if of else inputs.given


def _page(items: Schema) -> Schema:
    number = {"type": "integer"}
    return {
        "type": "object",
        "required": ["items", "page", "per_page", "total"],
        "properties": {"items": items, "page": number, "per_page": number, "total": number},
    }


def _statement(kind: str, shared: Schema) -> Schema:
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
