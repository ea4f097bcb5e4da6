"""One-time codes: made, sent and taken. What is kept are keyed hashes, for ten minutes."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from ...accounts.models import ResidentCode
from ...sending import send_later
from ..sign_in.limits import allowed, keyed_hash
from ..visits import Visit

MINUTES, TRIES = 10, 5
_ASKED = "resident_asked"
# Of one address in an hour and in a day, of one block of addresses in an hour.
_ASKING = {"resident_code": "5/h/key,20/d/key", "resident_code_here": "30/h/ip"}
_ENTERING = {"resident_enter": "60/h/ip"}


def ask_code(request: Visit, *, kind: str, address: str) -> None:
    """Send a code, unless there were too many; whoever asks sees no difference."""
    told = keyed_hash(f"resident:{kind}:{address}")
    request.session[_ASKED] = asked = secrets.token_urlsafe(24)
    # Both are counted, whichever says no.
    if not all([allowed(request, name, rate, key=told) for name, rate in _ASKING.items()]):
        return
    now, code = request.council.clock.now(), f"{secrets.randbelow(10**6):06}"
    ResidentCode.objects.filter(expires__lte=now).delete()
    # A newer code takes the place of an older one, so that there are never more tries.
    ResidentCode.objects.filter(address=told).delete()
    ResidentCode.objects.create(
        asked=keyed_hash(f"asked:{asked}"),
        address=told,
        code=keyed_hash(f"code:{asked}:{code}"),
        expires=now + timedelta(minutes=MINUTES),
    )
    _send(request.council, kind, address, code)


def take_code(request: Visit, code: str) -> str | None:
    """Count a try of a code and return the keyed hash of the address it was sent to, or None."""
    asked = request.session.get(_ASKED)
    if not asked or not all(allowed(request, name, rate) for name, rate in _ENTERING.items()):
        return None
    mine = ResidentCode.objects.filter(asked=keyed_hash(f"asked:{asked}"))
    open_still = mine.filter(tries__lt=TRIES, expires__gt=request.council.clock.now())
    # Counted before it is looked at, so that tries at one moment are counted too.
    found = mine.first() if open_still.update(tries=F("tries") + 1) else None
    if found is None:
        return None
    if not hmac.compare_digest(found.code, keyed_hash(f"code:{asked}:{code}")):
        return None
    # Taken once: whoever deletes it has it.
    taken, _each = ResidentCode.objects.filter(pk=found.pk).delete()
    return str(found.address) if taken else None


def _send(council: Any, kind: str, address: str, code: str) -> None:
    says = _("Your code for %(council)s is %(code)s. It works for %(minutes)s minutes.")
    body = says % {"council": council.name, "code": code, "minutes": MINUTES}
    body += " " + _("If you did not ask for it, do nothing.")
    send_later(council, kind, address, subject=_("Your one-time code"), body=body)
