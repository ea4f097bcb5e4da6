"""What came of a use: recorded beside what was intended, and compared with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ... import ethics
from ...kernel import BadInput, fingerprint
from ...records import reading
from ..acting import acting
from ..home import Home
from ..named_use import use_named
from ..rights import Right
from ..statements import checked
from ..undertakings.told import all_in_words, came_of


def record_outcome(home: Home, *, by: str, statement: Mapping[str, Any]) -> None:
    """Record what came of a use, beside what was intended.

    A consequence is named by its words, their beginning, or its number (``of: 2``). Raises BadInput
    for a number that there is not, and for one that is called foreseen and is not.
    """
    from ...records.models import Outcome

    plain = checked(statement, schema="outcome")
    name = plain["use"]
    with acting(home, by=by, right=Right.OUTCOME_RECORD, name="outcome-recorded", use=name) as act:
        use = use_named(name)
        _refuse_strange(plain, [one.what for one in use.consequences.all()])
        Outcome.objects.create(
            use=use,
            on=date.fromisoformat(plain["on"]),
            statement={k: v for k, v in plain.items() if k != "use"},
            recorded_by=act.person,
            recorded_at=act.at,
        )
        act.facts.update(on=plain["on"], statement=fingerprint(plain))


def compare_outcomes(home: Home, *, use: str) -> tuple[ethics.Compared, ...]:
    """Return what was foreseen of a use beside what came of it; raises NotFound."""
    with home.at_work():
        return compared(reading.use(use), home.clock.today())


def compared(view: reading.UseView, today: date) -> tuple[ethics.Compared, ...]:
    """Return what was foreseen of a use beside what came of it."""
    return ethics.compare(foreseen(view, today), list(_came(view)), measured(view))


def foreseen(view: reading.UseView, today: date) -> list[ethics.Foreseen]:
    """Return what a use may lead to, as it was stated, and where what was undertaken is today."""
    return [
        ethics.Foreseen(
            what=one.what,
            kind=one.kind,
            intended=one.intended,
            affects=one.affects,
            likelihood=one.likelihood,
            severity=one.severity,
            response=one.response,
            who=one.who,
            by=one.by,
            stance=one.stance,
            measure=one.measure,
            undertaken=_undertaken(view, number, one, today),
        )
        for number, one in enumerate(view.consequences, start=1)
    ]


def _undertaken(view: reading.UseView, number: int, one: Any, today: date) -> str:
    words = (one.response, one.who, one.by)
    held = view.undertakings
    return all_in_words(came_of(held, origin="consequence", which=str(number), words=words), today)


def measured(view: reading.UseView) -> dict[str, tuple[date, Any]]:
    """Return each figure that was measured, the newest, with its day."""
    return {
        what: (outcome.on, figure)
        for outcome in view.outcomes
        for what, figure in outcome.measure.items()
        if str(figure).strip()
    }


def compared_row(row: ethics.Compared) -> dict[str, Any]:
    """Return a comparison as a row of a table."""
    found = row.measured
    return {
        "what": row.what,
        "verdict": row.verdict,
        "kind": row.kind,
        "intended": row.intended,
        "expected": row.expected,
        "done_about_it": "; ".join(part for part in (row.response, row.done) if part),
        "undertaken": row.undertaken,
        "actual": row.actual,
        "measure": found.what if found else "",
        "target": found.target if found else "",
        "measured": found.actual if found else "",
        "target_met": found.met if found else None,
        "on": row.on.isoformat() if row.on else None,
    }


def _came(view: reading.UseView) -> Iterator[ethics.Came]:
    names = [one.what for one in view.consequences]
    for outcome in view.outcomes:
        for said in outcome.consequences:
            number = number_meant(said, names)
            yield ethics.Came(
                on=outcome.on,
                what=said.get("what", ""),
                of=number,
                happened=_happened(said, number),
                actual=said.get("actual", ""),
                done=said.get("done", ""),
                kind=said.get("kind", "negative"),
                intended=said.get("intended", False),
            )


def number_meant(said: Mapping[str, Any], names: Sequence[str]) -> int:
    """Return the number of the foreseen consequence that an outcome speaks of; 0 for none."""
    if "of" in said:
        return int(said["of"])
    return ethics.consequence_meant(said["what"], names)


def _happened(said: Mapping[str, Any], number: int) -> bool | None:
    stated = said.get("happened")
    if isinstance(stated, bool):
        return stated
    if stated is not None:  # "not known"
        return None
    return True if number == 0 or said.get("actual") else None


def _refuse_strange(plain: Mapping[str, Any], names: Sequence[str]) -> None:
    said: Iterable[Mapping[str, Any]] = plain.get("consequences", [])
    for at, one in enumerate(said, start=1):
        number = number_meant(one, names)
        if number > len(names):
            raise _strange(at, f"there are {len(names)} foreseen consequences", names)
        if one.get("foreseen") and number == 0:
            raise _strange(at, "nothing that was foreseen is called so", names)
        if one.get("foreseen") is False and number:
            raise _strange(at, "it was foreseen, as number " + str(number), names)


def _strange(at: int, why: str, names: Sequence[str]) -> BadInput:
    listed = "; ".join(f"{number}. {what}" for number, what in enumerate(names, start=1))
    return BadInput(
        "It cannot be told which consequence is meant.",
        why=f"consequences › {at}: {why}.",
        next_step="Name one by its number (of: 1) or its words"
        + (f": {listed}" if listed else "; none was foreseen"),
    )
