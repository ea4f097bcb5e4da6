"""The board at its work: who reads what, and a meeting from its plan to its minutes."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from shutil import copytree

import pytest
from actions.ashmere import ANALYST, CODES, Case
from actions.councils import copied, opened
from actions.test_board import SEATS, seat_members
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from beholden.records import reading
from web.serving import served, signed_in

SECRETARY, OWNER = CODES["secretary"], CODES["owner"]
TODAY = date.today()
ON = TODAY.isoformat()
MEETING = f"/board-work/meetings/{ON}/"
PRESENT = ["code-academic", "code-lawyer", "code-health", "code-resident"]


@pytest.fixture(scope="module")
def home(told, tmp_path_factory):
    """Make a council with a board, of which one declares an interest, and a stated use."""
    folder = tmp_path_factory.mktemp("seated")
    council = opened(copied(told("begin", TODAY), folder), TODAY)
    seat_members(council)
    term = {"from": "2026-01-01", "until": (TODAY + timedelta(days=400)).isoformat()}
    members = [{"person": f"code-{seat}", "seat": seat, **term} for seat in SEATS]
    members[2]["interests"] = [{"text": "Sits with the Head of Revenues.", "touches": []}]
    council.state_board(by=SECRETARY, statement={"members": members})
    council.state_use(by=OWNER, statement=Case(council.directory).use)
    council.close()
    return folder / "home"


@pytest.fixture
def council(home, monkeypatch, tmp_path):
    for name in ("home", "home.keys"):
        copytree(home.with_name(name), tmp_path / name)
    with served(tmp_path / "home", monkeypatch) as council:
        yield council


@pytest.fixture
def secretary(council):
    return signed_in(council, SECRETARY)


def text(answer) -> str:
    return unescape(answer.content.decode())


def planned(secretary):
    day = {"day_day": TODAY.day, "day_month": TODAY.month, "day_year": TODAY.year}
    told = {"place": "Civic Centre", "uses": ["warm-homes"], "matters": "Forward plan"}
    answer = secretary.post("/board-work/plan-a-meeting/", {**day, **told})
    assert (answer.status_code, answer["Location"]) == (302, MEETING)


def held(secretary, **more):
    said = {"present": PRESENT, "did-1": "part", "did-because-1": "Knows nothing of the case."}
    return secretary.post(MEETING + "who-was-there/", {**said, **more})


# Person and what the board's page, the plan, and the acts of a meeting answer.
ROLES = [
    ("code-lawyer", 200, 403),
    (SECRETARY, 200, 200),
    (ANALYST, 200, 403),
    (CODES["partner"], 403, 403),
    (CODES["auditor"], 403, 403),
]


@pytest.mark.parametrize(("person", "reads", "acts"), ROLES)
def test_who_reads_and_who_acts(council, secretary, person, reads, acts):
    planned(secretary)
    client = signed_in(council, person)
    assert client.get("/board-work/").status_code == reads
    assert client.get(MEETING).status_code == reads
    for page in ("/board-work/plan-a-meeting/", *(MEETING + a for a in ACTS)):
        assert client.get(page).status_code == acts, page


def board_page(council, office="Lawyer member") -> str:
    """Return the address of the page of one member."""
    page = text(signed_in(council, SECRETARY).get(ON_BOARD))
    return page.split(f'">{office}</a>')[0].rsplit('href="', 1)[1]


ON_BOARD = "/board-work/who-is-on-the-board/"


A_MEMBER = {
    **{"starts_day": 1, "starts_month": 1, "starts_year": 2026},
    **{"ends_day": 31, "ends_month": 12, "ends_year": 2026},
    **{"seat": "regional", "interest-1": "A tenant.", "touches-1": "Housing, Legal"},
}


def test_a_member_who_is_told_whole_is_kept_for_later_and_not_sent(council, secretary):
    entries = council.log.size
    kept = secretary.post(board_page(council), {**A_MEMBER, "keep-for-later": "1"})
    assert kept.status_code == 302
    assert council.log.size == entries
    assert len(council.begun_forms(by=SECRETARY)) == 1


def test_the_secretary_alone_says_who_is_on_the_board(council, secretary):
    address = board_page(council)
    for who in ("code-lawyer", ANALYST, CODES["dpo"]):
        for page in (ON_BOARD, address):
            assert signed_in(council, who).get(page).status_code == 403
    assert secretary.post(address, A_MEMBER)["Location"] == ON_BOARD
    with council.at_work():
        board = reading.board()
    assert len(board.members) == len(SEATS)
    (lawyer,) = [one for one in board.members if one.office == "Lawyer member"]
    assert (lawyer.seat, lawyer.ends) == ("regional", date(2026, 12, 31))
    assert lawyer.interests == ({"text": "A tenant.", "touches": ["Housing", "Legal"]},)
    kept = text(secretary.get(address))
    assert 'value="Housing, Legal"' in kept
    assert secretary.post(address, {"seat": ""})["Location"] == ON_BOARD
    with council.at_work():
        assert "Lawyer member" not in {one.office for one in reading.board().members}


TERMS = [
    ({"seat": "lawyer", "interest-1": "Typed only here"}, "Say by day, month and year"),
    ({"seat": "", "touches-1": "Typed only here"}, "Say what the member declares"),
    ({"seat": "bishop", "interest-1": "Typed only here"}, "Choose one of the answers that are"),
]


@pytest.mark.parametrize(("typed", "says"), TERMS)
def test_a_member_who_cannot_be_is_told_and_what_was_typed_is_kept(council, typed, says):
    answer = signed_in(council, SECRETARY).post(board_page(council), typed)
    assert answer.status_code == 422
    for said in (says, "Typed only here", "There is a problem"):
        assert said in text(answer)


ACTS = ("who-was-there/", "minutes/", "advice/warm-homes/")


def test_a_member_reads_the_papers_and_their_own_interest(council, secretary):
    planned(secretary)
    member = signed_in(council, "code-health")
    page = text(member.get("/board-work/"))
    assert "Sits with the Head of Revenues." in page
    assert "Plan a meeting" not in page
    paper = page.split("/board-work/papers/")[1].split('"')[0]
    assert "warm" in text(member.get(f"/board-work/papers/{paper}")).casefold()
    for outside in ("partner", "auditor"):
        client = signed_in(council, CODES[outside])
        assert client.get(f"/board-work/papers/{paper}").status_code == 403
    assert "Item 1 touches what you declared" in text(member.get(MEETING))
    assert "touches what you declared" not in text(signed_in(council, "code-lawyer").get(MEETING))


def test_a_meeting_from_its_plan_to_its_minutes(council, secretary):
    planned(secretary)
    unsaid = secretary.post(MEETING + "who-was-there/", {"present": PRESENT})
    assert unsaid.status_code == 422
    assert "A declared interest touches an item" in text(unsaid)
    assert held(secretary).status_code == 302
    advised = {
        "rows": "3",
        "point-1-text": "Show no small groups.",
        "point-1-kind": "smallest_group",
        "point-1-value": "10",
        "point-3-text": "Tell residents.",
        "dissent": "One member would rather wait.",
    }
    assert secretary.post(MEETING + "advice/warm-homes/", advised)["Location"] == MEETING
    file = SimpleUploadedFile("minutes.md", b"The board met.")
    assert secretary.post(MEETING + "minutes/", {"file": file})["Location"] == MEETING
    page = text(signed_in(council, "code-lawyer").get(MEETING))
    for said in (
        "Show no small groups.",
        "Not decided yet",
        f"meeting of {TODAY.day} {TODAY:%B %Y}",
        "One member would rather wait.",
        "Health member declares an interest and took part",
        "The board met.",
        "Quorum: 4 there",
    ):
        assert said in page, said
    assert [row["point"] for row in council.advice_rows("warm-homes")] == [1, 2]


FAULTS = [
    ("plan-a-meeting/", {"place": "Somewhere only here"}, "Somewhere only here"),
    (f"meetings/{ON}/who-was-there/", {"aside-1": "code-lawyer"}, "Say who stood aside"),
    (f"meetings/{ON}/minutes/", {"text": " "}, "Write the minutes"),
    (f"meetings/{ON}/advice/warm-homes/", {"rows": "2"}, "at least one point"),
    (
        f"meetings/{ON}/advice/warm-homes/",
        {"rows": "2", "point-2-text": "Typed only here", "point-2-kind": "until"},
        "Typed only here",
    ),
]


def test_who_sits_and_when_they_met_is_public_as_tables(council, secretary):
    planned(secretary)
    anybody = Client(SERVER_NAME="127.0.0.1")
    page = text(anybody.get("/board/"))
    seats = anybody.get("/board/members.csv").content.decode().splitlines()
    assert len(seats) == 1 + len(SEATS)
    assert any("Sits with the Head of Revenues." in one for one in seats)
    items = anybody.get("/board/meetings.csv").content.decode()
    assert "Civic Centre,planned,2,Forward plan," in items
    assert all(f'href="/board/{one}.csv"' in page for one in ("members", "meetings"))
    assert anybody.get("/board/nothing.csv").status_code == 404


@pytest.mark.parametrize(("where", "typed", "kept"), FAULTS)
def test_what_was_typed_wrong_is_kept_and_told(secretary, where, typed, kept):
    planned(secretary)
    answer = secretary.post(f"/board-work/{where}", typed)
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)
    assert kept in text(answer)


def test_another_point_is_asked_for_without_a_script(secretary):
    planned(secretary)
    where = MEETING + "advice/warm-homes/"
    typed = {"rows": "3", "point-1-text": "First.", "dissent": "Kept too.", "add": "1"}
    page = text(secretary.post(where, typed))
    assert 'name="point-4-text"' in page
    assert "First." in page
    assert "Kept too." in page
    assert "There is a problem" not in page


def test_of_a_concealed_use_a_member_sees_nothing(council, secretary, monkeypatch):
    planned(secretary)
    paper = text(secretary.get(MEETING)).split("/board-work/papers/")[1].split('"')[0]
    from beholden.actions.board import working

    monkeypatch.setattr(working, "concealed_uses", lambda _home: frozenset({"warm-homes"}))
    member = signed_in(council, "code-lawyer")
    for address in ("/board-work/", MEETING):
        assert Case(council.directory).use["title"] not in text(member.get(address))
        assert Case(council.directory).use["title"] in text(secretary.get(address))
    assert member.get(f"/board-work/papers/{paper}").status_code == 404
