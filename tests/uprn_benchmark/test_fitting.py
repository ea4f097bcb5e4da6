"""What the scorecard is fitted on beyond the labelled rows, and how its threshold is chosen."""

import random

import numpy as np
import pyarrow as pa
import pytest

from benchmarks.fit_examples import AS_IT_IS, ASKED_SCHEMA, Examples
from benchmarks.fit_neighbours import NEIGHBOUR, with_neighbours
from benchmarks.fit_registers import crossed, row_of, schools, verdict
from benchmarks.fit_threshold import THRESHOLDS, chosen, without_each

RARE = frozenset({"ELM", "TANNERY", "WEIR", "OAKFIELD", "QUARRY"})
CODE = "AS1 1AA"


def row(address, name="", postcode=CODE):
    return row_of(name, address, postcode)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("28 Tannery Road, Ashmere", "WEIR SURGERY, 28 TANNERY RD", True),
        ("28 High Street, Ashmere", "Boots, 28 High St, Ashmere", True),
        ("28 Tannery Road", "30 Tannery Road", False),
        ("28A Tannery Road", "28B Tannery Road", None),
        ("10-14 Tannery Road", "12 Tannery Road", None),
        ("28 Tannery Road, Ashmere", "28 Quarry Road, Leigh", None),
        ("Weir Surgery, Tannery Road", "TANNERY ROAD", None),
        ("Weir Surgery, Tannery Road", "The Weir, Tannery Rd, Ashmere", True),
        ("Weir Surgery, Tannery Road", "Elm Surgery, Tannery Road", None),
        ("28 Tannery Road", "Weir Surgery, Tannery Road", None),
        ("Boots, Tannery Road, Weir", "Costa, Tannery Road, Weir", None),
        ("Boots, Tannery Road, Weir", "Tannery Road, Weir", True),
        ("The Boots, Tannery Road, Weir", "Boots, Tannery Rd, Weir, Ashshire", True),
        ("Weir Surgery, Tannery Road", "Weir Clinic, Tannery Road", True),
    ],
)
def test_a_rule_that_knows_nothing_of_the_matcher_tells_places_apart(one, other, same):
    assert verdict(row(one), row(other), RARE) is same
    assert verdict(row(other), row(one), RARE) is same


def registers():
    streets = [f"Road{n}" for n in range(40)]
    surgeries = [row(f"Surgery, {n} {s} Lane, Ashmere", postcode=f"AS1 {n % 9}AA")
                 for n, s in enumerate(streets, 1)]  # fmt: skip
    shops = [row(f"{n} {s} Ln, Ashmere", name="Well", postcode=f"AS1 {n % 9}AA")
             for n, s in enumerate(streets[:30], 1)]  # fmt: skip
    shops += [row(f"{n + 200} {s} Lane, Ashmere", postcode=f"AS1 {n % 9}AA")
              for n, s in enumerate(streets[30:], 31)]  # fmt: skip
    names = ("general-medical-practices", "civil-marriage-venues", "jobcentre", "pharmacy",
             "general-dental-practices", "democracy-club-polling-stations")  # fmt: skip
    made = {name: [] for name in names}
    made["general-medical-practices"], made["pharmacy"] = surgeries, shops
    return made


def test_registers_asked_of_each_other_have_the_answers_that_the_rule_gives():
    rare = frozenset(f"ROAD{n}" for n in range(40))
    made = crossed(registers(), "health", rare, random.Random(1))
    listed = dict(zip(made.gazetteer["uprn"].to_pylist(),
                      made.gazetteer["address_concat"].to_pylist(), strict=True))  # fmt: skip
    asked = made.asked.to_pylist()
    answered = [one for one in asked if one["true_uprn"] is not None]
    assert len(answered) == 30
    assert len(asked) - len(answered) == 10
    for one in answered:
        number = listed[str(one["true_uprn"])].split(", ")[1].split()[0]
        assert f"{number} " in one["address_concat"]


def test_schools_are_asked_with_their_name_or_without_it():
    codes = (f"AS{n // 600} {n // 60 % 10}{chr(65 + n % 60 // 10)}{chr(65 + n % 10)}"
             for n in range(12_000))  # fmt: skip
    rows = [row(f"Road{n} Lane, Ashmere", f"School{n}", code) for n, code in enumerate(codes)]
    rare = frozenset(f"SCHOOL{n}" for n in range(12_000))
    for named in (True, False):
        made = schools({"edubase": rows}, rare, random.Random(1), named=named)
        texts = made.asked["address_concat"].to_pylist()
        assert all(text.startswith("School") is named for text in texts)


def counts(sources, *, good_from, absent_from):
    """Right of all 100 from ``good_from`` on, else 90; 10 matched without a row, until then."""
    made = {}
    for name in sources:
        for threshold in THRESHOLDS:
            right = 100 if threshold >= good_from[name] else 90
            out = 0 if threshold >= absent_from[name] else 10
            made[name, "as it is", threshold] = np.array([right, 100, 100])
            made[name, "true row out", threshold] = np.array([0, out, 100])
    return made


def test_the_threshold_of_a_source_is_chosen_by_the_others():
    sources = ("land", "schools")
    found = counts(sources, good_from={"land": 0.8, "schools": 0.6},
                   absent_from={"land": 0.5, "schools": 0.7})  # fmt: skip
    assert without_each(found, sources) == {"land": 0.7, "schools": 0.8}


def test_where_no_threshold_keeps_the_promise_the_highest_is_taken():
    found = counts(("land",), good_from={"land": 2.0}, absent_from={"land": 0.5})
    assert chosen(found, ("land",)) == THRESHOLDS[-1]


def test_each_place_is_turned_into_a_neighbour_that_differs_in_one_hard_piece():
    letters = [f"{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200)]
    texts = [f"{n} Elm{letters[n]} Lane, Town{n % 7}" for n in range(1, 200)]
    gazetteer = pa.table(
        {
            "uprn": [str(n) for n in range(1, 200)],
            "address_concat": texts,
            "postcode": [f"AS1 {n % 9}AA" for n in range(1, 200)],
            "source": ["x"] * 199,
        }
    )
    asked = pa.table(
        [gazetteer["uprn"], texts, gazetteer["postcode"], list(range(1, 200))], schema=ASKED_SCHEMA
    )
    given = Examples(gazetteer, asked, np.full(199, "x", object), AS_IT_IS, 1.0, True)
    made = with_neighbours(given, random.Random(1))
    assert made.kind == NEIGHBOUR
    assert not set(made.gazetteer["uprn"].to_pylist()) & set(gazetteer["uprn"].to_pylist())
    assert not set(made.gazetteer["address_concat"].to_pylist()) & set(texts)
    assert set(made.asked["address_concat"].to_pylist()) == set(texts)
    gone = [code is None for code in made.asked["postcode"].to_pylist()]
    assert 0 < sum(gone) < len(gone)  # where the town is another, the postcode is not told
