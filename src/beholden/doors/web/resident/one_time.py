"""One-time codes: made, sent and taken. What is kept are keyed hashes, for ten minutes.

Each code works for the browser that asked for it alone, and five times at most; a newer one takes
nothing from an older, which somebody else may have asked for. So of one address there are at most
five codes an hour, with 25 tries together, and as many for a block from which it was shown to be
somebody's within a month: whoever asks in a resident's name from elsewhere cannot keep them out.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from ...accounts.models import ResidentCode
from ...sending import send_later
from ..sign_in.limits import address_block, allowed, is_known, keyed_hash, remember_block
from ..visits import Visit

MINUTES, TRIES = 10, 5
_ASKED = "resident_asked"
# From one block of addresses in an hour; then of one address in an hour and in a day.
_FROM_HERE, _OF_ONE = "30/h/ip", "5/h/key,20/d/key"
_ENTERING = "60/h/ip"


def ask_code(request: Visit, *, kind: str, address: str) -> None:
    """Send a code, unless there were too many; whoever asks sees no difference."""
    told = keyed_hash(f"resident:{kind}:{address}")
    request.session[_ASKED] = asked = secrets.token_urlsafe(24)
    # Here first: whoever asks too often is counted once, and not for each address that they name.
    if not (allowed(request, "resident_code_here", _FROM_HERE) and _not_too_many(request, told)):
        return
    now, code = request.council.clock.now(), f"{secrets.randbelow(10**6):06}"
    ResidentCode.objects.filter(expires__lte=now).delete()
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
    if not asked or not allowed(request, "resident_enter", _ENTERING):
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
    if not taken:
        return None
    remember_block(request, found.address)
    return str(found.address)


def _not_too_many(request: Visit, address: str) -> bool:
    """Count a code of an address: of where it was shown to be somebody's apart from elsewhere."""
    here = f"{address}:{address_block(request)}" if is_known(request, address) else address
    return allowed(request, "resident_code", _OF_ONE, key=here)


def _send(council: Any, kind: str, address: str, code: str) -> None:
    says = _("Your code for %(council)s is %(code)s. It works for %(minutes)s minutes.")
    body = says % {"council": council.name, "code": code, "minutes": MINUTES}
    body += " " + _("If you did not ask for it, do nothing.")
    send_later(council, kind, address, subject=_("Your one-time code"), body=body)
