"""One policy whichever door is used: library, command line, API, OData and page answer alike."""

from __future__ import annotations

import base64
import csv
import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from actions.ashmere import CODES, DPO, MARKER, uprn
from api.conftest import Api
from cli.running import Line
from learning.written import COURSE

from beholden.actions import Council
from beholden.kernel import Refused

from .calling import USE, Feed, token_of

FITTED = "select neighbourhood, count(*) as n from council_tax group by 1 order by 1"
BY_PLACE = "groupby((neighbourhood),aggregate($count as n))"


@dataclass(frozen=True)
class Told:
    """What a door told: rows, and how many were withheld for which reason; or a no.

    Of a no: its clause, and its words, which on a page stand among others.
    """

    rows: Any = None
    withheld: Any = None
    clause: str = ""
    words: str = field(default="", compare=False)


Door = Callable[[str, str], Told]


class Doors:
    """Every door, for one person; each is given a question as SQL and as OData says it."""

    def __init__(
        self, council: Council, person: str, *, token: str, page: Any, captured: Any
    ) -> None:
        self._council, self._page = council, page
        self._by = CODES[person]
        self._api, self._feed = Api(token), Feed(token)
        self._line = Line(captured, council.directory, self._by)

    def every(self) -> dict[str, Door]:
        return {
            "library": self.library,
            "command line": self.line,
            "API": self.api,
            "OData": self.odata,
            "page": self.page,
        }

    def library(self, sql: str, _apply: str) -> Told:
        try:
            answered = self._council.ask(by=self._by, use=USE, question=sql)
        except Refused as no:
            return _no(no.refusal.to_dict())
        return Told(answered.table.to_pylist(), dict(answered.receipt.withheld))

    def line(self, sql: str, _apply: str) -> Told:
        ran = self._line("ask", USE, sql, "--json")
        return _told(ran.json) if ran.code == 0 else _no(ran.error)

    def api(self, sql: str, _apply: str) -> Told:
        answer = self._api.post(f"/uses/{USE}/answers", {"question": sql})
        if answer.status_code == 200:
            return _told(answer.json())
        return _no(answer.json()["error"])

    def odata(self, _sql: str, apply: str) -> Told:
        answer = self._feed.get(f"{USE}/council_tax", apply=apply)
        if answer.status_code != 200:
            return _no(answer.json()["error"]["innererror"])
        return Told(answer.json()["value"], answer.json()["@beholden.withheld"])

    def page(self, sql: str, _apply: str) -> Told:
        page = self._page.post(f"/workbench/{USE}/", {"question": sql, "act": "ask"})
        text = html.unescape(page.content.decode())
        held = re.search(r"data:application/json;base64,([\w+/=]+)", text)
        if held:
            return _told(json.loads(base64.b64decode(held[1])))
        clause = re.search(r"[ >]\(([^()<]*(?:›|at_the_end)[^()<]*)\)", text)[1]
        return Told(clause=clause, words=text)


def _no(error: Any) -> Told:
    return Told(clause=error["clause"], words=f"{error['what']} {error['why']}")


def _told(document: Any) -> Told:
    return Told(document["rows"], document["receipt"]["withheld"])


@pytest.fixture(scope="module")
def tokens(served) -> dict[str, str]:
    """Open a key for each, while they may."""
    rights = {"analyst": "question-ask", "publisher": "self-service-ask"}
    return {person: token_of(served, person, right) for person, right in rights.items()}


@pytest.fixture
def doors(served, at_pages, tokens, capsysbinary) -> Callable[[str], Doors]:
    """Give a function that opens every door to somebody."""

    def opened(person: str) -> Doors:
        page = at_pages(person)
        return Doors(served, person, token=tokens[person], page=page, captured=capsysbinary)

    return opened


