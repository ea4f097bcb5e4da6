"""The public pages: each address, its headers, and nothing but what is public."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date, timedelta

import pytest
from actions.ashmere import CODES, DPO, MARKER, NAME, until_requested
from actions.councils import copied
from learning.written import COURSE

from beholden.actions import open_council
from beholden.doors.web import serving
from beholden.doors.web.routes import EVERY_ROUTE
from beholden.doors.web.routing import PUBLIC as PUBLIC_ROUTE
from beholden.kernel import HeldClock
from beholden.ledger import verify


@pytest.fixture
def council(told, tmp_path):
    """Give a council that published a table and refused a question, on the machine's own day."""
    council = open_council(copied(told("until_published_and_refused", date.today()), tmp_path))
    yield council
    council.close()


@pytest.fixture
def pages(council, monkeypatch):
    """Give Django's client at the pages of a council with a published release."""
    monkeypatch.setenv("BEHOLDEN_SERVED_HOME", str(council.directory))
    serving.application(council.directory, host="127.0.0.1")
    from django.test import Client

    served = serving.council()
    yield Client(SERVER_NAME="127.0.0.1")
    served.close()


@pytest.fixture
def release(council):
    """Give the id of the published release."""
    (published,) = council.path("releases").iterdir()
    return published.name


# Each public address and what it is sent as; {} is a published release.
PUBLIC = [
    ("/", "text/html; charset=utf-8", NAME),
    ("/uses/warm-homes/", "text/html; charset=utf-8", "Finding households in arrears"),
    ("/uses/warm-homes.json", "application/json", '"name": "warm-homes"'),
    ("/releases/{}/", "text/html; charset=utf-8", "Households"),
    ("/releases/{}/index.html", "text/html; charset=utf-8", "Households"),
    ("/releases/{}/table.csv", "text/csv; charset=utf-8", "neighbourhood"),
    ("/releases/{}/table.csv-metadata.json", "application/json", "tableSchema"),
    ("/releases/{}/dcat.jsonld", "application/ld+json", "dcat"),
    ("/releases/{}/chart.svg", "image/svg+xml", "<svg"),
    ("/courses/", "text/html; charset=utf-8", "What the council does with data"),
    ("/courses/your-data-and-your-rights/", "text/html; charset=utf-8", "<summary>Answer"),
    ("/register/", "text/html; charset=utf-8", "dcat.jsonld"),
    ("/register/dcat.jsonld", "application/ld+json", "dcat:Catalog"),
    ("/register/dcat.ttl", "text/turtle; charset=utf-8", "dcat:Catalog"),
    ("/register/data-use-register.csv", "text/csv; charset=utf-8", "warm-homes"),
    ("/register/data-use-register.schema.json", "application/json", "project_id"),
    ("/register/dea.warm-homes-2026.json", "application/json", "isa_status"),
    ("/register/odrl.warm-homes-2026.jsonld", "application/ld+json", "odrl:Agreement"),
    ("/register/odcs.council_tax.yaml", "application/yaml", "kind: DataContract"),
    ("/register/atrs.warm-homes.md", "text/markdown; charset=utf-8", "Tier 2"),
    ("/register/satre.csv", "text/csv; charset=utf-8", "1.1.01"),
    ("/ledger/", "text/html; charset=utf-8", "ledger verify"),
    ("/ledger/checkpoint", "text/plain; charset=utf-8", "beholden/borough-of-ashmere"),
]


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize(("address", "kind", "says"), PUBLIC)
def test_a_public_page(pages, release, address, kind, says):
    address = address.format(release)
    answer = pages.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == kind
    content = body(answer)
    assert says in content.decode()
    assert MARKER not in content.decode()
    assert "code-" not in content.decode()
    bare = pages.head(address)
    assert bare.status_code == 200
    assert bare.content == b""
    assert int(bare["Content-Length"]) == len(content)
    for method in (pages.post, pages.put, pages.delete, pages.patch):
        refused = method(address)
        assert refused.status_code == 405


@pytest.mark.parametrize("address", [a for a, *_ in PUBLIC] + ["/nowhere", "/uses/nowhere/"])
def test_security_headers(pages, release, address):
    answer = pages.get(address.format(release))
    page = body(answer).decode()
    policy = dict(
        part.strip().split(maxsplit=1) for part in answer["Content-Security-Policy"].split(";")
    )
    for what in ("default-src", "base-uri", "frame-ancestors"):
        assert policy[what] == "'none'"
    for what in ("form-action", "script-src"):
        assert policy.get(what, "'none'") in {"'none'", "'self'"}
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    if answer["Content-Type"].startswith(("text/html", "image/svg")):
        styles = re.findall(r"<style[^>]*>(.*?)</style>", page, re.DOTALL)
        for style in styles:
            digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy["style-src"]
        assert not re.search(r"<script(?![^>]* src=\"/static/)", page)
        assert not re.search(r"\son[a-z]+=", page)


