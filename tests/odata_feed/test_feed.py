"""The feed as it is served: to a real OData client, and address by address."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
import requests
from actions.ashmere import CODES, DPO
from odata import ODataService

from beholden.doors.odata import options, routes


@pytest.fixture(scope="module")
def release(council):
    (one,) = council.public_releases()
    return one


@pytest.fixture(scope="module")
def name(release):
    return f"Households_{release.id.removeprefix('release-')}"


@pytest.fixture(scope="module")
def published(council, release):
    """Give the published table as it lies in its folder."""
    with (council.path("releases", release.id) / "table.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def get(feed):
    def got(path="", *, auth=None, **query):
        return requests.get(f"{feed}{path}", params=query, auth=auth, timeout=60)

    return got


def test_a_client_reads_every_row_as_it_was_published(feed, name, published):
    service = ODataService(feed, reflect_entities=True, quiet_progress=True)
    assert set(service.entities) == {name}
    entity = service.entities[name]
    rows = service.query(entity).all()
    assert [row.row for row in rows] == list(range(1, len(published) + 1))
    told = [
        {
            "neighbourhood": row.neighbourhood,
            "households": row.households_note or str(row.households),
        }
        for row in rows
    ]
    assert told == published
    assert {row.households_note for row in rows} == {None, "[c]"}


def test_a_client_filters_orders_counts_and_takes_a_part(feed, name, published):
    service = ODataService(feed, reflect_entities=True, quiet_progress=True)
    entity = service.entities[name]
    shown = [int(row["households"]) for row in published if row["households"] != "[c]"]
    ordered = service.query(entity).filter(entity.households > 0)
    falling = ordered.order_by(entity.households.desc()).all()
    assert [row.households for row in falling] == sorted(shown, reverse=True)
    assert [row.households for row in ordered.limit(1).offset(1).all()] == shown[1:2]
    assert ordered.count() == len(shown) < len(published)
    assert service.query(entity).get(2).neighbourhood == published[1]["neighbourhood"]


def test_a_client_follows_the_pages(feed, name, published, monkeypatch):
    monkeypatch.setattr(options, "PAGE", 2)
    service = ODataService(feed, reflect_entities=True, quiet_progress=True)
    rows = service.query(service.entities[name]).all()
    assert [row.neighbourhood for row in rows] == [row["neighbourhood"] for row in published]


def test_the_service_document_lists_each_table(get, feed, name):
    answer = get()
    assert answer.headers["OData-Version"] == "4.0"
    assert answer.headers["Content-Type"].startswith("application/json;odata.metadata=minimal")
    assert answer.json() == {
        "@odata.context": f"{feed}$metadata",
        "value": [{"name": name, "kind": "EntitySet", "url": name, "title": "Households"}],
    }


def test_the_model_is_xml(get, name):
    answer = get("$metadata")
    assert answer.headers["Content-Type"] == "application/xml"
    sets = ElementTree.fromstring(answer.content).iter(
        "{http://docs.oasis-open.org/odata/ns/edm}EntitySet"
    )
    assert [one.get("Name") for one in sets] == [name]


def test_a_part_of_a_table(get, feed, name):
    query = {"$select": "households,row", "$top": "1", "$count": "true", "$format": "json"}
    told = get(name, **query).json()
    assert told["@odata.context"] == f"{feed}$metadata#{name}(row,households)"
    assert told["@odata.count"] > 1
    assert [list(row) for row in told["value"]] == [["row", "households"]]
    assert "@odata.nextLink" not in told


def test_a_next_link_keeps_what_was_asked(get, name, monkeypatch):
    monkeypatch.setattr(options, "PAGE", 1)
    first = get(name, **{"$filter": "row gt 1", "$top": "2", "$select": "row"}).json()
    second = requests.get(first["@odata.nextLink"], timeout=60).json()
    assert [first["value"], second["value"]] == [[{"row": 2}], [{"row": 3}]]
    assert "@odata.nextLink" not in second


def test_one_row(get, feed, name, published):
    for address in (f"{name}(1)", f"{name}(row=1)"):
        told = get(address).json()
        assert told["@odata.context"] == f"{feed}$metadata#{name}/$entity"
        assert told["neighbourhood"] == published[0]["neighbourhood"]


def test_how_many(get, name, published):
    assert get(f"{name}/$count").text == str(len(published))
    assert get(f"{name}/$count", **{"$filter": "row eq 1"}).text == "1"


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("Nothing", {}, 404),
        ("Nothing(1)", {}, 404),
        ("NAME(0)", {}, 404),
        ("NAME(99999)", {}, 404),
        ("NAME(1)/neighbourhood", {}, 404),
        ("$batch", {}, 501),
        ("NAME", {"$filter": "neighbourhood eq"}, 400),
        ("NAME", {"$filter": "nobody eq 1"}, 400),
        ("NAME", {"$filter": "households div 0 eq 1"}, 400),
        ("NAME", {"$select": "nobody"}, 400),
        ("NAME", {"$orderby": "nobody"}, 400),
        ("NAME", {"$orderby": "row upwards"}, 400),
        ("NAME", {"$orderby": "row,row desc"}, 400),
        ("NAME", {"$top": "-1"}, 400),
        ("NAME", {"$top": "many"}, 400),
        ("NAME", {"$skip": "1e3"}, 400),
        ("NAME", {"$skiptoken": "x"}, 400),
        ("NAME", {"$count": "yes"}, 400),
        ("NAME", {"$top": ["1", "2"]}, 400),
        ("NAME", {"$expand": "x"}, 501),
        ("NAME", {"$search": "x"}, 501),
        ("NAME", {"$apply": "aggregate(row with sum as s)"}, 501),
        ("NAME", {"$format": "atom"}, 501),
        ("NAME", {"@p": "1"}, 501),
        ("NAME(1)", {"$top": "1"}, 501),
        ("NAME/$count", {"$top": "1"}, 501),
        ("", {"$filter": "true"}, 501),
        ("$metadata", {"$format": "json"}, 501),
        ("NAME", {"mine": "1"}, 200),  # an option of the client's own
        ("$metadata", {"$format": "xml"}, 200),
    ],
)
def test_what_is_answered_and_in_which_shape(get, name, path, query, status):
    answer = get(path.replace("NAME", name), **query)
    assert answer.status_code == status
    assert answer.headers["OData-Version"] == "4.0"
    if status != 200:
        error = answer.json()["error"]
        assert set(error) == {"code", "message"}
        assert error["message"]
        assert "Traceback" not in answer.text


def test_a_fault_of_ours_tells_nothing_of_the_data(get, name, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("a value of the data")

    monkeypatch.setattr(routes, "rows", broken)
    answer = get(name)
    assert answer.status_code == 500
    assert set(answer.json()["error"]) == {"code", "message"}
    assert "RuntimeError in the feed, at test_feed.py" in caplog.text
    assert "a value of the data" not in answer.text + caplog.text


def test_it_is_read_only(feed, name):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = requests.request(method, f"{feed}{name}", json={}, timeout=60)
        assert answer.status_code == 405
        assert answer.json()["error"]["code"] == "read-only"


def test_a_key_of_the_api_opens_the_same_as_a_password_or_a_bearers(council, get, feed, name):
    key = council.open_api_key(
        by=CODES["analyst"],
        purpose="Power BI",
        until=date.today() + timedelta(days=1),
        rights=["question-ask"],
    )
    anybody = get(name).json()
    assert get(name, auth=("amy", key.token)).json() == anybody
    bearer = {"Authorization": f"Bearer {key.token}"}
    assert requests.get(f"{feed}{name}", headers=bearer, timeout=60).json() == anybody
    for wrong in (("amy", key.token + "x"), ("amy", ""), ("", "")):
        answer = get(name, auth=wrong)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Basic")
        assert answer.json()["error"]["code"] == "unauthorized"


def test_a_table_of_a_concealed_use_is_not_there(council, get, name):
    """Change the council of this module, and so comes last."""
    said = {"use": "warm-homes", "reason": "crime", "until": date.today() + timedelta(days=9)}
    concealed = council.state_concealment(by=DPO, pages=True, **said)
    council.confirm_concealment(by=CODES["officer"], concealment=concealed)
    assert get().json()["value"] == []
    assert name not in get("$metadata").text
    unknown = get("Nothing").json()
    for address in (name, f"{name}(1)", f"{name}/$count"):
        assert get(address).status_code == 404
        assert get(address).json() == unknown
