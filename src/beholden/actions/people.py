"""People who may act, and the roles they hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..kernel import BadInput, checked_name
from .acting import Act, acting
from .home import Home
from .rights import ROLE_BY_CODE, Right


def add_person(
    home: Home, *, by: str, code: str, office: str, organisation: str, roles: Sequence[str]
) -> None:
    """Add a person with their office, organisation and roles, or change those of one there is.

    The roles given replace the roles held. Raises BadInput for an unknown role.
    """
    check_person(code, roles)
    with acting(home, by=by, right=Right.PERSON_ADD, name="person-added") as act:
        record_person(act, code=code, office=office, organisation=organisation, roles=roles)


def record_person(
    act: Act, *, code: str, office: str, organisation: str, roles: Sequence[str]
) -> None:
    """Write a person into the register as part of an act."""
    from ..records.models import Person, PersonRole

    person, _ = Person.objects.update_or_create(
        code=code,
        defaults={"office": office, "organisation": organisation},
        create_defaults={"office": office, "organisation": organisation, "added_at": act.at},
    )
    wanted = set(roles)
    person.roles.exclude(role__in=wanted).delete()
    held = set(person.roles.values_list("role", flat=True))
    PersonRole.objects.bulk_create(
        PersonRole(person=person, role=role, given_at=act.at) for role in sorted(wanted - held)
    )
    # The entry names the office and the roles; the person's code stays inside.
    act.facts.update(office=office, organisation=organisation, roles=sorted(wanted))


def person_as_stated(code: str) -> dict[str, Any] | None:
    """Return what the register holds of a person, in the form in which it is stated."""
    from ..records.models import Person

    person = Person.objects.filter(code=code).first()
    if person is None:
        return None
    return {
        "office": person.office,
        "organisation": person.organisation,
        "roles": sorted(person.roles.values_list("role", flat=True)),
    }


def check_person(code: str, roles: Sequence[str]) -> None:
    """Raise BadInput for what cannot be the code of a person, and for an unknown role."""
    checked_name(code, of="a person")
    unknown = sorted(set(roles) - set(ROLE_BY_CODE))
    if unknown:
        raise BadInput(
            f"There is no role called {', '.join(unknown)}.",
            why=f"The roles are {', '.join(ROLE_BY_CODE)}.",
            next_step="Name one of these; `beholden person roles` says what each may do.",
        )
