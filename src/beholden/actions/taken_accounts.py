"""Accounts that were taken away (begun anew, or closed), and who may give them again (S9).

Whoever holds what sets a password acts as its person: so nobody takes an account away and gives it
again alone, nor through an administrator whom they made one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..kernel import Refusal, Refused
from .acting import Act
from .rights import ROLES, Right

KEEPING = tuple(role.code for role in ROLES if Right.ACCOUNT_KEEP in role.rights)


def take(act: Act, person: Any) -> None:
    """Write who took an account away; what was taken and not given again stays with who was first.

    So an account that two people began anew and closed can be opened by the second of them.
    """
    from ..records.models import AccountTaken

    AccountTaken.objects.get_or_create(
        person=person, given_by=None, defaults={"taken_by": act.person, "taken_at": act.at}
    )


def give_again(act: Act, person: Any) -> bool:
    """Write who gives an account again; return whether it was taken away before.

    Raises Refused for whoever took it away, and for whom they made an administrator (S9).
    """
    taken = _open_row(person.code)
    if taken is None:
        return False
    _refuse_who_took_it(taken, act.person)
    taken.given_by, taken.given_at = act.person, act.at
    taken.save(update_fields=["given_by", "given_at"])
    return True


def was_given_by(giver: Any, person: Any) -> bool:
    """Return whether a person's way in, as it was given last, came from this giver."""
    from ..records.models import AccountTaken

    last = AccountTaken.objects.filter(person=person).order_by("-pk").first()
    return last is not None and last.given_by_id == giver.pk


def awaits_giving(code: str) -> bool:
    """Return whether nobody comes in as a person until another administrator gave their account.

    The database must be at work.
    """
    return _open_row(code) is not None


def last_taken() -> dict[str, Any]:
    """Return the last time that each account was taken away, by the code of its person."""
    from ..records.models import AccountTaken

    found = AccountTaken.objects.select_related("person", "taken_by").order_by("pk")
    return {row.person.code: row for row in found}


def may_give(taken: Any, giver: Any) -> bool:
    """Return whether somebody may give an account again that another took away."""
    return bool(taken.taken_by_id != giver.pk) and not made_by(giver.pk, taken.taken_by_id)


def made_by(administrator: int, other: int, *, until: datetime | None = None) -> bool:
    """Return whether somebody keeps accounts by the other's giving alone (so far as of a time)."""
    from ..records.models import PersonRole

    held = PersonRole.objects.filter(person=administrator, role__in=KEEPING)
    if until is not None:
        held = held.filter(given_at__lte=until)
    return set(held.values_list("given_by", flat=True)) == {other}


def refuse_what_nobody_could_give(act: Act, person: Any, *, signing_in: set[str]) -> None:
    """Refuse to begin an account anew where no other administrator could give it again.

    ``signing_in`` are the codes of those who have an account.
    """
    taken = {code: row for code, row in last_taken().items() if row.given_by_id is None}
    taker = taken[person.code].taken_by if person.code in taken else act.person
    others = _keepers().exclude(pk__in=[taker.pk, person.pk])
    if any(
        one.code in signing_in and one.code not in taken and not made_by(one.pk, taker.pk)
        for one in others
    ):
        return
    raise Refused(
        Refusal(
            what="nobody would be left to give this account again.",
            why="Another administrator than whoever begins it anew, and than its person, gives it: "
            "one with an account, whose role the first did not give.",
            clause="accounts › given by another",
            next_step="have an administrator begin it anew who was added later, or add one more.",
            ask="another administrator.",
        )
    )


def _keepers() -> Any:
    from ..records.models import Person

    return Person.objects.filter(active=True, roles__role__in=KEEPING).distinct()


def _open_row(code: str) -> Any:
    from ..records.models import AccountTaken

    return AccountTaken.objects.filter(person__code=code, given_by=None).first()


def _refuse_who_took_it(taken: Any, giver: Any) -> None:
    if may_give(taken, giver):
        return
    raise Refused(
        Refusal(
            what="nobody gives an account again that they took away, or that was taken away by "
            "who made them an administrator.",
            why="Whoever holds what sets its password acts as its person.",
            clause="S9 two people",
            next_step="have an administrator give it who was made one by somebody else.",
            ask="another administrator.",
        )
    )
