"""The steps that a file of undertakings amounts to: those that are new, and those that are done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ...kernel import BadInput, Undertaking, checked_name, fingerprint
from ...records import reading
from ..home import Home
from ..rights import Right
from ..stated_steps import Step
from ..statements import checked, read_statement
from .closing import close_undertaking
from .giving import origin_in, state_undertaking, stops_in


def undertakings_stated(home: Home, by: str, file: Path) -> Iterator[Step]:
    """Yield a step for each undertaking that a file states, and one for each that it calls done.

    Raises BadInput for one that was given already with another day, or with another end to it.
    """
    whole = checked(read_statement(file), schema="undertakings")
    use = checked_name(whole["use"], of="a use")
    held = reading.undertakings(use)
    said: set[tuple[str, ...]] = set()
    for stated in whole["undertakings"]:
        _refuse_said_twice(stated, said)
        found = _found(held, stated)
        given = {k: v for k, v in stated.items() if k != "done"}
        common: dict[str, Any] = {"file": f"uses/{file.name}", "says": fingerprint(stated)}
        about = f"undertaking {use}: {stated['text']}"
        yield Step(
            act="state undertaking",
            name=found.name if found else use,
            right=Right.UNDERTAKING_STATE,
            change="same" if found else "new",
            about=about,
            rests_on=frozenset({f"use {use}"}),
            do=partial(state_undertaking, home, by=by, statement={"use": use, **given}),
            **common,
        )
        if "done" in stated:
            yield Step(
                act="close undertaking",
                name=found.name if found else use,
                right=Right.UNDERTAKING_CLOSE,
                change="same" if found and found.ended else "new",
                about=f"{about} done",
                rests_on=frozenset({about}),
                do=partial(_close, home, by=by, use=use, stated=stated),
                **common,
            )


def _close(home: Home, *, by: str, use: str, stated: Mapping[str, Any]) -> None:
    with home.at_work():
        found = _found(reading.undertakings(use), stated)
    if found is None:
        raise BadInput("This undertaking was not given yet.", next_step="Have it stated first.")
    close_undertaking(home, by=by, undertaking=found.name, because=stated["done"])


def _found(held: tuple[Undertaking, ...], stated: Mapping[str, Any]) -> Undertaking | None:
    """Return the undertaking on record that a stated one is, or None."""
    found = next((one for one in held if _key_of(one) == _key(stated)), None)
    if found is None:
        return None
    if (found.by.isoformat(), found.stops) != (stated["by"], stops_in(stated)):
        raise BadInput(
            f"The undertaking {found.name} was given already, and not like this.",
            why=f"It was due on {found.by.isoformat()}, else {'stop' if found.stops else 'tell'}.",
            next_step="Put the file back as it was; two people give more time: "
            "`beholden undertaking more-time`.",
        )
    return found


def _key(stated: Mapping[str, Any]) -> tuple[str, ...]:
    return (stated["text"], stated["owner"], *origin_in(stated))


def _key_of(held: Undertaking) -> tuple[str, ...]:
    return (held.text, held.owner, held.origin, held.origin_of)


def _refuse_said_twice(stated: Mapping[str, Any], said: set[tuple[str, ...]]) -> None:
    if _key(stated) in said:
        raise BadInput(
            "The same undertaking is stated twice.",
            why="Nobody could tell which of the two is done.",
            next_step="Take one of them out, or give them other words.",
        )
    said.add(_key(stated))
