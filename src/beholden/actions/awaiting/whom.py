"""Who it is that looks: a person's code, office and rights, as these decisions need them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..rights import ROLE_BY_CODE
from .items import Whom


def whom_of(person: Any, roles: Collection[str] | None = None) -> Whom:
    """Return a person of the council's list as these decisions need them."""
    held = person.roles.values_list("role", flat=True) if roles is None else roles
    rights = frozenset(
        r for code in held if code in ROLE_BY_CODE for r in ROLE_BY_CODE[code].rights
    )
    return Whom(person.code, person.office, person.organisation, rights)
