"""Every page of officers: for each role it is shown, or says why not; within its effort."""

from __future__ import annotations

import re

import pytest
from actions.ashmere import CODES, Case, keep_places, until_requested

ROLES = ("owner", "dpo", "officer", "secretary", "partner", "reviewer", "publisher", "admin")

# Each page; who may not open one is told so, and whom to ask.
PAGES = [
    "/my-work/",
    "/work/uses/",
    "/work/uses/?find=warm&state=approved",
    "/work/state-a-use/",
    "/work/ask-in-a-crisis/",
    "/work/ask-in-a-crisis/?datasets=council_tax&datasets=support_scheme",
    "/work/uses/warm-homes/",
    "/work/uses/warm-homes/statement/",
    "/work/uses/warm-homes/triage/",
    "/work/uses/warm-homes/canvas/",
    "/work/uses/warm-homes/canvas/sources/",
    "/work/uses/warm-homes/canvas/actions/",
    "/work/uses/warm-homes/design-review/",
    "/work/uses/warm-homes/dpia-advice/",
    "/work/uses/warm-homes/decision/",
    "/work/uses/warm-homes/seal/",
    "/work/uses/warm-homes/review/",
    "/work/uses/warm-homes/outcome/",
    "/work/uses/warm-homes/crisis/",
    "/work/uses/warm-homes/paper/",
    "/work/uses/warm-homes/dpia/",
    "/work/agreements/",
    "/work/agreements/?find=warm&ours=yes",
    "/work/agreements/warm-homes-2026/",
    "/work/agreements/warm-homes-2026/versions/1/",
    "/work/agreements/warm-homes-2026/from/1/to/2/",
    "/work/agreements/warm-homes-2026/sign/",
    "/work/agreements/warm-homes-2026/suspend/",
    "/work/agreements/warm-homes-2026/end/",
    "/work/write-an-agreement/",
    "/work/write-an-agreement/?use=warm-homes",
    "/work/write-an-agreement/?agreement=warm-homes-2026",
    "/work/write-an-agreement/as-yaml/?agreement=warm-homes-2026",
    "/work/drafts/warm-homes-2027/",
    "/work/drafts/warm-homes-2027/change/",
    "/work/drafts/warm-homes-2027/offer/",
    "/work/drafts/warm-homes-2027/discard/",
    "/work/datasets/",
    "/work/datasets/?find=tax",
    "/work/datasets/council_tax/",
    "/work/datasets/council_tax/match/",
    "/work/register-a-dataset/",
    "/work/areas/",
    "/work/areas/places/",
    "/work/keep-areas/",
    "/work/undertakings/",
    "/work/undertakings/warm-homes/state/",
    "/work/complaints/",
    "/work/record-a-complaint/",
    "/work/concealments/",
    "/work/state-a-concealment/",
    "/work/objections-and-opt-outs/",
    "/work/record-an-objection-or-opt-out/",
    "/work/requests/",
    "/work/answer-a-household/",
    "/work/people/",
    "/work/add-a-person/",
    "/work/training/",
    "/work/releases/",
    "/work/releases/?state=requested",
    "/work/releases/{release}/",
    "/work/releases/{release}/publish/",
]


def test_each_page_for_each_role(served, as_officer):
    """One council for the whole table: no page changes anything."""
    case = Case(served.directory.with_name("stated"), served.clock.today())
    keep_places(served)
    release = until_requested(served)
    served.state_agreement(
        by=CODES["dpo"], document={**case.agreement, "title": "Warm homes, again"}
    )
    draft = {**case.agreement, "agreement": "warm-homes-2027"}
    served.draft_agreement(by=CODES["owner"], document=draft)
    size = served.log.size
    faults = []
    for role in ROLES:
        client = as_officer(role)
        for page in PAGES:
            answer = client.get(page.format(release=release))
            faults += [f"{role} {page}: {fault}" for fault in _faults(answer, page)]
    faults += _in_welsh(as_officer("dpo"), release)
    assert faults == []
    assert served.log.size == size


def _in_welsh(client, release: str):
    """Yield what is not there under /cy/: the frame is in Welsh, what has none falls back."""
    for page in PAGES:
        answer = client.get("/cy" + page.format(release=release))
        if answer.status_code not in (200, 403):
            yield f"/cy{page} answered {answer.status_code}"
        elif '<html lang="cy"' not in answer.content.decode():
            yield f"/cy{page} is not in Welsh"


_TOP = {
    "uses",
    "areas",
    "datasets",
    "agreements",
    "releases",
    "undertakings",
    "complaints",
    "concealments",
    "requests",
    "people",
    "training",
    "objections-and-opt-outs",
}


def _faults(answer, page: str):
    text = answer.content.decode()
    if answer.status_code not in (200, 403):
        yield f"answered {answer.status_code}"
        return
    if len(re.findall(r"<h1[ >]", text)) != 1:
        yield "not one h1"
    if not re.search(r"<title>\S.*</title>", text):
        yield "no title"
    if answer.status_code == 200 and "style=" in text:
        yield "has a style of its own"
    top = page == "/my-work/" or (
        page.split("?")[0].count("/") == 3 and page[6:].split("/")[0] in _TOP
    )
    if answer.status_code == 200 and not top and "govuk-breadcrumbs" not in text:
        yield "no breadcrumbs"
    if re.search(r">\s*None\s*<|: None\b", text) and "/releases/" not in page:
        yield "says None"


@pytest.mark.parametrize(
    "page", ["/work/uses/nowhere/", "/work/agreements/nowhere/", "/work/drafts/nowhere/"]
)
def test_what_is_not_there(as_officer, page):
    assert as_officer("dpo").get(page).status_code == 404


def test_nobody_sees_a_page_without_signing_in(served):
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    for page in PAGES:
        answer = client.get(page.format(release="release-1"))
        assert (answer.status_code, answer.url.startswith("/sign-in/")) == (302, True), page
