"""Statements: what officers state in files, read strictly and checked against a schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import yaml
from jsonschema import Draft202012Validator, FormatChecker

from ..kernel import BadInput

# Each kind of statement and the room that keeps its schema.
_SCHEMA_FILES = {
    "people": ("beholden.actions", "schemas/people.json"),
    "use": ("beholden.actions", "schemas/use.json"),
    "advice": ("beholden.actions", "schemas/advice.json"),
    "decision": ("beholden.actions", "schemas/decision.json"),
    "agreement": ("beholden.gate", "agreement_schema.json"),
    "outcome": ("beholden.actions", "schemas/outcome.json"),
}
SCHEMAS = tuple(_SCHEMA_FILES)

_LARGEST_FILE = 1 << 20
_MOST_VALUES, _DEEPEST = 100_000, 40


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that is written twice; takes yes and no for truth, but not on and off.

    Of two equal keys YAML would let the last one win; and ``on: 2026-11-16`` names a day.
    """

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping whose keys are all different."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, str | int) and key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} is written twice", key_node.start_mark
                )
            seen.add(key if isinstance(key, str | int) else id(key))
        return super().construct_mapping(node, deep=deep)


_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool",
    re.compile(r"^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE)$"),
    list("yYnNtTfF"),
)


def read_statement(path: Path) -> dict[str, Any]:
    """Read one YAML file as plain data, with dates as ISO 8601 text and keys as text.

    Raises BadInput for a file that is too large, not text, not YAML or not a mapping.
    """
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise _unreadable(path, "it is larger than a mebibyte")
        # The loader is a SafeLoader: it builds plain values only.
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506
        plain = plain_data(data)
    except OSError as fault:
        raise _unreadable(path, fault.strerror or "it cannot be opened") from None
    except UnicodeDecodeError:
        raise _unreadable(path, "it is not UTF-8 text") from None
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        raise _unreadable(path, _yaml_fault(fault)) from None
    if not isinstance(plain, dict):
        raise _unreadable(path, "it is not a list of names with what belongs to them")
    return plain


class _TooMuch(ValueError):
    """More than a statement can say."""


def plain_data(value: Any) -> Any:
    """Return a value with dates as ISO 8601 text and mapping keys as text.

    Raises ValueError for more than a statement can say: YAML's aliases can make a short text stand
    for an endless one.
    """
    return _plain(value, count(), depth=0)


def _plain(value: Any, seen: Iterator[int], *, depth: int) -> Any:
    if next(seen) > _MOST_VALUES or depth > _DEEPEST:
        raise _TooMuch("it says more than a statement can")
    if isinstance(value, Mapping):
        return {str(key): _plain(item, seen, depth=depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, seen, depth=depth + 1) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def checked(statement: Mapping[str, Any], *, schema: str) -> dict[str, Any]:
    """Return a statement if it fits its schema; raise BadInput with every fault otherwise."""
    plain: dict[str, Any] = plain_data(statement)
    faults = sorted(_validator(schema).iter_errors(plain), key=lambda f: list(map(str, f.path)))
    if not faults:
        return plain
    lines = [f"{' › '.join(map(str, f.absolute_path)) or 'the whole'}: {f.message}" for f in faults]
    raise BadInput(
        f"This cannot be read as {_title(schema)}.",
        why="\n  ".join(lines),
        next_step=f"Mend what is named; `beholden schema {schema}` shows the whole form.",
    )


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of one kind of statement."""
    room, path = _SCHEMA_FILES[name]
    text = files(room).joinpath(path).read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(name), format_checker=FormatChecker())


def _title(schema: str) -> str:
    title = str(schema_of(schema)["title"])
    return title[0].lower() + title[1:]


def _unreadable(path: Path, why: str) -> BadInput:
    return BadInput(
        f"The file {path.name} cannot be read.",
        why=f"The reason: {why}.",
        next_step="Mend the file, then run the command again; nothing was changed.",
    )


def _yaml_fault(fault: Exception) -> str:
    if isinstance(fault, _TooMuch):
        return str(fault)
    mark = getattr(fault, "problem_mark", None)
    problem = getattr(fault, "problem", None) or "it is not YAML"
    return f"{problem} (line {mark.line + 1})" if mark else str(problem)
