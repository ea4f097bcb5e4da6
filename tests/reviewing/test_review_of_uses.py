"""S7 in review: what was decided of people for one use says nothing to another use."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from beholden.kernel import BadInput, ColumnRole, ColumnTerms, DatasetTerms, NotFound, Refused
from beholden.records import reading

from .doubtful import LOOKER, STEWARD, keys_of, write_csv
from .test_review_of_people import people

LISTS = ["visits", "more"]


@pytest.fixture
def council(founded, tmp_path, monkeypatch):
    """Give a council with two lists of people, which any use may link."""
    monkeypatch.setattr("beholden.actions.linking_people._refuse_unless_agreed", lambda *_: None)
    monkeypatch.setattr(
        "beholden.actions.linking_people._withheld_by_board", lambda _: frozenset[str]()
    )
    monkeypatch.setattr("beholden.actions.ending._alive", lambda: {"warm-homes", "early-help"})
    for name in LISTS:
        source = write_csv(tmp_path / f"{name}.csv", people())
        founded.register(
            by=STEWARD, source=source, name=name, steward="Revenues and Benefits", made_up=True
        )
    return founded


def link(council, use):
    return council.link(by=STEWARD, datasets=LISTS, use=use)[0]


def decide_sample(council, answer, number):
    pairs = council.draw_review_sample(
        by=LOOKER, dataset="visits", number=number, key="person"
    ).pairs
    for pair in pairs:
        council.decide_pair(
            by=LOOKER, dataset="visits", key="person", row=pair["row"], candidate=pair["other"],
            answer=answer,
        )  # fmt: skip
    return pairs


def together(council, pair):
    dataset, _, other = pair["other"].partition(":")
    own = keys_of(council, "visits", "person")[pair["row"] - 1]
    return own["person"] == keys_of(council, dataset, "person")[int(other) - 1]["person"]


def test_a_pair_parted_for_one_use_stays_together_for_another(council):
    link(council, "warm-homes")
    (pair,) = decide_sample(council, "different", 1)
    other = link(council, "early-help")
    assert (other.decided, together(council, pair)) == (0, True)
    own = link(council, "warm-homes")
    assert (own.decided, together(council, pair)) == (1, False)


def terms_that_withhold(*columns):
    """Return what a signed agreement on these lists allows, which withholds columns by name."""
    named = tuple(ColumnTerms(name, ColumnRole.WITHHELD) for name in columns)
    datasets = tuple(DatasetTerms(name, "Revenues and Benefits", named) for name in LISTS)
    return SimpleNamespace(datasets=datasets)


@pytest.mark.parametrize("withheld", [("date_of_birth",), ("DATE_OF_BIRTH", "postcode")])
def test_what_the_agreement_withholds_is_not_read(council, withheld, monkeypatch, columns_read):
    monkeypatch.setattr(
        "beholden.actions.linking_people._refuse_unless_agreed",
        lambda *_: terms_that_withhold(*withheld),
    )
    link(council, "warm-homes")
    read = {column for columns in columns_read for column in columns}
    assert read.isdisjoint({name.lower() for name in withheld})
    assert {"forename", "surname"} <= read


def test_rows_are_not_known_again_by_what_is_withheld(council, monkeypatch):
    monkeypatch.setattr(
        "beholden.actions.linking_people._refuse_unless_agreed",
        lambda *_: terms_that_withhold("note"),
    )
    with pytest.raises(Refused, match="withheld"):
        council.link(by=STEWARD, datasets=LISTS, use="warm-homes", row_ids={"more": "note"})


def test_answers_for_one_use_do_not_judge_another(council):
    link(council, "warm-homes")
    decide_sample(council, "same", 5)
    assert council.estimate_links(by=LOOKER, dataset="visits", key="person").precision.decided == 5
    link(council, "early-help")
    with pytest.raises(NotFound, match="No sample") as missing:
        council.estimate_links(by=LOOKER, dataset="visits", key="person")
    assert "earlier" not in missing.value.why
    with council.at_work():
        (view,) = reading.review_of("visits")
    assert view.decided == {}
    council.draw_review_sample(by=LOOKER, dataset="visits", number=500, key="person")
    with pytest.raises(BadInput, match="Not every part"):
        council.estimate_links(by=LOOKER, dataset="visits", key="person")
