"""What the library says to do next by a command, told on a page by the page that does it.

The rooms know no pages: what to do next is said there as the command line says it. Here stands, for
each command that a refusal may name, the page in its place; of a command that has none, why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from .officers import Officer
from .routing import INSIDE, PUBLIC, Needs


@dataclass(frozen=True, slots=True)
class Place:
    """The page in the place of a command: what it is called, and its route.

    ``words`` are how many follow the command's name; with ``else_at`` the first is what the route
    names, and without it there the page is that one. ``anybody`` is the route of who may not come.
    """

    says: str
    route: str
    words: int = 0
    else_at: str = ""
    anybody: str = ""


def _of(says: str, route: str, else_at: str) -> Place:
    return Place(says, route, words=1, else_at=else_at)


_USES, _AGREEMENTS, _DATASETS = "officer-uses", "officer-agreements", "officer-datasets"
PLACES: dict[str, Place] = {
    "use list": Place(_("the list of data uses"), _USES, anybody="index"),
    "use state": Place(_("the page that states a use"), "officer-use-state"),
    "use show": _of(_("the page of the use"), "officer-use", _USES),
    "use paper": _of(_("the page of the use, with its paper"), "officer-use", _USES),
    "use triage": _of(_("the page of triage"), "officer-use-triage", _USES),
    "use design-review": _of(
        _("the page of the design review"), "officer-use-design-review", _USES
    ),
    "use dpia": _of(_("the page of the use, with its impact assessment"), "officer-use", _USES),
    "use dpia-advice": _of(
        _("the page of the advice on the impact assessment"), "officer-use-dpia-advice", _USES
    ),
    "use advise": Place(_("the pages of the board"), "board-work", anybody="board"),
    "use decide": _of(_("the page of the decision"), "officer-use-decision", _USES),
    "use form": Place(_("the page that begins an agreement"), "officer-agreement-write", words=1),
    "canvas fill": _of(_("the page of the canvas"), "officer-canvas", _USES),
    "agree": Place(_("the pages of agreements"), _AGREEMENTS),
    "agree list": Place(_("the list of agreements"), _AGREEMENTS),
    "agree draft": Place(_("the page that begins an agreement"), "officer-agreement-write"),
    "agree state": Place(_("the page that begins an agreement"), "officer-agreement-write"),
    "agree offer": _of(_("the page of the draft"), "officer-draft", _AGREEMENTS),
    "agree show": _of(_("the page of the agreement"), "officer-agreement", _AGREEMENTS),
    "agree sign": _of(_("the page of the agreement"), "officer-agreement", _AGREEMENTS),
    "seal": _of(_("the page on which the extract is sealed"), "officer-use-seal", _USES),
    "dataset list": Place(_("the list of datasets"), _DATASETS, anybody="datasets"),
    "register": Place(_("the page that registers a dataset"), "officer-dataset-register"),
    "check": Place(_("the page of the dataset, with what was found"), _DATASETS),
    "match": _of(_("the page that matches its addresses"), "officer-dataset-match", _DATASETS),
    "link": _of(_("the page that links its people"), "officer-dataset-link", _DATASETS),
    "areas list": Place(_("the list of areas"), "officer-areas"),
    "review list": Place(_("the pages of doubtful matches"), "match-review", words=1),
    "review sample": Place(_("the pages of doubtful matches"), "match-review", words=2),
    "review how-many": Place(_("the pages of doubtful matches"), "match-review"),
    "feed ask": _of(_("the page that asks for a feed"), "officer-feed-ask", "officer-feeds"),
    "feed open": _of(_("the page that opens the feed"), "officer-feed-open", "officer-feeds"),
    "feed refresh": _of(_("the page that fills it anew"), "officer-feed-refresh", "officer-feeds"),
    "feed close": _of(_("the page that closes it"), "officer-feed-close", "officer-feeds"),
    "feed list": Place(_("the list of feeds"), "officer-feeds"),
    "feed access give": _of(_("the page of the feed"), "officer-feed", "officer-feeds"),
    "feed access take": _of(_("the page of the feed"), "officer-feed", "officer-feeds"),
    "release list": Place(_("the list of releases"), "officer-releases", anybody="open-data"),
    "undertaking list": Place(_("the list of undertakings"), "officer-undertakings"),
    "undertaking done": Place(_("the list of undertakings"), "officer-undertakings", words=1),
    "undertaking more-time": Place(_("the page of the undertaking"), "officer-undertakings"),
    "board meetings": Place(_("the pages of the board"), "board-work", anybody="board"),
    "board agenda": Place(_("the pages of the board"), "board-work", anybody="board"),
    "board papers": Place(_("the pages of the board"), "board-work", anybody="board"),
    "board held": Place(_("the page of the meeting"), "board-work", anybody="board"),
    "board members": Place(_("the page of who is on the board"), "board-members", anybody="board"),
    "board state": Place(_("the page of who is on the board"), "board-members"),
    "crisis list": Place(_("the list of data uses"), _USES, anybody="index"),
    "concealment list": Place(_("the list of concealments"), "officer-concealments"),
    "complaint list": Place(_("the list of complaints"), "officer-complaints"),
    "request list": Place(_("the list of what residents ask"), "officer-requests"),
    "subject spans": Place(_("the page of how long it is kept"), "officer-spans"),
    "opt-out withdraw": Place(_("the page of objections and opt-outs"), "officer-choice-record"),
    "course take": _of(_("the page of the course"), "my-training-course", "my-training"),
    "course list": Place(_("the list of courses"), "my-training", anybody="courses"),
    "course certificate": Place(_("the page of your training"), "my-training"),
    "course add": Place(_("the page that publishes a course"), "officer-course-publish"),
    "person list": Place(_("the list of people"), "officer-people"),
    "person add": Place(_("the page that adds a person"), "officer-person-add"),
    "person leave": Place(_("the list of people"), "officer-people"),
    "person roles": Place(_("the page that adds a person"), "officer-person-add"),
    "account": Place(_("the page of accounts"), "officer-accounts"),
    "account list": Place(_("the page of accounts"), "officer-accounts"),
    "api-key list": Place(_("the page of your keys"), "account-keys"),
    "ledger witnesses": Place(_("the page of the witnesses of the log"), "officer-witnesses"),
    "ledger verify": Place(_("the page that checks the log"), "verify"),
}
# What no page does, and why; a page tells the command as it stands.
COMMAND_ONLY: dict[str, str] = {
    "agree codes": "the form of an agreement offers the codes itself",
    "backup": "it writes to a folder of the server",
    "canvas import": "it reads a file of another tool; the pages of the canvas take the answers",
    "course check": "it is for whoever was shown a certificate, and checks the public log",
    "feed prepare": "it prints what a superuser runs on the server of the feeds",
    "gazetteer build": "it reads files of many gigabytes on the server",
    "gazetteer update": "it reads files of many gigabytes on the server",
    "init": "it makes the council's home, before there are pages",
    "ledger proof": "it hands out a file for whoever checks the log elsewhere",
    "ledger request": "it writes the file that is taken to a witness",
    "restore": "it puts a home back where there is none",
    "schema": "it prints the form of a file; a page has fields in its place",
}

_WORD = re.compile(r"[^\s`]+")
_STOPS = ",.;:)"


@dataclass(frozen=True, slots=True)
class Named:
    """A command that a text names: where it stands there, its name, and its first word after."""

    begins: int
    ends: int
    name: str
    word: str


def commands_in(text: str) -> Iterator[Named]:
    """Yield the commands that a text names, with or without backticks around them."""
    for found in re.finditer(r"`?\bbeholden (?=[a-z])", text):
        quoted = text[found.start()] == "`"
        ends = text.find("`", found.end()) if quoted else len(text)
        words = list(_WORD.finditer(text, found.end(), ends if ends >= 0 else len(text)))
        name = _name_of([one[0].rstrip(_STOPS) for one in words[:3]])
        if name:
            last, word = _arguments(words, len(name.split()), name)
            yield Named(found.start(), ends + 1 if quoted else last, name, word)


def _name_of(words: list[str]) -> str:
    """Return the longest name of a command that some words begin with, or nothing."""
    names = (" ".join(words[:number]) for number in range(len(words), 0, -1))
    return next((one for one in names if one in PLACES or one in COMMAND_ONLY), "")


def _arguments(words: list[re.Match[str]], at: int, name: str) -> tuple[int, str]:
    """Return where a command ends that stands in a sentence, and its first word after its name.

    Its words are those that it takes, those in capitals that stand for something, and its options;
    a comma or a full stop ends it.
    """
    last, first = words[at - 1], ""
    takes, after_option = PLACES[name].words if name in PLACES else 0, False
    for found in words[at:]:
        word = found[0]
        if last[0][-1] in _STOPS:
            break
        is_option, stands_for = word.startswith("--"), not re.search("[a-z]", word)
        if not (takes or is_option or stands_for or after_option):
            break
        if takes and not is_option:
            first, takes = first or ("" if stands_for else word.rstrip(_STOPS)), takes - 1
        last, after_option = found, is_option
    return last.end() - (len(last[0]) - len(last[0].rstrip(_STOPS))), first


def in_words(text: str) -> str:
    """Return a text in which each command that a page does is told by that page."""
    return "".join(says for says, _found in _parts(text))


def linked(text: str, officer: Officer | None) -> SafeString:
    """Return the same as HTML, with a link to each page that somebody may come to."""
    made = (_link(says, found, officer) for says, found in _parts(text))
    return mark_safe("".join(made))  # noqa: S308 (each part is escaped)


def leads(text: str, officer: Officer | None) -> list[tuple[str, str]]:
    """Return the pages that a text leads somebody to: what each is called, and its address."""
    ways = ((says, _address(found, officer)) for says, found in _parts(text) if found)
    return [way for way in dict.fromkeys(ways) if way[1]]


def _parts(text: str) -> Iterator[tuple[str, Named | None]]:
    """Yield a text in parts: what each says, with the command in whose place it stands."""
    at = 0
    for found in commands_in(text):
        if found.name not in PLACES:
            continue
        yield text[at : found.begins] or gettext("Go to") + " ", None
        yield gettext(PLACES[found.name].says), found
        at = found.ends
    yield text[at:], None


def _link(says: str, found: Named | None, officer: Officer | None) -> str:
    address = _address(found, officer) if found else ""
    if not address:
        return escape(says)
    return format_html('<a class="govuk-link" href="{}">{}</a>', address, says)


def _address(found: Named, officer: Officer | None) -> str:
    """Return the address in a command's place that somebody may come to; else that for anybody."""
    place, word = PLACES[found.name], found.word
    route = place.route if word or not place.else_at else place.else_at
    if not _may_come(route, officer):
        return reverse(place.anybody) if place.anybody else ""
    try:
        return reverse(route, args=[word] if place.else_at and route == place.route else ())
    except NoReverseMatch:  # what stands there is no name
        return reverse(place.else_at)


def _may_come(route: str, officer: Officer | None) -> bool:
    needs = _needs()[route]
    if needs is PUBLIC or officer is None:
        return needs is PUBLIC
    if needs is INSIDE:
        return officer.inside
    return isinstance(needs, Needs) or bool(officer.rights & needs)


@cache
def _needs() -> dict[str, Any]:
    from .routes import EVERY_ROUTE  # which has every page, and each page tells what to do next

    return {route.name: route.needs for route in EVERY_ROUTE}
