"""Accounts: who may sign in to the pages; opened, begun anew and closed by the administrator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ....actions import AccountKept, Right
from ....kernel import BeholdenError
from ....records import reading
from ...sending import send, send_later
from ..form_pages import done_or_told, in_one_sentence, moved_on, page
from ..logged import logged_as
from ..paging import part_of, said_in_query
from ..public.documents import as_csv, as_json
from ..routing import Route, holding
from ..sign_in.adapters import (
    GIVEN,
    OPENED,
    message_of,
    new_password_path,
    told_that_it_was_shown,
    told_that_it_was_taken,
)
from ..telling import code_alone
from ..visits import OfficerVisit
from ..whole_addresses import whole
from .account_forms import NOT_BY_YOU, ONLY_SENT, AccountForm, HandOverForm
from .act_page import ActPage, acted
from .forms import NothingToFillIn
from .people import handle_of, person_of_handle
from .ways import Crumbs, from_my_work

# What an account lacks, by which the list is narrowed.
_STATES: dict[str, Callable[[AccountKept], bool]] = {
    "never signed in": lambda one: one.last_sign_in is None,
    "no second factor": lambda one: not (one.second_factor or one.identity),
    "has left": lambda one: not one.may_act,
}
_COLUMNS = tuple(AccountKept.__dataclass_fields__)


def accounts(request: OfficerVisit) -> HttpResponse:
    """List the accounts, with what each signs in by."""
    find, state = said_in_query(request, "find"), said_in_query(request, "state")
    rows = [(one, handle_of(one.person)) for one in _found(request)]
    query = urlencode({"find": find, "state": state})
    context = {
        "part": part_of(request, rows),
        "find": find,
        "state": state,
        "states": _STATES,
        "asked": f"?{query}",
        "breadcrumbs": from_my_work(),
    }
    return render(request, "officer/keeping/accounts.html", context)


def accounts_json(request: OfficerVisit) -> HttpResponse:
    """Give the same accounts as JSON."""
    return _ours_alone(as_json(_found(request)))


def accounts_csv(request: OfficerVisit) -> HttpResponse:
    """Give the same accounts as CSV."""
    return _ours_alone(as_csv(_found(request), _COLUMNS, name="accounts"))


def _ours_alone(answer: HttpResponse) -> HttpResponse:
    """Return an answer that no page of anybody else's may read."""
    del answer["Access-Control-Allow-Origin"]
    return answer


def _found(request: OfficerVisit) -> list[AccountKept]:
    """Return the accounts that are looked for: by office, and never by what an address would log.

    An address of a page is written to logs, so nobody is found by their e-mail address.
    """
    find, state = said_in_query(request, "find").lower(), said_in_query(request, "state")
    lacks = _STATES.get(state)
    held = request.council.list_accounts(by=request.officer.code)
    return [one for one in held if find in one.office.lower() and (lacks is None or lacks(one))]


def account(request: OfficerVisit, handle: str) -> HttpResponse:
    """Show how somebody of the list signs in, and what may be done about it."""
    person = person_of_handle(handle)
    context = {
        "person": person,
        "handle": handle,
        "account": _account_of(request, person.code),
        "logged_as": logged_as(person.code),
        "roles": [code_alone(role.replace("_", " ")) for role in person.roles],
        "breadcrumbs": _way(),
    }
    return render(request, "officer/keeping/account.html", context)


def open_one(request: OfficerVisit) -> HttpResponse:
    """Open an account for somebody of the list who has none."""
    held = {one.person for one in request.council.list_accounts(by=request.officer.code)}
    without = [one for one in reading.people() if one.active and one.code not in held]
    choices = [(handle_of(one.code), f"{one.office}, {one.organisation}") for one in without]
    codes = {handle_of(one.code): one.code for one in without}
    about = ActPage(
        title=_("Open an account"),
        button=_("Open it"),
        told=_("The account is open."),
        to=("officer-accounts",),
        breadcrumbs=_way(),
        lead=(
            _(
                "An account lets somebody of the list sign in. What they may do are their roles, "
                "which stand on the list of people."
            ),
        ),
        known=((_("Person"), _chosen(request, choices)),) if _chosen(request, choices) else (),
        why_not="" if choices else _("Everybody on the list has an account."),
    )
    form = AccountForm(
        request.POST if request.method == "POST" else None,
        people=[("", _("Choose a person")), *choices],
        sends=request.council.messages.leave,
        initial={"person": said_in_query(request, "person")},
    )
    return _handed_over(
        request,
        about,
        form,
        lambda said: request.council.open_account(
            by=request.officer.code, code=codes[said["person"]], email=said["email"]
        ),
        to=lambda said: said["email"],
        begins=OPENED,
    )


