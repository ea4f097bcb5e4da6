"""Releases solved together: what several tables, and several releases, would tell side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
import scipy.optimize
from attacks.sizes import FULL, sized
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from beholden.kernel import BadInput
from beholden.release import ALL, Asked, Checked, Rules, check, check_list
from beholden.release.solving import Problem, Solved

from .whole_attacker import Attacker, Kind, Table, assert_open, cells_of

RULES = Rules.load()
KINDS = list(product(("a", "b", "c"), ("own", "rent"), (20, 40, 66)))
People = dict[Kind, int]
Releases = Sequence[Sequence[Table]]
Release = Sequence[tuple[Table, Checked]]


def no_solver(problem: Problem, *, minutes: int) -> Solved | None:
    return None


def released(people: People, releases: Releases, **other: object) -> list[tuple[Table, Checked]]:
    """Return every table of ``in_turn``."""
    return [one for release in in_turn(people, releases, **other) for one in release]


def in_turn(people: People, releases: Releases, **other: object) -> Iterator[Release]:
    """Release tables one list after the other, each beside all that went before."""
    done: list[tuple[Table, Checked]] = []
    for wanted in releases:
        tables = [table for table in wanted if any(n for k, n in people.items() if table.of(k))]
        asked = [Asked(t.name, cells_of(people, t), moment="people 1") for t in tables]
        made = check_list(asked, RULES, before=[c for _, c in done], **other)  # type: ignore[arg-type]
        now = list(zip(tables, made, strict=True))
        done += now
        yield now


def attack(people: People, *releases: Release) -> Attacker:
    attacker = Attacker(people)
    for release in releases:
        attacker.begin()
        for table, checked in release:
            attacker.read(table, checked)
    return attacker


def withheld(checked: Checked) -> dict[str, str]:
    return {" × ".join(row.at): row.reason for row in checked.rows if not row.shown}


def people_of(counts: Sequence[int]) -> People:
    return dict(zip(KINDS, counts, strict=True))


FEW = people_of([14, 9, 3, 22, 30, 12, 40, 33, 25, 18, 4, 16, 61, 12, 1, 28, 35, 22])

SEVEN = dict.fromkeys(KINDS, 20) | {("a", "own", 40): 4, ("a", "rent", 40): 3}

BY_AGE = Table("by age", ("age",))
WARDS = Table("wards", ("ward",))
OVER_40 = Table("over 40", ("ward",), over=40)
OVER_66 = Table("over 66", ("ward",), over=66)
CUBE = Table("cube", ("ward", "tenure", "age"))
PAIRS = (Table("ward by tenure", ("ward", "tenure")), Table("ward by age", ("ward", "age")))


def test_the_attacker_finds_a_difference_between_tables_that_were_checked_one_by_one() -> None:
    people = dict.fromkeys(KINDS, 20) | {("a", "own", 40): 4, ("a", "rent", 40): 3}
    alone = [(t, check(cells_of(people, t), RULES)) for t in (OVER_40, OVER_66)]
    with pytest.raises(AssertionError, match="is known to be of 7 to 7"):
        assert_open(attack(people, alone))


@pytest.mark.parametrize("together", [True, False])
def test_of_nested_conditions_the_difference_is_withheld(together: bool) -> None:
    """Over 66 lies within over 40: less one another they are the seven between."""
    people = dict.fromkeys(KINDS, 20) | {("a", "own", 40): 4, ("a", "rent", 40): 3}
    lists = [[OVER_40, OVER_66]] if together else [[OVER_40], [OVER_66]]
    done = released(people, lists)
    assert_open(attack(people, done))
    assert any(not row.shown for _, checked in done for row in checked.rows)
    assert "Differencing" in {r for _, c in done for r in withheld(c).values()}


def test_conditions_that_have_nothing_to_do_with_each_other_cost_nothing() -> None:
    people = dict.fromkeys(KINDS, 20)
    done = released(people, [[OVER_40], [Table("a, b", ("tenure",), wards=("a", "b"))]])
    assert [withheld(checked) for _, checked in done] == [{}, {}]
    assert done[1][1].facts["together"]["earlier"] == ["over 40"]


def test_tables_of_one_release_withhold_the_same_margins() -> None:
    """A cell that one table withholds is not the total of another."""
    people = dict.fromkeys(KINDS, 20) | {
        ("a", tenure, age): 1 for tenure, age in product(("own", "rent"), (20, 40, 66))
    }
    done = released(people, [[WARDS, PAIRS[0], PAIRS[1]]])
    for _, checked in done:
        total = next(r for r in checked.rows if r.at == ("a", *[ALL] * (len(r.at) - 1)))
        assert not total.shown
    assert_open(attack(people, done))


@pytest.mark.parametrize("base", [1, 5])
def test_three_tables_of_two_tell_no_cell_of_all_three(base: int) -> None:
    tables = [replace(t, round_to=base) for t in (*PAIRS, Table("ta", ("tenure", "age")))]
    assert_open(attack(FEW, released(FEW, [tables])))


def test_parity_does_not_single_out_a_street() -> None:
    """Three unions of two tell each of them: (ab + ac - bc) / 2."""
    people = dict.fromkeys(KINDS, 20) | {kind: 1 for kind in KINDS if kind[0] == "a"}
    unions = [Table("".join(w), (), wards=w) for w in (("a", "b"), ("a", "c"), ("b", "c"))]
    done = released(people, [[one] for one in unions])
    assert [len(withheld(checked)) for _, checked in done] == [0, 0, 1]
    assert_open(attack(people, done))
    assert any("Differencing" in withheld(c).values() for _, c in done)


def test_half_a_person_is_nobody() -> None:
    """Of unions of 21, 21 and 23 to 27, ward a is of 7.5 to 9.5: of 8 or 9 people."""
    people = {("a", "own", 20): 8, ("b", "own", 20): 13, ("c", "own", 20): 13}
    pairs = {("a", "b"): 1, ("a", "c"): 1, ("b", "c"): 5}
    unions = [Table("".join(two), (), wards=two, round_to=base) for two, base in pairs.items()]
    done = released(people, [[one] for one in unions])
    assert_open(attack(people, done))
    assert [len(withheld(checked)) for _, checked in done] == [0, 0, 1]


def test_what_earlier_releases_tell_is_no_leave_to_tell_more() -> None:
    """At most 28 of 29 are of b, so 1 or more of c: 18 to 22 over 40 in b would tell 7 or more."""
    few = {("b", "rent", 20): 8, ("b", "rent", 40): 0, ("c", "rent", 66): 9}
    people = dict.fromkeys(KINDS, 20) | few
    old = [
        [Table("renters over 66", ("tenure",), over=66, wards=("b", "c"))],
        [Table("all", ("ward", "tenure"))],
    ]
    new = [Table("over 66", ("ward", "tenure"), over=66)]
    more = Table("b over 40", ("tenure",), over=40, wards=("b",), round_to=5)
    for now in (new, [*new, more]):
        *_, last = releases = list(in_turn(people, [*old, now], solver=no_solver))
        attacker = attack(people, *releases)
        assert_open(attacker)
        (told,) = [risk.says for risk in last[0][1].findings if "by themselves" in risk.says]
        assert "1 small group" in told
    assert withheld(last[1][1])["rent"] == "Differencing"
    (known,) = [group for name, *group in attacker.hidden if name == "over 66 ('c', 'rent')"]
    assert attacker.between(known[0]) == attacker.between(*known) == (1, 29)


def test_three_who_are_not_in_a_group_within_a_group_are_not_told_apart() -> None:
    """All less those of a and b who are over 40 are three, in no group that values can name."""
    few = {("c", "own", 66): 1, ("a", "rent", 20): 1, ("b", "own", 20): 1}
    people = {k: 20 if k[0] != "c" and k[2] > 20 else few.get(k, 0) for k in KINDS}
    tables = [Table("all", ()), Table("some", (), over=40, wards=("a", "b"))]
    alone = [(t, check(cells_of(people, t), RULES)) for t in tables]
    with pytest.raises(AssertionError, match="less one of 160 is known to be of 3 to 3"):
        assert_open(attack(people, alone))
    for lists in ([tables], [tables[:1], tables[1:]]):
        done = released(people, lists)
        assert any(withheld(checked) for _, checked in done)
        assert_open(attack(people, done))


def test_everybody_knows_that_there_are_no_wards_but_those_that_tables_name() -> None:
    """Of 111, 43 live in b and 58 to 62 in c: no table says so, but the others all live in a."""
    people = {("a", "own", 20): 7, ("b", "own", 20): 43, ("c", "own", 20): 61}
    wards = Table("a and b", ("ward",), wards=("a", "b"))
    rest = Table("c", (), wards=("c",), round_to=5)
    for lists in ([[wards], [Table("all", ())], [rest]], [[rest], [wards, Table("all", ())]]):
        done = released(people, lists, solver=no_solver)
        assert "Differencing" in {r for _, c in done for r in withheld(c).values()}
        assert_open(attack(people, done))


ALL_OVER_40 = {k: 0 if k[0] == "a" and k[2] < 40 else 20 for k in KINDS}


@pytest.mark.parametrize("together", [True, False])
def test_that_all_of_a_ward_are_of_one_kind_is_told_of_two_tables(together: bool) -> None:
    """Ward a has 80, and 80 over 40: neither table has a filter in which that would be seen."""
    done = released(ALL_OVER_40, [[WARDS, OVER_40]] if together else [[WARDS], [OVER_40]])
    told = [risk for _, c in done for risk in c.findings if "of one kind" in risk.says]
    assert {risk.name for risk in told} == {"ClassDisclosure"}
    assert {risk.at for risk in told} == {("a",)}
    assert "beside" in told[-1].says


def test_where_the_thresholds_say_so_such_a_group_is_withheld(monkeypatch) -> None:
    monkeypatch.setattr(f"{__name__}.RULES", replace(RULES, whole_groups="withheld"))
    done = released(ALL_OVER_40, [[WARDS], [OVER_40]])
    assert withheld(done[0][1]) == {}
    assert withheld(done[1][1])["a"] == "Differencing"


def test_what_nobody_at_all_is_tells_nothing_of_a_group() -> None:
    people = {k: 0 if k[2] < 40 else 20 for k in KINDS}
    done = released(people, [[WARDS], [OVER_40]])
    assert not [risk for _, c in done for risk in c.findings if "of one kind" in risk.says]


@pytest.mark.parametrize("few", [0, 7])
@pytest.mark.parametrize("ward", [" a", "", "a\x01", "All"])
def test_a_label_stands_for_the_value_in_the_data(ward: str, few: int) -> None:
    """A label has no blanks around it nor what a page cannot hold; a condition has."""
    people = dict.fromkeys(product((ward, "b", "c"), ("own", "rent"), (20, 40, 66)), 20)
    if few:
        people |= {(ward, "own", 20): few, (ward, "rent", 20): 0}
    done = released(people, [[WARDS], [Table("over 40 in one", (), over=40, wards=(ward,))]])
    assert withheld(done[0][1]) == {}
    assert withheld(done[1][1]) == ({"": "Differencing"} if few else {})


def test_chaff_around_one_person_is_seen_before_it_adds_up() -> None:
    """The same one with ever other nine: the last union that would tell them apart is withheld."""
    people = {(ward, "own", 40): 1 for ward in "tabcdefghijk"}
    others = "abcdefghijk"
    unions = [Table(f"chaff {i}", (), wards=("t", *others[i : i + 9])) for i in range(3)]
    unions.append(Table("all but one", (), wards=tuple(others[:10])))
    done = released(people, [[one] for one in unions])
    assert_open(attack(people, done))


def test_one_small_cell_is_not_worked_out_from_later_tables() -> None:
    done = released(FEW, [[CUBE], [PAIRS[0], PAIRS[1]], [WARDS, BY_AGE], [OVER_40]])
    assert_open(attack(FEW, done))


def test_an_earlier_secondary_is_not_shown_by_another_use() -> None:
    people = dict.fromkeys(KINDS, 20) | {kind: 1 for kind in KINDS if kind[0] == "a"}
    first = released(people, [[WARDS]])
    guard = next(row.at[0] for row in first[0][1].rows if row.reason == "Secondary")
    again = Table("again", (), wards=(guard,))
    made = check_list([Asked("again", cells_of(people, again))], RULES, before=[first[0][1]])
    assert withheld(made[0]) == {"": "Differencing"}
    assert_open(attack(people, [*first, (again, made[0])]))


def test_in_january_the_changed_are_not_read_off() -> None:
    people = dict.fromkeys(KINDS, 20)
    then = check_list([Asked("w", cells_of(people, WARDS), "people 1")], RULES)
    came = people | {("a", "own", 20): 23}
    now = check_list([Asked("w", cells_of(came, WARDS), "people 2")], RULES, before=then)
    assert withheld(now[0])["a"] == "Differencing"


def test_who_came_and_went_is_said_where_tables_cannot_be_of_the_same_people() -> None:
    people = dict.fromkeys(KINDS, 20)
    then = check_list([Asked("old", cells_of(people, OVER_40), "people 1")], RULES)
    fewer = dict.fromkeys(KINDS, 11)
    now = check_list([Asked("new", cells_of(fewer, WARDS), "people 2")], RULES, before=then)
    assert now[0].facts["together"]["left_out"] == ["old"]
    assert "who came and went" in now[0].findings[-1].says


def test_what_is_too_large_is_refused_in_words() -> None:
    tables = [Asked(t.name, cells_of(FEW, t)) for t in PAIRS]
    with pytest.raises(BadInput, match="too large to be solved together") as refused:
        check_list(tables, replace(RULES, together_unknowns=5))
    assert "in parts" in refused.value.next_step


def test_the_order_of_tables_in_a_list_does_not_make_it_less_safe() -> None:
    for tables in ([CUBE, *PAIRS], [*PAIRS, CUBE]):
        assert_open(attack(FEW, released(FEW, [tables])))


@pytest.mark.parametrize("status", [4, 99])
def test_what_the_solver_had_trouble_with_is_refused_and_not_taken_for_open(
    status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HiGHS gives answers, but says of each that something went wrong."""
    two = [Asked(t.name, cells_of(SEVEN, t)) for t in (OVER_40, OVER_66)]
    real = scipy.optimize.linprog

    def in_trouble(cost: np.ndarray, **how: object) -> object:
        found = real(cost, **how)
        found.status = status if np.any(cost) else found.status
        return found

    monkeypatch.setattr(scipy.optimize, "linprog", in_trouble)
    with pytest.raises(BadInput, match="could not be solved") as refused:
        check_list(two, RULES)
    assert "no answer" in refused.value.why


