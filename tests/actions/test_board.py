"""The board: members and interests, meetings and minutes, advice with a counted quorum."""

from __future__ import annotations

from datetime import timedelta

import pytest
from served_pages import page_of, use_page

from beholden.kernel import BadInput, NotFound, Refused
from beholden.records import reading

from .ashmere import ADMIN, CODES, DAY, DPO, HOUSING, Case, dumped
from .councils import copied, entries_of, opened, records_of, state_of

SECRETARY, OFFICER, OWNER = CODES["secretary"], CODES["officer"], CODES["owner"]
MET = (DAY - timedelta(days=28)).isoformat()
SEATS = ("academic", "lawyer", "health", "regional", "resident")
PRESENT = ["code-academic", "code-lawyer", "code-health", "code-resident"]
TERM = {"from": "2026-01-01", "until": "2027-12-31"}


def stated_board(**changes):
    members = [{"person": f"code-{seat}", "seat": seat, **TERM} for seat in SEATS]
    members[2]["interests"] = [
        {"text": "Works for the trust that Housing pays.", "touches": [HOUSING]}
    ]
    return {"members": members, **changes}


def stated_meeting(**changes):
    return {
        "meeting": MET,
        "place": "Civic Centre, and online",
        "agenda": [{"use": "warm-homes"}, {"item": "Forward plan"}],
        **changes,
    }


def held(present=PRESENT, *aside):
    said = [{"member": code, "item": 1, "because": "An interest."} for code in aside]
    return stated_meeting(held={"present": present, "stood_aside": said})


def seat_members(council):
    for seat in SEATS:
        council.add_person(
            by=ADMIN,
            code=f"code-{seat}",
            office=f"{seat.capitalize()} member",
            organisation="The board",
            roles=["board_member"],
        )


@pytest.fixture(scope="module")
def seated(told, tmp_path_factory):
    """Give the folder of a council with a board and a stated use, on SQLite."""
    folder = tmp_path_factory.mktemp("seated")
    council = opened(copied(told("begin", DAY), folder))
    prepare(council)
    council.close()
    return folder


def prepare(council):
    seat_members(council)
    council.state_use(by=OWNER, statement=Case(council.directory).use)
    council.state_board(by=SECRETARY, statement=stated_board())


@pytest.fixture
def board(seated, tmp_path):
    council = opened(copied(seated, tmp_path))
    yield council
    council.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def on_each(request, seated, tmp_path):
    from . import ashmere

    if request.param == "sqlite":
        council = opened(copied(seated, tmp_path))
        yield council
        council.close()
        return
    with request.getfixturevalue("postgres").fresh() as url:
        council = ashmere.begin(tmp_path / "home", database=url)
        prepare(council)
        yield council
        council.close()


def advise(council, **changes):
    case = Case(council.directory)
    without = {k: v for k, v in case.advice.items() if k != "quorum"}
    council.record_advice(by=SECRETARY, statement={**without, **changes})


def meet(council, statement):
    council.plan_meeting(by=SECRETARY, statement=statement)
    return council.hold_meeting(by=SECRETARY, statement=statement)


def view(council):
    with council.at_work():
        return reading.meeting(MET)


# Members


def test_the_board_is_public_by_office_and_never_by_code(board):
    with board.at_work():
        members = reading.board().members
    assert [member.office for member in members][:2] == ["Academic member", "Lawyer member"]
    assert "code-" not in str(reading.plain(members))
    assert "code-academic" not in str(entries_of(board)[-1])


def test_what_is_stated_anew_counts_and_what_was_stays(board):
    fewer = {"members": stated_board()["members"][:2], "quorum": {"lay": 0}}
    assert board.state_board(by=SECRETARY, statement=fewer) == 2
    with board.at_work():
        from beholden.records.models import BoardVersion

        assert BoardVersion.objects.count() == 2
        assert len(reading.board().members) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seat": "bishop"}, "a seat that the board has not"),
        ({"person": OWNER}, "does not hold the role"),
        ({"person": "code-lawyer"}, "stated twice"),
        ({"until": "2025-01-01"}, "A term ends before it starts"),
        ({"until": "soon"}, "cannot be read"),
    ],
)
def test_a_board_that_cannot_be_is_not_recorded(board, change, said):
    stated = stated_board()
    stated["members"][0] |= change
    before = records_of(board)
    with pytest.raises(BadInput, match=said):
        board.state_board(by=SECRETARY, statement=stated)
    assert records_of(board) == before


