"""What an area of the canvas is to lead to, as undertakings: named, made in the same act, told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ... import ethics
from ...kernel import BadInput, Undertaking, day_of
from ...records import reading
from ..acting import Act, role_for
from ..rights import Right
from ..undertakings.giving import add_undertaking, found_among, refuse_past
from ..undertakings.told import state_in_words

Areas = Mapping[str, ethics.AreaSaid]


def linked(use: Any, said: Areas) -> dict[str, ethics.AreaSaid]:
    """Return areas in which each action that was undertaken before names its undertaking.

    Raises BadInput for one that was undertaken with another day, or with another end to it.
    """
    if not _undertakes(said):
        return dict(said)
    held = reading.undertakings(use.name)
    return {code: _each(area, lambda at, one: _found(held, at, one)) for code, area in said.items()}


def undertaken(act: Act, use: Any, said: Areas) -> dict[str, ethics.AreaSaid]:
    """Have undertaken each action that has an owner and a day, as a part of an act.

    Raises BadInput for an action that names an undertaking that there is not, or would have lapsed;
    Refused for somebody who may not state an undertaking.
    """
    held = {one.name for one in reading.undertakings(use.name)}
    for code, area in said.items():
        _refuse_strange(code, area, held)
    if _undertakes(said):
        role_for(act.person, Right.UNDERTAKING_STATE, today=day_of(act.at))
    return {
        code: _each(area, lambda at, one: _made(act, use, at, one)) for code, area in said.items()
    }


def without_strange(
    said: Sequence[ethics.AreaSaid], use: str
) -> tuple[list[ethics.AreaSaid], list[str]]:
    """Return areas without the names of undertakings that are not on record, and what was left."""
    held = {one.name for one in reading.undertakings(use)}
    left = [
        f"{area.area}: the name of an undertaking that is not on record"
        for area in said
        for action in area.actions
        if action.undertaking and action.undertaking not in held
    ]
    keep = lambda _at, one: one if one.undertaking in held else replace(one, undertaking="")  # noqa: E731
    return [_each(area, keep) for area in said], left


def actions_in_words(
    area: ethics.AreaSaid, held: Sequence[Undertaking], today: date
) -> Iterator[str]:
    """Yield each action of an area with where its undertaking is, then what else was undertaken.

    What else is what was given to an office with this area as the place where it comes from.
    """
    by_name = {one.name: one for one in held}
    named = {action.undertaking for action in area.actions}
    for action in area.actions:
        parts = (action.what, action.text, action.who and f"by the {action.who}")
        one = by_name.get(action.undertaking)
        yield ", ".join(filter(None, parts)) + (f" ({state_in_words(one, today)})" if one else "")
    for one in held:
        if (one.origin, one.origin_of) == ("canvas", area.area) and one.name not in named:
            yield f"{one.text} ({state_in_words(one, today)})"


def _undertakes(said: Areas) -> bool:
    return any(action.by for area in said.values() for action in area.actions)


def _each(area: ethics.AreaSaid, change: Any) -> ethics.AreaSaid:
    actions = (change(area.area, one) for one in area.actions)
    return replace(area, actions=tuple(actions))


def _stated(area: str, action: ethics.AreaAction) -> dict[str, Any]:
    return {
        "text": action.what,
        "owner": action.who,
        "by": action.by,
        "else": action.otherwise or "tell",
        "from": {"canvas": area},
    }


def _found(held: Sequence[Undertaking], area: str, action: ethics.AreaAction) -> ethics.AreaAction:
    found = found_among(held, _stated(area, action)) if action.by else None
    return _named(action, found.name) if found else action


def _made(act: Act, use: Any, area: str, action: ethics.AreaAction) -> ethics.AreaAction:
    if not action.by:
        return action
    refuse_past(date.fromisoformat(action.by), day_of(act.at))
    record = add_undertaking(act, use, _stated(area, action))
    act.facts.setdefault("undertakings", []).append(record.number)
    return _named(action, f"{use.name}/{record.number}")


def _named(action: ethics.AreaAction, name: str) -> ethics.AreaAction:
    """Return an action with its undertaking; owner's day and its end are told there alone."""
    return replace(action, undertaking=name, by="", otherwise="")


def _refuse_strange(code: str, area: ethics.AreaSaid, held: set[str]) -> None:
    for number, action in enumerate(area.actions, start=1):
        if action.undertaking and action.undertaking not in held:
            raise BadInput(
                "An area of the canvas names an undertaking that there is not.",
                why=f"canvas › {code} › actions › {number} › undertaking: this use has none of "
                "that name.",
                next_step="Name one of `beholden undertaking list`, or state text, owner and by, "
                "which makes one.",
            )
