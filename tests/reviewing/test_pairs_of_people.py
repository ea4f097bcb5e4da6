"""The pairs of people under review: each with its own reason and score, near misses among them."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest
from actions.ashmere import DAY
from actions.councils import copied, opened

from beholden.actions.persons_kept import pairs_beside
from beholden.kernel import BadInput
from beholden.linkage.reviewing import Calibration
from beholden.linkage.reviewing.calibrating import FITTED
from beholden.records import reading

from .doubtful import DPO, LOOKER, STEWARD, keys_of, write_csv
from .persons import people

NHS = "9434765919"
# Three made-up rows of one person: the third is linked to the second by its number alone.
BRENDA = {"forename": "Brenda", "surname": "Naylor", "date_of_birth": "1971-06-24"}
THREE = [
    {**BRENDA, "postcode": "ZX1 1AB", "nhs_number": ""},
    {**BRENDA, "postcode": "ZX1 1AB", "nhs_number": NHS},
    {**BRENDA, "surname": "Osgood", "postcode": "ZX4 9AB", "nhs_number": NHS},
]
# Made-up people who are nearly linked, as twins are: the second time under another first name.
NEARLY = [
    {"forename": first, "surname": last, "date_of_birth": born, "postcode": code}
    for first, last, born, code in (
        ("Barnaby", "Whittingstall", "1950-03-04", "ZX2 2AB"),
        ("Cordelia", "Yelverton", "1962-05-06", "ZX3 3AB"),
        ("Hezekiah", "Zouche", "1974-07-08", "ZX1 4AB"),
        ("Ottoline", "Attenborough", "1986-09-10", "ZX4 5AB"),
    )
]
OTHERS = ("Zebedee", "Wilhelmina", "Peregrine", "Thomasina")
NEAR_AGAIN = [{**row, "forename": name} for row, name in zip(NEARLY, OTHERS, strict=True)]


def rows():
    whole = [*THREE, *NEARLY, *NEAR_AGAIN, *people()]
    return [
        {"note": "", "nhs_number": "", "address": f"{n // 2} Mill Lane", **row}
        for n, row in enumerate(whole)
    ]


@pytest.fixture(scope="module")
def linked_once(told, tmp_path_factory):
    folder = tmp_path_factory.mktemp("near")
    council = opened(copied(told("begin", DAY), folder))
    council.register(
        by=STEWARD, source=write_csv(folder / "visits.csv", rows()), name="visits",
        steward="Revenues and Benefits", made_up=True,
    )  # fmt: skip
    council.link(by=STEWARD, datasets=["visits"])
    council.close()
    return folder


@pytest.fixture
def council(linked_once, tmp_path):
    """Give a council whose visitors were linked, some of them nearly."""
    council = opened(copied(linked_once, tmp_path))
    yield council
    council.close()


def queue(council, by=LOOKER):
    return council.review_queue(by=by, dataset="visits", key="person", limit=500).pairs


def drawn(council, of):
    asked = {"by": LOOKER, "dataset": "visits", "number": 500, "key": "person", "of": of}
    return council.draw_review_sample(**asked).pairs


def decide(council, pair, answer):
    council.decide_pair(
        by=LOOKER, dataset="visits", key="person", row=pair["row"], candidate=pair["other"],
        answer=answer,
    )  # fmt: skip


def kept_pairs(council):
    from beholden.records.models import KeyColumn

    with council.at_work():
        path = council.path(KeyColumn.objects.filter(column="person").latest("id").path)
    return {(p["row"], p["candidate"]): p for p in pq.read_table(pairs_beside(path)).to_pylist()}


def test_the_reason_and_the_score_are_of_the_pair_that_is_shown(council):
    told = kept_pairs(council)
    assert {(2, "visits:1"), (3, "visits:2")} <= set(told)
    assert (3, "visits:1") not in told
    assert "against" not in told[2, "visits:1"]["reason"]
    assert "same NHS number" in told[3, "visits:2"]["reason"]
    (shown,) = (pair for pair in drawn(council, "matched") if pair["row"] == 3)
    assert (shown["other"], shown["surname"]) == ("visits:2", "Osgood | Naylor")


def test_a_near_miss_is_listed_and_joined_once_it_is_said_to_be_the_same(council):
    near = [pair for pair in queue(council) if pair["matched"] == "no"]
    assert near
    pair = near[0]
    ends = pair["row"] - 1, int(pair["other"].partition(":")[2]) - 1
    decide(council, pair, "same")
    council.link(by=STEWARD, datasets=["visits"])
    keys = keys_of(council, "visits", "person")
    assert keys[ends[0]]["person"] == keys[ends[1]]["person"]
    left = {(one["row"], one["other"]) for one in queue(council) if one["matched"] == "no"}
    assert (pair["row"], pair["other"]) not in left


def test_what_was_nearly_linked_is_still_told_where_nothing_is_compared_again(council):
    before = kept_pairs(council)
    council.link(by=STEWARD, datasets=["visits"])
    assert kept_pairs(council) == before


def test_a_sample_of_near_misses_tells_the_recall(council):
    for pair in drawn(council, "matched"):
        decide(council, pair, "same")
    near = drawn(council, "unmatched")
    for at, pair in enumerate(near):
        decide(council, pair, "same" if at == 0 else "different")
    told = council.estimate_links(by=DPO, dataset="visits", key="person")
    matched = told.precision.estimate.rows
    assert told.precision.estimate.share == 1.0
    assert told.missed.estimate.rows == len(near)
    assert told.recall.share == pytest.approx(matched / (matched + 1))
    with council.at_work():
        (review,) = reading.review_of("visits")
    assert {sample.of: sample.population for sample in review.samples} == {
        "matched": matched, "unmatched": len(near),
    }  # fmt: skip


@pytest.mark.parametrize(("rate", "proved"), [(0.2, True), (0.001, False)])
def test_decided_pairs_prove_a_threshold_for_an_error_rate(council, rate, proved):
    for pair in drawn(council, "matched"):
        decide(council, pair, "same")
    asked = {"by": DPO, "dataset": "visits", "key": "person"}
    assert council.estimate_links(**asked).threshold is None
    told = council.estimate_links(**asked, error_rate=rate)
    assert told.threshold["basis"] == "labels"
    assert (told.threshold["threshold"] < 1) == proved
    assert bool(told.threshold["warnings"]) == (not proved)
    assert told.threshold["bound"] is None or told.threshold["bound"] <= rate


def test_a_threshold_that_was_proved_is_told_and_taken_as_the_matchers_own_score(
    council, monkeypatch
):
    """Decisions move the probabilities, and move them on again at the next linkage."""
    moved = Calibration(1.0, -1.0, 50, FITTED)
    monkeypatch.setattr("beholden.linkage.reviewing.recalibrate", lambda *_: moved)
    near = drawn(council, "unmatched")[0]
    decide(council, near, "different")
    council.link(by=STEWARD, datasets=["visits"])
    for pair in drawn(council, "matched"):
        decide(council, pair, "same")
    own = [one["score_before"] for one in kept_pairs(council).values() if one["matched"]]
    told = [one["probability"] for one in kept_pairs(council).values() if one["matched"]]
    assert min(told) < min(own)
    asked = {"by": DPO, "dataset": "visits", "key": "person", "error_rate": 0.2}
    proved = council.estimate_links(**asked).threshold["threshold"]
    assert proved == pytest.approx(min(own), abs=1e-9)
    council.link(by=STEWARD, datasets=["visits"], threshold=proved)
    assert last_method(council)["settings"]["threshold"] == proved


def test_a_pair_that_was_decided_keeps_the_matchers_own_score(council):
    near = drawn(council, "unmatched")[0]
    before = kept_pairs(council)[near["row"], near["other"]]["score_before"]
    decide(council, near, "same")
    council.link(by=STEWARD, datasets=["visits"])
    now = kept_pairs(council)[near["row"], near["other"]]
    assert (now["matched"], now["probability"]) == (True, 1.0)
    assert now["score_before"] == before < 0.95


def test_what_was_decided_before_does_not_speak_for_what_nobody_looked_at(council):
    for pair in drawn(council, "matched")[:10]:
        decide(council, pair, "same")
    council.link(by=STEWARD, datasets=["visits"])
    known = {
        (p["row"], p["candidate"]) for p in kept_pairs(council).values() if "found" in p["reason"]
    }
    assert len(known) == 10
    for pair in drawn(council, "matched"):
        if (pair["row"], pair["other"]) not in known:
            decide(council, pair, "different")
    told = council.estimate_links(by=DPO, dataset="visits", key="person")
    assert told.precision.estimate.share == 10 / told.precision.estimate.rows
    assert (told.undecided.share, told.undecided.rows) == (0.0, told.precision.estimate.rows - 10)


def last_method(council):
    from beholden.records.models import KeyColumn

    with council.at_work():
        return KeyColumn.objects.filter(column="person").latest("id").method


def test_errors_are_told_by_group_and_small_groups_withheld(council):
    """Every fourth reviewed link is said to be wrong; the areas are those of the rows."""
    pairs = drawn(council, "matched")
    for at, pair in enumerate(pairs):
        decide(council, pair, "different" if at % 4 == 0 else "same")
    figures = council.estimate_links(by=DPO, dataset="visits", key="person").fairness["figures"]
    own, said = rows(), {pair["row"]: at % 4 == 0 for at, pair in enumerate(pairs)}
    for area in ("ZX1", "ZX2", "ZX3", "ZX4"):
        wrong = [bad for row, bad in said.items() if own[row - 1]["postcode"].startswith(area)]
        (one,) = (f for f in figures if (f["column"], f["group"]) == ("area", area))
        expected = (None, None) if len(wrong) < 10 else (sum(wrong), len(wrong))
        assert (one["measure"], one["count"], one["of"]) == ("wrong", *expected)
    assert any(f["share"] is not None for f in figures)


def test_labels_calibrate_the_score_of_the_very_pair(council, monkeypatch):
    heard = []
    monkeypatch.setattr(
        "beholden.linkage.reviewing.recalibrate",
        lambda scores, same: heard.extend(zip(scores, same, strict=True)),
        raising=False,
    )
    pairs = {(p["row"], p["other"]): p for p in drawn(council, "matched")}
    for of, answer in (((3, "visits:2"), "different"), ((2, "visits:1"), "same")):
        decide(council, pairs[of], answer)
    told = kept_pairs(council)
    with pytest.raises(AttributeError):  # nothing was made of what was heard
        council.link(by=STEWARD, datasets=["visits"])
    assert sorted(heard) == sorted(
        [(told[3, "visits:2"]["probability"], False), (told[2, "visits:1"]["probability"], True)]
    )


def test_pairs_of_an_earlier_version_are_asked_for_anew(council):
    from beholden.records.models import KeyColumn

    with council.at_work():
        path = council.path(KeyColumn.objects.filter(column="person").latest("id").path)
    pairs_beside(path).unlink()
    with pytest.raises(BadInput, match="not known"):
        queue(council)
    council.link(by=STEWARD, datasets=["visits"])
    queue(council)
