"""An agreement written by the form's pages: begun, filled in a part at a time, mended, offered."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from actions.ashmere import HEALTH, HOUSING, REVENUES

from beholden.records import reading

from .test_uses_pages import errors_link_to_fields, told

DRAFT = "/work/drafts/warm-homes-2028/"


@pytest.fixture
def owner(as_officer):
    """Give who has begun the draft."""
    client = as_officer("owner")
    begun = client.post(
        "/work/write-an-agreement/?use=warm-homes", {"agreement": "warm-homes-2028"}
    )
    assert begun["Location"] == DRAFT
    return client


def document(served) -> dict[str, Any]:
    with served.at_work():
        return dict(reading.draft("warm-homes-2028")[1])


def sent(client, path: str, **said: Any) -> str:
    """Send a part of the form, and return where one is led."""
    answer = client.post(DRAFT + path, {k.replace("__", "-"): v for k, v in said.items()})
    assert answer.status_code == 302, told(answer)
    return str(answer["Location"])


def day(name: str, year: int) -> dict[str, str]:
    return {f"{name}_day": "1", f"{name}_month": "2", f"{name}_year": str(year)}


def test_an_agreement_is_written_without_yaml_and_offered(served, as_officer, owner):
    assert "So that the Warm Homes team" in told(owner.get(DRAFT + "parts/law/"))
    sent(owner, "parts/parties/", between=[REVENUES, HOUSING], others=f"{HEALTH}\r\n")
    sent(owner, "parts/law/", article_6="public-task", power=["localism-2011-s1"])
    sent(owner, "parts/days/", title="Warm homes", **day("first", 2028), **day("last", 2029))
    sent(owner, "parts/subject/", counts="household")
    sent(owner, "parts/datasets/", datasets=["council_tax", "energy_certificates"])
    assert "Everything is withheld" in told(owner.get(DRAFT))
    given = {"column__uprn": "join", "column__neighbourhood": "dimension"}
    sent(owner, "datasets/council_tax/", **given, column__arrears="measure")
    sent(owner, "datasets/energy_certificates/", column__uprn="join", column__rating="dimension")
    rating = "datasets/energy_certificates/column/?column=rating"
    sent(owner, rating, role="dimension", way="bands", bands="warm: A, B\r\ncold: F, G")
    assert "Say what may be worked out of it" in told(owner.get(DRAFT + "datasets/council_tax/"))
    assert 'value="uprn"' in told(owner.get(DRAFT + "joins/1/"))
    columns = {"column-council_tax-0": "uprn", "column-energy_certificates-0": "uprn"}
    sent(owner, "joins/1/", key="uprn", **columns)
    sent(owner, "parts/outputs/", outputs=["aggregate"])
    sent(owner, "parts/groups/", to=[HEALTH], smallest_group="10", round_to="5")
    column = "datasets/council_tax/column/?column=arrears"
    page = unescape(told(owner.get(DRAFT + column)))
    assert 'class="govuk-error-summary"' in page
    assert "A measure must say its functions, such as [sum, avg]." in page
    sent(owner, column, role="measure", functions=["sum"], way="plain")
    sent(owner, "parts/quality/", **{"least-council_tax.uprn-complete": "90"})
    page = told(owner.get(DRAFT))
    assert "It joins council_tax, energy_certificates on uprn." in page
    assert "Nothing by neighbourhood is shown for fewer than 20." in page
    assert "still to be said" not in page
    assert document(served)["datasets"]["energy_certificates"]["columns"]["rating"] == {
        "role": "dimension",
        "bands": {"warm": ["A", "B"], "cold": ["F", "G"]},
    }
    dpo = as_officer("dpo")
    assert "It answers from 1 February 2028 to 1 February 2029." in told(dpo.get(DRAFT + "offer/"))
    with served.at_work():
        (view,) = reading.drafts()
    assert dpo.post(DRAFT + "offer/", {"seen": view.fingerprint}).status_code == 302
    with served.at_work():
        agreed = reading.agreement("warm-homes-2028").document
    assert agreed["quality"] == {"council_tax.uprn": {"complete": 0.9}}
    assert agreed["joins"] == [{"key": "uprn", "among": ["council_tax", "energy_certificates"]}]


def test_what_nobody_has_come_to_yet_is_told_as_owed_and_not_as_a_fault(owner):
    for path, field in (("law", "id_article_6"), ("days", "id_last_0"), ("subject", "id_counts")):
        page = told(owner.get(f"{DRAFT}parts/{path}/"))
        assert "Still to be said:" in page, path
        assert f'href="#{field}' in page, path
        assert 'class="govuk-error-summary"' not in page, path
        assert "This cannot be read" not in page, path
    assert "Title and days › until: Nothing is said yet." in told(owner.get(DRAFT))


def test_what_a_short_name_is_made_of_is_said_in_plain_words(as_officer):
    client = as_officer("owner")
    answer = client.post("/work/write-an-agreement/?use=warm-homes", {"agreement": "Warm Homes!"})
    assert (answer.status_code, errors_link_to_fields(answer)) == (422, True)
    assert "Write it in letters, digits and hyphens" in told(answer)


def test_faults_are_told_beside_their_field_and_in_a_summary(served, owner):
    sent(owner, "parts/datasets/", datasets=["council_tax"])
    page = told(owner.get(DRAFT))
    assert "things are still to be said or mended" in page
    sent(owner, "parts/outputs/", outputs=["aggregate"])
    sent(owner, "parts/groups/", to=[HEALTH])
    answer = owner.get(DRAFT + "parts/groups/")
    assert "Still to be said:" in told(answer)
    assert 'href="#id_smallest_group"' in told(answer)
    wrong = owner.post(DRAFT + "parts/groups/", {"smallest_group": "many"})
    assert (wrong.status_code, errors_link_to_fields(wrong)) == (422, True)
    assert 'value="many"' in told(wrong)
    assert document(served)["outputs"] == {"aggregate": {"to": [HEALTH]}}


def test_what_no_field_shows_is_said_and_kept(served, owner):
    said = document(served) | {"subject": ["odd", 7], "strange": {"kept": True}}
    served.draft_agreement(by="code-owner", document=said)
    assert "they are kept as they are: strange" in told(owner.get(DRAFT))
    page = told(owner.get(DRAFT + "parts/subject/"))
    assert "in a way that no field here can show" in page
    assert owner.post(DRAFT + "parts/subject/", {"counts": "person"}).status_code == 200
    sent(owner, "parts/law/", article_6="public-task")
    assert document(served) == {**said, "lawful_basis": {"article_6": "public-task"}}


def test_a_column_is_made_from_another_and_taken_out_again(served, owner):
    sent(owner, "parts/datasets/", datasets=["council_tax"])
    to = sent(owner, "datasets/council_tax/make-a-column/", name="sector", of="postcode")
    assert to == f"{DRAFT}datasets/council_tax/column/?column=sector"
    taken = owner.post(
        DRAFT + "datasets/council_tax/make-a-column/", {"name": "sector", "of": "postcode"}
    )
    assert (taken.status_code, errors_link_to_fields(taken)) == (422, True)
    made = {"role": "dimension", "of": "postcode", "way": "postcode", "postcode": "sector"}
    owner.post(to, made)
    columns = document(served)["datasets"]["council_tax"]["columns"]
    assert columns == {
        "sector": {"role": "dimension", "of": "postcode", "treatment": {"postcode": "sector"}}
    }
    sent(owner, "datasets/council_tax/", column__sector="withheld")
    assert document(served)["datasets"]["council_tax"]["columns"] == {}


def test_nothing_that_is_sent_unchanged_is_an_act(served, owner):
    size = served.log.size
    sent(owner, "parts/outputs/")
    sent(owner, "parts/subject/")
    assert served.log.size == size


def test_another_reads_the_draft_and_changes_nothing(served, as_officer, owner):
    dpo = as_officer("dpo")
    assert "Its author alone may change it." in told(dpo.get(DRAFT))
    assert "Its author alone may change it" in told(dpo.get(DRAFT + "parts/days/"))
    before = document(served)
    assert dpo.post(DRAFT + "parts/days/", {"title": "Mine"}).status_code == 200
    assert document(served) == before
    for path in ("parts/nothing/", "parts/groups/", "datasets/places/", "joins/2/"):
        assert owner.get(DRAFT + path).status_code == 404, path


def test_no_draft_is_written_over_by_beginning_again(as_officer, owner):
    again = owner.post("/work/write-an-agreement/?use=warm-homes", {"agreement": "warm-homes-2028"})
    assert (again.status_code, errors_link_to_fields(again)) == (422, True)
    assert "There is a draft of this name already" in told(again)