def test_trouble_is_not_taken_for_a_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    two = [Asked(t.name, cells_of(SEVEN, t)) for t in (OVER_40, OVER_66)]
    trouble = scipy.optimize.OptimizeResult(status=4)
    monkeypatch.setattr(scipy.optimize, "linprog", lambda *_, **__: trouble)
    with pytest.raises(BadInput, match="could not be solved"):
        check_list(two, RULES)


@pytest.mark.parametrize(
    "wards",
    [
        ("a", "b", "c"),
        ("01", "1", "2"),
        ("nan", "b", "c"),
        ("1e1", "10", "c"),
        ("1_0", "10", "c"),
        ("Infinity", "inf", "c"),
        ("Yes", "1.0", "1"),
    ],
)
def test_labels_that_look_like_numbers_are_texts(wards: tuple[str, ...]) -> None:
    kinds = product(wards, ("own", "rent"), (20, 40, 66))
    people = dict.fromkeys(kinds, 20) | {(wards[0], "own", 40): 4, (wards[0], "rent", 40): 3}
    done = released(people, [[OVER_40, OVER_66]])
    assert [checked.facts["together"]["tables"] for _, checked in done] == [2, 2]
    assert "Differencing" in {r for _, c in done for r in withheld(c).values()}
    assert_open(attack(people, done))