def _chosen(request: OfficerVisit, choices: list[tuple[str, str]]) -> str:
    return dict(choices).get(said_in_query(request, "person"), "")


def reset(request: OfficerVisit, handle: str) -> HttpResponse:
    """Begin an account anew; whoever did not begin it gives it to its person again."""
    person = person_of_handle(handle)
    held = _account_of(request, person.code)
    if held and (held.to_be_given or held.may_give):
        return _given(request, person, held)
    about = ActPage(
        title=_("Reset an account"),
        button=_("Reset it"),
        told=_(
            "The account is reset; its sessions have ended, and its keys are closed. Another "
            "administrator now gives the person the address that sets a new password."
        ),
        to=("officer-account", handle),
        breadcrumbs=_way(),
        lead=(
            _(
                "For somebody who has lost their phone and their recovery codes, or whose identity "
                "has changed, or whose first address has run out. They set a new password, and "
                "then a second factor."
            ),
        ),
        known=_known(person),
        warning=_own(request, person)
        + _(
            "Password and second factor are taken away alike, with the bound identity: neither can "
            "be reset alone. Their sessions and their keys of the API end at once. Whoever has the "
            "new address acts as this person, so another administrator gives it; the log tells "
            "everybody of both."
        ),
        why_not="" if held else _("They have no account."),
    )
    return acted(
        request,
        NothingToFillIn,
        about,
        lambda _form: _taken(request, held, request.council.reset_account, closed=False),
    )


def _given(request: OfficerVisit, person: reading.PersonView, held: AccountKept) -> HttpResponse:
    """Give an account that somebody else began anew to its person again."""
    about = ActPage(
        title=_("Give an account again"),
        button=_("Give it"),
        told=_("The account is its person’s again."),
        to=("officer-account", handle_of(person.code)),
        breadcrumbs=_way(),
        lead=(
            _(
                "Another administrator began it anew. Make sure that the person asked for it, then "
                "give them the address that sets a new password."
            ),
        ),
        known=_known(person),
        warning=str(ONLY_SENT) if held.only_sent else "",
        why_not="" if held.may_give else str(NOT_BY_YOU),
    )
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        sends=request.council.messages.leave,
        only_sent=held.only_sent,
    )
    return _handed_over(
        request,
        about,
        form,
        lambda said: request.council.give_account(
            by=request.officer.code, code=person.code, sent=said["by"] == "send"
        ),
        to=lambda _said: held.email,
        begins=GIVEN,
    )


def _handed_over(
    request: OfficerVisit,
    about: ActPage,
    form: HandOverForm,
    act: Callable[[dict[str, Any]], str],
    *,
    to: Callable[[dict[str, Any]], str],
    begins: Any,
) -> HttpResponse:
    """Show the form of an act that gives a one-time key, or do it and hand the key over."""
    if request.method == "POST" and not about.why_not and form.is_valid():
        key = done_or_told(form, lambda: act(form.cleaned_data))
        if key is not None:
            address = whole(request, new_password_path(key))
            said = form.cleaned_data
            if said["by"] == "show":
                _tell(request, to(said), told_that_it_was_shown(request.council, begins=begins))
                return _shown(request, about, address=address)
            fault = _sent(request, to(said), message_of(request.council, address, begins=begins))
            if fault and begins is GIVEN:
                told = _not_sent(fault, only_sent=form.only_sent)
                return moved_on(request, *about.to, told=told)
            if fault:  # on record is who opened it, and it could be given to nobody once more
                return _shown(request, about, address=address, fault=fault)
            told = _("%(done)s The address was sent to the person.") % {"done": about.told}
            return moved_on(request, *about.to, told=told)
    return page(request, about.template, form=form, about=about, breadcrumbs=about.breadcrumbs)


