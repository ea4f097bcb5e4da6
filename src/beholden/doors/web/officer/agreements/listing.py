"""The list of agreements, one agreement with its parties and versions, and its documents."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .....actions import as_icalendar, document_page
from .....kernel import NotFound
from .....records import reading
from ...headers import standing_alone
from ...paging import part_of, said_in_query
from ...visits import OfficerVisit

_PARTY_STATES = ("signed", "asks for changes", "offered", "declined", "withdrawn")
_KINDS = {state: state.split()[0] for state in _PARTY_STATES}


def agreements(request: OfficerVisit) -> HttpResponse:
    """List the agreements: the newest version of each, where its parties are; and the drafts."""
    wanted, mine = said_in_query(request, "find"), said_in_query(request, "ours")
    officer = request.officer
    newest = {one.name: one for one in reading.agreements_in_brief() if is_open_to(officer, one)}
    organisation = officer.organisation
    found = [
        one.key
        for one in newest.values()
        if wanted.lower() in f"{one.name} {one.use} {' '.join(one.parties)}".lower()
        and (not mine or organisation in one.parties)
    ]
    part = part_of(request, found)
    shown = reading.agreements_at(part.items)
    context = {
        "part": part,
        "rows": [(one, party_counts(one)) for one in shown],
        "drafts": reading.drafts() if officer.inside else (),
        "find": wanted,
        "ours": mine,
    }
    return render(request, "officer/agreements/list.html", context)


def is_open_to(officer: Any, view: reading.AgreementView | reading.BriefAgreement) -> bool:
    """Return whether somebody may read a version: those inside any, others those of their own."""
    return bool(officer.inside) or officer.organisation in view.parties


def refuse_closed(officer: Any, name: str, *numbers: int) -> None:
    """Raise NotFound where no version of an agreement is open to somebody, or one of ``numbers``.

    It is not told apart from one that is not there, whose error names those that are.
    """
    if officer.inside:
        return
    parties = reading.parties_of_versions(name)
    theirs = {one for one, between in parties.items() if officer.organisation in between}
    if not theirs or set(numbers) - theirs:
        raise NotFound(_("There is no agreement of that name for your organisation."))


def party_counts(view: reading.AgreementView) -> list[tuple[str, int]]:
    """Return how many parties are in each state, those that there are."""
    counted = Counter(party.state for party in view.standing)
    return [(state, counted[state]) for state in _PARTY_STATES if counted[state]]


def agreement(request: OfficerVisit, name: str) -> HttpResponse:
    """Show one agreement: its parties at a glance, its versions, and what one may do."""
    council, officer = request.council, request.officer
    refuse_closed(officer, name)
    found = reading.agreement_versions(name)
    versions = tuple(one for one in found if is_open_to(officer, one))
    newest = versions[-1]
    context = {
        "agreement": newest,
        "versions": [(one, _before(one, versions)) for one in reversed(versions)],
        "counts": party_counts(newest),
        "parties": [(party, _KINDS[party.state]) for party in newest.standing],
        "acts": council.agreement_acts(by=officer.code, agreement=name),
        "breadcrumbs": [(_("Agreements"), reverse("officer-agreements"))],
    }
    return render(request, "officer/agreements/agreement.html", context)


def _before(one: reading.AgreementView, versions: tuple[reading.AgreementView, ...]) -> int | None:
    return one.version - 1 if any(v.version == one.version - 1 for v in versions) else None


def document(request: OfficerVisit, name: str, version: int) -> HttpResponse:
    """Show a version of an agreement as the document that its parties read and sign."""
    refuse_closed(request.officer, name, version)
    made = request.council.agreement_document(agreement=name, version=version)
    context = {"document": made, "name": name, "version": version, "breadcrumbs": crumbs(name)}
    return render(request, "officer/agreements/document.html", context)


def document_to_print(request: OfficerVisit, name: str, version: int) -> HttpResponse:
    """Give the same document as one page that stands alone and prints well."""
    refuse_closed(request.officer, name, version)
    made = request.council.agreement_document(agreement=name, version=version)
    return standing_alone(HttpResponse(document_page(made)))


def share_request(request: OfficerVisit, name: str, version: int) -> HttpResponse:
    """Give the government's data share request, answered for a version, as one page to print."""
    refuse_closed(request.officer, name, version)
    made = request.council.share_request(agreement=name, version=version)
    return standing_alone(HttpResponse(document_page(made)))


def differences(request: OfficerVisit, name: str, before: int, after: int) -> HttpResponse:
    """Show what changes from one version to another: what it allows, and its words."""
    council = request.council
    refuse_closed(request.officer, name, before, after)
    context = {
        "name": name,
        "before": before,
        "after": after,
        "effects": council.agreement_differences(agreement=name, before=before, after=after),
        "wording": council.agreement_wording(agreement=name, before=before, after=after),
        "breadcrumbs": crumbs(name),
    }
    return render(request, "officer/agreements/differences.html", context)


def calendar(request: OfficerVisit) -> HttpResponse:
    """Give what is owed when as a calendar that other programs read."""
    council = request.council
    owed = council.agreement_calendar()
    text = as_icalendar(owed, council=council.name, now=council.clock.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="agreements.ics"'
    return answer


def crumbs(name: str) -> list[tuple[str, str]]:
    """Return the way to a page of one agreement."""
    return [
        (_("Agreements"), reverse("officer-agreements")),
        (name, reverse("officer-agreement", args=[name])),
    ]
