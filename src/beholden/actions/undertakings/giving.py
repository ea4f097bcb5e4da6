"""Giving an undertaking: what is to be done, by which office, by which day, for which use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ...kernel import BadInput, Undertaking, fingerprint
from ..acting import Act, acting
from ..clauses_named import clauses_of_undertaking
from ..home import Home
from ..rights import Right
from ..statements import checked


def state_undertaking(home: Home, *, by: str, statement: Mapping[str, Any]) -> str:
    """State what an office has undertaken to do for a use; return its name.

    ``statement`` is one entry of a file of undertakings with the name of its ``use`` beside it.
    Raises BadInput for a day that has passed, NotFound for a use that is not there.
    """
    from ..named_use import use_named

    name, plain = one_checked(statement)
    refuse_past(date.fromisoformat(plain["by"]), home.clock.today())
    with acting(
        home, by=by, right=Right.UNDERTAKING_STATE, name="undertaking-stated", use=name
    ) as act:
        record = add_undertaking(act, use_named(name), plain)
        act.facts.update(facts_of(record))
    return f"{name}/{record.number}"


def add_undertaking(act: Act, use: Any, stated: Mapping[str, Any], *, point: Any = None) -> Any:
    """Write an undertaking into the register as a part of an act; return its record.

    ``stated`` has text, owner, by, and perhaps else and from, as in a file; ``point`` is the point
    of advice that it answers.
    """
    from ...records.models import Undertaking

    origin, origin_of = origin_in(stated)
    record = Undertaking.objects.create(
        use=use,
        number=use.undertakings.count() + 1,
        text=stated["text"],
        owner=stated["owner"],
        by=date.fromisoformat(stated["by"]),
        stops=stops_in(stated),
        origin=origin,
        origin_of=origin_of,
        point=point,
        stated_by=act.person,
        stated_at=act.at,
    )
    act.clauses = (*act.clauses, *clauses_of_undertaking(record))
    return record


def one_checked(statement: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the use of one undertaking and the undertaking; raise BadInput where it is none."""
    stated = {key: value for key, value in statement.items() if key != "use"}
    if "done" in stated:
        raise BadInput(
            "One undertaking is stated and not yet done.",
            next_step="Leave out done: …, and record that it is done as an act of its own.",
        )
    whole = checked({"use": statement.get("use"), "undertakings": [stated]}, schema="undertakings")
    return whole["use"], whole["undertakings"][0]


def stops_in(stated: Mapping[str, Any]) -> bool:
    """Return whether the use stops when what is stated lapses."""
    return bool(stated.get("else", "tell") == "stop")


def origin_in(stated: Mapping[str, Any]) -> tuple[str, str]:
    """Return where a stated undertaking comes from: the kind, and which of its kind."""
    ((kind, which),) = stated.get("from", {"other": ""}).items()
    return kind.replace("_", "-"), str(which)


def facts_of(record: Any) -> dict[str, Any]:
    """Return what the ledger says of an undertaking; its words are told by their fingerprint."""
    return {
        "undertaking": record.number,
        "owner": record.owner,
        "until": record.by.isoformat(),
        "else": "stop" if record.stops else "tell",
        "from": record.origin,
        "text": fingerprint(record.text),
    }


def found_among(held: Iterable[Undertaking], stated: Mapping[str, Any]) -> Undertaking | None:
    """Return the undertaking on record that a stated one is, or None.

    Raises BadInput for one that was given with another day, or with another end to it.
    """
    found = next((one for one in held if _key_of(one) == key_of_stated(stated)), None)
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


def key_of_stated(stated: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what tells a stated undertaking from others: its words, owner and origin."""
    return (stated["text"], stated["owner"], *origin_in(stated))


def _key_of(held: Undertaking) -> tuple[str, ...]:
    return (held.text, held.owner, held.origin, held.origin_of)


def refuse_past(by: date, today: date) -> None:
    """Raise BadInput for a last day that has passed."""
    if by < today:
        raise BadInput(
            "This undertaking would have lapsed before it was given.",
            why=f"Its last day was {by.isoformat()}.",
            next_step="Give it a later day (by: …).",
        )
