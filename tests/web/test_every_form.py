"""Every form of every page keeps what was typed after an error, and tells where each error is.

Each page that takes a form is opened as somebody to whom it shows one; every text field of it is
typed into and nothing is chosen, and it is sent as a browser sends it. Each that may be saved to
come back to later is saved half-filled, with something chosen too, and found again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from actions.councils import copied

from beholden.doors.web.coming_back import KEEP
from beholden.doors.web.routes import EVERY_ROUTE
from beholden.records import reading
from benchmarks.pages.addresses import A_RESIDENT, ANYBODY, Page, addresses_of
from benchmarks.pages.opened import HOST, Pages

_TYPED = {"text", "email", "search", "textarea"}
_WRITTEN = "application/x-www-form-urlencoded"
TAKES_A_FORM = {route.name for route in EVERY_ROUTE if route.changes}
# Where there is no form to be sent wrongly in this council, each with its reason.
NO_FORM = {
    "account_logout": "takes a button of another page",
    "account_change_password": "asks for the password first, which nobody here has",
    "account_reauthenticate": "asks for the password, which nobody here has",
    "account_reset_password_from_key": "the address was used",
    "account-key-open": "asks who it is again",
    "account-key-close": "nobody here has a key",
    "mfa_authenticate": "nobody here has a second factor",
    "mfa_reauthenticate": "nobody here has a second factor",
    "mfa_deactivate_totp": "nobody here has a second factor",
    "openid_connect_login": "there is no provider of identities",
    "board-meeting-papers": "the meeting was held",
    "my-training-questions": "the sections are not read yet",
    "officer-account-open": "everybody has an account",
    "officer-feed-take": "nobody was given the rows of the feed",
    "officer-release": "it was reviewed",
    "officer-release-publish": "it was published",
    "officer-span-confirm": "nobody stated another span",
    "officer-use-crisis": "the use was not opened in a crisis",
    "officer-use-statement": "the use was decided",
    "officer-use-triage": "the use was decided",
    "officer-witness-let-go": "there is no witness",
    "workbench-explain": "takes a question alone, as it is typed",
    "workbench-drop": "takes a button of another page",
    "workbench-schedule-stop": "takes a button of another page",
}
# What is not saved half-filled, each with its reason; a form says its own in ``never_kept``.
SENT_AT_ONCE = {
    **dict.fromkeys(
        (
            "account_login",
            "account_reset_password",
            "account_set_password",
            "mfa_activate_totp",
            "mfa_generate_recovery_codes",
        ),
        "takes passwords and codes",
    ),
    **dict.fromkeys(
        ("enter-code", "request-file", "request-follow", "your-code"),
        "a resident has no account to come back to",
    ),
    **dict.fromkeys(
        (
            "begun-form-delete",
            "match-review-decided",
            "match-review-pair",
            "match-review-sample",
            "my-training-course",
            "my-training-section",
            "officer-account-close",
            "officer-agreement-act",
            "officer-audit",
            "officer-concealment-confirm",
            "officer-concealment-lift",
            "officer-dataset-link",
            "officer-draft-discard",
            "officer-draft-offer",
            "officer-feed-open",
            "officer-feed-refresh",
            "officer-household-withdraw",
            "officer-person-let-go",
            "officer-use-seal",
            "resident-sign-out",
            "sign-out-everywhere",
        ),
        "takes a button alone",
    ),
    **dict.fromkeys(
        (
            "match-review-draw",
            "officer-account-reset",
            "officer-agreement-write",
            "officer-dataset-match",
            "officer-feed-give",
            "officer-receipts",
            "officer-span",
            "officer-witness-name",
        ),
        "takes one line or one choice",
    ),
    **dict.fromkeys(
        (
            "officer-draft-column",
            "officer-draft-dataset",
            "officer-draft-join",
            "officer-draft-made",
            "officer-draft-part",
        ),
        "is saved in its draft, which may have faults and gaps",
    ),
    "officer-canvas-take-over": "takes a file alone",
    "officer-household-answer": "what somebody asks of a household is kept nowhere",
    "workbench-build": "what is chosen stands in its address",
    "workbench-use": "a question is saved to its use",
}


@dataclass
class Form:
    """A form as a browser has it: where it is sent to, and its fields with what they hold."""

    action: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    ticked: set[tuple[str, str]] = field(default_factory=set)

    @property
    def typed(self) -> dict[str, str]:
        """Return what is typed into its text fields: something else into each."""
        return {name: f"Zqx {name}" for name, kind, _held in self.fields if kind in _TYPED}

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Return what is sent by its last button: what is hidden, and what was typed."""
        hidden = [(name, held) for name, kind, held in self.fields if kind == "hidden"]
        buttons = [(name, held) for name, kind, held in self.fields if kind == "button"]
        sends = [one for one in buttons if one[0] != KEEP]
        return [*hidden, *self.typed.items(), *sends[-1:]]

    @property
    def comes_back(self) -> bool:
        """Return whether it may be saved as it is, to come back to later."""
        return any(name == KEEP for name, _kind, _held in self.fields)

    @property
    def chosen(self) -> dict[str, str]:
        """Return something that is chosen wherever there is a choice: the last there is."""
        return {name: held for name, kind, held in self.fields if kind in ("radio", "checkbox")}

    @property
    def half_filled(self) -> list[tuple[str, str]]:
        """Return what is sent by the button that saves it."""
        hidden = [(name, held) for name, kind, held in self.fields if kind == "hidden"]
        return [*hidden, *self.typed.items(), *self.chosen.items(), (KEEP, "1")]


