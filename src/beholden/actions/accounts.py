"""Accounts: who of the council's list may sign in to the pages, and by which e-mail address.

The address is personal: it stands in the accounts alone, never in the ledger. Only the pages keep
accounts, so these acts are done where the pages' settings were chosen (``beholden account``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..kernel import BadInput, NotFound, Refusal, Refused, Unavailable
from .acting import Act, acting, person_named, require, somebody_named
from .api_keys import close_keys_of
from .begun_forms import let_go
from .home import Home
from .rights import Right
from .taken_accounts import (
    KEEPING,
    first_opened,
    give_again,
    how_each,
    last_taken,
    open_way,
    refuse_what_nobody_could_give,
    take,
)
from .ways_in import Giving

_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LONGEST = 254


@dataclass(frozen=True, slots=True)
class AccountKept:
    """One account as an administrator sees it; the address is for them alone.

    ``to_be_given`` says that it was begun anew, and nobody gave it to its person again yet;
    ``may_give`` that whoever asks may, also once more where they gave it and nobody signs in with
    it yet; ``only_sent`` that they are not shown its address (S9). ``opened_by`` is the office of
    who opened it first, where that is known.
    """

    person: str
    office: str
    email: str
    may_act: bool
    password: bool
    second_factor: bool
    identity: bool
    to_be_given: bool
    may_give: bool
    only_sent: bool
    opened_by: str
    opened_at: datetime
    last_sign_in: datetime | None


def open_account(home: Home, *, by: str, code: str, email: str) -> str:
    """Open an account for a person of the list; return the one-time key that sets its password.

    Raises NotFound for nobody on the list, BadInput for what is no address, Refused where the
    person or the address has an account already, or whoever opens it closed the last one, or may
    be the same human being as who did (S9).
    """
    address = _address(email)
    with acting(home, by=by, right=Right.ACCOUNT_KEEP, name="account-opened") as act:
        person = somebody_named(code)
        accounts = _accounts()
        _refuse_taken(accounts, code, address)
        open_way(act, person)
        made = accounts.create_user(address, code)
        _tell(act, person)
        return _one_time_key(made)


def reset_account(home: Home, *, by: str, code: str) -> None:
    """Take an account's password, second factor and sessions away, so that it begins anew.

    The person's keys of the API are closed. Somebody else then gives it again (``give_account``):
    whoever did both would act as its person. Raises NotFound where there is no account, Refused
    where nobody would be left to give it.
    """
    with acting(home, by=by, right=Right.ACCOUNT_KEEP, name="account-reset") as act:
        person, account = somebody_named(code), _account(code)
        signing_in = set(_accounts().values_list("person", flat=True))
        refuse_what_nobody_could_give(act, person, signing_in=signing_in, sends=home.messages.leave)
        account.set_unusable_password()
        account.end_sessions()
        _forget_second_factor(account)
        close_keys_of(act, person)
        take(act, person)
        _tell(act, person)


def give_account(home: Home, *, by: str, code: str, sent: bool = False) -> str:
    """Give an account that was begun anew to its person again; return a new one-time key.

    ``sent`` promises that the key goes to the account's own address and is shown to nobody, also
    where sending it fails. Whoever gave it may give it once more while nobody signs in with it:
    what was handed over may be lost. Raises NotFound where there is no account, BadInput where it
    was not begun anew or its person signs in again, Refused for whoever began it, and, where it is
    shown, for whoever may be the same human being as who did (S9).
    """
    with acting(home, by=by, right=Right.ACCOUNT_KEEP, name="account-given") as act:
        person, account = somebody_named(code), _account(code)
        _refuse_in_use(account)
        taken = last_taken().get(code)
        if taken is None or taken.given_by_id not in (None, act.person.pk):
            raise _not_taken()
        sends = home.messages.leave
        give_again(act, taken, sent=sent and sends, sends=sends)
        _tell(act, person)
        return _one_time_key(account)


def close_account(home: Home, *, by: str, code: str) -> None:
    """Close an account: its sessions and its person's keys end, and its address is forgotten.

    The forms that its person had begun are deleted.

    Raises as ``reset``, and Refused for the last one of somebody who may open accounts.
    """
    with acting(home, by=by, right=Right.ACCOUNT_KEEP, name="account-closed") as act:
        account, person = _account(code), _anybody(code)
        _refuse_last_keeper(person)
        close_keys_of(act, person)
        take(act, person)
        _tell(act, person)
        account.delete()
        let_go(home, person=person)


def list_accounts(home: Home, *, by: str) -> tuple[AccountKept, ...]:
    """Return every account, for whoever keeps them; raises Refused for anybody else."""
    with home.at_work():
        require(home, by=by, right=Right.ACCOUNT_KEEP)
        found = list(_accounts().order_by("person"))
        people = {one.code: one for one in _people([account.person for account in found])}
        seconds, identities, taken = _with_second_factor(), _with_identity(), last_taken()
        giving, opened_by = _givings(home, taken, asking=person_named(by)), first_opened()
        for account in found:
            if account.has_usable_password() or account.pk in identities:
                giving.pop(account.person, None)
        return tuple(
            AccountKept(
                person=account.person,
                office=people[account.person].office,
                email=account.email,
                may_act=people[account.person].active,
                password=account.has_usable_password(),
                second_factor=account.pk in seconds,
                identity=account.pk in identities,
                to_be_given=_to_be_given(taken.get(account.person)),
                may_give=account.person in giving,
                only_sent=giving.get(account.person) is Giving.SENT,
                opened_by=opened_by.get(account.person, ""),
                opened_at=account.made_at,
                last_sign_in=account.last_login,
            )
            for account in found
        )


def _tell(act: Act, person: Any) -> None:
    # As when they were added, the person's code stays inside; the address is in no entry.
    act.facts.update(office=person.office, organisation=person.organisation)


def _accounts() -> Any:
    """Return the accounts; raise Unavailable where this process has none."""
    from django.apps import apps

    try:
        return apps.get_model("accounts", "Account").objects
    except LookupError:
        raise Unavailable(
            "This process keeps no accounts.",
            why="They belong to the pages, whose settings were not chosen when it began.",
            next_step="Use `beholden account`, or the page of accounts.",
        ) from None


def _account(code: str) -> Any:
    found = _accounts().filter(person=code).first()
    if found is None:
        raise NotFound(
            "This person has no account.",
            next_step="List the accounts with `beholden account list`.",
        )
    return found


def _people(codes: list[str]) -> Any:
    from ..records.models import Person

    return Person.objects.filter(code__in=codes)


def _anybody(code: str) -> Any:
    """Return a person, also one who has left."""
    return _people([code]).get()


def _address(email: str) -> str:
    text = email.strip().lower()
    if len(text) > _LONGEST or not _ADDRESS.fullmatch(text) or not text.isprintable():
        raise BadInput(
            "This is not an e-mail address.",
            why="It has a name, an @ and a domain.",
            next_step="Give the address at which the person receives e-mail.",
        )
    return text


def _refuse_taken(accounts: Any, code: str, address: str) -> None:
    what = ""
    if accounts.filter(person=code).exists():
        what = "this person has an account already."
    elif accounts.filter(email=address).exists():
        what = "another person signs in with this address."
    if what:
        raise Refused(
            Refusal(
                what=what,
                why="One person signs in with one account, so that each act is somebody's.",
                clause="accounts › one each",
                next_step="reset the account, or close it first.",
            )
        )


def _to_be_given(taken: Any) -> bool:
    return taken is not None and taken.given_by_id is None


def _givings(home: Home, taken: dict[str, Any], *, asking: Any) -> dict[str, Giving]:
    """Return how somebody may give each account that they may give, or give once more."""
    open_to_them = {c: row for c, row in taken.items() if row.given_by_id in (None, asking.pk)}
    found = how_each(open_to_them, asking, sends=home.messages.leave)
    return {code: giving for code, giving in found.items() if giving is not Giving.NOT_AT_ALL}


def _refuse_in_use(account: Any) -> None:
    if account.has_usable_password() or account.pk in _with_identity():
        raise _not_taken()


def _not_taken() -> BadInput:
    return BadInput(
        "This account was not begun anew, or was given again since.",
        why="A way in is given to who has none, after their account was taken away.",
        next_step="Begin it anew: beholden account reset.",
    )


def _refuse_last_keeper(person: Any) -> None:
    """Refuse to close the account without which nobody could open one on the pages."""
    from ..records.models import Person

    keepers = Person.objects.filter(active=True, roles__role__in=KEEPING)
    held_by = set(keepers.values_list("code", flat=True))
    signing_in = set(_accounts().filter(person__in=held_by).values_list("person", flat=True))
    if signing_in == {person.code}:
        raise Refused(
            Refusal(
                what="this is the last account of an administrator.",
                why="Without it nobody could open or reset an account on the pages.",
                clause="accounts › last administrator",
                next_step="open an account for another administrator first.",
            )
        )


def _one_time_key(account: Any) -> str:
    """Return what sets a password once: Django's own token; it dies when it was used (24 hours)."""
    from django.contrib.auth.tokens import default_token_generator
    from django.utils.http import int_to_base36

    return f"{int_to_base36(account.pk)}-{default_token_generator.make_token(account)}"


def _forget_second_factor(account: Any) -> None:
    from django.apps import apps

    apps.get_model("mfa", "Authenticator").objects.filter(user=account).delete()
    apps.get_model("socialaccount", "SocialAccount").objects.filter(user=account).delete()


def _with_second_factor() -> set[int]:
    from django.apps import apps

    found = apps.get_model("mfa", "Authenticator").objects.filter(type="totp")
    return set(found.values_list("user_id", flat=True))


def _with_identity() -> set[int]:
    from django.apps import apps

    found = apps.get_model("socialaccount", "SocialAccount").objects.all()
    return set(found.values_list("user_id", flat=True))