# What is not there, or is not for the public.
MISSING = [
    "/uses/nowhere/",
    "/uses/nowhere.json",
    "/uses/UPPER%20CASE/",
    "/releases/nowhere/",
    "/releases/{}/nowhere.csv",
    "/releases/{}/..%2F..%2Fcouncil.toml",
    "/releases/{}/%2e%2e/council.toml",
    "/releases/{}/.hidden",
    "/register/odcs.gazetteer.yaml",
    "/register/atrs.nowhere.json",
    "/register/nothing.json",
    "/ledger/../council.toml",
    "/ledger/..%2Fcouncil.toml",
    "/ledger/..%2f..%2fhome.keys/ledger-signing.key",
    "/ledger/%2e%2e/records.sqlite3",
    "/ledger//etc/passwd",
    "/ledger/.lock",
    "/ledger/tile",
    "/ledger/tile/%00",
    "/ledger/" + "x" * 5_000,
    "/council.toml",
    "/records.sqlite3",
    "/admin/",
    "/static/anything.css",
]


@pytest.mark.parametrize("address", MISSING)
def test_what_is_not_there(pages, release, address):
    answer = pages.get(address.format(release))
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()
    assert pages.head(address.format(release)).content == b""


@pytest.mark.parametrize(
    ("address", "accept", "kind"),
    [
        ("/uses/nowhere.json", "text/html", "application/json"),
        ("/releases/nowhere.json", "*/*", "application/json"),
        ("/uses/nowhere/", "application/json", "application/json"),
        ("/uses/nowhere/", "text/html,application/json;q=0.9", "text/html; charset=utf-8"),
        ("/uses/nowhere/", "*/*", "text/html; charset=utf-8"),
        ("/datasets/nowhere/columns.csv", "text/html", "text/plain; charset=utf-8"),
        ("/nowhere.csv", "application/json", "text/plain; charset=utf-8"),
    ],
)
def test_what_is_not_there_is_told_in_the_form_that_was_asked_for(pages, address, accept, kind):
    answer = pages.get(address, headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (404, kind)
    assert "Accept" in answer["Vary"]
    if kind == "application/json":
        said = answer.json()["error"]
        assert (said["kind"], said["what"]) == ("not-found", "There is no such page.")
        assert said.keys() == {"kind", "exit_code", "what", "why", "next", "ask"}
        assert "not public" in said["why"]
        assert said["next"]
    elif kind.startswith("text/plain"):
        assert answer.content.decode().startswith("There is no such page.\n  The address was")
    else:  # once, as its heading
        page = answer.content.decode()
        assert (page.count("There is no such page."), page.count("not public")) == (0, 1)


def test_who_is_not_known_is_told_so_as_data_and_led_on_as_a_person(pages):
    """Every page that is not for everybody, asked by a program and at a browser."""
    kept = [one for one in EVERY_ROUTE if one.needs is not PUBLIC_ROUTE]
    faults = []
    for route in kept:
        path = route.path.replace("<kind:key>", "places")
        at = "/" + re.sub(r"<\w+:\w+>", "1", path)  # the guard looks at nothing of it
        program = pages.get(at, headers={"accept": "application/json"})
        person = pages.get(at, headers={"accept": "text/html,*/*;q=0.8"})
        good = program.status_code == 401 and program["WWW-Authenticate"]
        good = good and "rights" in program.content.decode()
        if not (good and person.status_code == 302 and "Accept" in program["Vary"]):
            faults.append(route.name)
    assert len(kept) > 140
    assert faults == []


def test_a_fault_of_ours_is_told_in_the_form_that_was_asked_for(pages, council):
    council.path("ledger", "checkpoint").write_text("nothing")
    for address, starts in (
        ("/ledger.json", '{"error": {"kind": "'),
        ("/ledger.csv", "This is not a"),
    ):
        answer = pages.get(address)
        assert answer.status_code == 500
        assert answer.content.decode().startswith(starts)
        assert "Traceback" not in answer.content.decode()


def test_a_refusal_of_ours_is_told_in_the_one_shape():
    from django.test import RequestFactory

    from beholden.doors.web.errors import broken, not_allowed

    said = json.loads(
        not_allowed(RequestFactory().get("/work/accounts.json"), PermissionError()).content
    )
    assert said["error"]["kind"] == "refused"
    assert said["error"]["what"] == "You cannot do this."
    said = json.loads(broken(RequestFactory().get("/uses.json")).content)
    assert said["error"]["what"] == "This page cannot be shown now."
    told = broken(RequestFactory().get("/uses.csv")).content.decode()
    assert told.startswith("This page cannot be shown now.\n")
    for part in ("why", "next", "ask"):
        assert said["error"][part]
        assert said["error"][part] in told


def test_a_link_out_of_the_home_is_not_followed(pages, council, release, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    council.path("ledger", "link.txt").symlink_to(secret)
    assert pages.get("/ledger/link.txt").status_code == 404


def test_a_release_that_is_not_published_is_not_there(pages, council):
    release = until_requested(council)
    for address in (f"/releases/{release}/", f"/releases/{release}/table.csv"):
        assert pages.get(address).status_code == 404


def test_a_release_of_a_use_that_is_concealed_is_not_there(pages, council, release):
    assert pages.get(f"/releases/{release}/").status_code == 200
    name = council.state_concealment(
        by=DPO,
        use="warm-homes",
        reason="crime",
        until=date.today() + timedelta(days=30),
        pages=True,
    )
    council.confirm_concealment(by=CODES["officer"], concealment=name)
    for file in ("", "table.csv"):
        assert pages.get(f"/releases/{release}/{file}").status_code == 404


def test_an_outsider_verifies_what_is_served(pages, council, release, tmp_path):
    """The log, fetched file by file over the web, verifies without the home (S5)."""
    for file in council.path("ledger").rglob("*"):
        name = file.relative_to(council.path("ledger")).as_posix()
        if file.is_file() and not name.startswith("."):
            answer = pages.get(f"/ledger/{name}")
            assert answer.status_code == 200, name
            assert answer["Access-Control-Allow-Origin"] == "*"  # a page of anybody may check it
            (tmp_path / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "copy" / name).write_bytes(body(answer))
    assert "Access-Control-Allow-Origin" not in pages.get("/")
    checked = verify(tmp_path / "copy")
    assert checked.ok
    assert checked.size == council.log.size


def test_a_server_that_runs_for_months_ends_what_is_over(pages, council, monkeypatch):
    later = council.holding(HeldClock.on(date.today() + timedelta(days=200)))
    monkeypatch.setitem(serving._open, str(council.directory), later)
    assert list(council.keys_directory.glob("extract-*.key")) != []
    assert "Ended" in pages.get("/uses/warm-homes/").content.decode()
    assert list(council.keys_directory.glob("extract-*.key")) == []


def test_a_strange_host_is_refused(pages):
    answer = pages.get("/", SERVER_NAME="elsewhere.example")
    assert answer.status_code == 400


def test_a_damaged_home_is_told_without_a_trace(pages, council, release):
    council.path("ledger", "checkpoint").write_text("nothing")
    answer = pages.get("/ledger/")
    assert answer.status_code == 500
    assert "This page cannot be shown now" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_the_use_as_data(pages, release):
    data = json.loads(pages.get("/uses/warm-homes.json").content)
    assert data["made_up"] is True
    assert [one["outcome"] for one in data["receipts"]] == ["Refused", "Answered"]
    assert data["receipts"][0]["question"] == ""


def test_a_course_for_others_is_no_public_page(pages):
    assert pages.get("/courses/advising-on-data-uses/").status_code == 404
    assert "advising-on-data-uses" not in pages.get("/courses/").content.decode()


def test_a_course_that_the_council_wrote_is_on_its_page_as_text(pages, council):
    course = COURSE.replace("audience: staff", "audience: residents")
    text = course.replace("It has an *owner*.", "<script>x</script> one = 1, javascript:x, on a=b")
    council.publish_course(by=DPO, text=text)
    page = pages.get("/courses/first-steps/")
    assert page.status_code == 200
    assert "&lt;script&gt;" in page.content.decode()


def conceal(council) -> str:
    name = council.state_concealment(
        by=DPO,
        use="warm-homes",
        reason="crime",
        until=date.today() + timedelta(days=9),
        pages=True,
    )
    council.confirm_concealment(by=CODES["officer"], concealment=name)
    return name


def test_a_concealed_use_is_served_nowhere_and_what_it_released_neither(pages, council, release):
    before = [body(pages.get(address.format(release))) for address in OF_THE_USE]
    name = conceal(council)
    unknown = {}
    for address in OF_THE_USE:
        answer = pages.get(address.format(release))
        nowhere = pages.get(address.format("nowhere").replace("warm-homes", "nowhere"))
        unknown[address] = body(nowhere)
        assert (answer.status_code, body(answer)) == (404, unknown[address])
    for address in ("/", "/register/", "/register/dcat.jsonld", "/board/", "/board.json"):
        page = body(pages.get(address)).decode()
        assert "warm-homes" not in page
        assert release not in page
    council.lift_concealment(by=DPO, concealment=name)
    after = [body(pages.get(address.format(release))) for address in OF_THE_USE]
    assert [len(one) for one in after] == [len(one) for one in before]
    assert not set(unknown.values()) & set(before)


OF_THE_USE = (
    "/uses/warm-homes/",
    "/uses/warm-homes.json",
    "/releases/{}/",
    "/releases/{}/table.csv",
    "/register/atrs.warm-homes.md",
    "/register/dea.warm-homes-2026.json",
    "/register/odcs.council_tax.yaml",
)
