"""Requests that a program may send again without their being done twice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from ..kernel import BadInput, Unavailable
from .acting import person_named
from .home import Home

KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request under an idempotency key: claimed now, or answered before."""

    id: int
    status: int | None
    body: str

    @property
    def answered(self) -> bool:
        """Return whether this very request was answered before."""
        return self.status is not None


def claim(home: Home, *, by: str, key: str, request: bytes) -> Sent:
    """Claim an idempotency key for a request, or return what was answered under it before.

    Raises BadInput where the key came with another request, Unavailable where the first one is
    still under way or was cut off: whether it was done is then to be looked up, not tried again.
    """
    from ..records.models import SentOnce

    digest = hashlib.sha256(request).hexdigest()
    now = home.clock.now()
    forget_old_keys(home)
    with home.at_work():
        record, new = SentOnce.objects.get_or_create(
            person=person_named(by), key=key, defaults={"digest": digest, "at": now}
        )
    if record.digest != digest:
        raise BadInput(
            "This idempotency key came with another request.",
            next_step="Draw a new key for each request; send the same one only to try again.",
        )
    if not new and record.status is None:
        raise Unavailable(
            "The first request under this key was not answered.",
            why="It is under way, or it was cut off; then it may have been done.",
            next_step="Look at the record before you send it under a new key.",
        )
    return Sent(record.pk, record.status, record.body)


def forget_old_keys(home: Home) -> None:
    """Delete requests, with what was answered, after the time for which a key holds."""
    from ..records.models import SentOnce

    with home.at_work():
        SentOnce.objects.filter(at__lt=home.clock.now() - KEPT).delete()


def keep(home: Home, sent: Sent, *, status: int, body: str) -> None:
    """Keep what was answered, for who sends the same again."""
    from ..records.models import SentOnce

    with home.at_work():
        SentOnce.objects.filter(pk=sent.id).update(status=status, body=body)


def let_go(home: Home, sent: Sent) -> None:
    """Let go of a key whose request was refused before anything was done: it may be mended."""
    from ..records.models import SentOnce

    with home.at_work():
        SentOnce.objects.filter(pk=sent.id).delete()
