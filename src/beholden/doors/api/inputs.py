"""What an operation takes: the parameters of its act, read from its signature and checked."""

from __future__ import annotations

import inspect
import json
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from ...actions import Council
from ...kernel import BadInput
from ...records import reading
from .answers import TOLD_AS
from .operation import Operation

# What only a program of the same machine can give.
_NOT_GIVEN = {"home", "by", "progress", "cancel", "threads", "contract", "contracts", "beside"}
_NOT_GIVEN |= {"address_columns", "today", "largest_mib"}
_PAGES: dict[str, Any] = {"page": (int, 1), "per_page": (int, 50)}
MOST_PER_PAGE = 500
LONGEST_IN_ADDRESS = 500
DEEPEST = 50


@dataclass(frozen=True)
class Inputs:
    """The parameters of one operation, by where they come from."""

    operation: Operation
    hints: Mapping[str, Any]
    parameters: Mapping[str, inspect.Parameter]

    @property
    def pages(self) -> bool:
        """Return whether it gives a list, which comes a page at a time."""
        origin = typing.get_origin(self.hints.get("return"))
        return self.operation.method == "GET" and origin in {tuple, list}

    @property
    def given(self) -> Any:
        """Return the type of what it gives: that of its act, but where the API tells another."""
        return TOLD_AS.get(self.operation.act, self.hints.get("return"))

    @property
    def body_name(self) -> str:
        """Return the parameter that the whole body is, where it is a statement."""
        return next(n for n in ("statement", "document") if n in self.parameters)

    @property
    def takes_file(self) -> bool:
        """Return whether a file is sent along."""
        return "source" in self.parameters

    @cached_property
    def model(self) -> type[BaseModel]:
        """Return what the query, or the body, must be; not asked for where it is a statement."""
        fields: dict[str, Any] = {
            name: (self._type(name), ... if p.default is p.empty else p.default)
            for name, p in self.parameters.items()
            if name not in self.operation.in_path and name != "source"
        }
        fields |= _PAGES if self.pages else {}
        longest = 1_000_000 if self.operation.changes else LONGEST_IN_ADDRESS
        config = ConfigDict(extra="forbid", str_max_length=longest)
        made: type[BaseModel] = create_model(self.operation.name, __config__=config, **fields)
        return made

    @cached_property
    def path_model(self) -> type[BaseModel]:
        """Return what the parts of the address must be."""
        fields: dict[str, Any] = {name: (self._type(name), ...) for name in self.operation.in_path}
        config = ConfigDict(str_max_length=LONGEST_IN_ADDRESS)
        made: type[BaseModel] = create_model(
            f"{self.operation.name}_path", __config__=config, **fields
        )
        return made

    def _type(self, name: str) -> Any:
        # Identifiers of subjects come as a list, where the library reads a file of them. Of what is
        # walked through once, each would be looked at only when the act came to it.
        if name == "subjects" or typing.get_origin(self.hints[name]) is Iterable:
            return list[str]
        return self.hints[name]


def act_of(operation: Operation) -> Callable[..., Any]:
    """Return the function of the library behind an operation."""
    room, _, name = operation.act.rpartition(".")
    act: Callable[..., Any] = getattr(reading, name) if room else getattr(Council, name)
    return act


@cache
def inputs_of(operation: Operation) -> Inputs:
    """Return what an operation takes."""
    act = act_of(operation)
    taken = {
        name: one
        for name, one in inspect.signature(act).parameters.items()
        if name not in _NOT_GIVEN
    }
    return Inputs(operation, typing.get_type_hints(act), taken)


def checked_inputs(operation: Operation, path: Mapping[str, str], given: Any) -> dict[str, Any]:
    """Return the parameters of the act; raise BadInput that names each one at fault, no value."""
    if _is_deeper(given, DEEPEST):
        raise BadInput("The body has too many parts within each other.")
    if _has_nul([*path.values(), given]):
        raise BadInput("A text holds a character that no text may hold (NUL).")
    inputs = inputs_of(operation)
    named = _checked(inputs.path_model, dict(path))
    if operation.statement:
        if not isinstance(given, dict):
            raise BadInput("The body is not a statement.", next_step="Send one JSON object.")
        return {**named, inputs.body_name: given}
    # In an address and in a form everything is text; JSON has numbers and truth of its own.
    exact = operation.changes and not inputs.takes_file
    return {**named, **_checked(inputs.model, given, exact=exact)}


def _is_deeper(given: Any, levels: int) -> bool:
    """Return whether lists and objects stand within each other on more levels than so many."""
    if not isinstance(given, Mapping | list):
        return False
    parts = given.values() if isinstance(given, Mapping) else given
    return levels == 0 or any(_is_deeper(part, levels - 1) for part in parts)


def _has_nul(given: Any) -> bool:
    """Return whether any text holds NUL, which PostgreSQL does not take."""
    if isinstance(given, str):
        return "\x00" in given
    if isinstance(given, Mapping):
        return any(map(_has_nul, (*given.keys(), *given.values())))
    return isinstance(given, list) and any(map(_has_nul, given))


def _checked(model: type[BaseModel], given: Any, *, exact: bool = False) -> dict[str, Any]:
    try:
        read = (
            model.model_validate_json(json.dumps(given), strict=True)
            if exact
            else model.model_validate(given)
        )
    except ValidationError as fault:
        raise BadInput("This request cannot be read.", why=_in_words(fault)) from None
    return {name: getattr(read, name) for name in model.model_fields}


def _in_words(fault: ValidationError) -> str:
    found = fault.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(dict.fromkeys(map(_one_in_words, found))) + "."


def _one_in_words(fault: Any) -> str:
    """Return a fault with its place; a name that is not ours is not repeated."""
    if fault["type"] == "extra_forbidden":
        return "there is a field that this operation does not take"
    ours = [str(part) for part in fault["loc"][:1]]
    return f"{''.join(ours) or 'the whole'}: {fault['msg']}"