def test_two_labels_that_are_one_number_are_refused() -> None:
    """A column that is compared with numbers is one of numbers, whatever it holds."""
    two = [
        with_conditions(table, f'"people"."ward" >= {i}')
        for i, table in enumerate((OVER_40, OVER_66))
    ]
    with pytest.raises(BadInput, match="cannot be solved") as refused:
        check_list(two, RULES)
    assert "one and the same number" in refused.value.why


def with_conditions(table: Table, *conditions: str) -> Asked:
    people = dict.fromkeys(product(("01", "1", "2"), ("own", "rent"), (20, 40, 66)), 20)
    cells = cells_of(people, table)
    of = cells.population
    assert of is not None
    return Asked(table.name, replace(cells, population=replace(of, conditions=conditions)))


TENURES = Table("tenures", ("tenure",))
QUARTER = {kind: n // 4 for kind, n in SEVEN.items()}


def asked(table: Table, people: People = SEVEN, moment: str = "people 1") -> Asked:
    return Asked(table.name, cells_of(people, table), moment)


@pytest.mark.parametrize("odd", [0, 1, 2])
def test_a_table_that_contradicts_is_withheld_whole_and_the_others_are_checked(odd: int) -> None:
    tables = [asked(OVER_40), asked(OVER_66)]
    tables.insert(odd, asked(TENURES, QUARTER))
    made = list(check_list(tables, RULES))
    left = made.pop(odd)
    assert not any(row.shown for row in left.rows)
    assert "contradicts others of its list" in left.findings[-1].says
    assert_open(attack(SEVEN, list(zip((OVER_40, OVER_66), made, strict=True))))
    assert "Differencing" in {r for c in made for r in withheld(c).values()}


@pytest.mark.parametrize("odd", [0, 1, 2])
def test_one_odd_release_of_other_data_does_not_throw_out_the_others(odd: int) -> None:
    before = [
        check(asked(t).cells, RULES, name=t.name, moment="people 1") for t in (OVER_40, BY_AGE)
    ]
    whole = check(asked(TENURES, QUARTER).cells, RULES, name="odd", moment="people 0")
    before.insert(odd, whole)
    made = check_list([asked(OVER_66)], RULES, before=before)
    assert made[0].facts["together"]["left_out"] == ["odd"]
    done = [(OVER_40, before[0] if odd else before[1]), (OVER_66, made[0])]
    assert_open(attack(SEVEN, done))
    assert withheld(made[0])


def test_what_contradicts_a_release_of_the_same_data_is_refused() -> None:
    before = check_list([asked(TENURES, QUARTER)], RULES)
    with pytest.raises(BadInput, match="contradict what was released before") as refused:
        check_list([asked(OVER_66)], RULES, before=before)
    assert "new version" in refused.value.next_step


def test_of_several_datasets_those_that_both_are_of_tell_whether_data_are_the_same() -> None:
    before = check_list([asked(TENURES, QUARTER, "homes 7; people 1")], RULES)
    with pytest.raises(BadInput, match="contradict what was released before"):
        check_list([asked(OVER_66, moment="people 1; visits 3")], RULES, before=before)
    later = check_list([asked(OVER_66, moment="people 2; visits 3")], RULES, before=before)
    assert later[0].facts["together"]["left_out"] == ["tenures"]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    by = draw(
        st.sampled_from(
            [("ward",), ("tenure",), ("ward", "tenure"), ("ward", "age"), ("tenure", "age"), ()]
        )
    )
    return Table(
        f"t{draw(st.integers(0, 999))}",
        by,
        over=draw(st.sampled_from([0, 0, 40, 66])),
        wards=draw(st.sampled_from([(), (), ("a", "b"), ("b", "c"), ("a",)])),
        round_to=draw(st.sampled_from([1, 1, 5])),
    )


COUNTS = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 60)), min_size=18, max_size=18)
LISTS = st.lists(st.lists(tables(), min_size=1, max_size=2), min_size=2, max_size=4)
RANDOM = settings(
    max_examples=sized(suite=8, full=250),
    deadline=None,
    derandomize=not FULL,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)


