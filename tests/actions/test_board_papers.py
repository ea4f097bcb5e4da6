"""What the board saw of a use is kept as it was; who has an interest says what they did."""

from __future__ import annotations

import pytest
from served_pages import page_of

from beholden.kernel import BadInput, NotFound, fingerprint
from beholden.records import reading

from .ashmere import DAY, Case
from .councils import entries_of, opened, records_of
from .test_board import (  # noqa: F401 (fixtures)
    MET,
    OWNER,
    PRESENT,
    SECRETARY,
    board,
    held,
    on_each,
    seated,
    stated_board,
    stated_meeting,
    view,
)


def state(council, **changes):
    council.state_use(by=OWNER, statement={**Case(council.directory).use, **changes})


def plan(council, **changes):
    council.plan_meeting(by=SECRETARY, statement=stated_meeting(**changes))


def kept(council):
    """Return the fingerprints of the kept papers of the first item, oldest first."""
    item = view(council).items[0]
    return [paper["fingerprint"] for paper in item.papers if "version" in paper]


def text(council, found):
    with council.at_work():
        return reading.paper_text(found)


# Papers


def test_planning_a_meeting_makes_the_paper_of_each_use_and_keeps_it(on_each):  # noqa: F811
    council = on_each
    state(council, purpose="To offer help in time.")
    plan(council)
    (first,) = kept(council)
    said = council.use_document(kind="paper", use="warm-homes").to_markdown()
    assert (text(council, first), first) == (said, fingerprint(said))
    assert first in entries_of(council)[-1]["facts"]["papers"]
    state(council, purpose="To find debtors.")
    assert "To offer help in time." in text(council, first)
    assert council.make_papers(by=SECRETARY, meeting=MET) == ("warm-homes",)
    assert kept(council)[0] == first
    assert "To find debtors." in text(council, kept(council)[1])
    assert [item.papers for item in view(council).items[1:]] == [()]


def test_a_paper_that_says_nothing_new_is_not_made_again(board):  # noqa: F811
    plan(board)
    before = records_of(board)
    assert board.make_papers(by=SECRETARY, meeting=MET) == ()
    assert records_of(board) == before
    plan(board, place="Elsewhere")
    home = board.directory
    board.close()
    later = opened(home, DAY.replace(day=DAY.day + 3))
    assert later.make_papers(by=SECRETARY, meeting=MET) == ()
    assert len(kept(later)) == 1
    later.close()


def test_the_text_that_two_meetings_saw_is_kept_once(board):  # noqa: F811
    from beholden.records.models import MeetingPaper, PaperText

    plan(board)
    plan(board, meeting="2026-12-09")
    with board.at_work():
        assert (MeetingPaper.objects.count(), PaperText.objects.count()) == (2, 1)


def test_no_paper_is_made_for_a_meeting_that_was_held(board):  # noqa: F811
    plan(board)
    board.hold_meeting(by=SECRETARY, statement=held())
    before = records_of(board)
    with pytest.raises(BadInput, match="what it saw stays what it saw"):
        board.make_papers(by=SECRETARY, meeting=MET)
    with pytest.raises(NotFound):
        board.make_papers(by=SECRETARY, meeting="2026-01-01")
    assert records_of(board) == before


def test_papers_are_written_out_each_version(board, tmp_path):  # noqa: F811
    plan(board)
    state(board, purpose="To find debtors.")
    board.make_papers(by=SECRETARY, meeting=MET)
    files = board.write_papers(meeting=MET, to=tmp_path / "out")
    assert [file.name for file in files] == [
        f"{MET}-item-1-warm-homes-v1.md", f"{MET}-item-1-warm-homes-v2.md",
    ]  # fmt: skip
    assert [fingerprint(file.read_text()) for file in files] == kept(board)
    with pytest.raises(BadInput, match="is not a folder"):
        board.write_papers(meeting=MET, to=files[0])


def test_a_paper_is_public_once_the_minutes_are(board):  # noqa: F811
    plan(board)
    digest = kept(board)[0].removeprefix("sha256:")
    board.hold_meeting(by=SECRETARY, statement=held())
    with pytest.raises(NotFound):
        board.public_paper(digest=digest)
    assert "/board/papers/" not in page_of(board, "/board/")
    board.minute_meeting(by=SECRETARY, meeting=MET, text="Go ahead.")
    assert board.public_paper(digest=digest) == text(board, f"sha256:{digest}")
    assert f'href="/board/papers/{digest}.md"' in page_of(board, "/board/")


# Interests

TOUCHED = [{"text": "Is a friend of the Head of Revenues.", "touches": ["warm-homes"]}]


def interested(council):
    stated = stated_board()
    stated["members"][0]["interests"] = TOUCHED
    council.state_board(by=SECRETARY, statement=stated)
    plan(council)
    return council


def attended(**said):
    return stated_meeting(held={"present": PRESENT, **said})


ASIDE = {"stood_aside": [{"member": "code-academic", "item": 1, "because": "A friend."}]}
TOOK = {"took_part": [{"member": "code-academic", "item": 1, "because": "We never speak of it."}]}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"stood_aside": [{"member": "code-academic", "item": 2, "because": "x"}]},
        {"took_part": [{"member": "code-lawyer", "item": 1, "because": "x"}]},
    ],
)
def test_a_member_whose_interest_touches_an_item_must_say_what_they_did(board, said):  # noqa: F811
    council = interested(board)
    before = records_of(council)
    with pytest.raises(BadInput, match="not said whether the member stood aside") as caught:
        council.hold_meeting(by=SECRETARY, statement=attended(**said))
    assert "Item 1: the Academic member declares: Is a friend" in caught.value.why
    assert "stood_aside: [{member: …, item: NUMBER" in caught.value.next_step
    assert "took_part: [{member: …" in caught.value.next_step
    assert "code-" not in f"{caught.value} {caught.value.why}"
    assert records_of(council) == before


@pytest.mark.parametrize(("said", "present"), [(ASIDE, 3), (TOOK, 4)])
def test_the_member_decides_and_it_is_public(board, said, present):  # noqa: F811
    council = interested(board)
    counted = council.hold_meeting(by=SECRETARY, statement=attended(**said))
    assert counted[1].present == present
    page = page_of(council, "/board/")
    assert ("took part, and declares an interest: We never speak of it." in page) == (said is TOOK)
    assert ("Academic member stood aside: A friend." in page) == (said is ASIDE)


def test_nobody_stands_aside_and_takes_part(board):  # noqa: F811
    council = interested(board)
    with pytest.raises(BadInput, match="stands aside on an item and takes part"):
        council.hold_meeting(by=SECRETARY, statement=attended(**ASIDE, **TOOK))


def test_whoever_was_not_there_has_nothing_to_say(board):  # noqa: F811
    council = interested(board)
    present = [code for code in PRESENT if code != "code-academic"]
    council.hold_meeting(by=SECRETARY, statement=stated_meeting(held={"present": present}))
    statement = stated_meeting(held={"present": present, **TOOK})
    with pytest.raises(BadInput, match="took part who was not there"):
        council.hold_meeting(by=SECRETARY, statement=statement)
