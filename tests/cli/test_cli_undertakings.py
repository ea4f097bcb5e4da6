"""Undertakings on the command line, and in the folder that is applied."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.actions.ashmere import ADMIN, CODES, DPO, Case, write_yaml
from tests.actions.councils import copied, opened, state_of

OWNER, OFFICER = CODES["owner"], CODES["officer"]
TODAY = date.today()
DUE, LATER = TODAY + timedelta(days=10), TODAY + timedelta(days=40)
TEXT = "Have ten residents read the letter."


@pytest.fixture
def at_home(line, sealed_today):
    line.home = sealed_today
    return line


def add(line, *options):
    return line.by(OWNER)(
        "undertaking", "add", "warm-homes", TEXT,
        "--owner", "Head of Revenues", "--by", DUE.isoformat(), *options,
    )  # fmt: skip


def test_from_stated_to_done(at_home):
    ran = add(at_home, "--else", "stop", "--from", "canvas:limitations")
    assert (ran.code, ran.out.strip()) == (0, "Stated as warm-homes/1. It is public.")
    (row,) = at_home("undertaking", "list", "--json").json
    assert row == {
        "undertaking": "warm-homes/1",
        "text": TEXT,
        "owner": "Head of Revenues",
        "by": DUE.isoformat(),
        "else": "stop",
        "from": "canvas limitations",
        "state": "open",
        "asked": "",
        "because": "",
    }
    assert TEXT in at_home("undertaking", "list", "--csv", "--use", "warm-homes").out
    done = at_home.by(OWNER)("undertaking", "done", "warm-homes/1", "--because", "Ten read it.")
    assert done.code == 0
    (row,) = at_home("undertaking", "list", "--json").json
    assert (row["state"], row["because"]) == ("done", "Ten read it.")
    assert "Nothing has been undertaken." in at_home("undertaking", "list", "--open").out


def test_more_time_and_withdrawal_take_two_people(at_home):
    add(at_home)
    at_home.by(OFFICER)(
        "undertaking", "more-time", "warm-homes/1", "--until", LATER.isoformat(), "--because", "x"
    )
    (row,) = at_home("undertaking", "list", "--json").json
    assert (row["by"], row["asked"]) == (DUE.isoformat(), "time-asked")
    ran = at_home.by(DPO)("undertaking", "agree", "warm-homes/1", "--because", "Yes.")
    assert ran.out.strip() == "More time is given."
    (row,) = at_home("undertaking", "list", "--json").json
    assert (row["by"], row["asked"]) == (LATER.isoformat(), "")
    at_home.by(OFFICER)("undertaking", "withdraw", "warm-homes/1", "--because", "Not needed.")
    ran = at_home.by(DPO)("undertaking", "agree", "warm-homes/1", "--because", "Yes.")
    assert ran.out.strip() == "The undertaking is withdrawn."


def test_whoever_has_something_done_by_an_office_that_nobody_holds_is_told_so(at_home):
    ran = at_home.by(OWNER)(
        "undertaking", "add", "warm-homes", TEXT,
        "--owner", "Head of Nowhere", "--by", DUE.isoformat(), "--else", "stop",
    )  # fmt: skip
    first, second = ran.out.strip().splitlines()
    assert (ran.code, first) == (0, "Stated as warm-homes/1. It is public.")
    assert "holds this office today: Head of Nowhere." in second
    assert "Add the person, or name another office." in second


def test_an_origin_that_is_not_known_is_told(at_home):
    ran = add(at_home, "--from", "hearsay")
    assert ran.code == 6
    assert "canvas" in ran.err


# In files

FILE = "uses/warm-homes.undertakings.yaml"


def folder(tmp_path, **changes):
    case = Case(tmp_path / "stated")
    one = {"text": TEXT, "owner": "Head of Revenues", "by": "2027-01-20", "else": "stop"}
    said = {"use": "warm-homes", "undertakings": [{**one, **changes}, {**one, "text": "Another."}]}
    write_yaml(case.folder / FILE, said)
    return case.folder


@pytest.fixture
def applied(told, tmp_path):
    from tests.actions.ashmere import DAY

    council = opened(copied(told("until_agreed", DAY), tmp_path))
    (tmp_path / "stated").mkdir(exist_ok=True)
    yield council
    council.close()


def apply(council, where, by=OWNER):
    steps = council.apply(by=by, directory=where)
    return [(s.act, s.name, s.change, s.is_done) for s in steps if "undertaking" in s.act]


def test_a_folder_states_them_once_and_then_what_is_done(applied, tmp_path):
    first = [("state undertaking", "warm-homes", "new", True)] * 2
    assert apply(applied, folder(tmp_path)) == first
    before = state_of(applied)
    same = [("state undertaking", f"warm-homes/{n}", "same", False) for n in (1, 2)]
    assert apply(applied, folder(tmp_path)) == same
    assert state_of(applied) == before
    closed = ("close undertaking", "warm-homes/1", "new", True)
    assert apply(applied, folder(tmp_path, done="Ten read it.")) == [same[0], closed, same[1]]
    after = state_of(applied)
    apply(applied, folder(tmp_path, done="Ten read it."))
    assert state_of(applied) == after


def test_one_is_stated_and_done_in_one_run(applied, tmp_path):
    ran = apply(applied, folder(tmp_path, done="Ten read it."))
    assert [(act, done) for act, _, _, done in ran] == [
        ("state undertaking", True),
        ("close undertaking", True),
        ("state undertaking", True),
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"by": "2027-02-20"}, "given already, and not like this"),
        ({"else": "tell"}, "given already, and not like this"),
        ({"text": "Another."}, "stated twice"),
        ({"else": "perhaps"}, "else"),
    ],
)
def test_a_file_does_not_change_what_was_given(applied, tmp_path, changes, said):
    from beholden.kernel import BadInput

    apply(applied, folder(tmp_path))
    before = state_of(applied)
    with pytest.raises(BadInput) as caught:
        apply(applied, folder(tmp_path, **changes))
    assert said in caught.value.why
    assert state_of(applied) == before


def test_what_another_office_may_state_waits(applied, tmp_path):
    ran = apply(applied, folder(tmp_path), by=ADMIN)
    assert [(change, done) for _, _, change, done in ran] == [("new", False)] * 2
