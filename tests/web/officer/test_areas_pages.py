"""Areas along their pages: kept from a file, shown, refused; and the map of a release."""

from __future__ import annotations

import html
import json
import re

from actions.ashmere import PLACES, WHOSE_PLACES, keep_places, places_file, until_requested
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from beholden.records import reading

from .test_uses_pages import errors_link_to_fields, told

TYPED = {
    "name": "places",
    "title": "Neighbourhoods",
    "code": "code",
    "label": "name",
    "attribution": WHOSE_PLACES,
    "licence": "https://example.org/licence",
    "made_up": "on",
}


def sent(client: Client, content: bytes, **said: str):
    file = SimpleUploadedFile("places.geojson", content)
    return client.post("/work/keep-areas/", {**TYPED, **said, "file": file})


def test_areas_are_kept_by_a_page_and_shown_with_whose_they_are(served, as_officer, tmp_path):
    steward, content = as_officer("revenues"), places_file(tmp_path).read_bytes()
    assert sent(steward, content).status_code == 302
    assert "Neighbourhoods" in told(steward.get("/work/areas/"))
    page = steward.get("/work/areas/places/")
    assert all(said in told(page) for said in (*PLACES, WHOSE_PLACES, "Keep the next version"))
    assert "data:image/svg+xml;base64," in page.content.decode()
    answer = steward.get("/work/areas/places.geojson")
    assert answer["Content-Type"] == "application/geo+json"
    assert len(json.loads(answer.content)["features"]) == 4
    assert list(served.path(".staging").glob("work-*")) == []


def test_what_cannot_be_kept_is_told_with_what_was_typed(served, as_officer, tmp_path):
    steward, content = as_officer("revenues"), places_file(tmp_path).read_bytes()
    wrong = sent(steward, content, code="WD26CD")
    assert (wrong.status_code, errors_link_to_fields(wrong)) == (422, True)
    assert "It has code, name." in told(wrong)
    assert 'value="Neighbourhoods"' in html.unescape(wrong.content.decode())
    forgotten = steward.post("/work/keep-areas/", TYPED)
    assert (forgotten.status_code, errors_link_to_fields(forgotten)) == (422, True)
    assert sent(as_officer("analyst"), content).status_code == 403
    with served.at_work():
        assert reading.areas() == ()


def test_a_reviewer_sees_the_map_of_a_release(served, as_officer):
    keep_places(served)
    release = until_requested(served)
    page = as_officer("reviewer").get(f"/work/releases/{release}/")
    (described,) = re.findall(r'alt="(Map of [^"]+)"', page.content.decode())
    assert "Withheld" in described
    assert "It shows nothing that is not in the table" in told(page)