# Each question as SQL, as OData says it, and the clause of its refusal where it is refused.
QUESTIONS = {
    "allowed": (
        "select tenure, count(*) as n, avg(arrears) as mean from council_tax"
        " group by tenure order by tenure",
        "groupby((tenure),aggregate($count as n,arrears with average as mean))",
        "",
    ),
    "of some": (
        "select count(*) as n from council_tax where in_arrears and tenure <> 'owned'",
        "filter(in_arrears and tenure ne 'owned')/aggregate($count as n)",
        "",
    ),
    "a small group": (FITTED, BY_PLACE, ""),
    "a withheld column": (
        "select name, count(*) as n from council_tax group by name",
        "groupby((name),aggregate($count as n))",
        "datasets › council_tax",
    ),
    "a key": (
        "select uprn, count(*) as n from council_tax group by uprn",
        "groupby((uprn),aggregate($count as n))",
        "datasets › council_tax › uprn",
    ),
    "a measure that chooses": (
        "select count(*) as n from council_tax where arrears > 500",
        "filter(arrears gt 500)/aggregate($count as n)",
        "datasets › council_tax › arrears",
    ),
    "a function that is not agreed": (
        "select max(arrears) as most from council_tax",
        "aggregate(arrears with max as most)",
        "datasets › council_tax › arrears",
    ),
}


@pytest.mark.parametrize("which", QUESTIONS)
def test_a_question_of_a_named_analyst(doors, which):
    sql, apply, clause = QUESTIONS[which]
    told = {name: door(sql, apply) for name, door in doors("analyst").every().items()}
    same(told)
    assert told["library"].clause == clause
    assert bool(told["library"].rows) is not bool(clause)
    if which == "a small group":
        assert told["OData"].withheld == {"fewer than 20 households": 1}
        assert "Elm End" not in str(told)
    assert MARKER not in str(told)


def test_a_question_of_all_staff(doors):
    told = {name: door(FITTED, BY_PLACE) for name, door in doors("publisher").every().items()}
    same(told)
    assert told["OData"].rows[0].keys() == {"neighbourhood", "n", "n_within"}
    of_other = QUESTIONS["allowed"][:2]
    told = {name: door(*of_other) for name, door in doors("publisher").every().items()}
    same(told)
    assert told["OData"].clause


def used_up(council: Council, folder: Any) -> None:
    """Seal other data, for which these subjects have no allowance left this year."""
    file = folder / "certificates.csv"
    with file.open("w", encoding="utf-8", newline="") as to:
        rows = csv.writer(to)
        rows.writerow(["uprn", "rating", "inspector"])
        rows.writerows([uprn(i), "ABCDEFG"[(i + 3 * (i == 1)) % 7], "made up"] for i in range(150))
    said = {"name": "energy_certificates", "steward": "Housing", "made_up": True}
    council.register(by=CODES["housing"], source=file, **said)
    council.seal(by=DPO, use=USE)


def untrained(council: Council, _folder: Any) -> None:
    council.publish_course(by=DPO, text=COURSE)
    council.require_training(by=DPO, statement={"requires": {"question-ask": ["first-steps"]}})


def ended(council: Council, _folder: Any) -> None:
    council.end_agreement(by=DPO, agreement="warm-homes-2026", because="A test.")


# What happens, whom it stops, by which clause. Each stays so: the council is the module's.
STOPS = {
    "self-service is used up": (used_up, "publisher", "outputs › self_service › guess_bound"),
    "no training": (untrained, "analyst", "training › question-ask"),
    "ended": (ended, "publisher", "at_the_end"),
}


@pytest.mark.parametrize("why", STOPS)
def test_what_stops_somebody_stops_them_at_every_door(doors, served, tmp_path, why):
    happen, person, clause = STOPS[why]
    happen(served, tmp_path)
    told = {name: door(FITTED, BY_PLACE) for name, door in doors(person).every().items()}
    same(told)
    assert told["OData"] == Told(clause=clause)


def same(told: dict[str, Told]) -> None:
    said = told["library"].words
    for name, one in told.items():
        assert one == told["library"], name
        assert (one.words == said) or (name == "page" and said.split(".")[0] in one.words)