def _not_sent(fault: str, *, only_sent: bool) -> str:
    """Return what is told where an address was not sent: who is shown it is on record first."""
    told = (
        _("The account is its person’s again, but its address was not sent: give it again.")
        if only_sent
        else _(
            "The account is its person’s again, but its address was not sent, and is shown to "
            "nobody: give it again, by sending it or by having it shown to you."
        )
    )
    return f"{told} {fault}"


def _sent(request: OfficerVisit, email: str, message: tuple[str, str]) -> str:
    """Send the one-time address to the person; return why it could not be sent, or nothing."""
    subject, body = message
    try:
        send(request.council, "email", email, subject=subject, body=body)
    except BeholdenError as error:
        return in_one_sentence(error)
    return ""


def _tell(request: OfficerVisit, email: str, message: tuple[str, str]) -> None:
    """Tell the person at their own address what another did with their account."""
    if request.council.messages.leave:
        subject, body = message
        send_later(request.council, "email", email, subject=subject, body=body)


def _shown(request: OfficerVisit, about: ActPage, *, address: str, fault: str = "") -> HttpResponse:
    context = {"about": about, "address": address, "fault": fault, "breadcrumbs": _way()}
    return render(request, "officer/keeping/account_address.html", context)


def close(request: OfficerVisit, handle: str) -> HttpResponse:
    """Close an account: its sessions end, and its address is forgotten."""
    person = person_of_handle(handle)
    held = _account_of(request, person.code)
    about = ActPage(
        title=_("Close an account"),
        button=_("Close it"),
        told=_("The account and the person's keys of the API are closed."),
        to=("officer-accounts",),
        breadcrumbs=_way(),
        known=_known(person),
        warning=_own(request, person)
        + _(
            "Its sessions and the person's keys of the API end at once, and its e-mail address is "
            "forgotten."
        ),
        why_not="" if held else _("They have no account."),
    )
    return acted(
        request,
        NothingToFillIn,
        about,
        lambda _form: _taken(request, held, request.council.close_account, closed=True),
    )


def _taken(
    request: OfficerVisit, held: AccountKept | None, act: Callable[..., None], *, closed: bool
) -> None:
    """Take an account away by an act, and tell its person at the address that it had."""
    if held is not None:
        act(by=request.officer.code, code=held.person)
        message = told_that_it_was_taken(request.council, closed=closed)
        _tell(request, held.email, message)


def _own(request: OfficerVisit, person: reading.PersonView) -> str:
    """Return the warning that an account is one's own, or nothing."""
    if person.code != request.officer.code:
        return ""
    return _("This is your own account: you are signed out.") + " "


def _known(person: reading.PersonView) -> tuple[tuple[str, str], ...]:
    return (
        (_("Code"), person.code),
        (_("Office"), f"{person.office}, {person.organisation}"),
    )


def _account_of(request: OfficerVisit, code: str) -> AccountKept | None:
    held = request.council.list_accounts(by=request.officer.code)
    return next((one for one in held if one.person == code), None)


def _way() -> Crumbs:
    return from_my_work((_("Accounts"), reverse("officer-accounts")))


_KEEPS = holding(Right.ACCOUNT_KEEP)

ROUTES = (
    Route("work/accounts/", accounts, "officer-accounts", _KEEPS),
    Route("work/accounts.json", accounts_json, "officer-accounts-json", _KEEPS),
    Route("work/accounts.csv", accounts_csv, "officer-accounts-csv", _KEEPS),
    Route("work/open-an-account/", open_one, "officer-account-open", _KEEPS, True),
    Route("work/accounts/<slug:handle>/", account, "officer-account", _KEEPS),
    Route("work/accounts/<slug:handle>/begin-anew/", reset, "officer-account-reset", _KEEPS, True),
    Route("work/accounts/<slug:handle>/close/", close, "officer-account-close", _KEEPS, True),
)
