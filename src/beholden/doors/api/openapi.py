"""The document of the API (OpenAPI 3.1), made from the table of operations."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

from .answers import DocumentTold, RowsTold
from .inputs import LONGEST_IN_ADDRESS, Inputs, act_of, inputs_of
from .operation import ANYBODY, Operation, Who
from .operations import OPERATIONS
from .schemas import Schemas

VERSION = "1"
BASE = f"/api/v{VERSION}"
_ABOUT = """\
The acts of the library over HTTP. Each is done as the person of the key it comes with, is refused
where that person's offices, the agreement or a rule says no, and is written in the ledger.
Lists come a page at a time (`page`, `per_page`; the header `Link` leads on). A POST that comes with
an `Idempotency-Key` is done once, however often it is sent within a day."""


@cache
def document() -> dict[str, Any]:
    """Return the document; made once, since the table does not change while a process runs."""
    schemas = Schemas(OPERATIONS)
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Beholden", "version": VERSION, "description": _ABOUT},
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {"schemas": schemas.shared, "securitySchemes": _SECURITY},
    }


def _operation(operation: Operation, schemas: Schemas) -> dict[str, Any]:
    inputs = inputs_of(operation)
    told = inspect.cleandoc(act_of(operation).__doc__ or "")
    made: dict[str, Any] = {
        "operationId": operation.name,
        "summary": told.split("\n")[0],
        "description": f"{told}\n\nFor {_who(operation)}.",
        "parameters": [*_in_path(inputs), *_in_query(inputs, schemas), *_once(operation)],
        "responses": _responses(inputs, schemas),
        "security": _needed(operation),
    }
    if operation.changes:
        made["requestBody"] = _body(inputs, schemas)
    return made


def _needed(operation: Operation) -> list[dict[str, list[str]]]:
    """Return what must come along: a key, or a token, with one of the rights that it takes."""
    if operation.needs is ANYBODY:
        return []
    each = [[str(right)] for right in sorted(operation.rights)] or [[]]
    return [{way: scopes} for way in ("key", "token") for scopes in each]


def _who(operation: Operation) -> str:
    if not operation.rights and isinstance(operation.needs, Who):
        return operation.needs.value
    return "a key with the right " + " or ".join(sorted(operation.rights))


def _in_path(inputs: Inputs) -> list[dict[str, Any]]:
    schema = inputs.path_model.model_json_schema()["properties"] if inputs.operation.in_path else {}
    return [
        {"name": name, "in": "path", "required": True, "schema": _bounded(schema[name])}
        for name in inputs.operation.in_path
    ]


def _in_query(inputs: Inputs, schemas: Schemas) -> list[dict[str, Any]]:
    if inputs.operation.changes:
        return []
    return [
        {"name": name, "in": "query", "required": must, "schema": _bounded(schema)}
        for name, schema, must in schemas.fields(inputs)
    ]


def _bounded(schema: dict[str, Any]) -> dict[str, Any]:
    """Say how long a text in an address may be, wherever the schema has one."""
    if schema.get("type") == "string":
        return {**schema, "maxLength": LONGEST_IN_ADDRESS}
    kinds = {key: [_bounded(one) for one in schema[key]] for key in ("anyOf",) if key in schema}
    return {**schema, **kinds}


def _once(operation: Operation) -> list[dict[str, Any]]:
    if not operation.changes:
        return []
    key = {"type": "string", "minLength": 8, "maxLength": 200, "pattern": "^[!-~]+$"}
    return [{"name": "Idempotency-Key", "in": "header", "required": False, "schema": key}]


def _body(inputs: Inputs, schemas: Schemas) -> dict[str, Any]:
    schema = schemas.taken(inputs)
    if not inputs.takes_file:
        return {"content": {"application/json": {"schema": schema}}}
    file = {"type": "string", "contentMediaType": "application/octet-stream"}
    properties = {**schema.get("properties", {}), "source": file}
    form = {**schema, "properties": properties, "required": [*schema.get("required", ()), "source"]}
    return {"required": True, "content": {"multipart/form-data": {"schema": form}}}


def _responses(inputs: Inputs, schemas: Schemas) -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    told = {
        401: "no key, or one that is not open today",
        403: "refused, with the clause that says no",
        404: "nothing of that name",
        422: "the request, or the question, cannot be used as it is",
        500: "something stored is not as it was written",
        503: "the machine cannot do it now",
    }
    if inputs.operation.needs is ANYBODY:
        del told[401], told[403]
    done = {"description": "done", "content": _content(inputs, schemas)}
    return {
        "200": done,
        **{str(code): {"description": says, "content": error} for code, says in told.items()},
    }


def _content(inputs: Inputs, schemas: Schemas) -> dict[str, Any]:
    """Return what an answer may be: JSON, rows as CSV too, a document in the form of its kind."""
    if inputs.given is DocumentTold:
        return {form: {"schema": {"type": kind}} for form, kind in DOCUMENTS.items()}
    content = {"application/json": {"schema": schemas.given(inputs)}}
    return content | ({"text/csv": {"schema": _TEXT}} if inputs.given is RowsTold else {})


_TEXT = {"type": "string"}
# Of a document: each form that the public register has, and what it is when it is read.
DOCUMENTS: dict[str, str | list[str]] = {
    "application/json": ["object", "array"],
    "application/ld+json": "object",
    "application/yaml": "object",
    "text/csv": "string",
    "text/markdown": "string",
    "text/turtle": "string",
}

_ABOUT_TOKENS = """\
A token for an hour, for who has a key (client credentials). Each right of the key is a scope, and
`use:NAME` narrows a token to a use, alone with all rights of its key; without `scope` it carries
all that its key carries."""
_SCOPES = {str(right): right.sentence for one in OPERATIONS for right in sorted(one.rights)}
_SECURITY = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key of the API: `beholden api-key open`.",
    },
    "token": {
        "type": "oauth2",
        "description": _ABOUT_TOKENS,
        "flows": {"clientCredentials": {"tokenUrl": f"{BASE}/token", "scopes": _SCOPES}},
    },
}
