"""The end: extracts lose their keys, a use its persons, and nothing brings them back (S6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .. import gate
from ..gate import AgreementAct
from .acting import Act
from .agreeing.standing import move
from .home import Home
from .persons_kept import KEPT_PERSONS, pairs_beside

OPEN = ("offered", "in_force", "suspended")


def end(agreement: Any, act: Act, *, how: AgreementAct = AgreementAct.END) -> None:
    """End one open version of an agreement as a part of an act; its extracts are destroyed."""
    destroy_extracts(agreement, act)
    move(agreement, how)
    agreement.ended_at = act.at
    agreement.save(update_fields=["state", "ended_at"])


def destroy_extracts(agreement: Any, act: Act) -> None:
    """Record as destroyed what was sealed under an agreement; the keys follow the record."""
    gone = agreement.extracts.filter(state="current")
    named = act.facts.setdefault("extracts_destroyed", [])
    named.extend(sorted(gone.values_list("id", flat=True)))
    gone.update(state="destroyed", destroyed_at=act.at)


def destroy_dead_keys(home: Home) -> None:
    """Destroy the key of every extract that the records say is destroyed, and its file.

    The kept persons of every use without an open agreement go too, and rows that were fed.
    The record comes first, so a kill between the two is made good the next time.
    """
    from ..records.models import Extract, ScheduleRun

    # Here, since feeding and scheduling know of agreements and sealing, which know of the end.
    from .feeding.keeping import keep_feeds
    from .scheduling.kept import forget_answers

    with home.at_work():
        dead = list(Extract.objects.filter(state="destroyed").values_list("id", flat=True))
        forget_answers(ScheduleRun.objects.filter(receipt__extract__state="destroyed"))
    for extract_id in dead:
        if home.keys.has(extract_id):
            home.keys.destroy(extract_id)
            gate.end_workers(extract_id)
        for kind in ("sealed", "fitted"):
            home.path("extracts", f"{extract_id}.{kind}").unlink(missing_ok=True)
    _destroy_dead_persons(home)
    keep_feeds(home)


def _destroy_dead_persons(home: Home) -> None:
    """Destroy the persons of uses whose last agreement has ended: keys of rows and their secrets.

    That the rows were linked stays on record, and whose they were found to be does not.
    """
    from ..records.models import KeyColumn

    with home.moving(), home.at_work():
        alive = _alive()
        for key in KeyColumn.objects.filter(column="person"):
            if _is_gone(key, alive):
                keys = home.path(key.path)
                pairs_beside(keys).unlink(missing_ok=True)
                keys.unlink(missing_ok=True)
        for kept in home.path("links").glob(f"*/{KEPT_PERSONS}"):
            if kept.parent.name not in alive:
                kept.unlink(missing_ok=True)


def kept_keys(home: Home, version: Any) -> list[Any]:
    """Return the keys of a version that are still there, in the order in which they were made."""
    return still_kept(home, version.keys.order_by("number"))


def is_kept(home: Home, key: Any) -> bool:
    """Return whether keys are still there: what a use had does not come back with its renewal."""
    return bool(still_kept(home, [key]))


def still_kept(home: Home, keys: Iterable[Any]) -> list[Any]:
    """Return those of some keys that are still there (see ``is_kept``)."""
    made = list(keys)
    alive = _alive() if any(key.method.get("use") for key in made) else set()
    return [
        key
        for key in made
        if not key.method.get("use") or (not _is_gone(key, alive) and home.path(key.path).is_file())
    ]


def _is_gone(key: Any, alive: set[str]) -> bool:
    """Return whether keys were made for a use that has ended."""
    use = key.method.get("use", "")
    return bool(use) and use not in alive


def _alive() -> set[str]:
    from ..records.models import Agreement

    return set(Agreement.objects.filter(state__in=OPEN).values_list("use__name", flat=True))
