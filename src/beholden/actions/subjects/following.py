"""Following a request: whoever filed it comes back, and sees what became of it.

Nothing is kept of who asked. The receipt ends in a mark that only the key of the request and the
asker together can make, so it is of use to nobody else, and to nobody once the key is destroyed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from typing import Any

from ... import gate
from ...kernel import NotFound, Sentence, acknowledge_by, day_of
from ..home import Home

_OF_A_RECEIPT = b"beholden: receipt of a request\0"
_MARK = 10  # characters of 32 kinds


@dataclass(frozen=True, slots=True)
class RequestFollowed:
    """What became of a request; ``note`` is what was answered, in the officer's words."""

    kind: str
    received: date
    answer_by: date
    closed: date | None
    outcome: str
    note: str


def receipt_of(home: Home, request: str, *, asker: str) -> str:
    """Return the receipt by which an asker finds a request again; who asks is written nowhere."""
    return f"{request}-{_mark(home.keys.read(request), asker)}"


def follow_request(home: Home, *, receipt: str, asker: str) -> RequestFollowed:
    """Return what became of a request to whoever filed it.

    Raises NotFound alike where there is none such, it is another's, or it is kept no longer.
    """
    name, _, mark = "".join(receipt.split()).lower().rpartition("-")
    with home.at_work():
        found = _kept(name)
        if found is None or not home.keys.has(found.pk):
            raise _not_found()
        key = home.keys.read(found.pk)
        if not hmac.compare_digest(_mark(key, asker).encode(), mark.encode()):
            raise _not_found()
        note = gate.open_text(bytes(found.note), key=key, bound_to=found.pk) if found.note else b""
        return RequestFollowed(
            kind=found.kind,
            received=found.received,
            answer_by=acknowledge_by(found.received),
            closed=day_of(found.closed_at) if found.closed_at else None,
            outcome=found.outcome,
            note=note.decode(),
        )


def _kept(name: str) -> Any:
    from ...records.models import ResidentRequest

    return ResidentRequest.objects.filter(pk=name, forgotten_at__isnull=True).first()


def _mark(key: bytes, asker: str) -> str:
    made = hmac.new(key, _OF_A_RECEIPT + asker.encode(), hashlib.sha256).digest()
    return base64.b32encode(made).decode().lower()[:_MARK]


def _not_found() -> NotFound:
    return NotFound(
        Sentence("There is no request of yours with this receipt."),
        why=Sentence(
            "It is found with the address that the code went to when you asked, and for a year "
            "after it is answered."
        ),
        next_step=Sentence("Look at the receipt again, or ask for a code to the other address."),
    )