def test_members_whose_interests_touch_a_use_are_shown(board):
    assert board.interests_touching("warm-homes") == []
    other = stated_board()
    other["members"][4]["interests"] = [{"text": "Sister of the Head of Revenues."}]
    board.state_board(by=SECRETARY, statement=other)
    (found,) = board.interests_touching("warm-homes")
    assert found["member"] == "Resident member"


def test_an_interest_in_the_organisation_that_owns_a_use_touches_it(board):
    """The board meets before there is an agreement whose parties could be touched."""
    with board.at_work():
        (owner,) = [one for one in reading.people() if one.code == OWNER]
    other = stated_board()
    other["members"][4]["interests"] = [{"text": "A trustee.", "touches": [owner.organisation]}]
    board.state_board(by=SECRETARY, statement=other)
    assert [one["member"] for one in board.interests_touching("warm-homes")] == ["Resident member"]


def test_an_interest_in_a_party_touches_the_use_once_there_is_an_agreement(agreed):
    seat_members(agreed)
    agreed.state_board(by=SECRETARY, statement=stated_board())
    (found,) = agreed.interests_touching("warm-homes")
    assert found == {
        "member": "Health member",
        "seat": "health",
        "interest": "Works for the trust that Housing pays.",
    }


# Meetings


def test_a_meeting_from_plan_to_minutes(on_each):
    counted = meet(on_each, held())
    assert {n: c.in_words() for n, c in counted.items()} == {
        1: "4 present, 3 needed, 1 of them lay (needed: 1)",
        2: "4 present, 3 needed, 1 of them lay (needed: 1)",
    }
    on_each.minute_meeting(by=SECRETARY, meeting=MET, text="# Minutes\n\nGo ahead.")
    on_each.minute_meeting(by=SECRETARY, meeting=MET, text="# Minutes, put right")
    found = view(on_each)
    assert found.state == "minuted"
    assert [m.text[:9] for m in found.minutes] == ["# Minutes", "# Minutes"]
    assert len(found.present) == 4
    with pytest.raises(BadInput, match="settled"):
        on_each.hold_meeting(by=SECRETARY, statement=held(PRESENT[:3]))


def test_who_was_there_may_be_put_right_until_it_has_minutes(board):
    meet(board, held())
    board.hold_meeting(by=SECRETARY, statement=held(PRESENT[:2]))
    assert len(view(board).present) == 2


def test_the_agenda_may_change_until_the_meeting_is_held(board, tmp_path):
    paper = tmp_path / "paper.md"
    paper.write_text("What the board reads.", encoding="utf-8")
    agenda = [{"use": "warm-homes", "papers": ["paper.md"]}]
    board.plan_meeting(by=SECRETARY, statement=stated_meeting())
    board.plan_meeting(by=SECRETARY, statement=stated_meeting(agenda=agenda), beside=tmp_path)
    (item,) = view(board).items
    assert [p["name"] for p in item.papers] == [
        "the use warm-homes as stated", "paper.md", "paper of the use warm-homes, version 1",
    ]  # fmt: skip
    assert all(p["fingerprint"].startswith("sha256:") for p in item.papers)
    board.hold_meeting(by=SECRETARY, statement=held())
    with pytest.raises(BadInput, match="has been held"):
        board.plan_meeting(by=SECRETARY, statement=stated_meeting())


@pytest.mark.parametrize("name", ["nothing.md", "../people.yaml"])
def test_a_paper_that_is_not_beside_the_meeting_is_not_found(board, tmp_path, name):
    (tmp_path / "people.yaml").write_text("x")
    (tmp_path / "meetings").mkdir()
    said = stated_meeting(agenda=[{"use": "warm-homes", "papers": [name]}])
    before = state_of(board)
    with pytest.raises(NotFound, match="paper"):
        board.plan_meeting(by=SECRETARY, statement=said, beside=tmp_path / "meetings")
    assert state_of(board) == before


def test_a_meeting_is_not_held_before_its_day_nor_minuted_before_it_is_held(board):
    later = {**held(), "meeting": (DAY + timedelta(days=1)).isoformat()}
    board.plan_meeting(by=SECRETARY, statement=later)
    with pytest.raises(BadInput, match="has not been held yet"):
        board.hold_meeting(by=SECRETARY, statement=later)
    with pytest.raises(BadInput, match="has not been held"):
        board.minute_meeting(by=SECRETARY, meeting=later["meeting"], text="x")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (held([*PRESENT, OWNER]), "no member on that day"),
        (held([*PRESENT, PRESENT[0]]), "named twice"),
        (held(PRESENT[:1], "code-resident"), "who was not there"),
        (stated_meeting(), "does not say who was there"),
    ],
)
def test_attendance_that_cannot_be_is_not_recorded(board, statement, said):
    board.plan_meeting(by=SECRETARY, statement=stated_meeting())
    before = records_of(board)
    with pytest.raises(BadInput, match=said):
        board.hold_meeting(by=SECRETARY, statement=statement)
    assert records_of(board) == before


