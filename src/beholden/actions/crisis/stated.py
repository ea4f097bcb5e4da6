"""The steps that a crisis in a folder of stated files amounts to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ... import gate
from ...kernel import checked_name, fingerprint
from ..home import Home
from ..rights import Right
from ..stated_steps import Step
from ..statements import checked, read_statement
from .opening import ask_opening, confirm_opening


def crisis_stated(home: Home, by: str, file: Path) -> Iterator[Step]:
    """Yield the step of asking for a use in a crisis."""
    stated = checked(read_statement(file), schema="crisis")
    name = checked_name(stated["crisis"], of="a use")
    datasets = gate.named_datasets(stated["agreement"])
    yield Step(
        act="state crisis",
        name=name,
        file=f"uses/{file.name}",
        right=Right.CRISIS_ASK,
        change=_change(name, stated),
        says=fingerprint(stated),
        about=f"use {name}",
        rests_on=frozenset(f"dataset {dataset}" for dataset in datasets),
        do=partial(ask_opening, home, by=by, statement=stated),
    )


def confirmation_stated(home: Home, by: str, file: Path) -> Iterator[Step]:
    """Yield the step of confirming one."""
    stated = checked(read_statement(file), schema="confirmation")
    name = checked_name(stated["use"], of="a use")
    held = _held(name)
    yield Step(
        act="confirm crisis",
        name=name,
        file=f"uses/{file.name}",
        right=Right.CRISIS_CONFIRM,
        office=stated["by"],
        change="same" if held is not None and held.confirmed_at is not None else "new",
        says=fingerprint(stated),
        about=f"confirmation of {name}",
        rests_on=frozenset({f"use {name}"}),
        do=partial(confirm_opening, home, by=by, use=name, because=stated["because"]),
    )


def _change(name: str, stated: dict[str, Any]) -> str:
    held = _held(name)
    if held is None:
        return "new"
    return "same" if held.statement == stated else "changed"


def _held(name: str) -> Any:
    from ...records.models import Opening

    return Opening.objects.filter(use__name=name).first()
