"""Where a question cannot be read on is shown to whoever asked it, and ends as asking would."""

from __future__ import annotations

import pytest

from beholden.doors.cli.commands import asking
from beholden.doors.cli.showing import pointed
from beholden.kernel import BadQuestion

TEXT = "select tenure,\n\tcount(* from council_tax"


def test_the_line_is_shown_with_a_mark_below_the_place():
    line, mark = pointed(TEXT, (2, 10)).split("\n")
    assert line == "2 |  count(* from council_tax"
    assert line[mark.index("^") :].startswith("from")


def test_of_a_long_line_what_is_about_the_place_is_shown():
    line, mark = pointed("select 1, " * 1_000 + "frm", (1, 10_001)).split("\n")
    assert len(line) < 130
    assert line[mark.index("^") :] == "frm"


@pytest.mark.parametrize(("form", "shown"), [("table", True), ("csv", True), ("json", False)])
def test_it_goes_to_the_stream_of_errors_and_into_no_data(capsys, form, shown):
    with pytest.raises(BadQuestion), asking.pointing_into(TEXT, form):
        raise BadQuestion("This cannot be read as a question.", place=(2, 10))
    told = capsys.readouterr()
    assert told.out == ""
    assert ("^" in told.err) is shown


@pytest.mark.parametrize(
    ("question", "code"), [("select tenur from council_tax", 3), ("select (", 4)]
)
def test_explain_ends_as_asking_would(monkeypatch, tmp_path, question, code):
    from gate.warm_homes import IN_FORCE, TERMS

    from beholden.gate import decide

    class Deciding:
        """The gate's own decision, under the worked case's terms."""

        def explain(self, *, by, use, question):
            return decide(question, TERMS, today=IN_FORCE)

    monkeypatch.setattr(asking.options, "council_at", lambda home: Deciding())
    with pytest.raises((SystemExit, BadQuestion)) as ended:
        asking.explain.main(
            ["warm-homes", question, "--as", "analyst", "--home", str(tmp_path)],
            standalone_mode=False,
        )
    told = ended.value
    assert (told.code if isinstance(told, SystemExit) else told.exit_code) == code
