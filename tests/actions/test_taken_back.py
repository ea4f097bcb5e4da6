"""A reviewer's word on two people that is taken back does not linger in the kept persons."""

from __future__ import annotations

import csv

import pyarrow.parquet as pq
import pytest

from beholden.linkage import open_keys

from .ashmere import CODES

STEWARD, LOOKER = CODES["revenues"], CODES["looker"]
GIVEN = ("Amelia", "Bartholomew", "Clementine", "Desmond")
FAMILY = ("Quartermain", "Rusbridger", "Satterthwaite", "Thistlewood", "Vavasour")


@pytest.fixture
def council(founded, tmp_path):
    """Give a council with twenty made-up visitors, each on the list twice, linked."""
    names = [(given, family) for given in GIVEN for family in FAMILY]
    source = tmp_path / "visits.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("forename", "surname", "date_of_birth"))
        for at, name in enumerate(names):
            writer.writerows([(*name, f"19{40 + at}-03-{at + 1:02d}")] * 2)
    founded.register(
        by=STEWARD, source=source, name="visits", steward="Revenues and Benefits", made_up=True
    )
    founded.link(by=STEWARD, datasets=["visits"])
    return founded


def newest_key():
    from beholden.records.models import KeyColumn

    return KeyColumn.objects.filter(column="person").latest("id")


def first_two_are_one(council):
    with council.at_work():
        path = newest_key().path
    one, other = pq.read_table(council.path(path))["person"].to_pylist()[:2]
    return one == other


def remembered(council):
    keys = open_keys(council.path("datasets/visits/person.keys"))
    return keys.decisions["same"].to_pylist()


def decide(council, answer):
    """Decide on the second row beside the first, which are alike, and link again."""
    council.decide_pair(
        by=LOOKER, dataset="visits", key="person", row=2, candidate="visits:1", answer=answer
    )
    council.link(by=STEWARD, datasets=["visits"])


def test_same_that_became_cannot_tell_is_forgotten(council):
    decide(council, "same")
    assert remembered(council) == [True]
    decide(council, "cannot tell")
    assert remembered(council) == []
    assert first_two_are_one(council)


def test_different_that_became_cannot_tell_parts_nobody_any_more(council):
    from beholden.records.models import PairLabel

    decide(council, "different")
    assert not first_two_are_one(council)
    with council.at_work():
        said = PairLabel.objects.get()
        said.pk, said.says = None, "cannot tell"
        said.save(force_insert=True)
    council.link(by=STEWARD, datasets=["visits"])
    assert remembered(council) == []
    assert first_two_are_one(council)