# Advice


def test_advice_is_bound_to_the_meeting_and_its_quorum_is_counted(on_each):
    meet(on_each, held(PRESENT, "code-health"))
    advise(on_each, dissent=[{"point": 2, "text": "Twenty is too few."}])
    item = view(on_each).items[0]
    assert (item.present, item.needed) == (3, 3)
    assert item.aside == ({"office": "Health member", "because": "An interest."},)
    assert item.dissent[0]["text"] == "Twenty is too few."
    rows = on_each.advice_rows("warm-homes")
    assert {row["quorum"] for row in rows} == {"3 present, 3 needed"}
    assert {row["answer"] for row in rows} == {"not decided yet"}


@pytest.mark.parametrize(
    ("present", "aside"),
    [
        (PRESENT[:2], ()),  # too few
        (PRESENT[:3], ()),  # nobody lay
        (PRESENT, ("code-resident",)),  # the lay member stood aside
        (PRESENT[1:], ("code-health",)),  # enough came, and too few stayed
    ],
)
def test_without_a_quorum_there_is_no_advice_whatever_is_stated(board, present, aside):
    meet(board, held(present, *aside))
    with pytest.raises(Refused) as no:
        advise(board, quorum=True)
    assert no.value.refusal.clause == "board › quorum"
    with board.at_work():
        assert reading.use("warm-homes").advice == ()


def test_advice_of_a_meeting_that_is_not_on_record_is_as_the_secretary_states(board):
    with pytest.raises(BadInput, match="not on record"):
        advise(board)
    with pytest.raises(BadInput, match="not on record"):
        advise(board, quorum=True, dissent=[{"text": "No."}])
    advise(board, quorum=True)
    assert {row["quorum"] for row in board.advice_rows()} == {"as stated"}


def test_advice_waits_for_the_meeting_to_be_held_and_for_the_agenda(board):
    board.plan_meeting(by=SECRETARY, statement=stated_meeting())
    with pytest.raises(BadInput) as early:
        advise(board)
    assert "has not been held" in early.value.why
    other = {**held(), "agenda": [{"item": "Another matter"}]}
    meet(board, {**other, "meeting": "2026-11-26"})
    with pytest.raises(BadInput) as absent:
        advise(board, meeting="2026-11-26")
    assert "not on its agenda" in absent.value.why


def test_what_became_of_the_advice_is_told(board):
    board.advise_on_dpia(by=DPO, statement=Case(board.directory).dpia_advice)
    meet(board, held())
    advise(board)
    decision = {
        **Case(board.directory).decision,
        "on_advice": {"1": "accepted", "2": "refused: ten is enough", "3": "accepted"},
    }
    board.decide_use(by=OFFICER, statement=decision)
    answers = [row["answer"] for row in board.advice_rows("warm-homes")]
    assert answers == ["accepted", "refused: ten is enough", "accepted"]


# Two people


def member_who_decides(council, code="code-lawyer", office="Director of Resources"):
    """Let a member of the board hold the office that decides, too."""
    council.add_person(
        by=ADMIN, code=code, office=office, organisation="x",
        roles=["board_member", "accountable_officer"],
    )  # fmt: skip


def test_nobody_decides_on_what_they_advised_on(on_each):
    on_each.advise_on_dpia(by=DPO, statement=Case(on_each.directory).dpia_advice)
    meet(on_each, held(PRESENT, "code-academic"))
    advise(on_each)
    decision = Case(on_each.directory).decision
    member_who_decides(on_each)
    with pytest.raises(Refused) as no:
        on_each.decide_use(by="code-lawyer", statement=decision)
    assert no.value.refusal.clause == "S9 two people"
    # Who stood aside, and who was not there, did not advise.
    for code in ("code-academic", "code-regional"):
        member_who_decides(on_each, code)
        on_each.decide_use(by=code, statement=decision)


def test_of_advice_without_a_recorded_meeting_every_member_of_the_day_advised(board):
    advise(board, quorum=True)
    member_who_decides(board, "code-regional")
    with pytest.raises(Refused) as no:
        board.decide_use(by="code-regional", statement=Case(board.directory).decision)
    assert no.value.refusal.clause == "S9 two people"


# In files


