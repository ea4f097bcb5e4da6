"""The steps that a file of undertakings amounts to: those that are new, and those that are done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ...kernel import BadInput, checked_name, fingerprint
from ...records import reading
from ..home import Home
from ..rights import Right
from ..stated_steps import Step
from ..statements import checked, read_statement
from .closing import close_undertaking
from .giving import found_among, key_of_stated, state_undertaking


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
        found = found_among(held, stated)
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
        found = found_among(reading.undertakings(use), stated)
    if found is None:
        raise BadInput("This undertaking was not given yet.", next_step="Have it stated first.")
    close_undertaking(home, by=by, undertaking=found.name, because=stated["done"])


def _refuse_said_twice(stated: Mapping[str, Any], said: set[tuple[str, ...]]) -> None:
    if key_of_stated(stated) in said:
        raise BadInput(
            "The same undertaking is stated twice.",
            why="Nobody could tell which of the two is done.",
            next_step="Take one of them out, or give them other words.",
        )
    said.add(key_of_stated(stated))
