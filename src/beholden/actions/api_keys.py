"""Keys of the API: a person opens one for a program of theirs, and closes it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..kernel import BadInput, NotFound, new_id
from .acting import Act, acting, require, role_for
from .home import Home
from .known_uses import use_known_to
from .rights import ROLE_BY_CODE, Right

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class KeyOpened:
    """A new key: its id, and the token that holds its secret. The token is shown this once."""

    id: str
    token: str
    until: date


@dataclass(frozen=True, slots=True)
class KeyHeld:
    """What a key lets a program do: as whom, with which rights, under which uses."""

    id: str
    person: str
    rights: frozenset[str]
    uses: frozenset[str]


def open_api_key(
    home: Home,
    *,
    by: str,
    purpose: str,
    until: date,
    rights: Sequence[str] = (),
    uses: Sequence[str] = (),
) -> KeyOpened:
    """Open a key with which a program acts as oneself, with some of one's own rights.

    Without ``rights`` it reads only; ``uses`` narrows it to those uses. Raises BadInput for a day
    that is past or over a year ahead, Refused for a right that one does not hold.
    """
    with acting(home, by=by, right=Right.API_KEY_OPEN, name="api-key-opened") as act:
        _check(home, act.person, purpose=purpose, until=until, rights=rights, uses=uses)
        secret = secrets.token_urlsafe(32)
        key = _record(act, secret, purpose=purpose, until=until, rights=rights, uses=uses)
        act.facts.update(key=key, until=until.isoformat(), rights=sorted(rights))
    return KeyOpened(key, f"{key}.{secret}", until)


def close_api_key(home: Home, *, by: str, key: str) -> None:
    """Close a key of one's own at once; an administrator may close anybody's. Raises NotFound."""
    from ..records.models import ApiKey

    with acting(home, by=by, right=Right.API_KEY_OPEN, name="api-key-closed") as act:
        record = ApiKey.objects.select_related("person").filter(id=key, closed_at=None).first()
        if record is None or not _may_close(act.person, record):
            raise _no_key()
        record.closed_at = act.at
        record.save(update_fields=["closed_at"])
        act.facts.update(key=key)


def close_keys_of(act: Act, person: Any) -> None:
    """Close every key of a person as a part of an act that takes away what they come in by."""
    open_keys = person.api_keys.filter(closed_at=None)
    act.facts["keys_closed"] = open_keys.update(closed_at=act.at)


def list_api_keys(home: Home, *, by: str) -> tuple[dict[str, Any], ...]:
    """Return the keys that are open: one's own, and everybody's for an administrator."""
    from ..records.models import ApiKey

    with home.at_work():
        person, _ = require(home, by=by, right=Right.API_KEY_OPEN)
        records = ApiKey.objects.select_related("person").filter(closed_at=None)
        every = _administers(person)
        return tuple(_row(one) for one in records if every or one.person_id == person.pk)


def key_held(home: Home, *, token: str) -> KeyHeld | None:
    """Return what a token opens today, or None: unknown, closed, over, or its person has left."""
    from ..records.models import ApiKey

    name, _, secret = token.partition(".")
    with home.at_work():
        record = ApiKey.objects.select_related("person").filter(id=name).first()
    given = _fingerprint(secret)
    if record is None or not hmac.compare_digest(record.fingerprint, given):
        return None
    return _held(record, home.clock.today())


def key_of_id(home: Home, *, key: str) -> KeyHeld | None:
    """Return what a key lets a program do today, or None; its secret was shown before."""
    from ..records.models import ApiKey

    with home.at_work():
        record = ApiKey.objects.select_related("person").filter(id=key).first()
    return _held(record, home.clock.today()) if record else None


def _held(record: Any, today: date) -> KeyHeld | None:
    if record.closed_at or record.until < today or not record.person.active:
        return None
    return KeyHeld(record.id, record.person.code, frozenset(record.rights), frozenset(record.uses))


def _check(
    home: Home,
    person: Any,
    *,
    purpose: str,
    until: date,
    rights: Sequence[str],
    uses: Sequence[str],
) -> None:
    today = home.clock.today()
    if not purpose.strip() or len(purpose) > 200:
        raise BadInput("Say in a line what the key is for.", next_step="Give it a purpose.")
    if not today <= until <= today + timedelta(days=LONGEST_DAYS):
        raise BadInput(
            "A key ends on a day within a year.",
            why="A key that nobody looks at again is one that somebody else finds.",
            next_step="Name a day from today to a year ahead.",
        )
    for right in rights:
        role_for(person, _right(right), today=today)
    for use in uses:
        use_known_to(home, person, use)


def _right(code: str) -> Right:
    try:
        return Right(code)
    except ValueError:
        raise BadInput(
            "There is no right of that name.",
            next_step="`beholden person roles` lists the rights of each role.",
        ) from None


def _record(
    act: Any,
    secret: str,
    *,
    purpose: str,
    until: date,
    rights: Sequence[str],
    uses: Sequence[str],
) -> str:
    from ..records.models import ApiKey

    record = ApiKey.objects.create(
        id=new_id("key"),
        person=act.person,
        purpose=purpose.strip(),
        fingerprint=_fingerprint(secret),
        rights=sorted(set(rights)),
        uses=sorted(set(uses)),
        until=until,
        opened_at=act.at,
    )
    return record.id


def _fingerprint(secret: str) -> str:
    # A secret of 256 random bits cannot be guessed, so a plain hash of it tells nothing.
    return hashlib.sha256(secret.encode()).hexdigest()


def _may_close(person: Any, record: Any) -> bool:
    return record.person_id == person.pk or _administers(person)


def _administers(person: Any) -> bool:
    roles = person.roles.values_list("role", flat=True)
    return any(Right.PERSON_ADD in ROLE_BY_CODE[role].rights for role in roles)


def _row(record: Any) -> dict[str, Any]:
    return {
        "key": record.id,
        "person": record.person.code,
        "purpose": record.purpose,
        "rights": record.rights,
        "uses": record.uses,
        "until": record.until,
    }


def _no_key() -> NotFound:
    return NotFound(
        "There is no open key of that name.",
        next_step="List what there is with `beholden api-key list`.",
    )