class Forms(HTMLParser):
    """The forms of a page that change something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._at: Form | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a form, or a field of the one at hand."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._at = Form(said.get("action", "")) if said.get("method") == "post" else None
            self.found += [self._at] if self._at else []
        elif self._at and said.get("name") and tag in ("input", "textarea", "select", "button"):
            kind = said.get("type", "text") if tag == "input" else tag
            held = said.get("value", "on" if kind == "checkbox" else "")
            self._at.fields.append((said["name"], kind, held))
            self._at.ticked |= {(said["name"], held)} if "checked" in said else set()

    def handle_endtag(self, tag: str) -> None:
        """End a form."""
        if tag == "form":
            self._at = None


@dataclass(frozen=True)
class Sent:
    """What became of the form of one page."""

    status: int
    links: tuple[str, ...]
    nowhere: tuple[str, ...]
    lost: tuple[str, ...]
    says: tuple[str, ...]
    comes_back: bool
    saved: int
    lost_meanwhile: tuple[str, ...]


@pytest.fixture(scope="module")
def answered(furnished_wholly: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Send the form of every page with its texts typed and nothing chosen; give the answers."""
    pages = Pages(copied(furnished_wholly, tmp_path_factory.mktemp("forms")))
    try:
        with pages.council.at_work():
            everybody = [one.code for one in reading.people() if one.active]
        forms = dict(_forms(pages, everybody))
        # What has no text is taken as it is, so it goes last.
        in_order = sorted(forms.items(), key=lambda one: not one[1][1].typed)
        return {route: _sent(pages, page, form) for route, (page, form) in in_order}
    finally:
        pages.close()


def _forms(pages: Pages, everybody: list[str]) -> Iterator[tuple[str, tuple[Page, Form]]]:
    """Yield the form of each route that takes one, with a page of somebody who is shown it."""
    found: set[str] = set()
    for page in addresses_of(pages.council):
        if page.route not in TAKES_A_FORM or page.route in found:
            continue
        others = [] if page.who in (ANYBODY, A_RESIDENT) else everybody
        for who in dict.fromkeys((page.who, *others)):
            shown = Page(page.route, page.path, who)
            forms = Forms(_text(_client(pages, shown).get(shown.path))).found
            mine = [one for one in forms if not one.action.endswith("/sign-out/")]
            if mine:
                found.add(page.route)
                yield page.route, (shown, mine[0])
                break


