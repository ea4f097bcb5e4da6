"""Save and come back later: a form that is half filled in is kept, and found again on its page.

Every form has it by its base class (``GovukForm.comes_back``), on every page that only an officer
reaches and that ``form_pages.page`` answers. A view need not know of it. Where the button was
pressed the guard has the view answer as if the page were looked at and nothing were sent, so that
whoever lost the right to it, or to what it is of, is told so and nothing is kept; where the view
would show its form, what was typed into it is kept, and nothing of it is looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from ...actions import BegunForm, Typed
from ...kernel import fingerprint
from .forms import GovukForm
from .telling import day_in_words, told

KEEP = "keep-for-later"  # the name of the button
SEEN = "record-seen"  # what the record said when the page was shown, as marks
_OF_NO_FIELD = {KEEP, SEEN, "csrfmiddlewaretoken"}
_LONGEST_SEEN = 100_000
_MARK = re.compile(r"[0-9a-f]{12}")
_KNOWN = "known: "


def answered(
    request: Any, view: Callable[..., HttpResponseBase], *args: Any, **kwargs: Any
) -> HttpResponseBase:
    """Answer a request by its view; what is sent takes with it what was begun of the same form."""
    if request.method != "POST" or request.officer is None:
        return view(request, *args, **kwargs)
    if KEEP not in request.POST:
        request.council = replace(request.council, sends=as_kept(request.get_full_path()))
        return view(request, *args, **kwargs)
    request.keeps, request.typed = True, request.POST
    # Some views act on whatever was sent, by whichever method: they are to find nothing.
    request.method, request.POST = "GET", QueryDict()
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method, request.POST = "POST", request.typed


@dataclass(frozen=True, slots=True)
class Change:
    """Something that the record did not say when a form was begun: where, and what it says now."""

    label: str
    says: str


class ComingBack:
    """The form of a page, with what whoever looks at it has begun of it."""

    def __init__(self, request: Any, form: GovukForm, context: Mapping[str, Any]) -> None:
        self._request, self._form = request, form
        self._about = context.get("about")
        self._way = list(context.get("breadcrumbs") or ())
        self._title = str(self._about.title if self._about else context.get("title", ""))
        self._now = dict(self._record())

    @staticmethod
    def of(request: HttpRequest, context: Mapping[str, Any]) -> ComingBack | None:
        """Return it for a page that shows a form which comes back; None for any other."""
        form, about = context.get("form"), context.get("about")
        officer = getattr(request, "officer", None)
        shown = isinstance(form, GovukForm) and form.comes_back and officer is not None
        if not shown or (about is not None and about.why_not):
            return None
        return ComingBack(request, form, context)  # type: ignore[arg-type]  # it is one, as shown

    @property
    def keeps(self) -> bool:
        """Return whether what was typed is to be kept, and not sent."""
        return getattr(self._request, "keeps", False)

    @property
    def back(self) -> str:
        """Return where one goes then: to the list of tasks that the form is one of."""
        return str(self._way[-1][1]) if self._way else reverse("my-work")

    @property
    def told(self) -> str:
        """Return what is told then."""
        return _("Saved for you alone, and not sent: %(title)s.") % {"title": self._title}

    def keep(self) -> None:
        """Keep what was typed; raises BadInput where it is too much."""
        values = {n: v for n, v in self._typed.lists() if n not in _OF_NO_FIELD}
        self._form.take_up(MultiValueDict(values))  # shown again where it cannot be kept
        way = [str(says) for says, _address in self._way[1:]]
        called = self._form.working_title(values)
        title, of = (called, [*way, self._title]) if called else (self._title, way)
        address = as_kept(self._request.get_full_path())
        typed = Typed(address, title, of=" › ".join(of), values=values, seen=self._seen())
        self._request.council.keep_begun_form(by=self._request.officer.code, typed=typed)

    def context(self) -> dict[str, Any]:
        """Return what the page shows of it, once what was begun stands in the form again."""
        shown = {"comes_back": True, "record_seen": json.dumps(self._seen()), "keep": KEEP}
        if self._request.method != "GET" or self.keeps:
            return shown
        council, by = self._request.council, self._request.officer.code
        begun = council.begun_form(by=by, address=as_kept(self._request.get_full_path()))
        if begun is None:
            return shown
        changes = list(self._changes(begun.typed.seen))
        self._form.take_up(MultiValueDict(begun.typed.values))
        saved = ago(begun.kept_at, council.clock.now())
        return {**shown, "begun": begun, "changes": changes, "saved": saved}

    def _record(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield what the record says behind the form: by a name, a label and a text."""
        today = self._request.council.clock.today()
        yield from self._form.record(today)
        for label, says in self._about.known if self._about else ():
            yield f"{_known_here()}{label}", (told(label), told(says))

    def _seen(self) -> dict[str, str]:
        """Return the marks of what the record said when the page was first shown."""
        sent = _marks_in(self._typed.get(SEEN, ""))
        return sent or {name: _mark(says) for name, (_, says) in self._now.items()}

    @property
    def _typed(self) -> Any:
        return self._request.typed if self.keeps else self._request.POST

    def _changes(self, seen: Mapping[str, str]) -> Iterator[Change]:
        # What is known is marked in the words of a language: another's cannot be compared.
        compared = any(name.startswith(_known_here()) for name in seen)
        for name, (label, says) in self._now.items():
            if name.startswith(_KNOWN) and not compared:
                continue
            if seen and seen.get(name) != _mark(says) and (says or name in seen):
                yield Change(label, says)


