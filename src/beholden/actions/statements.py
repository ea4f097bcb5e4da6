"""Statements: what officers state in files, read strictly and checked against a schema."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from ..kernel import BadInput

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

# Each kind of statement and the room that keeps its schema.
_SCHEMA_FILES = {
    "people": ("beholden.actions", "schemas/people.json"),
    "use": ("beholden.actions", "schemas/use.json"),
    "canvas": ("beholden.actions", "schemas/canvas.json"),
    "triage": ("beholden.actions", "schemas/triage.json"),
    "design-review": ("beholden.actions", "schemas/design-review.json"),
    "dpia-advice": ("beholden.actions", "schemas/dpia-advice.json"),
    "board": ("beholden.actions", "schemas/board.json"),
    "meeting": ("beholden.actions", "schemas/meeting.json"),
    "advice": ("beholden.actions", "schemas/advice.json"),
    "decision": ("beholden.actions", "schemas/decision.json"),
    "review": ("beholden.actions", "schemas/review.json"),
    "undertakings": ("beholden.actions", "schemas/undertakings.json"),
    "crisis": ("beholden.actions", "schemas/crisis.json"),
    "confirmation": ("beholden.actions", "schemas/confirmation.json"),
    "agreement": ("beholden.gate.agreement", "schema.json"),
    "outcome": ("beholden.actions", "schemas/outcome.json"),
    "training": ("beholden.actions", "schemas/training.json"),
    "subjects": ("beholden.actions", "schemas/subjects.json"),
    "complaint": ("beholden.actions", "schemas/complaint.json"),
}
SCHEMAS = tuple(_SCHEMA_FILES)

_LARGEST_FILE = 1 << 20
_MOST_VALUES, _DEEPEST = 100_000, 40
_LARGEST_NUMBER = 1 << 53  # beyond it JSON's numbers are no longer exact (RFC 7493, 2.2)


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that is written twice and aliases; takes yes and no, not on and off, for truth.

    Of two equal keys YAML would let the last one win; ``on: 2026-11-16`` names a day; and aliases
    make a short text stand for an endless one.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 (the loader's own way)
        first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose a node that stands where it is written."""
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(
                None, None, "an alias (*) stands where a value must be", event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping whose keys are all different."""
        seen: set[str] = set()  # as text, which every key becomes
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if str(key) in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {str(key)!r} is written twice", key_node.start_mark
                )
            seen.add(str(key))
        return super().construct_mapping(node, deep=deep)


_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool",
    re.compile(r"^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE)$"),
    list("yYnNtTfF"),
)


def _day_or_moment(loader: _StrictLoader, node: yaml.ScalarNode) -> Any:
    """Build a day or a moment; tell the line of one that no calendar has (2027-02-30)."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        raise yaml.constructor.ConstructorError(
            None, None, "there is no such day or moment", node.start_mark
        ) from None


_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _day_or_moment)


def read_statement(path: Path) -> dict[str, Any]:
    """Read one YAML file as plain data, with dates as ISO 8601 text and keys as text.

    Raises BadInput for a file that is too large, not text, not YAML or not a mapping.
    """
    return statement_in(read_text(path), called=f"The file {path.name}")


def statement_in(text: str, *, called: str = "What was written") -> dict[str, Any]:
    """Return what a YAML text states, as plain data; raises BadInput as ``read_statement`` does.

    ``called`` is how an error names the text.
    """
    if len(text.encode("utf-8", "surrogatepass")) > _LARGEST_FILE:
        raise _unreadable(called, "it is larger than a mebibyte")
    try:
        # The loader is a SafeLoader: it builds plain values only.
        data = yaml.load(text, Loader=_StrictLoader)  # noqa: S506
        plain = plain_data(data)
    except RecursionError:
        raise _unreadable(called, "it says more than a statement can") from None
    except (yaml.YAMLError, ValueError) as fault:
        raise _unreadable(called, _yaml_fault(fault)) from None
    if not isinstance(plain, dict):
        raise _unreadable(called, "it is not a list of names with what belongs to them")
    return plain


def read_text(path: Path) -> str:
    """Read a stated file's text; raises BadInput for one that is too large or no text."""
    called = f"The file {path.name}"
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise _unreadable(called, "it is larger than a mebibyte")
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise _unreadable(
            f"The file {path.name}", fault.strerror or "it cannot be opened"
        ) from None
    except UnicodeDecodeError:
        raise _unreadable(called, "it is not UTF-8 text") from None