def _sent(pages: Pages, page: Page, form: Form) -> Sent:
    """Send a form; what is taken of it is taken back, since another form may need what was."""
    from django.db import transaction

    body, alias = urlencode(form.sent), pages.council.alias
    saved, lost = _come_back_to(pages, page, form) if form.comes_back else (0, ())
    with transaction.atomic(using=alias):
        answer = _client(pages, page).post(page.path, body, content_type=_WRITTEN)
        transaction.set_rollback(bool(form.typed), using=alias)
    text = _text(answer)
    summary = re.search(r'govuk-error-summary__list">(.*?)</ul>', text, re.DOTALL)
    links = tuple(re.findall(r'href="#([^"]+)"', summary[1])) if summary else ()
    return Sent(
        status=answer.status_code,
        links=links,
        nowhere=tuple(one for one in links if f'id="{one}"' not in text),
        says=tuple(map(html.unescape, re.findall(r"<a [^>]*>([^<]*)</a>", summary[1])))
        if summary
        else (),
        lost=tuple(name for name, said in form.typed.items() if said not in html.unescape(text)),
        comes_back=form.comes_back,
        saved=saved,
        lost_meanwhile=lost,
    )


def _come_back_to(pages: Pages, page: Page, form: Form) -> tuple[int, tuple[str, ...]]:
    """Save a form half-filled and come back to it; return the answer, and what is not there."""
    from django.db import transaction

    with transaction.atomic(using=pages.council.alias):
        body = urlencode(form.half_filled)
        answer = _client(pages, page).post(page.path, body, content_type=_WRITTEN)
        text = _text(_client(pages, page).get(page.path))
        transaction.set_rollback(True, using=pages.council.alias)
    again = next(one for one in Forms(text).found if one.comes_back)
    lost = [name for name, said in form.typed.items() if said not in html.unescape(text)]
    lost += [name for name, held in form.chosen.items() if (name, held) not in again.ticked]
    lost += [] if "You began this form" in text else ["that it was begun"]
    lost += ["that nothing was looked at"] if "govuk-error-summary" in text else []
    return answer.status_code, tuple(lost)


def _client(pages: Pages, page: Page) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME=HOST)
    name, _, value = pages.cookies(page.who).partition("=")
    if value:
        client.cookies[name] = value
    return client


def _text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode(errors="replace"))


def test_every_page_that_takes_a_form_shows_one_to_somebody(answered):
    assert TAKES_A_FORM - set(answered) == set(NO_FORM)


def test_no_form_answers_otherwise_than_a_form_does(answered):
    assert {
        route: one for route, one in answered.items() if one.status not in (200, 302, 422)
    } == {}
    assert sum(one.status == 422 for one in answered.values()) > 45


def test_each_error_of_each_form_leads_to_its_field(answered):
    wrong = {route: one for route, one in answered.items() if one.status == 422}
    assert {route for route, one in wrong.items() if not one.links} == set()
    assert {route: one.nowhere for route, one in wrong.items() if one.nowhere} == {}


def test_each_form_keeps_what_was_typed_after_an_error(answered):
    shown = {route: one for route, one in answered.items() if one.status != 302}
    assert {route: one.lost for route, one in shown.items() if one.lost} == {}


def test_each_long_form_is_saved_half_filled_and_found_again_as_it_was(answered):
    saved = {route: one for route, one in answered.items() if one.comes_back}
    assert {route: one.saved for route, one in saved.items() if one.saved != 302} == {}
    assert {route: one.lost_meanwhile for route, one in saved.items() if one.lost_meanwhile} == {}


def test_each_page_without_save_and_return_says_why(answered):
    assert {route for route, one in answered.items() if not one.comes_back} == set(SENT_AT_ONCE)


def test_each_error_begins_with_a_capital_and_is_in_our_words_and_not_in_djangos(answered):
    said = {(route, says) for route, one in answered.items() for says in one.says}
    assert said
    assert {one for one in said if not re.match(r"[A-Z“‘0-9]", one[1])} == set()
    assert {one for one in said if one[1].rstrip(".") in set(_djangos())} == set()


def _djangos() -> Iterator[str]:
    """Yield what Django's own fields say of faults, without what stands in for a value."""
    from django import forms
    from django.forms.fields import Field

    kinds = [
        one for one in vars(forms).values() if isinstance(one, type) and issubclass(one, Field)
    ]
    for kind in kinds:
        yield from (str(says).rstrip(".") for says in kind.default_error_messages.values())
