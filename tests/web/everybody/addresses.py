"""An address of each route, with a thing that there is, one that there is not, and what is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from beholden.doors.web.routes import EVERY_ROUTE
from beholden.doors.web.routing import Route

from .world import AGREEMENT, USE

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
ROUTES: Mapping[str, Route] = {route.name: route for route in EVERY_ROUTE}
# What stands for a parameter that means another thing in other routes.
_BEGINS = {
    "uses/": USE,
    "work/uses/": USE,
    "workbench/": USE,
    "work/undertakings/": USE,
    "datasets/": "council_tax",
    "work/datasets/": "council_tax",
    "work/areas/": "places",
    "work/agreements/": AGREEMENT,
    "work/drafts/": "warm-homes-2027",
    "work/complaints/": "{complaint}",
    "work/requests/": "{request}",
    "work/concealments/": "{concealment}",
    "work/lists-of-every-household/": "council_tax",
}
_CODES = {
    "my-training-course": "handling-joined-up-data",
    "my-training-section": "handling-joined-up-data",
    "my-training-questions": "handling-joined-up-data",
    "my-training-result": "handling-joined-up-data",
    "officer-training-require": "handling-joined-up-data",
    "course": "your-data-and-your-rights",
    "course-json": "your-data-and-your-rights",
    "officer-canvas-area": "reasons",
    "officer-agreement-act": "suspend",
    "officer-draft-part": "parties",
    "officer-span": "members",
    "officer-span-confirm": "members",
    "officer-undertaking-act": "done",
    "officer-complaint-step": "acknowledged",
}
_FILES = {
    "release-file": "table.csv",
    "register-file": "dcat.jsonld",
    "ledger-file": "checkpoint",
}
_TABLES = {"use-csv": "questions", "dataset-csv": "columns", "your-say-csv": "opt-outs"}
_TABLES |= {"board-tables-csv": "members"}
_SAME = {
    "use": USE,
    "dataset": "accounts",
    "key": "places",
    "of": "matched",
    "kind": "paper",
    "version": "1",
    "before": "1",
    "after": "2",
    "provider_id": "council",
    "uidb36": "1",
}
# Of an object of which there is none: a name, and a number, that nothing has.
NONE, NO_NUMBER = "zqx-no-such-thing", "987654321"
# What is no name at all, as an address carries it.
MALFORMED = (
    "'%20or%201=1--",
    "..%2F..%2Fcouncil.toml",
    "../council.toml",
    "zqx%00",
    "zqx%0d%0aSet-Cookie:%20a=b",
    "%C3%A9t%C3%A9-%E2%80%AE",
    "%ff%fe",
    "zqx" * 900,
    "{{7*7}}${7*7}",
    "%3Cscript%3Ezqx%3C/script%3E",
    "-1",
    "9" * 40,
)


def address(route: Route, values: Mapping[str, str], **instead: str) -> str:
    """Return an address of a route; ``instead`` says what stands for some of its parameters."""

    def filled(found: re.Match[str]) -> str:
        name = found[2]
        return instead[name] if name in instead else value_of(route, name, values)

    return "/" + PARAMETER.sub(filled, route.path)


def value_of(route: Route, name: str, values: Mapping[str, str]) -> str:
    """Return what stands for a parameter of a route where the thing is there."""
    return _example(route, name).format(**values)


def objects(route: Route) -> tuple[str, ...]:
    """Return the parameters of a route that name a thing of the council's."""
    found = [name for _kind, name in PARAMETER.findall(route.path)]
    fixed = {"key", "of", "kind", "before", "after", "uidb36"}
    return tuple(name for name in found if name not in fixed)


def none_such(route: Route, name: str) -> str:
    """Return what a parameter says where there is no such thing."""
    if name == "file":  # an error is told in the form that the address ends in
        return NONE + PurePosixPath(_FILES[route.name]).suffix
    kinds = {name: kind for kind, name in PARAMETER.findall(route.path)}
    return NO_NUMBER if kinds[name] == "int" else NONE


def missing(route: Route) -> Iterator[dict[str, str]]:
    """Yield, for each thing that an address names, the address's parameter with none such."""
    for name in objects(route):
        yield {name: none_such(route, name)}


def _example(route: Route, name: str) -> str:
    if name == "name":
        return next(it for begins, it in _BEGINS.items() if route.path.startswith(begins))
    if name == "code":
        return _CODES[route.name]
    if name == "dataset" and route.path.startswith("work/drafts/"):
        return "council_tax"
    if name == "handle" and route.path.startswith("board-work/"):
        return "{member}"
    if name == "kind" and route.name == "request-file":
        return "complaint"
    if name == "table":
        return _TABLES[route.name]
    if name == "file":
        return _FILES[route.name]
    if name == "number":
        return "{question}" if route.path.startswith("workbench/") else "1"
    if name == "key" and route.path.startswith("new-password/"):
        return "used"
    return _SAME.get(name, f"{{{name}}}")
