"""What awaits whoever asks, on the command line."""

from __future__ import annotations

from tests.actions.ashmere import ADMIN, CODES


def test_what_awaits_an_officer(at_home):
    (row,) = at_home.by(CODES["officer"])("work", "--json").json
    assert (row["kind"], row["of"], row["use"]) == ("review", "warm-homes", "warm-homes")
    told = at_home.by(CODES["officer"])("work")
    assert (told.code, "Look again at the use" in told.out) == (0, True)
    sheet = at_home.by(CODES["officer"])("work", "--csv").out.splitlines()
    assert sheet[0] == "due,what,kind,of,use,why,since"
    assert "Nothing awaits you." in at_home.by(ADMIN)("work").out


def test_nothing_is_told_to_who_is_not_on_the_list(at_home):
    assert at_home.by("nobody")("work").code == 7
