"""A document in parts: read where it says what it should, and changed in one place alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

Path = tuple[str, ...]


def at(document: Any, path: Path) -> Any:
    """Return what a document says at a path; None where it says nothing there."""
    for key in path:
        document = mapping(document).get(key)
    return document


def put(document: Mapping[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """Return the document with a value at a path; None takes out what is there."""
    key, *rest = path
    held = mapping(document)
    inner = put(mapping(held.get(key)), tuple(rest), value) if rest else value
    if inner is None:
        return {name: said for name, said in held.items() if name != key}
    return {**held, key: inner}


def merged(before: Any, now: Any) -> Any:
    """Return what is said now, with whatever says the same left as it was written, in its order."""
    if same(before, now):
        return before
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        order = [*(key for key in before if key in now), *(key for key in now if key not in before)]
        return {key: merged(before.get(key), now[key]) for key in order}
    return now


def same(one: Any, other: Any) -> bool:
    """Return whether two values say the same, such as ``a`` and ``[a]``, or nothing at all."""
    return bool(_normal(one) == _normal(other))


def _normal(value: Any) -> Any:
    if isinstance(value, Mapping):
        said = {str(key): _normal(item) for key, item in value.items() if not _is_empty(item)}
        return said or None
    if isinstance(value, list | tuple):
        said_in_turn = [_normal(item) for item in value]
        return said_in_turn[0] if len(said_in_turn) == 1 else said_in_turn or None
    if isinstance(value, bool):
        return ("yes or no", value)
    return value if value != "" else None


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def mapping(value: Any) -> Mapping[str, Any]:
    """Return names with what belongs to each; empty where it is something else."""
    return value if isinstance(value, Mapping) else {}


def listed(value: Any) -> list[Any]:
    """Return a list, also of one thing that stands alone."""
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value is None or value == "" else [value]


def text(value: Any) -> str:
    """Return a text; empty where it is something else."""
    return value if isinstance(value, str) else ""


def texts(value: Any) -> list[str]:
    """Return the texts of a list, without those that are none."""
    return [one for one in listed(value) if isinstance(one, str) and one]


def number(value: Any) -> int | float | None:
    """Return a number; None where it is something else."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def day(value: Any) -> date | None:
    """Return a day; None where it is something else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
