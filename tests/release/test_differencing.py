"""A release beside the earlier releases of the same table."""

from __future__ import annotations

from beholden.release import ALL, Checked, Rules, check

from .cases import counted

RULES = Rules.load()
WARDS = {("a",): 40, ("b",): 52, ("c",): 33, ("d",): 70}


def checked(inner: dict[tuple[str, ...], int], *before: Checked) -> Checked:
    names = ("ward", "tenure")[: len(next(iter(inner)))]
    return check(counted(inner, dimensions=names), RULES, before=before)


def told(table: Checked) -> list[str]:
    return [finding.says for finding in table.findings if finding.name == "Differencing"]


def change_of(table: Checked, *at: str) -> str:
    return next(row.change for row in table.rows if row.at == at)


def test_the_same_table_again_says_nothing_new() -> None:
    again = checked(WARDS, checked(WARDS))
    assert told(again) == []
    assert again.facts["changes"] == 0


def test_a_change_by_a_few_is_told() -> None:
    now = checked({**WARDS, ("a",): 43}, checked(WARDS))
    assert told(now) == [
        "2 cells changed by fewer than 10 since an earlier release, so the difference may "
        "describe the few who came or went: a; All"
    ]
    assert change_of(now, "a") == "households +3"
    assert change_of(now, "b") == ""


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
    first = checked({("a",): 4, ("b",): 31, ("c",): 30, ("d",): 70})
    assert {row.at for row in first.rows if not row.shown} == {("a",), ("c",)}
    second = checked({("a",): 4, ("b",): 30, ("c",): 31, ("d",): 70}, first)
    assert {row.at for row in second.rows if not row.shown} == {("a",), ("c",)}


def test_earlier_releases_may_come_as_plain_data() -> None:
    earlier = checked(WARDS)
    cells = counted({**WARDS, ("a",): 43}, dimensions=("ward",))
    assert check(cells, RULES, before=[earlier.to_dict()]) == check(cells, RULES, before=[earlier])