BEYOND_BY_NAMES = [
    [
        Table("t86", (), wards=("b", "c")),
        Table("t941", ("ward", "age"), wards=("a", "b")),
    ],
    [
        Table("t589", ("tenure", "age")),
        Table("t202", ("tenure", "age"), wards=("a",)),
    ],
    [
        Table("t52", ("tenure", "age"), over=40, wards=("a",), round_to=5),
        Table("t158", ("ward",), wards=("b", "c")),
    ],
    [
        Table("t819", ("tenure", "age"), over=66),
        Table("t150", ("ward", "tenure"), over=40, wards=("b", "c"), round_to=5),
    ],
]


# Of 21 tenants over 66 in b and c, 20 can be in b: that one is in c was told before it is withheld.
TOLD_BEFORE = [
    [Table("t44", ("tenure",), over=66, wards=("b", "c"))],
    [Table("t319", ("ward", "tenure"))],
    [Table("t198", ("ward", "tenure"), over=66)],
]


@RANDOM
@given(COUNTS, LISTS)
@example([20] * 9 + [0, 0] + [20] * 6 + [1], TOLD_BEFORE)
@example([6, 11, 11, 1, 6, 8, 0, 6, 5, 43, 9, 50, 52, 0, 5, 9, 46, 8], BEYOND_BY_NAMES)
def test_nothing_is_told_by_any_sequence_of_releases(counts: list[int], lists: Releases) -> None:
    people = people_of([max(1, counts[0]), *counts[1:]])
    assert_open(attack(people, *in_turn(people, lists, solver=no_solver)))


@settings(RANDOM, max_examples=3)
@given(COUNTS, LISTS)
@example([20] * 17 + [3], [[WARDS, OVER_40], [OVER_66]])
def test_so_it_is_with_the_solver(counts: list[int], lists: Releases) -> None:
    people = people_of([max(1, counts[0]), *counts[1:]])
    assert_open(attack(people, *in_turn(people, lists)))
