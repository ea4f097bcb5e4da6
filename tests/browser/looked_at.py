"""The made-up council whose pages are looked at: something stands on each of them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from actions.ashmere import CODES
from actions.test_board import SEATS, held, seat_members, stated_board, stated_meeting

from beholden.actions import open_council

SECRETARY = CODES["secretary"]
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">'
    '<circle cx="20" cy="20" r="18" fill="#ffffff"/></svg>'
)


def furnish(home: Path) -> dict[str, str]:
    """Give a council that published a table a board with a minuted meeting.

    Returns what only this council knows of the addresses of its pages.
    """
    dress(home)
    council = open_council(home)
    (release,) = council.path("releases").iterdir()
    met = (date.today() - timedelta(days=1)).isoformat()
    examples = {"release": release.name, "paper": minuted_paper(council), "met": met}
    council.close()
    return examples


def dress(home: Path) -> None:
    """Give the council a colour and a logo of its own."""
    (home / "logo.svg").write_text(LOGO, encoding="utf-8")
    with (home / "council.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[pages]\ncolour = "#0b4f5c"\nlogo = "logo.svg"\n')


def minuted_paper(council) -> str:
    """Let a board meet on the use, with public minutes, and return the digest of its paper."""
    today = date.today()
    term = {"from": f"{today.year - 1}-01-01", "until": f"{today.year + 1}-12-31"}
    seat_members(council)
    members = [{**member, **term} for member in stated_board()["members"]]
    council.state_board(by=SECRETARY, statement=stated_board(members=members))
    met = (today - timedelta(days=1)).isoformat()
    council.plan_meeting(by=SECRETARY, statement=stated_meeting(meeting=met))
    everybody = [f"code-{seat}" for seat in SEATS]
    council.hold_meeting(by=SECRETARY, statement={**held(everybody, "code-health"), "meeting": met})
    council.minute_meeting(by=SECRETARY, meeting=met, text="The board looked at it again.")
    return paper_of(council, met)


def paper_of(council, met: str) -> str:
    """Return the digits of the newest paper's fingerprint."""
    from beholden.records import reading

    with council.at_work():
        papers = reading.meeting(met).items[0].papers
    kept = [paper["fingerprint"] for paper in papers if "version" in paper]
    return kept[-1].removeprefix("sha256:")