def _known_here() -> str:
    return f"{_KNOWN}{get_language()}: "


def as_kept(address: str) -> str:
    """Return the address of a page in the default language: a form is one in all of them."""
    return translate_url(address, settings.LANGUAGE_CODE)


def _as_shown(address: str) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    with override(settings.LANGUAGE_CODE):
        return translate_url(address, language)


def _mark(says: str) -> str:
    return fingerprint(says).removeprefix("sha256:")[:12]


def _marks_in(sent: str) -> dict[str, str]:
    """Return the marks that a page sent back; none where they are not as a page has them."""
    try:
        found = json.loads(sent) if len(sent) < _LONGEST_SEEN else None
    except (ValueError, RecursionError):
        return {}
    marks = found.items() if isinstance(found, dict) else ()
    return {n: m for n, m in marks if isinstance(m, str) and _MARK.fullmatch(m)}


def ago(then: datetime, now: datetime) -> str:
    """Return how long ago something was, within a sentence: 12 minutes ago; on 1 December 2026."""
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    if minutes < 24 * 60:
        hours = minutes // 60
        return ngettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": hours}
    return _("on %(day)s") % {"day": day_in_words(then)}


@dataclass(frozen=True, slots=True)
class Begun:
    """A form that was begun, as a list tells of it; ``open`` is whether its page still opens.

    ``address`` is its page's in the language of whoever looks.
    """

    form: BegunForm
    saved: str
    open: bool
    address: str


def begun_by(request: Any) -> list[Begun]:
    """Return the forms that whoever looks has begun, the newest first."""
    council, officer = request.council, request.officer
    now = council.clock.now()
    return [
        Begun(
            one,
            ago(one.kept_at, now),
            _opens(officer, one.typed.address),
            _as_shown(one.typed.address),
        )
        for one in council.begun_forms(by=officer.code)
    ]


def begun_under(found: list[Begun], address: str) -> Begun | None:
    """Return the newest that is of a page, or of one beneath it, and whose page still opens."""
    begun = (one for one in found if one.open and address and one.address.startswith(address))
    return next(begun, None)


def _opens(officer: Any, address: str) -> bool:
    """Return whether a page is still one that somebody may come to."""
    try:
        with override(settings.LANGUAGE_CODE):
            view: Any = resolve(address.partition("?")[0]).func
    except Resolver404:
        return False
    return bool(view.may_come(officer))
