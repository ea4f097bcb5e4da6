"""Accounts that were taken away (begun anew, or closed), and who may give them again (S9).

Whoever holds what sets a password acts as its person: so nobody takes an account away and is handed
its new address, alone or through accounts that they opened. ``ways_in`` decides; this is what the
register knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..kernel import Refusal, Refused
from .acting import Act
from .rights import ROLES, Right
from .ways_in import Giving, Way, how_given

KEEPING = tuple(role.code for role in ROLES if Right.ACCOUNT_KEEP in role.rights)


def take(act: Act, person: Any) -> None:
    """Write who took an account away; what was taken and not given again stays with who was first.

    So an account that two people began anew and closed can be opened by the second of them.
    """
    from ..records.models import AccountTaken

    AccountTaken.objects.get_or_create(
        person=person, given_by=None, defaults={"taken_by": act.person, "taken_at": act.at}
    )


def open_way(act: Act, person: Any) -> None:
    """Write who opens an account; where it was closed before, that they give it again.

    Raises Refused for whoever closed it, and whoever may be the same human being (S9).
    """
    taken = last_taken().get(person.code)
    if taken is not None:
        may = _how(taken, act.person, ways=ways_in(), sends=False, anew=True)
        _refuse_unless(may, Giving.ANYHOW)
    _write_way(act, person)
    if taken is not None and taken.given_by_id is None:
        _write_giving(act, taken, sent=False)


def give_again(act: Act, taken: Any, *, sent: bool, sends: bool) -> None:
    """Write who gives an account again that was begun anew, or gives it once more.

    ``sent`` says that its address goes to its person and is shown to nobody. Raises Refused for
    whoever took it away, and where one human being may have done both and is shown it (S9).
    """
    may = _how(taken, act.person, ways=ways_in(), sends=sends)
    _refuse_unless(may, Giving.SENT if sent else Giving.ANYHOW)
    if not sent:
        _write_way(act, taken.person)
    if taken.given_by_id is None:
        _write_giving(act, taken, sent=sent)


def how_each(taken: Mapping[str, Any], giver: Any, *, sends: bool) -> dict[str, Giving]:
    """Return how somebody may give each of many accounts again; one reading of the register."""
    ways = ways_in()
    return {code: _how(row, giver, ways=ways, sends=sends) for code, row in taken.items()}


def _how(
    taken: Any, giver: Any, *, ways: tuple[Way, ...], sends: bool, anew: bool = False
) -> Giving:
    return how_given(
        person=taken.person_id,
        taker=taken.taken_by_id,
        giver=giver.pk,
        ways=ways,
        sends=sends,
        anew=anew,
    )


def ways_in() -> tuple[Way, ...]:
    """Return every way in that anybody was given, oldest first; the database must be at work."""
    from ..records.models import WayIn

    found = WayIn.objects.order_by("pk").values_list("person_id", "given_by_id")
    return tuple(Way(person, given_by) for person, given_by in found)


def first_opened() -> dict[str, str]:
    """Return by whose office each account was opened first, by the code of its person.

    Accounts from before this was kept are not named: who opened them is assumed, not known.
    """
    from ..records.models import WayIn

    found = WayIn.objects.select_related("person", "given_by").order_by("-pk")
    return {way.person.code: "" if way.assumed else way.given_by.office for way in found}


def awaits_giving(code: str) -> bool:
    """Return whether nobody comes in as a person until another administrator gave their account.

    The database must be at work.
    """
    from ..records.models import AccountTaken

    return bool(AccountTaken.objects.filter(person__code=code, given_by=None).exists())


def last_taken() -> dict[str, Any]:
    """Return the last time that each account was taken away, by the code of its person."""
    from ..records.models import AccountTaken

    found = AccountTaken.objects.select_related("person", "taken_by").order_by("pk")
    return {row.person.code: row for row in found}


def refuse_what_nobody_could_give(
    act: Act, person: Any, *, signing_in: set[str], sends: bool
) -> None:
    """Refuse to begin an account anew where no other administrator could give it again.

    ``signing_in`` are the codes of those who have an account.
    """
    taken = {code: row for code, row in last_taken().items() if row.given_by_id is None}
    taker = taken[person.code].taken_by_id if person.code in taken else act.person.pk
    ways = ways_in()
    able = (
        how_given(person=person.pk, taker=taker, giver=one.pk, ways=ways, sends=sends)
        for one in _keepers()
        if one.code in signing_in and one.code not in taken
    )
    if any(giving is not Giving.NOT_AT_ALL for giving in able):
        return
    raise Refused(_nobody_left(sends=sends))


def _nobody_left(*, sends: bool) -> Refusal:
    """Return the refusal, with what would have somebody left: a mailbox, or one more root."""
    why = "Another administrator with an account gives it, than who begins it anew and its person."
    more = (
        "Where one of the two may have opened the other's account, directly or through others, its "
        "address is only sent to its person, and no message leaves this machine."
    )
    way = "say in council.toml, under [messages], how messages leave, or "
    one_more = "have one more administrator open their own account on the machine."
    return Refusal(
        what="nobody would be left to give this account again.",
        why=why if sends else f"{why} {more}",
        clause="accounts › given by another",
        next_step=one_more if sends else way + one_more,
        ask="another administrator.",
    )


def _keepers() -> Any:
    from ..records.models import Person

    return Person.objects.filter(active=True, roles__role__in=KEEPING).distinct()


def _write_way(act: Act, person: Any) -> None:
    from ..records.models import WayIn

    WayIn.objects.create(person=person, given_by=act.person, given_at=act.at)


def _write_giving(act: Act, taken: Any, *, sent: bool) -> None:
    taken.given_by, taken.given_at, taken.sent = act.person, act.at, sent
    taken.save(update_fields=["given_by", "given_at", "sent"])


def _refuse_unless(may: Giving, wanted: Giving) -> None:
    if may is Giving.ANYHOW or may is wanted:
        return
    sent = may is Giving.SENT
    raise Refused(
        Refusal(
            what="the new address of this account is shown to nobody, only sent to its person."
            if sent
            else "nobody gives an account again that they took away, or that was taken away by "
            "who may be the same human being.",
            why="Whoever holds what sets its password acts as its person. Accounts that one opened "
            "for another, directly or through others, may be one human being's.",
            clause="S9 two people",
            next_step="give it by sending the address: beholden account give --send."
            if sent
            else "have an administrator give it who is joined to who took it away by no account "
            "that either opened.",
            ask="another administrator.",
        )
    )
