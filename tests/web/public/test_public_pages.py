"""The public pages: what each tells, as page, data and table; and what none of them tells."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from actions.ashmere import CODES, DPO, MARKER
from actions.councils import copied
from django.db import connections
from django.test.utils import CaptureQueriesContext
from served_pages import answer_of, page_of

from beholden.actions import Council, open_council
from beholden.actions.public_address import PublicAddress
from beholden.doors.web.public.routes import ROUTES as PUBLIC_ROUTES
from beholden.records import reading

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def council(told, tmp_path_factory) -> Iterator[Council]:
    """Give one council that published a table and refused a question, read by every test here."""
    folder = told("until_published_and_refused", date.today())
    council = open_council(copied(folder, tmp_path_factory.mktemp("public")))
    yield council
    council.close()


@pytest.fixture
def own(told, tmp_path) -> Iterator[Council]:
    """Give such a council that one test may change."""
    council = open_council(copied(told("until_published_and_refused", date.today()), tmp_path))
    yield council
    council.close()


def conceal(council: Council) -> str:
    until = date.today() + timedelta(days=9)
    said = {"use": "warm-homes", "reason": "crime", "until": until, "pages": True}
    name = council.state_concealment(by=DPO, **said)
    council.confirm_concealment(by=CODES["officer"], concealment=name)
    return name


PAGES = (
    "/",
    "/uses/warm-homes/",
    "/datasets/",
    "/datasets/council_tax/",
    "/open-data/",
    "/your-say/",
    "/courses/",
    "/courses/your-data-and-your-rights/",
    "/register/",
    "/board/",
    "/ledger/",
    "/ledger/verify/",
    "/accessibility/",
)
DATA = (
    "/uses.json",
    "/uses/warm-homes.json",
    "/datasets.json",
    "/datasets/council_tax.json",
    "/open-data.json",
    "/your-say.json",
    "/courses.json",
    "/courses/your-data-and-your-rights.json",
    "/register.json",
    "/board.json",
    "/ledger.json",
    "/accessibility.json",
)
TABLES = (
    "/uses.csv",
    "/datasets.csv",
    "/open-data.csv",
    "/board.csv",
    "/ledger.csv",
)
TABLES_OF_ONE = (
    "/uses/warm-homes/consequences.csv",
    "/uses/warm-homes/columns.csv",
    "/uses/warm-homes/questions.csv",
    "/uses/warm-homes/published.csv",
    "/uses/warm-homes/timeline.csv",
    "/datasets/council_tax/uses.csv",
    "/datasets/council_tax/columns.csv",
    "/datasets/council_tax/quality.csv",
    "/your-say/opt-outs.csv",
    "/your-say/concealments.csv",
)


@pytest.mark.parametrize("address", [*PAGES, *(f"/cy{one}" for one in PAGES)])
def test_a_page_has_its_title_one_heading_and_nothing_within_it(council, address):
    text = page_of(council, address)
    assert text.count("<h1") == 1
    heading = re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[1])
    title = re.search(r"<title>(.*?)</title>", text)[1]
    assert council.name in title
    assert heading.strip()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]* src=)", text)
    assert "code-" not in text
    assert MARKER not in text
    language = "cy" if address.startswith("/cy") else "en-gb"
    assert f'<html lang="{language}"' in text


@pytest.mark.parametrize("address", PAGES)
def test_every_table_has_its_caption_and_scopes_and_can_be_scrolled(council, address):
    text = page_of(council, address)
    assert text.count("<table") == text.count("<caption") == text.count('class="beholden-scroll"')
    assert all("scope=" in one for one in re.findall(r"<th[ >][^>]*", text))
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    within = re.findall(r'(?:href="#|aria-labelledby="|aria-describedby=")([^"]+)"', text)
    assert set(within) <= set(ids)


@pytest.mark.parametrize("address", DATA)
def test_a_page_is_data_too(council, address):
    answer = answer_of(council, address)
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.content)
    assert "code-" not in answer.content.decode()


# What of the public pages is no page of data, and why.
NO_DATA = {"ledger/verify/": "it computes in the browser, from the files of the log"}
DATA_OF = {"": "uses.json"}


def test_every_public_page_has_its_data():
    paths = {one.path for one in PUBLIC_ROUTES}
    pages = {one for one in paths if one.endswith("/") or not one}
    without = {one for one in pages if DATA_OF.get(one, f"{one[:-1]}.json") not in paths}
    assert without == set(NO_DATA)


@pytest.mark.parametrize("address", PAGES)
def test_each_table_of_a_page_is_led_to_as_csv(council, address):
    """Tables of one kind, such as the columns of each dataset agreed to, are one CSV."""
    text = page_of(council, address)
    captions = re.findall(r'<caption[^>]* id="([^"]+)"', text)
    kinds = {re.sub(r"[-\d]+(-caption)?$", "", one) for one in captions}
    led = set(re.findall(r'href="(/[^"?]+\.csv)[^"]*"', text))
    assert len(led) >= len(kinds), (kinds, led)
    for one in led:
        answer = answer_of(council, one)
        answer.close()  # some are files
        assert answer.status_code == 200


@pytest.mark.parametrize("address", TABLES_OF_ONE)
def test_a_table_of_one_thing_is_csv_with_a_row_for_each_row(council, address):
    answer = answer_of(council, address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    header, *rows = csv.reader(io.StringIO(answer.content.decode()))
    assert rows
    assert {len(row) for row in rows} == {len(header)}
    assert "code-" not in answer.content.decode()
    assert MARKER not in answer.content.decode()


@pytest.mark.parametrize("address", TABLES)
def test_a_table_is_csv_too(council, address):
    answer = answer_of(council, address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    header, *rows = csv.reader(io.StringIO(answer.content.decode()))
    assert len(rows) >= 1
    assert {len(row) for row in rows} == {len(header)}
    data = json.loads(answer_of(council, address.replace(".csv", ".json")).content)
    listed = {"/board.csv": "advice", "/ledger.csv": "lines"}.get(address)
    assert len(data[listed] if listed else data) == len(rows)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_records_little_and_little_again(council, address):
    from beholden.doors.web.public import kept

    kept._kept = kept.Kept(at_most=10)
    counts = []
    for _ in range(2):
        with council.at_work(), CaptureQueriesContext(connections[council.alias]) as asked:
            page_of(council, address)
        counts.append(len(asked))
    first, again = counts
    assert first <= (24 if address == "/register/" else 23)
    assert again <= 2


def test_hundreds_of_uses_are_shown_in_parts_by_as_few_queries(own):
    many = 300
    page_of(own, "/robots.txt")  # with the first request of a day its dates are kept
    with own.at_work():
        of_the_same_kind(many)
        with CaptureQueriesContext(connections[own.alias]) as asked:
            text = page_of(own, "/")
    assert len(asked) <= 20
    assert text.count('class="beholden-card"') == 50
    assert f'beholden-figure__number">{many + 1}<' in text
    assert 'href="?page=7"' in text
    assert page_of(own, "/?page=7").count('class="beholden-card"') == 1
    assert "page=2&amp;" not in page_of(own, "/?words=number&page=2")
    assert "words=number&amp;page=3" in page_of(own, "/?words=number&page=2")
    assert len(json.loads(answer_of(own, "/uses.json").content)) == many + 1


def of_the_same_kind(many: int) -> None:
    """Put as many uses on record as the one there is, in its words."""
    from beholden.records.models import DataUse

    (one,) = DataUse.objects.all()
    kept = {field.name: getattr(one, field.name) for field in DataUse._meta.fields}
    kept |= {"id": None, "state": "stated"}
    names = ({**kept, "name": f"use-{n}", "title": f"Number {n}"} for n in range(many))
    DataUse.objects.bulk_create([DataUse(**about) for about in names])


# Searching


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", True),
        ("words=HOUSEholds+arrears", True),
        ("words=households+nowhere", False),
        ("words=%3Cscript%3E", False),
        ("status=In+use", True),
        ("status=Ended", False),
        ("status=zzz", False),
        ("department=Head+of+Revenues", True),
        ("department=Nobody", False),
        ("words=warm&status=In+use&department=Head+of+Revenues", True),
        ("page=99", True),
        ("page=x", True),
    ],
)
def test_the_uses_are_found_by_words_status_and_department(council, asked, found):
    text = page_of(council, f"/?{asked}")
    assert ('href="/uses/warm-homes/"' in text) == found
    assert ("No data use has " in text) == (not found)
    assert "<script>" not in text.replace("<script src", "")
    assert bool(json.loads(answer_of(council, f"/uses.json?{asked}").content)) == found


def test_the_page_as_data_is_what_was_searched_for(council):
    text = page_of(council, "/?words=Arrears&status=In+use")
    (link,) = re.findall(r'href="([^"]*/uses[.]json[^"]*)"', text)
    assert html.unescape(link) == "/uses.json?words=Arrears&status=In+use"
    assert len(json.loads(answer_of(council, html.unescape(link)).content)) == 1
    nothing = page_of(council, "/?words=households+nowhere")
    (link,) = re.findall(r'href="([^"]*/uses[.]json[^"]*)"', nothing)
    assert json.loads(answer_of(council, html.unescape(link)).content) == []
    (link,) = re.findall(r'href="([^"]*/uses[.]json[^"]*)"', page_of(council, "/"))
    assert link == "/uses.json"


def test_the_list_as_data_tells_the_same_last_day_of_asking_as_the_page(council):
    """An agreement may hold for longer than anything is asked under it: a review is owed first."""
    rows = csv.DictReader(io.StringIO(answer_of(council, "/uses.csv").content.decode()))
    (row,) = [one for one in rows if one["name"] == "warm-homes"]
    ends, until = (date.fromisoformat(row[one]) for one in ("ends", "asked_until"))
    assert until < ends
    page = page_of(council, "/uses/warm-homes/")
    assert f"</strong> until {until.day} {until:%B %Y}" in page
    assert f"to {ends.day} {ends:%B %Y}." in page


def test_a_status_that_no_use_has_is_told_and_can_be_taken_off(council):
    text = page_of(council, "/?words=arrears&status=zzz")
    assert "No data use has this status today." in text
    (link,) = re.findall(r'href="([^"]*)">Search with any status', text)
    assert html.unescape(link) == "/?words=arrears"
    assert 'href="/uses/warm-homes/"' in page_of(council, link)
    other = page_of(council, "/?words=nowhere&status=In+use")
    assert "No data use has all of that" in other
    assert "this status" not in other


def test_what_was_asked_is_kept_in_the_form(council):
    text = page_of(council, "/?words=cold+homes&status=In+use")
    assert 'value="cold homes"' in text
    assert '<option value="In use" selected>' in text


# What a page tells


def test_a_dataset_tells_its_steward_columns_quality_and_uses(council):
    text = page_of(council, "/datasets/council_tax/")
    for says in (
        "Revenues and Benefits",
        "the number of a property (UPRN)",
        "joins datasets, under a pseudonym; never shown",
        "is counted or summed over groups; never shown for one",
        "Finding households in arrears",
        "<polyline",
        "Completeness",
    ):
        assert says in text, says
    told = json.loads(answer_of(council, "/datasets/council_tax.json").content)
    given = {column["name"] for column in told["columns"]}
    assert "uprn" in given
    assert not given & {"name", "liable_name", "address"}
    assert [use["name"] for use in told["uses"]] == ["warm-homes"]


def test_a_dataset_that_no_use_names_is_counted_and_not_named(council):
    assert answer_of(council, "/datasets/gazetteer/").status_code == 404
    text = page_of(council, "/datasets/")
    assert "gazetteer" not in text
    with council.at_work():
        held = reading.dataset("gazetteer").steward
    assert f"<li>{held}: 1</li>" in text
    names = [one["name"] for one in json.loads(answer_of(council, "/datasets.json").content)]
    assert "gazetteer" not in names
    assert names


def test_a_concealed_use_changes_no_count_of_datasets_and_names_none(own):
    before = own.public_datasets_held().besides
    conceal(own)
    with own.at_work():
        every = Counter(one.steward for one in reading.datasets())
    assert {one.steward: one.held for one in own.public_datasets_held().besides} == every
    assert sum(one.held for one in before) < sum(every.values())
    assert "council_tax" not in page_of(own, "/datasets/")


def test_a_published_table_is_a_page_of_the_council_in_the_language_of_the_reader(council):
    (one,) = council.public_releases()
    english, welsh = page_of(council, one.href), page_of(council, f"/cy{one.href}")
    for text in (english, welsh):
        assert council.name in text
        assert "/brand.css" in text
        assert '<th scope="row" class="govuk-table__header">Northgate</th>' in text
        assert ">70</td>" in text
        assert f'href="{one.href}index.html"' in text
    assert "The table" in english
    assert "The table" not in welsh
    assert 'lang="en-gb"' in welsh  # what was published is told in the language it was written in
    told = json.loads(answer_of(council, f"/releases/{one.id}.json").content)
    assert (told["id"], told["use"]) == (one.id, "warm-homes")
    assert answer_of(council, "/releases/release-0/").status_code == 404


def test_the_ledger_is_read_page_by_page_to_its_first_entry(council):
    size = council.public_ledger().size
    last = page_of(council, "/ledger/?acts=99")
    assert 'id="entry-0"' in last or size == 0
    entries = [
        int(entry)
        for number in range(1, -(-size // 50) + 1)
        for entry in re.findall(r'id="entry-(\d+)"', page_of(council, f"/ledger/?acts={number}"))
    ]
    assert entries == list(range(size - 1, -1, -1))


def test_the_acts_before_an_entry_are_data_too(council):
    told = json.loads(answer_of(council, "/ledger.json?before=3").content)
    assert [line["entry"] for line in told["lines"]] == [2, 1, 0]
    newest = json.loads(answer_of(council, "/ledger.json").content)
    for nonsense in ("x", "-1", "9" * 40):
        asked = answer_of(council, f"/ledger.json?before={nonsense}")
        assert json.loads(asked.content)["lines"] == newest["lines"]


@pytest.mark.parametrize(
    ("page", "route"), [("/uses/warm-homes/", "uses"), ("/datasets/council_tax/", "datasets")]
)
def test_a_page_leads_to_each_of_its_tables_and_none_is_anothers(council, page, route):
    links = re.findall(rf'href="(/{route}/[^"]+[.]csv)"', page_of(council, page))
    assert len(links) > 2
    for link in links:
        answer = answer_of(council, link)
        assert answer.status_code == 200
        assert len(answer.content.splitlines()) > 1
    assert answer_of(council, f"{page}no-such-table.csv").status_code == 404


def test_open_data_leads_to_each_file_of_a_table(council):
    text = page_of(council, "/open-data/")
    (release,) = council.path("releases").iterdir()
    linked = set(re.findall(rf'(?:href|src)="(/releases/{release.name}/[^"]*)"', text))
    assert {"map.svg", "areas.geojson"} < {address.rpartition("/")[2] for address in linked}
    assert len(linked) == 8
    for address in linked:
        answer = answer_of(council, address)
        answer.close()
        assert answer.status_code == 200, address


def test_the_ways_and_counts_of_residents_are_told(council):
    text = page_of(council, "/your-say/")
    for code in ("object", "opt-out", "ask", "complain"):
        assert f'id="{code}"' in text
    assert "fewer than 10" in text
    assert "within 30 days" in text
    assert "has not stated an address here" in text


def test_where_to_write_is_told_where_the_council_states_it(own):
    said = PublicAddress(data_protection="dpo@ashmere.example", post="1 High Street")
    text = page_of(replace(own, public=said), "/your-say/")
    assert 'href="mailto:dpo@ashmere.example"' in text
    assert "1 High Street" in text
    assert "has not stated an address" not in text


def test_what_changed_between_versions_is_marked_word_by_word():
    from beholden.actions import word_changes
    from beholden.actions.agreeing.word_changes import Piece, pieces_of
    from beholden.release import PublicAgreement

    first = PublicAgreement(
        "a, version 1", ("Housing",), "1 May", "2 May", agreement="a", version=1
    )
    later = PublicAgreement(
        "a, version 2", ("Housing", "Health"), "1 May", "9 June", agreement="a", version=2
    )
    (changed,) = word_changes((later, first))
    assert (changed.before, changed.after) == (1, 2)
    assert {line.about for line in changed.lines} == {"Between", "Until"}
    assert pieces_of("from 1 May to 2 May", "from 1 May to 9 June") == (
        Piece("same", "from 1 May to "),
        Piece("gone", "2 May"),
        Piece("new", "9 June"),
    )
    assert word_changes((first,)) == ()


# Programs


def test_the_feed_is_atom(council):
    """RFC 4287: what a feed and an entry must have (4.1.1, 4.1.2), and nothing twice."""
    answer = answer_of(council, "/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) >= 5
    moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
    for one in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1
        assert moment.fullmatch(one.find(f"{ATOM}updated").text)
        assert re.match(r"urn:|https?:", one.find(f"{ATOM}id").text)
    assert feed.find(f"{ATOM}author/{ATOM}name").text == council.name
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    ids = [one.find(f"{ATOM}id").text for one in entries]
    assert len(ids) == len(set(ids))
    newest = [one.find(f"{ATOM}updated").text for one in entries]
    assert newest == sorted(newest, reverse=True)
    assert feed.find(f"{ATOM}updated").text == newest[0]
    said = " ".join(one.find(f"{ATOM}title").text for one in entries)
    for act in ("The use was stated", "The board advised", "The table was published"):
        assert act in said
    again = ElementTree.fromstring(answer_of(council, "/feed.atom").content)
    assert [one.find(f"{ATOM}id").text for one in again.findall(f"{ATOM}entry")] == ids


def test_the_map_of_the_site_leads_to_pages_that_are_there(council):
    answer = answer_of(council, "/sitemap.xml")
    found = ElementTree.fromstring(answer.content)
    addresses = [one.text for one in found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(addresses) == len(set(addresses)) > 24
    for address in addresses:
        path = address.removeprefix("http://127.0.0.1")
        assert path.startswith("/")
        answer = answer_of(council, path)
        answer.close()
        assert answer.status_code == 200, path


def test_the_map_of_the_site_pairs_each_page_with_its_welsh(council):
    """Each of both names both, as whoever reads the map asks; a published table is in one."""
    text = answer_of(council, "/sitemap.xml").content
    assert answer_of(council, "/cy/sitemap.xml").content == text
    alone = []
    for page in ElementTree.fromstring(text).iter(f"{SITE_MAP}url"):
        address = page.find(f"{SITE_MAP}loc").text.removeprefix("http://127.0.0.1")
        plain = address.removeprefix("/cy") if address.startswith("/cy/") else address
        same = {
            one.get("hreflang"): one.get("href").removeprefix("http://127.0.0.1")
            for one in page.iter("{http://www.w3.org/1999/xhtml}link")
        }
        alone += [] if same else [address]
        assert same in ({}, {"en-gb": plain, "cy": f"/cy{plain}"})
    assert [one.split("/")[1] for one in alone] == ["releases"]


SITE_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_robots_are_told_where_the_map_is(council):
    text = page_of(council, "/robots.txt")
    assert text.startswith("User-agent: *\n")
    assert "Sitemap: http://127.0.0.1/sitemap.xml" in text


# What is concealed


EVERYWHERE = (*PAGES, *DATA, *TABLES, "/feed.atom", "/sitemap.xml", "/cy/", "/cy/feed.atom")
OF_THE_USE = (
    "/uses/warm-homes/",
    "/uses/warm-homes.json",
    "/datasets/council_tax/",
    "/datasets/council_tax.json",
)


def test_a_concealed_use_is_nowhere_at_once_though_pages_are_kept(own):
    (release,) = own.path("releases").iterdir()
    told = [answer_of(own, address).content.decode() for address in EVERYWHERE]
    assert any("warm-homes" in text for text in told)
    name = conceal(own)
    for address in EVERYWHERE:
        text = answer_of(own, address).content.decode()
        for hint in ("warm-homes", release.name, "Finding households", "council_tax"):
            assert hint not in text, (address, hint)
    own.lift_concealment(by=DPO, concealment=name)
    assert "warm-homes" in page_of(own, "/")


def test_what_is_concealed_is_missed_as_what_was_never_there(own):
    conceal(own)
    for address in OF_THE_USE:
        never = address.replace("warm-homes", "nowhere").replace("council_tax", "nothing")
        here, there = answer_of(own, address), answer_of(own, never)
        assert (here.status_code, here.content) == (404, there.content), address
        assert dict(here.items()) == dict(there.items())


def test_a_figure_counts_nothing_of_a_concealed_use(own):
    conceal(own)
    numbers = re.findall(r'beholden-figure__number">(\d+)<', page_of(own, "/"))
    assert numbers == ["0"] * 5


# What was kept


def test_a_page_that_was_kept_tells_of_the_next_act(own):
    before = page_of(own, "/ledger/")
    own.state_concealment(by=DPO, use="warm-homes", reason="crime", until=date.today())
    assert "It was asked to conceal something" not in before
    assert "It was asked to conceal something" in page_of(own, "/ledger/")


def test_no_more_is_kept_than_may_be_and_no_failure_is():
    from beholden.doors.web.public.kept import Kept

    kept, made = Kept(at_most=2), []

    def make(value):
        made.append(value)
        return value

    for key in "aabca":
        assert kept.of(key, 1, lambda key=key: make(key)) == key
    assert made == ["a", "b", "c", "a"]
    assert kept.of("a", 2, lambda: make("later")) == "later"
    with pytest.raises(ZeroDivisionError):
        kept.of("d", 1, lambda: 1 / 0)
    assert kept.of("d", 1, lambda: "d") == "d"
