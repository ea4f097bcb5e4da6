"""People who may act, and the roles they hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ..kernel import BadInput, Refusal, Refused, checked_name
from .acting import Act, acting, somebody_named
from .begun_forms import let_go
from .home import Home
from .rights import ROLE_BY_CODE, ROLES, Right


def add_person(
    home: Home,
    *,
    by: str,
    code: str,
    office: str,
    organisation: str,
    roles: Sequence[str],
    again: bool = False,
) -> None:
    """Add a person with their office, organisation and roles, or change those of one there is.

    The roles given replace the roles held. ``again`` brings back somebody who left. Raises BadInput
    for an unknown role, Refused for somebody who left, for a role that somebody would give
    themselves, and where nobody would be left to add people.
    """
    check_person(code, roles)
    with acting(home, by=by, right=Right.PERSON_ADD, name="person-added") as act:
        _refuse_who_left(code, again=again)
        _refuse_own_role(act.person, code, roles)
        if not any(Right.PERSON_ADD in ROLE_BY_CODE[role].rights for role in roles):
            _refuse_last_administrator(code)
        record_person(act, code=code, office=office, organisation=organisation, roles=roles)
    _keep_feeds(home)


def let_person_go(home: Home, *, by: str, code: str) -> None:
    """Record that a person has left: they may do nothing any more, and stay on record.

    Raises NotFound for somebody who is not there, Refused where nobody would be left to add people.
    """
    with acting(home, by=by, right=Right.PERSON_ADD, name="person-left") as act:
        person = somebody_named(code)
        _refuse_last_administrator(code)
        person.active = False
        person.save(update_fields=["active"])
        let_go(home, person=person)
        # As when they were added, the person's code stays inside.
        act.facts.update(office=person.office, organisation=person.organisation)
    _keep_feeds(home)


def _keep_feeds(home: Home) -> None:
    """See that nobody reads rows whom an office or an organisation gave them before."""
    from .feeding.keeping import keep_feeds  # which knows of people

    keep_feeds(home)


def record_person(
    act: Act, *, code: str, office: str, organisation: str, roles: Sequence[str]
) -> None:
    """Write a person into the register as part of an act."""
    from ..records.models import Person, PersonRole

    renamed = _renamed(Person.objects.filter(code=code).first(), office, at=act.at)
    person, _ = Person.objects.update_or_create(
        code=code,
        defaults={"office": office, "organisation": organisation, "active": True, **renamed},
        create_defaults={"office": office, "organisation": organisation, "added_at": act.at},
    )
    wanted = set(roles)
    person.roles.exclude(role__in=wanted).delete()
    held = set(person.roles.values_list("role", flat=True))
    PersonRole.objects.bulk_create(
        PersonRole(person=person, role=role, given_at=act.at, given_by=act.person)
        for role in sorted(wanted - held)
    )
    # The entry names the office and the roles; the person's code stays inside.
    act.facts.update(office=office, organisation=organisation, roles=sorted(wanted))


def _renamed(person: Any, office: str, *, at: datetime) -> dict[str, Any]:
    """Return what is kept of the office that somebody had, where they get another."""
    if person is None or person.office == office:
        return {}
    until = {"office": person.office, "until": at.isoformat()}
    return {"called_before": [*(person.called_before or ()), until]}


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
        "active": person.active,
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


def _refuse_who_left(code: str, *, again: bool) -> None:
    from ..records.models import Person

    if not again and Person.objects.filter(code=code, active=False).exists():
        raise Refused(
            Refusal(
                what="this person has left, and does not come back unnoticed.",
                why="A list of people that was not kept up would give them their rights again.",
                clause="people › left",
                next_step="beholden person add --again, or take them out of the file.",
            )
        )


def gives_own_role(by: str, code: str, roles: Sequence[str]) -> bool:
    """Return whether somebody would give themselves a role that they do not hold."""
    held = person_as_stated(code) if code == by else None
    return held is not None and not set(roles) <= set(held["roles"])


def _refuse_own_role(person: Any, code: str, roles: Sequence[str]) -> None:
    if gives_own_role(person.code, code, roles):
        raise Refused(
            Refusal(
                what="nobody gives themselves a role.",
                why="Who may give roles could else decide, sign and ask alone.",
                clause="S9 two people",
                next_step="add a second administrator first where there is none.",
                ask="another administrator.",
            )
        )


def _refuse_last_administrator(code: str) -> None:
    from ..records.models import PersonRole

    may_add = [role.code for role in ROLES if Right.PERSON_ADD in role.rights]
    holders = PersonRole.objects.filter(role__in=may_add, person__active=True)
    held_by = set(holders.values_list("person__code", flat=True))
    if held_by == {code}:
        raise Refused(
            Refusal(
                what="this is the last person who may add people.",
                why="Without an administrator nobody could be given a role again.",
                clause="people › last administrator",
                next_step="give another person the role of administrator first.",
            )
        )
