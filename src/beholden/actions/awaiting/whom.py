"""Who it is that looks: a person's code, office and rights, as these decisions need them."""

from __future__ import annotations

from typing import Any

from ..rights import ROLE_BY_CODE
from .items import Whom


def whom_of(person: Any) -> Whom:
    """Return a person of the council's list as these decisions need them."""
    held = (ROLE_BY_CODE[code] for code in person.role_codes if code in ROLE_BY_CODE)
    rights = frozenset(right for role in held for right in role.rights)
    return Whom(person.code, person.office, person.organisation, rights)
