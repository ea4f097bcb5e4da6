"""Every address of the pages as somebody opens it: the route, what stands in it, and who may.

What an address names is looked for in the council itself, so that a council at any size can be
walked. A route that has no example here is a fault: ``addresses_of`` says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beholden.actions import Council, Right
from beholden.actions.rights import ROLE_BY_CODE
from beholden.doors.web.routing import PUBLIC, RESIDENT, Needs, Route
from beholden.records import reading

ANYBODY, A_RESIDENT = "", "a resident"

# There only where a council has a provider of identities; what takes forms alone; and what asks who
# it is again of a session that is older than five minutes.
LEFT_OUT = frozenset(
    {
        "account-key-open",
        "openid_connect_login",
        "openid_connect_callback",
        "workbench-explain",
        "workbench-drop",
        "workbench-schedule-stop",
    }
)

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# What ``name`` is, by how an address begins; everything else is called the same wherever it stands.
_NAMED = {
    "uses/": "use",
    "workbench/": "use",
    "work/uses/": "use",
    "work/undertakings/": "use",
    "datasets/": "dataset",
    "work/datasets/": "dataset",
    "work/areas/": "areas",
    "work/agreements/": "agreement",
    "work/drafts/": "draft",
    "work/complaints/": "complaint",
    "work/requests/": "request",
    "work/concealments/": "concealment",
    "work/lists-of-every-household/": "households",
}
# What stands in a route besides; several lines are several pages.
_SAID: Mapping[str, Sequence[Mapping[str, str]]] = {
    "release-file": ({"file": "table.csv"},),
    "register-file": (
        {"file": "dcat.jsonld"},
        {"file": "data-use-register.csv"},
        {"file": "atrs.{use}.md"},
        {"file": "odcs.{dataset}.yaml"},
    ),
    "ledger-file": ({"file": "checkpoint"},),
    "my-training-course": ({"code": "handling-joined-up-data"},),
    "my-training-section": ({"code": "handling-joined-up-data", "number": "1"},),
    "my-training-questions": ({"code": "handling-joined-up-data"},),
    "my-training-result": ({"code": "handling-joined-up-data"},),
    "officer-training-require": ({"code": "handling-joined-up-data"},),
    "course": ({"code": "your-data-and-your-rights"},),
    "course-json": ({"code": "your-data-and-your-rights"},),
    "use-csv": ({"table": "questions"}, {"table": "timeline"}),
    "dataset-csv": ({"table": "columns"}, {"table": "quality"}),
    "board-tables-csv": ({"table": "members"},),
    "your-say-csv": ({"table": "opt-outs"},),
    "account_reset_password_from_key": ({"uidb36": "1", "key": "used"},),
    "officer-canvas-area": ({"code": "sources"}, {"code": "actions"}),
    "officer-use-document": ({"kind": "paper"}, {"kind": "dpia"}),
    "officer-use-document-print": ({"kind": "paper"}, {"kind": "dpia"}),
    "officer-agreement-act": tuple({"code": one} for one in ("sign", "suspend", "end")),
    "officer-draft-part": tuple({"code": one} for one in ("parties", "law", "datasets", "besides")),
    "officer-undertaking-act": ({"code": "done"}, {"code": "more-time"}),
    "request-file": ({"kind": "household-question"},),
    "officer-span": ({"code": "members"},),
    "officer-span-confirm": ({"code": "members"},),
    "officer-complaint-step": ({"code": "acknowledged"},),
}
# What is asked for by the query: pages that are others then.
_ASKED = {
    "index": ("", "?words=homes", "?page=2"),
    "officer-uses": ("", "?find=homes&state=approved"),
    "officer-agreements": ("", "?ours=yes"),
    "officer-agreement-write": ("", "?use={use}", "?agreement={agreement}"),
    "officer-agreement-write-yaml": ("?use={use}",),
    "officer-draft-column": ("?column=uprn",),
    "officer-crisis-ask": ("", "?datasets={dataset}"),
}
# Whose page it is, where many may come and most would see little.
_OF_ROLES = {
    "board-work": ("board_member", "board_secretary"),
    "board-meeting": ("board_member", "board_secretary"),
    "board-work-paper": ("board_member",),
    "partner-agreements": ("partner", "steward"),
    "partner-received": ("partner", "steward"),
    **dict.fromkeys(
        ("workbench", "workbench-use", "workbench-build", "workbench-schedule"), ("analyst",)
    ),
    **dict.fromkeys(
        ("workbench-schedule-question", "workbench-release"),
        ("analyst",),
    ),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One address, the route it is of, and the code of who opens it."""

    route: str
    path: str
    who: str = ANYBODY


class NoExample(LookupError):
    """A route has something in it for which this council has no example."""


def addresses_of(council: Council) -> list[Page]:
    """Return every page of a council, each as who may open it; raise NoExample."""
    from beholden.doors.web.routes import EVERY_ROUTE

    with council.at_work():
        people = [one for one in reading.people() if one.active]
        found = examples_of()
    return [
        Page(route.name, path, who)
        for route in EVERY_ROUTE
        if route.name not in LEFT_OUT
        for path in _paths(route, found)
        for who in _who(route, people)
    ]


