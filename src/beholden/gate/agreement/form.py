"""The form of an agreement: one JSON Schema, and its faults in words."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

SUBJECT_COLUMNS = {"household": "uprn", "person": "person"}
_LARGEST_WHOLE = 2**53 - 1  # RFC 8785, section 3.2.2.3: what every reader of JSON holds exactly
_KINDS = {
    "object": "a list of names with what belongs to each",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "yes or no",
}


def plain_agreement(agreement: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the agreement with dates as ISO 8601 text and tuples as lists, ready for the schema.

    Keys that YAML read as yes, no, a number or a date become text, as they were meant.
    """
    return {_text(key): _plain(value) for key, value in agreement.items()}


def form_faults(agreement: Mapping[str, Any]) -> tuple[str, ...]:
    """Return every fault in the form, each with its place, in the order of the places."""
    unwritable = value_faults(agreement)
    if unwritable:
        return unwritable
    errors = _validator().iter_errors(agreement)
    return tuple(dict.fromkeys(sorted(_in_words(error) for error in _leaves(errors))))


def unsound_places(agreement: Mapping[str, Any]) -> frozenset[tuple[str, ...]]:
    """Return the entries of which the form is not sound; of the datasets, each by its name."""
    return frozenset(_entry(error) for error in _leaves(_validator().iter_errors(agreement)))


def _entry(error: ValidationError) -> tuple[str, ...]:
    """Return the entry that an error is in, or that is missing; one not known is read by nobody."""
    at = tuple(map(str, error.absolute_path))
    if not at:
        return (_missing(error),) if error.validator == "required" else (_unknown(error),)
    return at[:2] if at[0] == "datasets" else at[:1]


def value_faults(value: Any, *at: object) -> tuple[str, ...]:
    """Return every value that cannot be written down and hashed, with its place.

    That is a number that is not finite or that a double cannot hold, and text that is no Unicode.
    """
    if isinstance(value, Mapping):
        named = [fault for key in value for fault in value_faults(key, *at)]
        return (*named, *(f for key, v in value.items() for f in value_faults(v, *at, key)))
    if isinstance(value, list | tuple):
        return tuple(f for n, item in enumerate(value) for f in value_faults(item, *at, n))
    fault = _unwritable(value)
    where = place(*at).encode("utf-8", "replace").decode("utf-8") or "the agreement"
    return (f"{where}: {fault}",) if fault else ()


def _unwritable(value: Any) -> str:
    if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
        return "This text has a letter that is no Unicode."
    if isinstance(value, float) and not math.isfinite(value):
        return "This must be a finite number."
    if isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
        return "This number is too large."
    return ""


def place(*parts: object) -> str:
    """Return a place in an agreement as people read it, such as ``datasets › council_tax``."""
    return " › ".join(str(part + 1) if isinstance(part, int) else str(part) for part in parts)


def subject_of(agreement: Mapping[str, Any]) -> tuple[str, str]:
    """Return the word for one subject and its column; the column is empty where none is known."""
    said = agreement["subject"]
    if isinstance(said, str):
        return said, SUBJECT_COLUMNS.get(said, "")
    return said["what"], said["column"]


def joins_of(plain: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the agreement's joins as a list, whether one is stated or several."""
    said = plain.get("joins", [])
    return [said] if isinstance(said, Mapping) else list(said)


def key_columns(join: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the columns that the key of a stated join has in each dataset."""
    among = join["among"]
    if not isinstance(among, Mapping):
        return {name: (join["key"],) for name in among}
    return {name: (said,) if isinstance(said, str) else tuple(said) for name, said in among.items()}


def outputs_of(plain: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the agreement's outputs by name; none where it says that there are none."""
    said = plain["outputs"]
    return said if isinstance(said, Mapping) else {}


def look_up_of(column: Any) -> Mapping[str, Any] | None:
    """Return the look-up of a column as it is stated, or None."""
    treatment = column.get("treatment") if isinstance(column, Mapping) else None
    said = treatment.get("look_up") if isinstance(treatment, Mapping) else None
    return said if isinstance(said, Mapping) else None


def named_datasets(agreement: Mapping[str, Any]) -> tuple[str, ...]:
    """Return every dataset that an agreement gives or looks up in, each once.

    The agreement may have faults: what is not of the form is passed over.
    """
    given = agreement.get("datasets")
    given = given if isinstance(given, Mapping) else {}
    columns = [d.get("columns") for d in given.values() if isinstance(d, Mapping)]
    said = [look_up_of(c) for cs in columns if isinstance(cs, Mapping) for c in cs.values()]
    looked_up = [look_up.get("dataset") for look_up in said if look_up]
    return tuple(dict.fromkeys(n for n in (*given, *looked_up) if isinstance(n, str)))


def band_value(value: Any) -> str:
    """Return a value of a band as the text by which it is found in the data."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(key: Any) -> str:
    if isinstance(key, bool):
        return "yes" if key else "no"
    return key.isoformat() if isinstance(key, date) else str(key)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_text(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    schema = resources.files("beholden.gate.agreement").joinpath("schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(schema))


def _leaves(errors: Iterable[ValidationError]) -> Iterable[ValidationError]:
    """Go through alternatives to the one that was meant: the deepest that failed."""
    for error in errors:
        nested = error.context or ()
        kinds_only = all(e.validator == "type" and not list(e.relative_path) for e in nested)
        if nested and not kinds_only:
            yield from _leaves(e for e in nested if e.validator != "type" or list(e.relative_path))
        else:
            yield error


def _in_words(error: ValidationError) -> str:
    where = place(*error.absolute_path) or "the agreement"
    return f"{where}: {_fault(error)}"


def _fault(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    match error.validator:
        case "required":
            return f"{_missing(error)} is missing."
        case "additionalProperties":
            return f"{_unknown(error)} is not known here."
        case "type":
            return f"This must be {_kinds(wanted)}."
        case "enum":
            return f"This must be one of: {', '.join(map(str, wanted))}."
        case "const":
            return f"This must read: {wanted}."
        case "uniqueItems":
            return "The same thing is named twice."
        case "minItems" | "minProperties":
            return f"At least {wanted} must be named."
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            return f"This number is out of bounds ({_bound(error)})."
        case _:
            return f"This cannot be read. {_described(error)}".rstrip()


def _described(error: ValidationError) -> str:
    schema: Any = error.schema
    return str(schema.get("description", "")) if isinstance(schema, Mapping) else ""


def _missing(error: ValidationError) -> str:
    """Return the one name that an error misses; there is an error for each, told in its message."""
    wanted: Any = error.validator_value
    return next(str(name) for name in wanted if error.message.startswith(f"{name!r} is a required"))


def _unknown(error: ValidationError) -> str:
    schema, instance = cast("dict[str, Any]", error.schema), cast("dict[str, Any]", error.instance)
    known = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    return ", ".join(
        name
        for name in instance
        if name not in known and not any(re.search(pattern, name) for pattern in patterns)
    )


def _kinds(value: str | list[str]) -> str:
    kinds = [value] if isinstance(value, str) else value
    return " or ".join(_KINDS.get(kind, kind) for kind in kinds)


def _bound(error: ValidationError) -> str:
    words = {"minimum": "at least", "maximum": "at most", "exclusiveMinimum": "more than"}
    return f"{words.get(str(error.validator), 'under')} {error.validator_value}"
