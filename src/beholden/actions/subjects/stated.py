"""The steps that a file about residents amounts to; complaints are personal, and in no file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from ...kernel import BadInput, fingerprint
from ..home import Home
from ..rights import Right
from ..stated_steps import Step
from ..statements import checked, read_statement
from .concealing import confirm_concealment, state_concealment
from .household import state_household_dataset
from .spans import SpanOf, confirm_span, span_days, state_span, waiting_spans


def subjects_stated(home: Home, by: str, file: Path) -> Iterator[Step]:
    """Yield the steps of stating households' datasets, spans and concealments, and confirming."""
    stated = checked(read_statement(file), schema="subjects")
    yield from (_household(home, by, file, one) for one in stated.get("households", ()))
    for name, said in stated.get("spans", {}).items():
        yield from _of_span(home, by, file, name=name, said=said)
    for one in stated.get("concealments", ()):
        yield from _concealment(home, by, file, one)


def _of_span(home: Home, by: str, file: Path, *, name: str, said: Any) -> Iterator[Step]:
    span, asked = SpanOf(name), said if isinstance(said, Mapping) else {"days": said}
    days, waits = asked["days"], waiting_spans(home).get(name)
    about = f"span {name}"
    common: dict[str, Any] = {"name": name, "file": file.name, "says": fingerprint([name, said])}
    held = span_days(span)
    yield Step(
        act="state span",
        right=Right.SPAN_STATE,
        change="same" if days == (held if waits is None else waits) else "changed",
        about=about,
        do=partial(state_span, home, by=by, of=name, days=days),
        **common,
    )
    if "confirmed_by" in asked:
        yield Step(
            act="confirm span",
            right=Right.SPAN_CONFIRM,
            office=asked["confirmed_by"],
            change="same" if days == held else "new",
            about=f"confirmation of {about}",
            rests_on=frozenset({about}),
            do=partial(confirm_span, home, by=by, of=name),
            **common,
        )


def _household(home: Home, by: str, file: Path, stated: Mapping[str, Any]) -> Step:
    from ...records.models import HouseholdDataset

    name, said = stated["dataset"], stated["because"].strip()
    columns = sorted({column.strip().lower() for column in stated.get("columns", ())} - {""})
    held = HouseholdDataset.objects.filter(dataset__name=name, withdrawn_at=None).first()
    same = held is not None and (held.because, list(held.columns)) == (said, columns)
    return Step(
        act="state household dataset",
        name=name,
        file=file.name,
        right=Right.HOUSEHOLD_STATE,
        change="new" if held is None else "same" if same else "changed",
        says=fingerprint(dict(stated)),
        about=f"household dataset {name}",
        rests_on=frozenset({f"dataset {name}"}),
        do=partial(
            state_household_dataset, home, by=by, dataset=name, because=said, columns=columns
        ),
    )


def _concealment(home: Home, by: str, file: Path, stated: Mapping[str, Any]) -> Iterator[Step]:
    said = {key: value for key, value in stated.items() if key != "confirmed_by"}
    said["until"] = date.fromisoformat(stated["until"])
    held = _held(said)
    about = f"concealment of {stated['use']} {stated.get('dataset', '')} {stated['reason']}"
    common: dict[str, Any] = {
        "name": stated["use"],
        "file": file.name,
        "says": fingerprint(dict(stated)),
    }
    yield Step(
        act="state concealment",
        right=Right.CONCEALMENT_STATE,
        change="new" if held is None else "same",
        about=about,
        rests_on=frozenset({f"use {stated['use']}"}),
        do=partial(state_concealment, home, by=by, **said),
        **common,
    )
    settled = held is not None and bool(held.confirmed_at or held.ended_at)
    yield Step(
        act="confirm concealment",
        right=Right.CONCEALMENT_CONFIRM,
        office=stated["confirmed_by"],
        change="same" if settled else "new",
        about=f"confirmation of {about}",
        rests_on=frozenset({about}),
        do=partial(_confirm, home, by, said),
        **common,
    )


def _confirm(home: Home, by: str, said: Mapping[str, Any]) -> None:
    with home.at_work():
        held = _held(said)
    if held is None:
        raise BadInput("This concealment was not stated yet.")
    confirm_concealment(home, by=by, concealment=held.pk)


def _held(said: Mapping[str, Any]) -> Any:
    from ...records.models import Concealment

    return (
        Concealment.objects.filter(
            use__name=said["use"],
            dataset=said.get("dataset", ""),
            reason=said["reason"],
            until=said["until"],
            pages=said.get("pages", False),
        )
        .order_by("stated_at", "id")
        .last()
    )