def plain_data(value: Any) -> Any:
    """Return a value with dates as ISO 8601 text and mapping keys as text.

    Raises BadInput, which names the place, for what cannot be kept: a number that is not finite or
    too large to be exact, text that is no Unicode or holds a NUL, and more than a statement says.
    """
    return _plain(value, count(), at=())


def _plain(value: Any, seen: Iterator[int], *, at: tuple[str, ...]) -> Any:
    if next(seen) > _MOST_VALUES or len(at) > _DEEPEST:
        raise _unsayable(at[:3], "it says more than a statement can")
    if isinstance(value, Mapping):
        return {
            _text(str(key), at): _plain(item, seen, at=(*at, str(key)))
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [_plain(item, seen, at=(*at, str(n))) for n, item in enumerate(value, start=1)]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return _text(value, at) if isinstance(value, str) else _number(value, at)


def _number(value: Any, at: tuple[str, ...]) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        raise _unsayable(at, "a number is not finite")
    if isinstance(value, int) and abs(value) > _LARGEST_NUMBER:
        raise _unsayable(at, "a number is larger than 9,007,199,254,740,992")
    return value


def _text(value: str, at: tuple[str, ...]) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise _unsayable(at, "a text holds half a character") from None
    if "\0" in value:  # which PostgreSQL does not keep, so no council does
        raise _unsayable(at, "a text holds a character that is none (NUL)")
    return value


def _unsayable(at: tuple[str, ...], why: str) -> BadInput:
    place = " › ".join(at).encode("utf-8", "backslashreplace").decode() or "the whole"
    return BadInput(
        "Something in this statement cannot be kept.",
        why=f"{place}: {why}.",
        next_step="Mend what is named; nothing was changed.",
    )


def checked(statement: Mapping[str, Any], *, schema: str) -> dict[str, Any]:
    """Return a statement if it fits its schema; raise BadInput with every fault otherwise."""
    plain: dict[str, Any] = plain_data(statement)
    faults = sorted(_validator(schema).iter_errors(plain), key=lambda f: list(map(str, f.path)))
    if not faults:
        return plain
    raise BadInput(
        f"This cannot be read as {_title(schema)}.",
        why="\n  ".join(map(_fault_in_words, faults)),
        next_step=f"Mend what is named; `beholden schema {schema}` shows the whole form.",
    )


def _fault_in_words(fault: ValidationError) -> str:
    place = " › ".join(map(str, fault.absolute_path)) or "the whole"
    said = f"{place}: {fault.message}"
    if fault.validator != "additionalProperties" or not isinstance(fault.instance, Mapping):
        return said
    known = fault.schema.get("properties", {}) if isinstance(fault.schema, Mapping) else {}
    if any(value is None for name, value in fault.instance.items() if name not in known):
        # YAML ends a bare text between braces at its first comma: what follows becomes a name.
        said += ". A text with a comma in it, between { and }, needs quotation marks."
    return said


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of one kind of statement."""
    room, path = _SCHEMA_FILES[name]
    text = files(room).joinpath(path).read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def _validator(name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator, FormatChecker

    return Draft202012Validator(schema_of(name), format_checker=FormatChecker())


def _title(schema: str) -> str:
    title = str(schema_of(schema)["title"])
    return title[0].lower() + title[1:]


def _unreadable(what: str, why: str) -> BadInput:
    return BadInput(
        f"{what} cannot be read.",
        why=f"The reason: {why}.",
        next_step="Mend it, then try again; nothing was changed.",
    )


def _yaml_fault(fault: Exception) -> str:
    mark = getattr(fault, "problem_mark", None)
    problem = getattr(fault, "problem", None) or "it is not YAML"
    return f"{problem} (line {mark.line + 1})" if mark else str(problem)


class _PlainDumper(yaml.SafeDumper):
    """Writes what is stated twice as it stands: an alias is refused in a statement."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 (yaml's)
        """Return that nothing is written as an alias."""
        return True


def written_as_yaml(statement: Mapping[str, Any]) -> str:
    """Return a statement as the YAML that ``statement_in`` reads back."""
    return yaml.dump(
        plain_data(statement), Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=90
    )
