"""How an act is done: the right is checked, the act and its ledger entry commit together (S5)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..kernel import BeholdenError, NotFound, Refusal, Refused
from ..ledger import entry_bytes
from .full_disk import full_disk_is_unavailable
from .home import Home
from .learning.needed import refuse_untrained, rule_beside
from .log_keeping import publish_entries, refuse_parted
from .rights import Right, Role, offices_that_may, role_that_may

CLOCK_ROLE = "the calendar"
RESIDENT_ROLE = "Resident"


@dataclass
class Act:
    """One act under way: who does it, in which role, and what the ledger will say of it.

    ``at`` is its moment: that at which its turn came, so that what is committed later has the later
    moment. ``clauses`` are the places of the agreement, or of the board's advice, that allow it,
    demand it or forbade it. ``moot`` says that there turned out to be nothing to do: then no entry
    is written.
    """

    name: str
    role: str
    person: Any
    use: str = ""
    at: Any = None
    clauses: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    index: int = -1
    moot: bool = False
    recorded: bool = False
    placed: list[Path] = field(default_factory=list)

    def place(self, new: Path, target: Path) -> None:
        """Move a finished folder or file to its place in the home, as a part of this act.

        It is safe on the disk first. It goes again where the act is not recorded after all.
        """
        _make_safe(new)
        _remove(target)  # what a killed process left there
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.placed.append(target)
        new.rename(target)
        _sync(target.parent)

    def take_back(self) -> None:
        """Remove what this act put in place."""
        for target in self.placed:
            _remove(target)


@contextmanager
def acting(home: Home, *, by: str, right: Right, name: str, use: str = "") -> Iterator[Act]:
    """Run a block as one act: all of it and its ledger entry are recorded, or nothing.

    Raises NotFound for an unknown person and Refused where the person has no role that may.
    """
    with home.at_work():
        person, role = require(home, by=by, right=right)
        with recording(home, Act(name, role.title, person, use)) as act:
            yield act
    _publish_soon(home)


@contextmanager
def acting_by_calendar(home: Home, *, name: str, use: str) -> Iterator[Act]:
    """Run an act that nobody does: a date that was agreed has come."""
    with home.at_work(), recording(home, Act(name, CLOCK_ROLE, None, use)) as act:
        yield act
    _publish_soon(home)


@contextmanager
def acting_as_resident(home: Home, *, name: str) -> Iterator[Act]:
    """Run an act of somebody who is on no list: who it was is not written, only that they did."""
    with home.at_work(), recording(home, Act(name, RESIDENT_ROLE, None)) as act:
        yield act
    _publish_soon(home)


@contextmanager
def recording(home: Home, act: Act) -> Iterator[Act]:
    """Run a block and write its ledger entry in one transaction of the database at work."""
    from django.db import transaction

    from ..records.models import LedgerHead
    from ..records.refusing import refusing

    try:
        with full_disk_is_unavailable(), refusing(), transaction.atomic(using=home.alias):
            # Locking the head first makes acts queue, so that indexes have no gap.
            head, _ = LedgerHead.objects.select_for_update().get_or_create(id=1)
            refuse_parted(home)
            # Whoever waited for the lock acts now: an earlier moment would hide what they did from
            # all that looks at what was done since (an extract that was sealed meanwhile).
            act.at, act.index = home.clock.now(), head.size
            yield act
            if not act.moot:
                _write_entry(act, head)
            _let_form_go(home, act)
            transaction.on_commit(lambda: setattr(act, "recorded", True), using=home.alias)
    except BaseException:
        # An interrupt may come after the commit: what is recorded stays.
        if not act.recorded:
            act.take_back()
        raise


def _write_entry(act: Act, head: Any) -> None:
    from ..records.models import LedgerEntry

    when = act.at.astimezone(UTC).isoformat(timespec="seconds")
    body = entry_bytes(
        {
            "act": act.name,
            "when": when,
            "use": act.use,
            "by": act.role,
            "clauses": sorted(set(act.clauses)),
            "facts": act.facts,
        }
    )
    LedgerEntry.objects.create(
        index=act.index, act=act.name, use=act.use, body=body.decode(), written_at=act.at
    )
    head.size = act.index + 1
    head.save(update_fields=["size"])


def _let_form_go(home: Home, act: Act) -> None:
    """Let go of what whoever acts had begun of the form that they have now sent."""
    from .begun_forms import let_go  # which knows of people

    if home.sends and act.person is not None:
        let_go(home, person=act.person, address=home.sends)


def _publish_soon(home: Home) -> None:
    """Publish the entry of an act that is recorded; the next opening does what cannot be done now.

    The act is done, so what cannot be published must not make it look undone, whatever the machine
    says.
    """
    with suppress(BeholdenError, OSError):
        publish_entries(home)


def require(home: Home, *, by: str, right: Right) -> tuple[Any, Role]:
    """Return the person and the role in which they may do an act; raise Refused otherwise.

    They need the right, and whatever training the council asks for before it.
    """
    today = home.clock.today()
    person = person_named(by, rule_on=today)
    return person, role_for(person, right, today=today)


def role_for(person: Any, right: Right, *, today: date) -> Role:
    """Return the role in which a person may do an act; raise Refused where they may not."""
    role = role_that_may(person.role_codes, right)
    if role is None:
        raise Refused(
            Refusal(
                what=f"your roles do not give you the right to {_in_words(right)}.",
                why="Each act belongs to an office, so that nobody can do all of them alone.",
                clause=f"rights › {right}",
                ask=offices_that_may(right) + ".",
            )
        )
    refuse_untrained(person, right, doing=_in_words(right), today=today)
    return role


def somebody_named(code: str) -> Any:
    """Return the active person whom an act is about; raise NotFound where there is none."""
    from ..records.models import Person

    person = Person.objects.filter(code=code, active=True).first()
    if person is None:
        raise NotFound(
            "Nobody of that code may act here.",
            why="The person whom this is about is not in this council's list of people, or left.",
            next_step="List them with `beholden person list`, or add them with `beholden person "
            "add`.",
            ask="the administrator",
        )
    return person


def person_named(code: str, *, rule_on: date | None = None) -> Any:
    """Return an active person of this council, with their roles at hand; raise NotFound otherwise.

    One query: a role is read with whose it is, and with what training is asked for on a day.
    """
    from ..records.models import Person

    held = list(_roles_held(rule_on).filter(person__code=code))
    person = held[0].person if held else Person.objects.filter(code=code, active=True).first()
    if person is None:
        raise NotFound(
            "Nobody of that name may act here.",
            why="The person is not in this council's list of people. Where nobody is named, it is "
            "the name of your account on this machine.",
            next_step="List them with `beholden person list`, and name one with --as.",
            ask="the administrator",
        )
    person.role_codes = frozenset(one.role for one in held)
    if rule_on:
        person.training = getattr(held[0], "training", None) if held else None
    return person


@lru_cache(maxsize=4)
def _roles_held(rule_on: date | None) -> Any:
    """Return the query for everybody's roles, kept: making it takes longer than asking it."""
    from ..records.models import PersonRole

    roles = PersonRole.objects.filter(person__active=True)
    if rule_on:
        roles = roles.annotate(training=rule_beside(rule_on))
    return roles.select_related("person").defer("person__called_before")


def _make_safe(new: Path) -> None:
    """See to it that the machine has written what it was given, before it is recorded."""
    for file in [new] if new.is_file() else new.rglob("*"):
        if file.is_file():
            with file.open("rb") as whole:
                os.fsync(whole.fileno())
    if new.is_dir():
        _sync(new)


def _sync(folder: Path) -> None:
    """Have the machine write a folder's list of names, where it can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove(target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target, ignore_errors=True)
    else:
        target.unlink(missing_ok=True)


def _in_words(right: Right) -> str:
    noun, verb = right.value.rsplit("-", 1)
    article = (
        ""
        if noun.endswith("s") or noun in {"people", "advice", "training"}
        else "an "
        if noun[0] in "aeo"
        else "a "
    )
    return f"{verb} {article}{noun.replace('-', ' ')}"
