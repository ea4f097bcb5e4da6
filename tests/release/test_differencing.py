"""A release beside the earlier releases of the same table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beholden.kernel import Measure, Population
from beholden.release import ALL, Checked, Rules, check

from .cases import cells_of, counted

RULES = Rules.load()
WARDS = {("a",): 40, ("b",): 52, ("c",): 33, ("d",): 70}


def checked(
    inner: dict[tuple[str, ...], int], *before: Checked, round_to: int = 1, name: str = ""
) -> Checked:
    names = ("ward", "tenure")[: len(next(iter(inner)))]
    cells = counted(inner, dimensions=names, round_to=round_to)
    return check(cells, RULES, name=name, before=before)


def another(inner: dict[tuple[str, ...], int], count: str, *before: Checked) -> Checked:
    """Return a table of another question, whose count has another name."""
    rows = [{"ward": at[0], count: n, "_subjects": n} for at, n in inner.items()]
    cells = cells_of(rows, ("ward",), (Measure(count, "count"),))
    return check(cells, RULES, name=count, before=before)


def withheld(table: Checked) -> dict[str, str]:
    return {" × ".join(row.at): row.reason for row in table.rows if not row.shown}


def told(table: Checked) -> list[str]:
    return [finding.says for finding in table.findings if finding.name == "Differencing"]


def change_of(table: Checked, *at: str) -> str:
    return next(row.change for row in table.rows if row.at == at)


def test_the_same_table_again_says_nothing_new() -> None:
    again = checked(WARDS, checked(WARDS))
    assert told(again) == []
    assert again.facts["changes"] == 0


def test_a_change_by_a_few_is_told() -> None:
    now = checked({**WARDS, ("a",): 43}, checked(WARDS, round_to=5), round_to=5)
    assert told(now) == [
        "2 cells changed by fewer than 10 since an earlier release, so the difference may "
        "describe the few who came or went: a; All"
    ]
    assert change_of(now, "a") == "households +5"
    assert change_of(now, "b") == ""


def test_a_change_by_a_few_that_can_be_read_off_is_withheld() -> None:
    now = checked({**WARDS, ("a",): 43}, checked(WARDS))
    assert withheld(now) == {"a": "Differencing", ALL: "Differencing"}
    assert told(now) == [
        "2 cells withheld now, so as not to be compared with an earlier release: a; All"
    ]
    assert change_of(now, "a") == "withheld now, shown then"
    assert change_of(now, "b") == ""


@pytest.mark.parametrize(
    ("count", "reason"), [(30, ""), (31, "Differencing"), (40, ""), (49, "Differencing"), (50, "")]
)
def test_a_count_of_another_name_is_compared_too(count: int, reason: str) -> None:
    """The same wards with one filter more: what it leaves out must not be read off."""
    adults = {("a",): count, ("b",): 20, ("c",): 90, ("d",): 10}
    now = another(adults, "adults", another(WARDS, "residents"))
    assert withheld(now).get("a", "") == reason
    assert ("(residents): a" in " ".join(told(now))) == bool(reason)


def test_a_total_of_a_finer_release_of_another_name_is_compared_too() -> None:
    fine = {("a", "owner"): 20, ("a", "rent"): 17, ("b", "owner"): 30, ("b", "rent"): 90}
    now = another({("a",): 40, ("b",): 60}, "adults", checked(fine, name="by tenure"))
    assert withheld(now)["a"] == "Differencing"
    assert "(by tenure)" in told(now)[0]


def test_counts_of_another_kind_of_subject_are_not_subtracted() -> None:
    rows = [{"ward": at[0], "people": n, "_subjects": n} for at, n in WARDS.items()]
    people = replace(cells_of(rows, ("ward",), (Measure("people", "count"),)), subject="person")
    now = checked({**WARDS, ("a",): 43}, check(people, RULES))
    assert withheld(now) == {}


def test_changes_are_told_since_the_same_table_not_since_another() -> None:
    first = checked(WARDS, name="wards")
    other = another({("a",): 200, ("b",): 200}, "adults", first)
    now = checked({**WARDS, ("a",): 90}, first, other, name="wards")
    assert change_of(now, "a") == "households +50"
    assert checked(WARDS, other, name="wards").facts["changes"] == 0


def test_a_change_by_many_is_no_risk_but_is_told_as_a_change() -> None:
    now = checked({**WARDS, ("a",): 90}, checked(WARDS))
    assert told(now) == []
    assert change_of(now, ALL) == "households +50"
    assert now.facts["changes"] == 2


def test_a_cell_that_was_shown_and_is_withheld_now_is_told() -> None:
    now = checked({**WARDS, ("a",): 4}, checked(WARDS))
    assert "withheld now, but shown in an earlier release" in told(now)[0]
    assert change_of(now, "a") == "withheld now, shown then"


def test_a_cell_that_was_withheld_and_is_shown_now_is_told() -> None:
    now = checked(WARDS, checked({**WARDS, ("a",): 4}))
    assert "shown now, but withheld in an earlier release: a" in told(now)[0]


def test_a_total_that_a_coarser_release_showed_is_found_by_its_group() -> None:
    fine = {
        ("a", "owner"): 4,
        ("a", "rent"): 3,
        ("b", "owner"): 30,
        ("b", "rent"): 22,
        ("c", "owner"): 20,
        ("c", "rent"): 40,
    }
    earlier = checked({("a",): 12, ("b",): 52, ("c",): 60})
    now = checked(fine, earlier)
    assert change_of(now, "a", ALL) == "withheld now, shown then"
    assert change_of(now, "a", "owner") == "new in this release"


def test_what_was_withheld_before_is_withheld_again_where_there_is_a_choice() -> None:
    first = checked({("a",): 4, ("b",): 42, ("c",): 30, ("d",): 70})
    assert {row.at for row in first.rows if not row.shown} == {("a",), ("c",)}
    second = checked({("a",): 4, ("b",): 30, ("c",): 42, ("d",): 70}, first)
    assert {row.at for row in second.rows if not row.shown} == {("a",), ("c",)}


def test_what_is_withheld_beside_an_earlier_release_uncovers_nothing_in_it() -> None:
    """Were c shown, who knows a and c together from the first release would know a."""
    first = checked({("a",): 4, ("b",): 31, ("c",): 30, ("d",): 70})
    second = checked({("a",): 4, ("b",): 30, ("c",): 31, ("d",): 70}, first)
    assert withheld(second) == {"a": "LowCount", "b": "Differencing", "c": "Secondary"}


def test_earlier_releases_may_come_as_plain_data() -> None:
    earlier = checked(WARDS)
    cells = counted({**WARDS, ("a",): 43}, dimensions=("ward",))
    assert check(cells, RULES, before=[earlier.to_dict()]) == check(cells, RULES, before=[earlier])


def test_each_cell_is_told_of_beside_a_release_of_another_table() -> None:
    """What the whole table is said to differ by is told at every cell of it, the last ones too."""
    few = {(name,): 4 for name in "abcde"}
    before = another({**few, ("f",): 90}, "residents")
    now = another({**{at: 60 for at in few}, ("f",): 90}, "adults", before)
    (found,) = [risk for risk in now.findings if "but withheld in" in risk.says]
    assert "and 2 more, told of in the table" in found.says
    assert found.at == ()
    says = "shown now, but withheld in an earlier release (residents)"
    assert [change_of(now, name) for name in "abcde"] == [says] * 5
    assert change_of(now, "f") == ""


@pytest.mark.parametrize(("condition", "others"), [("tenure = 'a'", False), ("cold", True)])
def test_an_earlier_release_that_counted_others_is_said_to(condition: str, others: bool) -> None:
    def of(inner: dict[tuple[str, ...], int], condition: str, *before: Checked) -> Checked:
        cells = counted(inner, dimensions=("ward",), round_to=1)
        told = replace(cells, population=Population("households", (condition,), {}))
        return check(told, RULES, name=condition, before=before)

    now = of(WARDS, "tenure = 'a'", of({**WARDS, ("a",): 4}, condition))
    assert any("which counted others" in says for says in told(now)) == others
