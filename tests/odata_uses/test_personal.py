"""The feed of a use: what its people see of it, and what nobody gets out of it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from wsgiref.simple_server import make_server
from xml.etree import ElementTree

import pytest
import requests
from actions.ashmere import ANALYST, CODES, DPO, MARKER, Case
from actions.councils import entries_of
from hypothesis import given, settings
from hypothesis import strategies as st
from odata import ODataService
from odata_feed.conftest import Quiet

from beholden.actions.answers_in_pages import forget_answers_in_pages
from beholden.doors.odata import options
from beholden.doors.web import serving
from beholden.kernel import NotFound

from .calling import TITLES, USE, Feed, token_of

HERE = f"{USE}/"
APPLY = "groupby((tenure),aggregate($count as homes,arrears with average as mean))"
SQL = (
    "select tenure, count(*) as homes, avg(arrears) as mean from council_tax group by 1 order by 1"
)
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


@pytest.fixture
def fresh(served) -> None:
    """Forget the answers of a moment ago."""
    forget_answers_in_pages(served, before=served.clock.now())


def rows_of(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    return answer.json()["value"]


def told_in(answer: Any) -> dict[str, Any]:
    assert answer["OData-Version"] == "4.0"
    return answer.json()["error"]


def test_each_sees_the_uses_that_they_may_ask(analyst, staff, served):
    found = rows_of(analyst.get())
    assert [(one["name"], one["kind"], one["url"]) for one in found] == [
        (USE, "ServiceDocument", HERE)
    ]
    assert rows_of(staff.get()) == found
    elsewhere = Feed(token_of(served, "many", "question-ask"))
    assert [one["name"] for one in rows_of(elsewhere.get())] == [USE]
    assert rows_of(Feed(token_of(served, "dpo", "self-service-ask")).get()) == found
    assert analyst.get("$metadata")["Content-Type"] == "application/xml"


def test_an_analyst_finds_the_saved_questions(analyst, saved):
    names = {f"question_{number}": title for title, number in saved.items()}
    listed = {one["name"]: one["title"] for one in rows_of(analyst.get(HERE))}
    assert listed == names


@pytest.mark.parametrize("who", ["analyst", "publisher"])
def test_the_workbench_tells_the_address_and_the_names_of_tables(at_pages, analyst, saved, who):
    page = at_pages(who).get(f"/workbench/{USE}/").content.decode()
    assert f"http://127.0.0.1/odata/uses/{HERE}</code>" in page
    for one in rows_of(analyst.get(HERE)):
        assert (f">{one['name']}</code>" in page) == (who == "analyst")


def test_a_page_is_no_larger_than_the_feed_makes_them(analyst, saved, monkeypatch):
    monkeypatch.setattr(options, "PAGE", 2)
    for asked, rows, applied in (("5", 2, None), ("1", 1, "odata.maxpagesize=1"), ("x", 2, None)):
        prefer = {**analyst.headers, "Prefer": f"odata.maxpagesize={asked}"}
        answer = analyst("GET", f"{HERE}question_{saved['Cold homes']}", headers=prefer)
        assert len(rows_of(answer)) == rows
        assert answer.get("Preference-Applied") == applied


def test_a_saved_question_is_its_answer(analyst, saved, served):
    for title, number in saved.items():
        asked = served.ask(by=ANALYST, use=USE, question=TITLES[title]).table.to_pylist()
        answer = analyst.get(f"{HERE}question_{number}")
        told = [{name: row[name] for name in row if name != "row"} for row in rows_of(answer)]
        assert told == asked
        assert [row["row"] for row in rows_of(answer)] == list(range(1, len(asked) + 1))
        assert answer["Cache-Control"] == "no-store"
        receipt = answer["Beholden-Receipt"]
        assert answer.json()["@beholden.receipt"] == receipt
        with served.at_work():
            from beholden.records import reading

            assert reading.receipt(receipt).question == TITLES[title]


def test_staff_find_a_question_for_each_dimension_and_each_two(staff, served):
    names = [one["name"] for one in rows_of(staff.get(HERE))]
    assert names == ["by_neighbourhood", "by_rating", "by_neighbourhood_and_rating"]
    rows = rows_of(staff.get(f"{HERE}by_neighbourhood"))
    question = (
        "select neighbourhood, count(*) as how_many, sum(in_arrears) as sum_in_arrears,"
        " avg(in_arrears) as avg_in_arrears from council_tax group by 1 order by 1"
    )
    asked = served.ask(by=CODES["publisher"], use=USE, question=question).table.to_pylist()
    assert [{n: v for n, v in row.items() if n != "row"} for row in rows] == asked
    assert rows[0]["how_many_within"] is not None


def test_totals_are_the_answer_to_the_same_question(analyst, served):
    asked = served.ask(by=ANALYST, use=USE, question=SQL)
    answer = analyst.get(f"{HERE}council_tax", apply=APPLY)
    assert rows_of(answer) == asked.table.to_pylist()
    assert answer.json()["@beholden.notes"] == list(asked.notes)
    context = answer.json()["@odata.context"]
    assert context.endswith(f"/odata/uses/{HERE}$metadata#council_tax(tenure,homes,mean)")


def test_what_is_asked_of_totals_is_done_to_what_is_shown(analyst, served, fresh):
    before = len(entries_of(served))
    sets = f"{HERE}council_tax"
    every = rows_of(analyst.get(sets, apply=APPLY))
    falling = analyst.get(sets, apply=APPLY, orderby="homes desc", select="homes", count="true")
    assert [row["homes"] for row in rows_of(falling)] == sorted(
        (row["homes"] for row in every), reverse=True
    )
    assert falling.json()["@odata.count"] == len(every)
    some = rows_of(analyst.get(sets, apply=APPLY, filter="tenure eq 'owned'", top="1"))
    assert some == [row for row in every if row["tenure"] == "owned"]
    within = rows_of(analyst.get(sets, apply=f"{APPLY}/filter(tenure eq 'owned')"))
    assert within == some
    assert analyst.get(f"{sets}/$count", apply=APPLY).content == str(len(every)).encode()
    assert len(entries_of(served)) == before + 1  # asked once, whatever is done to the answer


def test_a_filter_before_totals_is_part_of_the_question(analyst, served):
    sql = "select count(*) as n from council_tax where in_arrears and neighbourhood = 'Millbrook'"
    asked = served.ask(by=ANALYST, use=USE, question=sql).table.to_pylist()
    apply = "filter(in_arrears and neighbourhood eq 'Millbrook')/aggregate($count as n)"
    assert rows_of(analyst.get(f"{HERE}council_tax", apply=apply)) == asked


def test_groups_that_are_too_small_are_in_no_page(analyst):
    apply = "groupby((neighbourhood),aggregate($count as n))"
    answer = analyst.get(f"{HERE}council_tax", apply=apply)
    assert {row["neighbourhood"] for row in rows_of(answer)} == {"Millbrook", "Northgate"}
    assert "Withheld: 1 × fewer than 20 households" in " ".join(answer.json()["@beholden.notes"])


REFUSED = [
    ({}, "datasets › council_tax"),
    ({"apply": "groupby((uprn),aggregate($count as n))"}, "datasets › council_tax › uprn"),
    ({"apply": "groupby((liable_name))"}, ""),
    (
        {"apply": "filter(arrears gt 500)/aggregate($count as n)"},
        "datasets › council_tax › arrears",
    ),
    ({"apply": "aggregate(arrears with max as most)"}, "datasets › council_tax › arrears"),
    ({"apply": "groupby((tenure),aggregate($count as _subjects))"}, ""),
]


@pytest.mark.parametrize(("query", "clause"), REFUSED)
def test_what_the_gate_refuses_is_refused_with_its_clause_and_on_the_record(
    analyst,
    served,
    query,
    clause,
):
    before = len(entries_of(served))
    answer = analyst.get(f"{HERE}council_tax", **query)
    error = told_in(answer)
    assert (answer.status_code, error["code"]) == (403, "refused")
    assert error["innererror"]["clause"].startswith(clause)
    assert error["innererror"]["what"] in error["message"]
    assert MARKER not in answer.content.decode()
    (entry,) = entries_of(served)[before:]
    assert (entry["act"], entry["clauses"]) == (
        "question-refused",
        [error["innererror"]["clause"]] if error["innererror"]["clause"] else [],
    )


def test_the_model_is_valid_and_tells_columns_and_totals(analyst, staff, saved):
    for feed in (analyst, staff):
        listed = {one["name"] for one in rows_of(feed.get(HERE))}
        root = ElementTree.fromstring(feed.get(f"{HERE}$metadata").content)
        types = {one.get("Name"): one for one in root.iter(f"{EDM}EntityType")}
        sets = {one.get("Name"): one for one in root.iter(f"{EDM}EntitySet")}
        assert set(types) == set(sets)
        for name, of in types.items():
            assert sets[name].get("EntityType") == f"beholden.{name}"
            (key,) = [ref.get("Name") for ref in of.iter(f"{EDM}PropertyRef")]
            (own,) = [p for p in of.iter(f"{EDM}Property") if p.get("Name") == key]
            assert (own.get("Type"), own.get("Nullable")) == ("Edm.Int32", "false")
        shown = {n for n, one in sets.items() if one.get("IncludeInServiceDocument") != "false"}
        assert shown == listed
        asked = {n for n in sets if sets[n].find(f"{EDM}Annotation[@Term='{APPLY_SUPPORTED}']")}
        assert asked == set(sets) - listed


APPLY_SUPPORTED = "Org.OData.Aggregation.V1.ApplySupported"


def test_the_types_of_columns_are_those_of_the_decision(analyst, saved):
    root = ElementTree.fromstring(analyst.get(f"{HERE}$metadata").content)
    name = f"question_{saved['Cold homes']}"
    (of,) = [one for one in root.iter(f"{EDM}EntityType") if one.get("Name") == name]
    assert {one.get("Name"): one.get("Type") for one in of.iter(f"{EDM}Property")} == {
        "row": "Edm.Int32",
        "rating": "Edm.String",
        "in_arrears": "Edm.Boolean",
        "n": "Edm.Decimal",
        "mean": "Edm.Decimal",
    }
    (totals,) = [one for one in root.iter(f"{EDM}EntityType") if one.get("Name") == "council_tax"]
    names = [one.get("Name") for one in totals.iter(f"{EDM}Property")]
    assert names == ["row", "tenure", "neighbourhood", "arrears", "in_arrears"]


def test_no_model_and_no_list_asks_anything(analyst, staff, served):
    before = len(entries_of(served))
    for feed in (analyst, staff):
        for path in ("", HERE, f"{HERE}$metadata", USE):
            assert feed.get(path).status_code == 200
    assert len(entries_of(served)) == before


def test_pages_are_of_one_answer_that_is_asked_for_once(analyst, saved, served, fresh, monkeypatch):
    monkeypatch.setattr(options, "PAGE", 1)
    name = f"{HERE}question_{saved['Cold homes']}"
    before, pages = len(entries_of(served)), []
    answer = analyst.get(name)
    while True:
        pages += rows_of(answer)
        link = answer.json().get("@odata.nextLink")
        if link is None:
            break
        answer = analyst.follow(link)
    assert [row["row"] for row in pages] == list(range(1, len(pages) + 1))
    assert len(pages) > 2
    assert len(entries_of(served)) == before + 1


IN_ANOTHER_PROCESS = """
import sys
from pathlib import Path
from beholden.doors.web import serving
serving.prepare(Path(sys.argv[1]))
serving.application(Path(sys.argv[1]), host="127.0.0.1")
from django.test import Client
got = Client(SERVER_NAME="127.0.0.1").get(sys.argv[2], headers={"Authorization": sys.argv[3]})
sys.stdout.write(got.content.decode())
"""


def test_the_next_page_is_of_the_same_answer_in_another_process(analyst, saved, served, fresh):
    name, prefer = f"{HERE}question_{saved['Cold homes']}", {"Prefer": "odata.maxpagesize=1"}
    first = analyst("GET", name, headers={**analyst.headers, **prefer}).json()
    before, link = len(entries_of(served)), first["@odata.nextLink"]
    asked = [served.directory, link, analyst.headers["Authorization"]]
    there = json.loads(
        subprocess.run(
            [sys.executable, "-c", IN_ANOTHER_PROCESS, *map(str, asked)],
            check=True,
            capture_output=True,
        ).stdout
    )
    assert there["value"][0]["row"] == 2
    assert there["@beholden.receipt"] == first["@beholden.receipt"]
    assert len(entries_of(served)) == before
    for changed in ("0000", ""):
        assert analyst.follow(link[: link.rindex(".") + 1] + changed).status_code == 410
    other = link.replace(f"question_{saved['Cold homes']}", f"question_{saved['Homes by place']}")
    assert analyst.follow(other).status_code == 410
    forget_answers_in_pages(served, before=served.clock.now())
    assert analyst.follow(link).status_code == 410
    assert len(entries_of(served)) == before


LONG = " and ".join(["in_arrears"] * 130)
DEEP = "(" * 900 + "in_arrears" + ")" * 900


@pytest.mark.parametrize(
    ("method", "path", "query", "status"),
    [
        ("GET", "nowhere/", {}, 404),
        ("GET", "Not-A-Slug!/x", {}, 404),
        ("GET", f"{HERE}nothing", {}, 404),
        ("GET", f"{HERE}question_99", {}, 404),
        ("GET", f"{HERE}council_tax(1)", {"apply": APPLY}, 404),
        ("GET", f"{HERE}council_tax", {"apply": "drop(table)"}, 400),
        ("GET", f"{HERE}council_tax", {"apply": "topcount(1,arrears)"}, 501),
        ("GET", f"{HERE}council_tax", {"apply": APPLY, "expand": "x"}, 501),
        ("GET", f"{HERE}council_tax", {"apply": APPLY, "filter": "nobody eq 1"}, 400),
        ("GET", f"{HERE}council_tax", {"apply": APPLY, "top": "99999999999"}, 400),
        ("GET", f"{HERE}council_tax", {"apply": APPLY, "top": "2147483647"}, 200),
        ("GET", f"{HERE}council_tax", {"apply": APPLY, "skiptoken": "x.y"}, 400),
        ("GET", f"{HERE}council_tax", {"apply": f"filter({LONG})/aggregate($count as n)"}, 422),
        ("GET", f"{HERE}council_tax", {"apply": f"filter({DEEP})/aggregate($count as n)"}, 400),
        ("GET", f"{HERE}by_neighbourhood", {}, 404),  # which an analyst does not have
        ("POST", f"{HERE}$batch", {}, 501),
        ("POST", "$batch", {}, 501),
        ("POST", f"{HERE}council_tax", {}, 405),
        ("DELETE", HERE, {}, 405),
        ("OPTIONS", HERE, {}, 204),
        ("HEAD", HERE, {}, 200),
        ("HEAD", f"{HERE}council_tax", {"apply": APPLY}, 200),
    ],
)
def test_what_is_answered_to_what(analyst, method, path, query, status):
    answer = analyst(method, path, **query)
    assert answer.status_code == status, answer.content
    assert answer["OData-Version"] == "4.0"
    if status in (405, 204):
        assert answer["Allow"] == "GET, HEAD, OPTIONS"
    if method == "HEAD":
        assert answer.content == b""
    elif status >= 400:
        assert set(told_in(answer)) - {"innererror"} == {"code", "message"}


def test_one_row_of_a_saved_question(analyst, saved):
    name = f"{HERE}question_{saved['Cold homes']}"
    every = rows_of(analyst.get(name))
    for address in (f"{name}(2)", f"{name}(row=2)"):
        told = analyst.get(address).json()
        assert {key: told[key] for key in told if key[0] != "@"} == every[1]
    assert analyst.get(f"{name}(0)").status_code == 404


def test_no_page_of_another_site_asks_with_a_password_that_a_browser_keeps(analyst, served):
    before = len(entries_of(served))
    for site, status in (("cross-site", 403), ("none", 200), ("same-origin", 200)):
        headers = {**analyst.headers, "Sec-Fetch-Site": site}
        apply = f"aggregate($count as {site.replace('-', '_')})"
        answer = analyst("GET", f"{HERE}council_tax", headers=headers, apply=apply)
        assert answer.status_code == status
    assert len(entries_of(served)) == before + 2


OTHER = "another-use"


@pytest.fixture(scope="module")
def another(served) -> str:
    """State another use, under which nobody may ask yet."""
    statement = {**Case(served.directory).use, "use": OTHER, "title": "Another"}
    served.state_use(by=CODES["owner"], statement=statement)
    return OTHER


KEYS = {
    "no key": (401, None),
    "a wrong key": (401, ()),
    "no right": (403, ()),
    "of another use": (403, ("question-ask",)),
}


@pytest.mark.parametrize("which", KEYS)
def test_a_key_that_may_not_ask_learns_nothing(served, saved, another, which):
    status, rights = KEYS[which]
    uses = (another,) if which == "of another use" else ()
    token = "" if rights is None else token_of(served, "analyst", *rights, uses=uses)
    feed = Feed(f"{token}x" if which == "a wrong key" else token)
    paths = ("nowhere/", HERE, f"{HERE}$metadata", f"{HERE}council_tax", f"{HERE}question_1")
    answers = {(one.status_code, one.content) for one in map(feed.get, paths)}
    assert [code for code, _ in answers] == [status]
    if status == 401:
        assert feed.get()["WWW-Authenticate"].startswith("Basic")
    if uses:
        assert rows_of(feed.get()) == []


def test_a_key_for_self_service_alone_gets_and_lists_nothing_exact(served, saved):
    feed = Feed(token_of(served, "analyst", "self-service-ask"))
    before = len(entries_of(served))
    for path in (HERE, f"{HERE}$metadata", f"{HERE}council_tax", f"{HERE}question_1"):
        assert told_in(feed.get(path))["innererror"]["clause"] == "rights › question-ask"
    assert told_in(feed.get(f"{HERE}council_tax", apply=APPLY))["code"] == "refused"
    assert len(entries_of(served)) == before
    assert rows_of(feed.get()) == []


def test_a_concealed_use_is_not_told_to_who_is_outside(served, another):
    said = {"use": another, "reason": "crime", "until": date.today() + timedelta(days=9)}
    concealed = served.state_concealment(by=DPO, pages=True, **said)
    served.confirm_concealment(by=CODES["officer"], concealment=concealed)
    outside = Feed(token_of(served, "partner", "agreement-sign"))
    assert outside.get(f"{another}/").status_code == 403  # the key carries no right to ask
    for person in ("partner", "auditor", "member", "resident"):
        told = []
        for use in (another, "nowhere"):
            with pytest.raises(NotFound) as missing:
                served.ask(by=CODES[person], use=use, question=SQL)
            told.append(missing.value.to_dict())
        assert told[0] == told[1]
    inside = Feed(token_of(served, "analyst", "question-ask")).get(f"{another}/")
    assert told_in(inside)["innererror"]["clause"] == "agreements › state"


PARTS = ("filter(", "groupby((", "aggregate(", ")", "/", ",", "$count as n", "tenure", " eq ")
TRICKS = ("'", "' or 1=1 --", ";drop table council_tax", '"', "uprn", "\x00", "é")
PIECES = st.sampled_from([*PARTS, *TRICKS, "arrears with sum as s"])
SENT = st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=10).map("".join))


@settings(max_examples=25)  # each is asked of a real extract; test_applying tries many more
@given(apply=SENT, chosen=SENT)
def test_whatever_is_sent_nothing_breaks(analyst, apply, chosen):
    for query in ({"apply": apply}, {"apply": APPLY, "filter": chosen}):
        try:
            answer = analyst.get(f"{HERE}council_tax", **query)
        except UnicodeEncodeError:
            return  # half a letter, which no address can hold
        assert answer.status_code < 500, answer.content
        assert MARKER not in answer.content.decode()


@pytest.fixture(scope="module")
def address(served) -> Iterator[str]:
    """Serve the pages on this machine; give the address of the use's feed."""
    pages = serving.application(served.directory, host="127.0.0.1")
    server = make_server("127.0.0.1", 0, pages, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/odata/uses/{HERE}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_client_reads_saved_questions_and_totals(served, address, saved):
    session = requests.Session()
    session.auth = ("amy", token_of(served, "analyst", "question-ask"))
    service = ODataService(address, session=session, reflect_entities=True, quiet_progress=True)
    asked = served.ask(by=ANALYST, use=USE, question=TITLES["Cold homes"]).table.to_pylist()
    entity = service.entities[f"question_{saved['Cold homes']}"]
    rows = service.query(entity).all()
    told = [{n: getattr(row, n) for n in ("rating", "in_arrears", "n", "mean")} for row in rows]
    assert [{**row, "n": float(row["n"])} for row in told] == [
        {**row, "n": float(row["n"])} for row in asked
    ]
    large = service.query(entity).filter(entity.n > 30).order_by(entity.n.desc()).all()
    assert [row.n for row in large] == sorted((r["n"] for r in asked if r["n"] > 30), reverse=True)
    totals = service.query(service.entities["council_tax"]).raw({"$apply": APPLY})
    assert totals == served.ask(by=ANALYST, use=USE, question=SQL).table.to_pylist()


def test_what_was_answered_is_not_shown_again_once_it_has_ended(served, saved, analyst):
    """Change the council of this module, and so comes last."""
    name = f"{HERE}question_{saved['Homes by place']}"
    link = analyst("GET", name, headers={**analyst.headers, "Prefer": "odata.maxpagesize=1"})
    served.end_agreement(by=DPO, agreement="warm-homes-2026", because="Over.")
    for answer in (analyst.get(name), analyst.follow(link.json()["@odata.nextLink"])):
        assert answer.status_code == 403
        assert told_in(answer)["innererror"]["clause"] == "at_the_end"
    assert rows_of(analyst.get()) == []
