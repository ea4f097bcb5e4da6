"""The acts of review at a council's home: who looks, what is decided, what the next match does."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest
from actions.ashmere import CODES
from actions.councils import entries_of, state_of

from beholden.kernel import BadInput, NotFound, Refused

from .doubtful import (
    BOTH,
    DPO,
    LOOKER,
    MARKER,
    STEWARD,
    STREETS,
    account_rows,
    keys_of,
    linkage_of,
    matched,
    registered,
    write_csv,
)


def queue(council, by=LOOKER, **how):
    return council.review_queue(by=by, dataset="accounts", **how)


def decide(council, *decisions: tuple[int, str, str], by=LOOKER):
    table = pa.table(
        {
            name: [str(part) for part in column]
            for name, column in zip(
                ("row", "uprn", "decision"), zip(*decisions, strict=True), strict=True
            )
        }
        | {"linkage": [linkage_of(council)] * len(decisions)}
    )
    return council.decide_pairs(by=by, dataset="accounts", decisions=table)


def test_the_queue_shows_both_texts_and_little_else(council):
    listed = queue(council, limit=8)
    assert 0 < len(listed.pairs) <= 8
    for pair in listed.pairs:
        assert set(pair) == {
            "row", "address", "uprn", "gazetteer", "score", "matched", "reason", "alike",
            "linkage", "decision",
        }  # fmt: skip
        own = account_rows()[pair["row"] - 1]
        assert pair["address"].startswith(own["Property Address"])
        assert any(street in pair["gazetteer"] for street in STREETS)
    assert MARKER not in json.dumps(listed.pairs)


def test_a_decision_holds_for_the_pair_at_the_next_match(council):
    wrong, right, unknown = queue(council, limit=3).pairs
    done = decide(
        council,
        (wrong["row"], wrong["uprn"], "different"),
        (right["row"], right["uprn"], "same"),
        (unknown["row"], unknown["uprn"], "cannot tell"),
    )
    assert (done.same, done.different, done.cannot_tell) == (1, 1, 1)
    made = matched(council)
    keys = keys_of(council)
    assert keys[wrong["row"] - 1]["uprn"] != wrong["uprn"]
    assert keys[right["row"] - 1]["uprn"] == right["uprn"]
    assert keys[right["row"] - 1]["reason"] == "a person decided that it is this place"
    assert keys[right["row"] - 1]["score_before"] == pytest.approx(right["score"], abs=1e-4)
    assert made.decided == 2
    assert "fewer than 20" in made.calibration
    asked_again = {(p["row"], p["uprn"]) for p in queue(council, limit=500).pairs}
    assert not asked_again & {(p["row"], p["uprn"]) for p in (wrong, right, unknown)}


def test_a_later_decision_stands_above_an_earlier_one(council):
    pair = queue(council, limit=1).pairs[0]
    decide(council, (pair["row"], pair["uprn"], "different"))
    decide(council, (pair["row"], pair["uprn"], "same"))
    matched(council)
    assert keys_of(council)[pair["row"] - 1]["uprn"] == pair["uprn"]


def test_decisions_hold_for_the_same_address_in_the_next_delivery(council, tmp_path):
    pair = queue(council, limit=1).pairs[0]
    decide(council, (pair["row"], pair["uprn"], "different"))
    rows = account_rows()
    moved = [rows[pair["row"] - 1], *(r for i, r in enumerate(rows) if i != pair["row"] - 1)]
    source = write_csv(tmp_path / "next.csv", moved)
    council.register(by=STEWARD, source=source, name="accounts", steward="Revenues and Benefits")
    assert matched(council).decided >= 1
    assert keys_of(council)[0]["uprn"] != pair["uprn"]


def test_many_decisions_calibrate_the_scores(council):
    """Everything near the threshold is said to be wrong, so scores come down."""
    pairs = queue(council, limit=500).pairs
    assert len(pairs) >= 30
    decide(council, *((p["row"], p["uprn"], "different") for p in pairs))
    made = matched(council)
    assert made.calibration.startswith("fitted to")
    keys = [key for key in keys_of(council) if 0 < key["score"] < 1]
    assert keys
    assert all(key["score"] < key["score_before"] for key in keys)


def test_the_ledger_and_the_records_hold_nothing_personal(council):
    pair = queue(council, limit=1).pairs[0]
    decide(council, (pair["row"], pair["uprn"], "same"))
    council.draw_review_sample(by=LOOKER, dataset="accounts", number=5)
    acts = [entry for entry in entries_of(council) if entry["act"].startswith("pairs-")]
    assert [entry["act"] for entry in acts] == ["pairs-listed", "pairs-decided", "pairs-sampled"]
    assert acts[1]["facts"]["same"] == 1
    assert acts[1]["facts"]["fingerprint"].startswith("sha256:")
    told = json.dumps(acts)
    for value in (pair["uprn"], pair["address"], pair["gazetteer"], "Mill", LOOKER):
        assert value not in told
    from beholden.records.models import PairLabel, ReviewSample

    with council.at_work():
        stored = json.dumps([*PairLabel.objects.values("row", "candidate", "says")])
        stored += json.dumps([*ReviewSample.objects.values("strata", "of")])
    assert not any(street in stored for street in STREETS)
    assert council.verify_ledger().ok


def test_the_same_decision_again_is_no_act(council):
    pair = queue(council, limit=1).pairs[0]
    decide(council, (pair["row"], pair["uprn"], "same"))
    before = state_of(council)
    again = decide(council, (pair["row"], pair["uprn"], "same"))
    assert (again.same, again.known) == (0, 1)
    assert state_of(council) == before


def test_of_a_list_with_a_fault_nothing_is_taken(council):
    first, second = queue(council, limit=2).pairs
    before = state_of(council)
    for fault in (
        (second["row"], "1", "same"),
        (9_999, second["uprn"], "same"),
        (second["row"], second["uprn"], "perhaps"),
        (first["row"], first["uprn"], "different"),
    ):
        with pytest.raises(BadInput, match="none was"):
            decide(council, (first["row"], first["uprn"], "same"), fault)
    assert state_of(council) == before


def test_nobody_reviews_a_link_that_they_had_made(council):
    council.match(by=BOTH, dataset="accounts", gazetteer="places")
    pair = queue(council, by=BOTH, limit=1).pairs[0]
    before = state_of(council)
    with pytest.raises(Refused) as refused:
        decide(council, (pair["row"], pair["uprn"], "same"), by=BOTH)
    assert refused.value.refusal.clause == "S9 two people"
    assert state_of(council) == before
    assert decide(council, (pair["row"], pair["uprn"], "same")).same == 1


def test_the_database_refuses_a_decision_on_ones_own_link(council):
    from django.db import transaction

    from beholden.records.models import KeyColumn, PairLabel, Person
    from beholden.records.refusing import refusing

    with council.at_work():
        key = KeyColumn.objects.get()
        mine = Person.objects.get(code=STEWARD)
        with pytest.raises(Refused) as refused, refusing(), transaction.atomic(council.alias):
            PairLabel.objects.create(
                key=key, row=1, candidate="1", says="same", decided_by=mine,
                decided_at=council.clock.now(),
            )  # fmt: skip
        assert refused.value.refusal.clause == "S9 two people"


LOOKS = {
    "queue": lambda council, by: council.review_queue(by=by, dataset="accounts"),
    "sample": lambda council, by: council.draw_review_sample(by=by, dataset="accounts", number=3),
    "decide": lambda council, by: decide(council, (1, "1", "same"), by=by),
    "estimate": lambda council, by: council.estimate_links(by=by, dataset="accounts"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_other_departments_see_nothing(council, look):
    stranger = "code-stranger"
    council.add_person(
        by=CODES["admin"], code=stranger, office="Reviewer", organisation="Housing",
        roles=["link_reviewer"],
    )  # fmt: skip
    before = state_of(council)
    with pytest.raises(Refused) as refused:
        LOOKS[look](council, stranger)
    assert refused.value.refusal.clause == "datasets › steward"
    with pytest.raises(Refused) as refused:
        LOOKS[look](council, STEWARD)
    assert refused.value.refusal.clause == "rights › links-review"
    assert state_of(council) == before


def test_the_data_protection_officer_sees_every_departments(council):
    assert queue(council, by=DPO).pairs


@pytest.mark.parametrize("key", ["uprn", "person"])
def test_what_was_not_linked_is_not_reviewed(founded, tmp_path, key):
    registered(founded, tmp_path)
    with pytest.raises(NotFound, match="no linkage to review"):
        founded.review_queue(by=LOOKER, dataset="accounts", key=key)


def test_a_sample_is_blind_and_gives_an_estimate(council):
    listed = council.draw_review_sample(by=LOOKER, dataset="accounts", number=20)
    assert len(listed.pairs) == 20
    assert set(listed.pairs[0]) == {"row", "address", "uprn", "gazetteer", "linkage", "decision"}
    with pytest.raises(BadInput, match="Not every part"):
        council.estimate_links(by=LOOKER, dataset="accounts")
    said = ["same"] * 18 + ["different", "cannot tell"]
    decide(
        council,
        *((p["row"], p["uprn"], s) for p, s in zip(listed.pairs[:19], said[:19], strict=True)),
    )
    left = council.list_review_sample(by=LOOKER, dataset="accounts")
    assert [p["row"] for p in left.pairs] == [listed.pairs[19]["row"]]
    decide(council, (listed.pairs[19]["row"], listed.pairs[19]["uprn"], said[19]))
    told = council.estimate_links(by=LOOKER, dataset="accounts")
    assert told.precision.estimate.share == 18 / 19
    assert (told.precision.drawn, told.precision.decided, told.precision.cannot_tell) == (20, 20, 1)
    assert told.precision.estimate.interval.low < 18 / 19 < told.precision.estimate.interval.high
    assert told.recall is None


def test_with_a_sample_of_unmatched_rows_the_recall_is_told(council):
    for of in ("matched", "unmatched"):
        listed = council.draw_review_sample(by=LOOKER, dataset="accounts", number=500, of=of)
        answer = "same" if of == "matched" else "different"
        decide(council, *((p["row"], p["uprn"], answer) for p in listed.pairs))
    told = council.estimate_links(by=LOOKER, dataset="accounts")
    assert told.precision.estimate.share == 1.0
    assert told.missed.estimate.share == 0.0
    assert told.recall.share == 1.0


@pytest.mark.parametrize(("of", "key"), [("some", "uprn"), ("unmatched", "person")])
def test_a_sample_of_nothing_known_is_refused(council, of, key):
    with pytest.raises((BadInput, NotFound)):
        council.draw_review_sample(by=LOOKER, dataset="accounts", number=3, of=of, key=key)


def test_only_the_columns_of_the_address_are_read(council, columns_read):
    matched(council)
    queue(council)
    assert columns_read
    allowed = {"property_address", "postcode", "uprn", "address_concat"}
    assert all(columns is not None and set(columns) <= allowed for columns in columns_read)


def test_the_index_of_a_gazetteer_is_kept_and_used_again(council, monkeypatch):
    index = council.path("datasets/places/v1/index.gaz")
    first = keys_of(council)
    assert index.is_file()
    steps: list[str] = []
    matched(council, progress=lambda step, done, total: steps.append(step))
    assert not any("index" in step for step in steps)
    assert keys_of(council) == first


@pytest.mark.parametrize("harm", ["cut", "other", "empty"])
def test_a_damaged_index_is_built_again_with_a_word(council, harm):
    index = council.path("datasets/places/v1/index.gaz")
    first, whole = keys_of(council), index.read_bytes()
    index.write_bytes({"cut": whole[:-999], "other": b"not an index" * 9, "empty": b""}[harm])
    steps: list[str] = []
    matched(council, progress=lambda step, done, total: steps.append(step))
    assert "the gazetteer's index cannot be used: building it again" in steps
    assert index.read_bytes() == whole
    assert keys_of(council) == first


def test_without_room_for_the_index_matching_goes_on(council, monkeypatch):
    from beholden import linkage
    from beholden.kernel import Unavailable

    index = council.path("datasets/places/v1/index.gaz")
    index.unlink()

    def full(self, path):
        raise Unavailable("The index could not be written.")

    monkeypatch.setattr(linkage.Gazetteer, "save", full)
    steps: list[str] = []
    made = matched(council, progress=lambda step, done, total: steps.append(step))
    assert made.matched
    assert not index.exists()
    assert any("could not be kept" in step for step in steps)
