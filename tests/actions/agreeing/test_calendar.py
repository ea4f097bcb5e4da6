"""What is owed when, as rows and as a calendar that other programs read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from beholden.actions.agreeing.calendar import Owed
from beholden.actions.agreeing.icalendar import as_icalendar
from beholden.kernel import HeldClock

from ..ashmere import CODES, DAY

NOW = datetime(2026, 12, 10, 9, tzinfo=UTC)


def test_the_soonest_is_first_and_what_has_begun_is_not_told(agreed):
    owed = agreed.agreement_calendar()
    assert [(one.day, one.what) for one in owed] == [
        (DAY + timedelta(days=53), "review owed, or asking stops"),
        (DAY + timedelta(days=111), "agreement ends"),
    ]
    assert {(one.of, one.use) for one in owed} == {("warm-homes-2026, version 1", "warm-homes")}
    assert agreed.agreement_calendar(within=60) == owed[:1]


def test_what_is_over_is_owed_no_longer(agreed):
    agreed.end_agreement(by="code-dpo", agreement="warm-homes-2026", because="A test.")
    assert agreed.agreement_calendar() == ()


def unfolded(text: str) -> list[str]:
    """Read a calendar back as RFC 5545 says: a line that begins with a space goes on."""
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def plain(value: str) -> str:
    said, letters = "", iter(value)
    for letter in letters:
        if letter == "\\":
            following = next(letters)
            said += "\n" if following == "n" else following
        else:
            said += letter
    return said


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=300))
def test_whatever_a_text_holds_is_read_back_and_no_line_is_too_long(what):
    text = as_icalendar([Owed(date(2026, 12, 31), what, "of", "use")], council="A; B", now=NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = unfolded(text)
    (summary,) = (line for line in lines if line.startswith("SUMMARY:"))
    assert plain(summary.removeprefix("SUMMARY:")) == f"{what} (of)"
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")


def test_lines_of_a_text_stay_in_one_and_cannot_add_an_event():
    said = "one\nEND:VEVENT\r\nBEGIN:VEVENT"
    text = as_icalendar([Owed(date(2026, 12, 31), said, "of", "use")], council="A", now=NOW)
    assert unfolded(text).count("BEGIN:VEVENT") == 1


def test_what_was_undertaken_is_owed_on_its_day_and_stays_while_it_is_overdue(agreed):
    said = {"use": "warm-homes", "text": "Test the letter.", "owner": "Head of Revenues"}
    due = (DAY + timedelta(days=5)).isoformat()
    agreed.state_undertaking(by=CODES["owner"], statement={**said, "by": due})
    first = agreed.agreement_calendar()[0].to_dict()
    assert (first["day"], first["what"], first["by"]) == (
        due,
        "undertaken: Test the letter.",
        "Head of Revenues",
    )
    later = agreed.holding(HeldClock.on(DAY + timedelta(days=9)))
    assert later.agreement_calendar(within=0)[0].to_dict() == first