def examples_of() -> dict[str, Any]:
    """Return what addresses name: of each kind the one of which there is most."""
    from beholden.doors.web.officer.people import handle_of
    from beholden.records import models

    use = _largest_use()
    agreement = use.agreements.filter(state="in_force").first()
    linked = models.KeyColumn.objects.filter(run__isnull=False, column="uprn").order_by("pk")
    undertaking = models.Undertaking.objects.filter(use=use).first()
    return {
        "use": use.name,
        "agreement": agreement.name,
        "version": agreement.version,
        "before": agreement.version,
        "after": agreement.version + 1,
        "dataset": next(iter(agreement.terms["datasets"]))["name"],
        "release": _first(models.Release, use=use, state="published"),
        "release_id": _first(models.Release, use=use, state="published"),
        "receipt": _first(models.Receipt, use=use, allowed=True),
        "linked": linked.values_list("version__dataset__name", flat=True).first(),
        "key": "places",
        "of": "matched",
        "handle": handle_of(str(models.Person.objects.values_list("code", flat=True).first())),
        "member": _member(),
        "number": undertaking.number if undertaking else None,
        "saved": _first(models.SavedQuestion, use=use),
        "schedule": _first(models.Schedule, saved__use=use),
        "areas": _first(models.AreasVersion, of="name"),
        "draft": _first(models.AgreementDraft, of="name"),
        "complaint": _first(models.Complaint),
        "request": _first(models.ResidentRequest),
        "concealment": _first(models.Concealment),
        "households": _first(models.HouseholdDataset, of="dataset__name"),
        "certificate": _first(models.Certificate),
        "form": _first(models.BegunForm),
        **_of_the_board(use),
    }


def _largest_use() -> Any:
    """Return the use in force under which most was asked, of those that have a saved question."""
    from django.db.models import Count

    from beholden.records import models

    kept = models.SavedQuestion.objects.values("use")
    held = models.DataUse.objects.filter(
        pk__in=kept, agreements__state="in_force", extracts__state="current"
    )
    return held.annotate(asked=Count("receipts")).order_by("-asked", "pk").first()


def _of_the_board(use: Any) -> dict[str, Any]:
    from beholden.records import models

    paper = models.MeetingPaper.objects.filter(use=use, meeting__state="minuted").last()
    if paper is None:
        return {"digest": None, "on": None}
    return {
        "digest": paper.content_id.removeprefix("sha256:"),
        "on": paper.meeting.on.isoformat(),
    }


def _member() -> str | None:
    """Return how an address names somebody who may sit on the board."""
    from beholden.doors.web.officer.people import handle_of
    from beholden.records import models

    held = models.PersonRole.objects.filter(role="board_member", person__active=True)
    code = held.order_by("pk").values_list("person__code", flat=True).first()
    return handle_of(str(code)) if code else None


def _first(model: Any, *, of: str = "pk", **where: Any) -> Any:
    return model.objects.filter(**where).order_by("pk").values_list(of, flat=True).first()


def _paths(route: Route, found: Mapping[str, Any]) -> Iterator[str]:
    for said in _SAID.get(route.name, ({},)):
        filled = _filled(route, {**found, **said})
        for query in _ASKED.get(route.name, ("",)):
            yield "/" + (filled + query).format_map(found)


def _filled(route: Route, found: Mapping[str, Any]) -> str:
    return _PARAMETER.sub(lambda one: _part(route, one[1], found), route.path)


def _part(route: Route, parameter: str, found: Mapping[str, Any]) -> str:
    name = parameter
    if parameter == "name":
        name = next((what for start, what in _NAMED.items() if route.path.startswith(start)), "")
    elif route.name == "board-member":
        name = "member"
    elif route.name == "workbench-schedule-question" and parameter == "number":
        name = "saved"
    elif route.path.startswith("match-review/") and parameter == "dataset":
        name = "linked"
    if found.get(name) is None:
        raise NoExample(f"{route.name}: no example of {parameter} ({name})")
    return str(found[name])


def _who(route: Route, people: Sequence[Any]) -> Iterator[str]:
    if route.needs in (PUBLIC, RESIDENT):
        yield ANYBODY if route.needs is PUBLIC else A_RESIDENT
    elif route.name == "my-work":
        yield from {role: one.code for one in people for role in one.roles}.values()
    elif route.name in _OF_ROLES:
        for role in _OF_ROLES[route.name]:
            yield from [one.code for one in people if role in one.roles][:1]
    else:
        yield _may(route.needs, people)


def _may(needs: Needs | frozenset[Right], people: Sequence[Any]) -> str:
    """Return who may come, of several the one with most rights: they see most."""
    rights = {
        one.code: frozenset(right for role in one.roles for right in ROLE_BY_CODE[role].rights)
        for one in people
    }
    inside = "data_protection_officer"
    if isinstance(needs, Needs):
        return str(next(one.code for one in people if inside in one.roles))
    able = [one.code for one in people if rights[one.code] & needs]
    return max(able, key=lambda code: len(rights[code]))
