"""Forms that somebody has begun: kept for them alone until they send them, delete them, or 28 days.

It is half a thought, so nothing looks at whether it is right, nothing of it is on record and no
entry of the ledger tells of it: it concerns nobody but whoever typed it. What was typed may name
anybody, so it is sealed under a key of its own, which is destroyed with it: a backup of the records
does not bring back what is gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from .. import gate
from ..kernel import BadInput, Damaged, NotFound, Sentence, day_of, new_id
from .acting import person_named
from .home import Home

DAYS_KEPT = 28
MOST = 50  # of one person
LONGEST = 400_000  # bytes, as it is sealed
_LONGEST_ADDRESS = 1000
_KEYS = "begun"


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has typed into a form that they have not sent.

    ``address`` is the page's, ``title`` what it is called and ``of`` what it is of. ``values`` are
    by the names of the fields; ``seen`` tells what the record said when it was typed, as a mark for
    each field, so that a change since can be told.
    """

    address: str
    title: str
    of: str = ""
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BegunForm:
    """A form that was begun: what was typed, since when it is kept, and until which day."""

    id: str
    typed: Typed
    kept_at: datetime
    until: date


def keep_begun_form(home: Home, *, by: str, typed: Typed) -> None:
    """Keep what somebody has typed in place of what they had typed there before; nobody else reads.

    Raises BadInput where it is too long, or they have begun too many.
    """
    from django.db import transaction

    from ..records.models import BegunForm as Record

    content = _content(typed)
    name = new_id(_KEYS)
    # Under the lock of sweeping, which destroys the key of a form that is not kept.
    with home.moving(), home.at_work(), transaction.atomic(using=home.alias):
        person = person_named(by)
        let_go(home, person=person, address=typed.address)
        _refuse_too_many(person)
        sealed = gate.seal_text(
            content, key=home.keys.create(name), bound_to=_bound_to(name, person.pk)
        )
        Record.objects.create(
            id=name, person=person, address=typed.address, sealed=sealed, kept_at=home.clock.now()
        )


def begun_form(home: Home, *, by: str, address: str) -> BegunForm | None:
    """Return what somebody has typed into the form of a page themselves, or None."""
    with home.at_work():
        return next(_opened(home, _standing(home, by).filter(address=address)), None)


def begun_forms(home: Home, *, by: str) -> tuple[BegunForm, ...]:
    """Return the forms that somebody has begun, those kept last first; never another's."""
    with home.at_work():
        return tuple(_opened(home, _standing(home, by).order_by("-kept_at", "id")))


def drop_begun_form(home: Home, *, by: str, form: str) -> None:
    """Delete one of the forms that somebody has begun; raises NotFound for any other's."""
    from django.db import transaction

    with home.at_work(), transaction.atomic(using=home.alias):
        if not let_go(home, person=person_named(by), pk=form):
            raise NotFound(
                Sentence("You have begun no such form."),
                why=Sentence("It was sent or deleted, or nobody came back to it in time."),
                next_step=Sentence("See My work for the forms that you have begun."),
            )


def forget_old_begun_forms(home: Home) -> None:
    """Delete forms to which nobody came back in time."""
    from django.db import transaction

    with home.at_work(), transaction.atomic(using=home.alias):
        let_go(home, kept_at__lt=_oldest(home))


def let_go(home: Home, **which: Any) -> bool:
    """Delete forms as a part of what is under way; return whether there were any.

    Their keys are destroyed once it is recorded.
    """
    from django.db import transaction

    from ..records.models import BegunForm as Record

    names = list(Record.objects.filter(**which).values_list("pk", flat=True))
    if names:
        Record.objects.filter(pk__in=names).delete()
    for name in names:
        transaction.on_commit(partial(home.keys.destroy, name), using=home.alias)
    return bool(names)


def begun_keys(home: Home) -> list[str]:
    """Return the names of the keys that there are."""
    return [path.stem for path in home.keys_directory.glob(f"{_KEYS}-*.key")]


def sweep_begun_keys(home: Home, names: list[str]) -> None:
    """Destroy the keys of forms that are not kept, or not any more."""
    from ..records.models import BegunForm as Record

    for name in set(names) - set(Record.objects.values_list("pk", flat=True)):
        home.keys.destroy(name)


def _standing(home: Home, by: str) -> Any:
    from ..records.models import BegunForm as Record

    own = Record.objects.filter(person__code=by, person__active=True)
    return own.filter(kept_at__gte=_oldest(home))


def _oldest(home: Home) -> datetime:
    return home.clock.now() - timedelta(days=DAYS_KEPT)


def _opened(home: Home, records: Any) -> Iterator[BegunForm]:
    """Yield what records hold; one whose key is gone, or that is another's, holds nothing."""
    for one in records:
        try:
            key = home.keys.read(one.pk)
            bound_to = _bound_to(one.pk, one.person_id)
            content = gate.open_text(bytes(one.sealed), key=key, bound_to=bound_to)
        except (NotFound, Damaged):
            continue
        until = day_of(one.kept_at + timedelta(days=DAYS_KEPT))
        yield BegunForm(one.pk, Typed(one.address, **json.loads(content)), one.kept_at, until)


def _bound_to(name: str, person: int) -> str:
    return f"{name} of {person}"


def _content(typed: Typed) -> bytes:
    said = {
        "title": typed.title,
        "of": typed.of,
        "values": {name: list(values) for name, values in typed.values.items()},
        "seen": dict(typed.seen),
    }
    content = json.dumps(said).encode()
    if len(content) > LONGEST or len(typed.address) > _LONGEST_ADDRESS:
        raise BadInput(
            Sentence("What you have typed is too long to be kept half-filled."),
            why=Sentence("Up to %(size)s bytes are kept.", size=f"{LONGEST:,}"),
            next_step=Sentence("Shorten it, or send it."),
        )
    return content


def _refuse_too_many(person: Any) -> None:
    if person.begun_forms.count() >= MOST:
        raise BadInput(
            Sentence("You have begun too many forms for another to be kept."),
            why=Sentence("Up to %(most)s are kept for each person.", most=MOST),
            next_step=Sentence("Send one of them, or delete it from My work."),
        )
