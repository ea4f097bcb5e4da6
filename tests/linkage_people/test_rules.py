"""What decides before any score: true identifiers, reviewers, and what must be held apart."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.kernel import BadInput
from beholden.linkage.people import PersonKeys, link_people
from beholden.linkage.people.clustering import Links, accept
from beholden.linkage.people.columns import PersonColumns
from beholden.linkage.people.comparisons import ALL, BIRTH, FIRST
from beholden.linkage.people.grouping import Rules, group
from beholden.linkage.people.model import score_pairs
from beholden.linkage.people.true_identifiers import findings

from .tables import HERE, THERE, people

ONE, TWO = "9434765919", "9992300132"
NINO = "AB123456C"


def linked(*rows, names=("name", "dob", "address", "postcode", "nhs_number"), **options):
    return link_people({"list": people(*rows, names=names)}, **options)


def persons(links):
    return [int(name.split(":")[1]) for name in links.clusters["person"].to_pylist()]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("943 476 5919", None),
        ("9434765918", "nhs-check-digit"),
        ("0000000000", "nhs-one-digit"),
        ("4444444444", "nhs-one-digit"),
        ("943476591", "nhs-form"),
        ("not given", "nhs-form"),
        ("9992300132", "nhs-test-number"),
        ("", None),
        (None, None),
    ],
)
def test_faults_of_nhs_numbers_are_told(text, code):
    assert codes_of("nhs_number", text) == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("AB 12 34 56 C", None),
        ("ab123456d", None),
        ("AB123456E", "nino-form"),
        ("DA123456A", "nino-form"),
        ("AO123456A", "nino-form"),
        ("GB123456A", "nino-form"),
        ("TN123456A", "nino-form"),
        ("OO123456A", "nino-form"),
        ("PP123456A", "nino-administrative"),
        ("12345678", "nino-form"),
    ],
)
def test_faults_of_national_insurance_numbers_are_told(text, code):
    assert codes_of("nino", text) == ([code] if code else [])


def codes_of(column, text):
    table = pa.table({column: pa.array([text], type=pa.string())})
    return [f.code for f in findings({"list": table}, {"list": PersonColumns(**{column: column})})]


def test_faults_are_counted_without_the_number():
    table = pa.table({"nhs": ["9434765918", "9434765918", ONE, None]})
    found = findings({"list": table}, {"list": PersonColumns(nhs_number="nhs")})
    assert [(f.code, f.dataset, f.column, f.row) for f in found] == [
        ("nhs-check-digit", "list", "nhs", None)
    ]
    assert "2 rows" in found[0].message
    assert "94347" not in found[0].message


def test_numbers_stored_as_floats_are_judged_as_numbers():
    table = pa.table({"nhs": [9434765919.0, 9434765918.0, None, float("nan")]})
    found = findings({"list": table}, {"list": PersonColumns(nhs_number="nhs")})
    assert [f.code for f in found] == ["nhs-check-digit"]


def test_two_nhs_numbers_hold_rows_apart_though_all_else_agrees():
    links = linked(("Ann Lee", "1971-06-24", *HERE, ONE), ("Ann Lee", "1971-06-24", *HERE, TWO))
    assert persons(links) == [0, 1]


def judged(*, score, threshold=0.95, **levels):
    """Return what is said of one pair of rows, from its score and the levels that held."""
    compared = [c for c in ALL if c.name in levels]
    row = {"unique_id_l": 0, "unique_id_r": 1, "match_probability": score}
    pairs = pa.Table.from_pylist([row | {f"gamma_{c.name}": levels[c.name] for c in compared}])
    return accept(pairs, compared, threshold=threshold)


BEST = {"first_name": len(FIRST.levels) - 1, "birth": len(BIRTH.levels) - 1}


def test_however_sure_the_score_two_nhs_numbers_are_held_apart_and_counted():
    said = judged(score=0.9999, nhs=0, **BEST)
    assert (len(said.links), said.apart, said.disputed) == (0, 1, 0)


@pytest.mark.parametrize(
    ("score", "levels", "linked"),
    [
        (0.96, BEST, True),
        (0.94, BEST, False),
        (0.96, BEST | {"first_name": 0}, False),
        (0.992, BEST | {"first_name": 0}, True),
        (0.96, BEST | {"birth": 0}, False),
        (0.992, BEST | {"birth": 0}, True),
        (0.01, BEST | {"nhs": 1}, True),
        (0.99, {"first_name": 0, "birth": 0, "nhs": 1}, False),
    ],
)
def test_what_may_be_two_people_of_one_home_must_be_five_times_as_sure(score, levels, linked):
    assert len(judged(score=score, **levels).links) == linked


def test_a_row_without_a_number_does_not_tie_two_numbers_together():
    links = linked(
        ("Ann Lee", "1971-06-24", *HERE, ONE),
        ("Ann Lee", "1971-06-24", *HERE, None),
        ("Ann Leigh", "1971-06-24", *THERE, TWO),
    )
    assert persons(links) == [0, 0, 2]


def test_a_row_that_goes_equally_well_with_two_numbers_goes_with_neither():
    links = linked(
        ("Ann Lee", "1971-06-24", *HERE, ONE),
        ("Ann Lee", "1971-06-24", *HERE, TWO),
        ("Ann Lee", "1971-06-24", *HERE, None),
    )
    assert persons(links) == [0, 1, 2]
    assert "held apart" in links.clusters["reason"].to_pylist()[2]


def test_a_number_that_many_people_bear_decides_nothing():
    names = ("Ann Lee", "Omar Khan", "Bob Hale", "Mary Ives", "Mary Quill")
    births = ("1960-01-09", "1972-05-14", "1988-11-30", "1963-06-24", "1951-09-02")
    rows = [(name, born, *THERE, ONE) for name, born in zip(names, births, strict=True)]
    moved = ("Mary Smith", "1963-06-25", *HERE, ONE)
    assert persons(linked(*rows, moved)) == [0, 1, 2, 3, 4, 5]
    assert persons(linked(rows[3], moved)) == [0, 0]


PLACEHOLDER = "4010232137"
NAMES = (
    "Ann Lee", "Omar Khan", "Bob Hale", "Mary Ives", "Joan Quill", "Ivor Naylor",
    "Sadia Ahmed", "Liam Byrne", "Wei Chen", "Olga Petrov", "Tariq Malik", "Fern Oakes",
)  # fmt: skip


def nhs_number(nine):
    """Return nine digits with their check digit (NHS Data Dictionary, NHS NUMBER), or None."""
    check = -sum(int(d) * (10 - at) for at, d in enumerate(nine)) % 11
    return None if check == 10 else f"{nine}{check}"


OWN_NUMBERS = [n for n in map(nhs_number, map(str, range(943476590, 943476620))) if n][:12]


def a_dozen(*, numbers):
    rows = [
        (name, f"19{50 + at}-0{at % 9 + 1}-1{at % 10}", f"{at + 1} Mill Lane", "ZX1 4AB", number)
        for at, (name, number) in enumerate(zip(NAMES, numbers, strict=True))
    ]
    return people(*rows)


def test_a_number_that_stands_for_not_known_keeps_nobody_from_their_own_row():
    placeholders = a_dozen(numbers=[PLACEHOLDER] * 12)
    links = link_people({"a": a_dozen(numbers=OWN_NUMBERS), "b": placeholders})
    assert links.clusters["person"].to_pylist() == [f"a:{at}" for at in range(12)] * 2
    found = [(f["code"], f["dataset"], f["column"]) for f in links.report["findings"]]
    assert found == [("nhs-overused", "b", "nhs_number")]
    assert links.report["findings"][0]["message"].startswith("12 rows")
    assert any("too many people bear" in warning for warning in links.report["warnings"])
    assert PLACEHOLDER not in str(links.report)


def test_numbers_of_ones_own_still_hold_apart_beside_a_placeholder():
    both = pa.concat_tables(
        [
            a_dozen(numbers=OWN_NUMBERS),
            people(("Ann Lee", "1950-01-10", "1 Mill Lane", "ZX1 4AB", ONE)),
        ]
    )
    links = link_people({"a": both, "b": a_dozen(numbers=[PLACEHOLDER] * 12)})
    person = links.clusters["person"].to_pylist()
    assert person[0] != person[12]


def test_what_speaks_against_a_link_is_told_with_it():
    names = ("name", "dob", "address", "postcode", "nhs_number", "nino")
    rows = [
        ("Brenda Naylor", "1971-06-24", *HERE, ONE, NINO),
        ("Brenda Quill", "1971-06-24", *HERE, ONE, "CE654321A"),
    ]
    reason = linked(*rows, names=names).clusters["reason"].to_pylist()[0]
    assert "same NHS number" in reason
    assert reason.endswith("against it: different surname and National Insurance number")


def decision(one, other, same, name="list"):
    return {"dataset_l": name, "row_l": one, "dataset_r": name, "row_r": other, "same": same}


def decided(*entries):
    return pa.Table.from_pylist(list(entries))


ALIKE = (("Ann Lee", "1971-06-24", *HERE), ("Ann Lee", "1971-06-24", *HERE))


def test_a_reviewers_no_parts_rows_and_their_yes_joins_them():
    assert persons(linked(*ALIKE)) == [0, 0]
    assert persons(linked(*ALIKE, decided=decided(decision(1, 0, False)))) == [0, 1]
    strangers = (("Ann Lee", "1971-06-24", *HERE, ONE), ("Omar Khan", "1990-01-09", *HERE, TWO))
    assert persons(linked(*strangers)) == [0, 1]
    links = linked(*strangers, decided=decided(decision(0, 1, True)))
    assert persons(links) == [0, 0]
    assert links.clusters["reason"].to_pylist()[0] == "a reviewer found them to be one person"


def test_a_reviewer_who_cannot_tell_changes_nothing():
    assert persons(linked(*ALIKE, decided=decided(decision(0, 1, None)))) == [0, 0]


def test_a_reviewers_no_holds_through_a_third_row():
    rows = (*ALIKE, ("Ann Lee", "1971-06-24", *HERE))
    who = persons(linked(*rows, decided=decided(decision(0, 1, False))))
    assert who[0] != who[1]


@pytest.mark.parametrize(
    "entries",
    [
        pa.table({"dataset_l": ["list"]}),
        decided(decision(0, 9, True)),
        decided(decision(-1, 0, True)),
        decided(decision(0, 1, True, name="nobody")),
        decided(decision(1, 1, True)),
        decided(decision(0, 1, "yes")),
        decided(decision(0, 1, True), decision(1, 0, False)),
        decided(decision(0, 1, True), decision(1, 0, None)),
    ],
    ids=["columns", "row", "negative row", "table", "one row", "answer", "contradiction", "taken"],
)
def test_decisions_that_cannot_be_used_are_refused(entries):
    with pytest.raises(BadInput) as error:
        linked(*ALIKE, decided=entries)
    assert error.value.next_step


def edges(rows):
    """Return links among rows, with few strengths so that ties are common."""
    ends = st.tuples(st.integers(0, rows - 1), st.integers(0, rows - 1)).filter(
        lambda pair: pair[0] < pair[1]
    )
    return st.dictionaries(ends, st.integers(1, 4), max_size=14)


GRAPHS = st.integers(2, 8).flatmap(
    lambda n: st.tuples(
        edges(n), st.lists(st.integers(-1, 2), min_size=n, max_size=n), st.randoms()
    )
)


def grouped(pairs, numbers, apart=()):
    left, right = (np.array([p[i] for p in pairs], dtype=np.int64) for i in (0, 1))
    strength = np.array(list(pairs.values()), dtype=np.float64)
    count = np.zeros(len(pairs), dtype=np.int64)
    links = Links(left, right, strength, strength, count, ("words",))
    exclusive = np.array(numbers, dtype=np.int64).reshape(-1, 1)
    return group(len(numbers), links, Rules(exclusive, apart=apart)).first


@settings(deadline=None, max_examples=300)
@given(GRAPHS)
def test_nobody_has_two_numbers_and_the_order_of_rows_is_nothing(graph):
    pairs, numbers, random = graph
    first = grouped(pairs, numbers)
    for person in set(first):
        held = {n for n, of in zip(numbers, first, strict=True) if of == person and n >= 0}
        assert len(held) <= 1
    order = list(range(len(numbers)))
    random.shuffle(order)
    entries = [(sorted((order[a], order[b])), s) for (a, b), s in pairs.items()]
    random.shuffle(entries)
    moved = [0] * len(numbers)
    for at, number in enumerate(numbers):
        moved[order[at]] = number
    again = grouped({tuple(pair): s for pair, s in entries}, moved)
    assert partition(first, range(len(numbers))) == partition(again[order], range(len(numbers)))


@settings(deadline=None, max_examples=150)
@given(GRAPHS)
def test_rows_told_apart_are_apart_and_only_what_is_linked_is_together(graph):
    pairs, numbers, random = graph
    apart = [pair for pair in pairs if random.random() < 0.3]
    first = grouped(pairs, [-1] * len(numbers), apart)
    assert all(first[one] != first[other] for one, other in apart)
    whole = grouped(pairs, [-1] * len(numbers))
    assert all(whole[row] == whole[first[row]] for row in range(len(numbers)))


def partition(first, rows):
    groups = {}
    for row in rows:
        groups.setdefault(int(first[row]), set()).add(row)
    return sorted(map(sorted, groups.values()))


def test_only_columns_that_describe_a_person_leave_the_table(monkeypatch):
    seen = {}

    def watched(connection, people, **options):
        seen.update(people.to_pydict())
        return score_pairs(connection, people, **options)

    monkeypatch.setattr("beholden.linkage.people.model.score_pairs", watched)
    rows = people(*ALIKE).append_column("diagnosis", pa.array(["asthma", "gout"]))
    known = PersonKeys.start()
    links = link_people({"list": rows}, known=known)
    assert seen["surname"] == ["LEE", "LEE"]
    assert "asthma" not in str(seen).lower()
    told = str([links.clusters.to_pydict(), links.report, links.keys.rows.to_pydict()]).lower()
    assert "asthma" not in told
    other = rows.set_column(rows.num_columns - 1, "diagnosis", pa.array(["flu", "flu"]))
    again = link_people({"list": other}, known=links.keys)
    assert again.keys.rows["content"] == links.keys.rows["content"]
