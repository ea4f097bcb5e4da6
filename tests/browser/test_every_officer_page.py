"""Every page of those who sign in, on a phone and at a desk: axe-core, valid HTML, nothing cut off.

Pages whose address only a course of acts makes (a draft, a complaint, an undertaking) are walked by
tests/web; here is each kind of page at least once.
"""

from __future__ import annotations

from datetime import date

import pytest
from actions.ashmere import CODES
from actions.councils import copied

from .checking import assert_good_page, saying_where
from .html_validity import assert_valid_html
from .looked_at import furnish
from .modes import DESKTOP, PHONE
from .officers import session_of, sign_in
from .serving import served_home

USE, AGREEMENT = "work/uses/warm-homes/", "work/agreements/warm-homes-2026/"
# Each page and who opens it; {release} is the published one, {met} the day the board met.
PAGES = [
    ("my-work/", "many"),
    ("your-account/", "many"),
    ("work/uses/", "many"),
    ("work/state-a-use/", "many"),
    (USE, "many"),
    (f"{USE}statement/", "many"),
    (f"{USE}triage/", "many"),
    (f"{USE}canvas/", "many"),
    (f"{USE}canvas/reasons/", "many"),
    (f"{USE}decision/", "officer"),
    (f"{USE}review/", "officer"),
    (f"{USE}outcome/", "many"),
    (f"{USE}paper/", "many"),
    (f"{USE}dpia/", "many"),
    (f"{USE}dpia-advice/", "dpo"),
    (f"{USE}seal/", "dpo"),
    ("work/ask-in-a-crisis/", "many"),
    ("work/datasets/", "many"),
    ("work/datasets/council_tax/", "many"),
    ("work/register-a-dataset/", "revenues"),
    ("work/areas/", "revenues"),
    ("work/areas/places/", "revenues"),
    ("work/keep-areas/", "revenues"),
    ("work/agreements/", "many"),
    ("work/write-an-agreement/", "dpo"),
    (AGREEMENT, "dpo"),
    (f"{AGREEMENT}versions/1/", "dpo"),
    (f"{AGREEMENT}suspend/", "dpo"),
    ("work/releases/", "many"),
    ("work/releases/{release}/", "many"),
    ("work/undertakings/", "many"),
    ("work/complaints/", "dpo"),
    ("work/record-a-complaint/", "dpo"),
    ("work/state-a-concealment/", "dpo"),
    ("work/objections-and-opt-outs/", "dpo"),
    ("work/people/", "admin"),
    ("work/add-a-person/", "admin"),
    ("work/worker/", "admin"),
    ("work/training/", "dpo"),
    ("workbench/", "analyst"),
    ("match-review/", "looker"),
    ("board-work/", "secretary"),
    ("board-work/plan-a-meeting/", "secretary"),
    ("board-work/meetings/{met}/", "secretary"),
    ("partner-agreements/", "partner"),
    ("partner-agreements/received/", "partner"),
]


@pytest.fixture(scope="module")
def worked(told, tmp_path_factory):
    """Serve a council with something on each page; give it with a session of each office."""
    home = copied(told("until_published_and_refused", date.today()), tmp_path_factory.mktemp("o"))
    examples = furnish(home)
    sessions = {who: session_of(home, CODES[who]) for who in {who for _, who in PAGES}}
    with served_home(home, **examples) as council:
        yield council, sessions


@pytest.mark.parametrize(("path", "who"), PAGES, ids=[path for path, _ in PAGES])
def test_a_page_of_an_officer_is_good(worked, open_visit, path, who):
    served, sessions = worked
    visit = open_visit(served.address, DESKTOP)
    sign_in(visit, served, sessions[who])
    address = "/" + path.format(**served.examples)
    answer = visit.page.request.get(address)
    assert (answer.status, answer.url.removeprefix(served.address)) == (200, address)
    with saying_where(visit):
        assert_valid_html(answer.text())
    for mode in (DESKTOP, PHONE):
        visit.look(mode)
        visit.open(address)
        assert_good_page(visit, f"officer-{path.strip('/').replace('/', '-')}")