def test_a_folder_states_the_board_its_meeting_and_its_minutes(seated, told, tmp_path):
    council = opened(copied(told("begin", DAY), tmp_path))
    seat_members(council)
    council.state_use(by=OWNER, statement=Case(council.directory).use)
    folder = tmp_path / "files"
    (folder / "meetings").mkdir(parents=True)
    (folder / "board.yaml").write_text(dumped(stated_board()))
    (folder / "meetings/paper.md").write_text("What the board reads.")
    (folder / "meetings/minutes.md").write_text("Go ahead.")
    said = held(PRESENT, "code-health")
    said["agenda"][0]["papers"] = ["paper.md"]
    whole = {**said, "minutes": "minutes.md"}
    (folder / f"meetings/{MET}.yaml").write_text(dumped(whole))
    steps = council.apply(by=SECRETARY, directory=folder)
    assert [(step.act, step.is_done) for step in steps] == [
        ("state board", True),
        ("plan meeting", True),
        ("record attendance", True),
        ("publish minutes", True),
    ]
    before = state_of(council)
    again = council.apply(by=SECRETARY, directory=folder)
    assert {step.change for step in again} == {"same"}
    assert state_of(council) == before
    (folder / "meetings/minutes.md").write_text("Go ahead, put right.")
    council.apply(by=SECRETARY, directory=folder)
    assert len(view(council).minutes) == 2
    council.close()


# The public page


def test_the_page_of_the_board_tells_all_that_is_public_and_no_code(board):
    meet(board, held(PRESENT, "code-health"))
    advise(board, dissent=[{"point": 1, "text": "Too soon."}])
    minutes = "# Minutes\n\nGo ahead. <script>alert(1)</script> ![x](http://other.example/x.png)"
    board.minute_meeting(by=SECRETARY, meeting=MET, text=minutes)
    page = page_of(board, "/board/")
    for text in (
        "Academic member",
        "Works for the trust that Housing pays.",
        "Health member stood aside: An interest.",
        "A member dissented from point 1: Too soon.",
        "3 there, 3 needed",
        "<h4>Minutes</h4>",
        "Asking stops on",
        "Not decided yet",
        "/uses/warm-homes/",
    ):
        assert text in page, text
    within = page.split("<main")[1].split("</main>")[0]
    assert "<script" not in within
    assert "<img" not in within
    assert "code-" not in page
    data = board.public_board_as_data()
    assert data["members"][0]["office"] == "Academic member"
    assert "code-" not in str(data)


def test_the_page_has_nothing_of_a_concealed_use_nor_the_minutes_that_may_name_it(board):
    meet(board, held())
    advise(board)
    board.minute_meeting(by=SECRETARY, meeting=MET, text="On warm-homes: go ahead.")
    assert "warm-homes" in page_of(board, "/board/")
    name = board.state_concealment(
        by=DPO, use="warm-homes", reason="crime", until=board.clock.today(), pages=True
    )
    board.confirm_concealment(by=OFFICER, concealment=name)
    told = board.public_board()
    assert "warm-homes" not in page_of(board, "/board/") + str(told)
    (meeting,) = told.meetings
    assert [item.title for item in meeting.items] == ["Forward plan"]
    assert (meeting.minutes, told.advice) == ((), ())
    board.lift_concealment(by=DPO, concealment=name)
    assert "go ahead" in page_of(board, "/board/")


def test_a_seat_in_which_nobody_sits_and_a_term_that_is_over_are_told(board):
    stated = stated_board()
    stated["members"][0]["until"] = (DAY - timedelta(days=1)).isoformat()
    board.state_board(by=SECRETARY, statement=stated)
    told = board.public_board()
    assert told.vacant == ("Academic",)
    assert len(told.members) == 4


def test_the_page_of_a_board_that_was_never_stated_says_so(founded):
    page = page_of(founded, "/board/")
    assert "The board has not been stated yet." in page
    assert "No meeting is planned yet." in page


def test_the_page_of_a_use_tells_what_was_undertaken(sealed):
    sealed.state_undertaking(
        by=OWNER,
        statement={
            "use": "warm-homes",
            "text": "Have ten residents read the letter.",
            "owner": "Warm Homes manager",
            "by": DAY.isoformat(),
            "else": "stop",
            "from": {"consequence": "2"},
        },
    )
    page = use_page(sealed, "warm-homes")
    told = ("What was undertaken", "Warm Homes manager", "The use stops", "From: consequence 2")
    for text in told:
        assert text in page
    home = sealed.directory
    sealed.close()
    later = opened(home, DAY + timedelta(days=1))
    assert '<strong class="govuk-tag govuk-tag--red">Lapsed</strong>' in use_page(
        later, "warm-homes"
    )
    later.close()
