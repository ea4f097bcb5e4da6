"""Review of people: who is shown what, and what a decision does to the next linkage."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest
from actions.ashmere import CODES, DAY
from actions.councils import copied, opened

from beholden.actions.datasets import latest_version
from beholden.actions.persons_kept import pairs_beside
from beholden.kernel import Refused
from beholden.records import reading

from .doubtful import DPO, LOOKER, STEWARD, keys_of, write_csv
from .persons import people


def loaded(council, folder, rows, **options):
    """Register the list of visits as it is now, and link its people."""
    source = write_csv(folder / "visits.csv", rows)
    council.register(
        by=STEWARD, source=source, name="visits", steward="Revenues and Benefits", made_up=True
    )
    return council.link(by=STEWARD, datasets=["visits"], **options)


@pytest.fixture(scope="module")
def linked_once(told, tmp_path_factory):
    """Make the home of a council whose visitors were linked among themselves."""
    folder = tmp_path_factory.mktemp("linked")
    council = opened(copied(told("begin", DAY), folder))
    loaded(council, folder, people())
    council.close()
    return folder


@pytest.fixture
def council(linked_once, tmp_path):
    """Give a council whose visitors were linked among themselves."""
    council = opened(copied(linked_once, tmp_path))
    yield council
    council.close()


def sample(council, by=LOOKER):
    return council.draw_review_sample(by=by, dataset="visits", number=100, key="person")


def test_of_people_only_what_differs_is_shown(council):
    listed = sample(council)
    assert len(listed.pairs) > 20
    told = json.dumps(listed.pairs)
    assert "secret note" not in told
    assert "1940" not in told
    by_row = people()
    for pair in listed.pairs:
        own, other = by_row[pair["row"] - 1], by_row[int(pair["other"].partition(":")[2]) - 1]
        shown = pair["first_name"]
        if own["forename"] == other["forename"]:
            assert shown == "(the same)"
        else:
            assert shown == f"{own['forename']} | {other['forename']}"
        assert pair["surname"] == "(the same)"


def test_a_pair_that_was_parted_stays_apart(council):
    pair = sample(council).pairs[0]
    before = keys_of(council, "visits", "person")
    row, other = pair["row"] - 1, int(pair["other"].partition(":")[2]) - 1
    assert before[row]["person"] == before[other]["person"]
    council.decide_pair(
        by=LOOKER, dataset="visits", key="person", row=pair["row"], candidate=pair["other"],
        answer="different",
    )  # fmt: skip
    (made,) = council.link(by=STEWARD, datasets=["visits"])
    after = keys_of(council, "visits", "person")
    assert after[row]["person"] != after[other]["person"]
    assert made.decided == 1


def test_a_pair_that_was_parted_is_listed_and_can_be_taken_back(council):
    """The linkage proposes it no more, so it is found among the decisions that stand."""
    pair = sample(council).pairs[0]
    row, other = pair["row"] - 1, int(pair["other"].partition(":")[2]) - 1

    def decide(answer):
        council.decide_pair(
            by=LOOKER, dataset="visits", key="person", row=pair["row"], candidate=pair["other"],
            answer=answer,
        )  # fmt: skip
        council.link(by=STEWARD, datasets=["visits"])
        keys = keys_of(council, "visits", "person")
        return keys[row]["person"] == keys[other]["person"]

    assert not decide("different")
    (stands,) = council.list_decided_pairs(by=LOOKER, dataset="visits", key="person").pairs
    told = ("row", "other", "first_name", "decision")
    assert [stands[name] for name in told] == [*(pair[name] for name in told[:3]), "different"]
    assert decide("cannot tell")
    (stands,) = council.list_decided_pairs(by=LOOKER, dataset="visits", key="person").pairs
    assert stands["decision"] == "cannot tell"


def test_ones_own_decision_does_not_part_the_rows_that_one_links(council):
    """Kept persons remember decisions; what one decided oneself is forgotten where one links."""
    add_two(council)
    pair = sample(council, by="code-two").pairs[0]
    row, other = pair["row"] - 1, int(pair["other"].partition(":")[2]) - 1
    council.decide_pair(
        by="code-two", dataset="visits", key="person", row=pair["row"], candidate=pair["other"],
        answer="different",
    )  # fmt: skip
    told = {}
    for by in (STEWARD, "code-two"):
        (made,) = council.link(by=by, datasets=["visits"])
        keys = keys_of(council, "visits", "person")
        told[by] = made.decided, keys[row]["person"] == keys[other]["person"]
    assert told == {STEWARD: (1, False), "code-two": (0, True)}
    assert "of your own" in made.warnings[-1]


def add_two(council):
    council.add_person(
        by=CODES["admin"], code="code-two", office="Both", organisation="Revenues and Benefits",
        roles=["steward", "link_reviewer"],
    )  # fmt: skip


def test_the_one_who_linked_does_not_decide(council):
    pair = sample(council).pairs[0]
    add_two(council)
    council.link(by="code-two", datasets=["visits"])
    with pytest.raises(Refused) as refused:
        council.decide_pair(
            by="code-two", dataset="visits", key="person", row=pair["row"],
            candidate=pair["other"], answer="same",
        )  # fmt: skip
    assert refused.value.refusal.clause == "S9 two people"


def test_people_are_linked_across_datasets_only_under_a_use(council, tmp_path):
    source = write_csv(tmp_path / "more.csv", people())
    council.register(
        by=STEWARD, source=source, name="more", steward="Revenues and Benefits", made_up=True
    )
    with pytest.raises(Refused) as refused:
        council.link(by=STEWARD, datasets=["visits", "more"])
    assert refused.value.refusal.clause == "joins › key"


def test_only_the_columns_that_tell_a_person_are_read_whole(council, columns_read):
    council.link(by=STEWARD, datasets=["visits"])
    sample(council, by=DPO)
    assert len(columns_read) >= 2
    assert all(columns and "note" not in columns for columns in columns_read)


def test_enough_decisions_about_people_speak_of_their_scores(council):
    pairs = sample(council).pairs
    table = pa.table(
        {
            "row": [str(pair["row"]) for pair in pairs],
            "other": [pair["other"] for pair in pairs],
            "linkage": [pair["linkage"] for pair in pairs],
            "decision": ["different"] * len(pairs),
        }
    )
    council.decide_pairs(by=LOOKER, dataset="visits", key="person", decisions=table)
    (made,) = council.link(by=STEWARD, datasets=["visits"])
    assert made.calibration.startswith("fitted to")
    assert made.decided == len(pairs)
    people_told = {key["person"] for key in keys_of(council, "visits", "person")}
    assert len(people_told) == len(people())


def test_pairs_with_another_departments_rows_are_withheld(council, tmp_path):
    """Two departments' lists linked in one run: each reviewer sees their own rows only."""
    import pyarrow.parquet as pq

    from beholden.records.models import KeyColumn, LinkageRun

    source = write_csv(tmp_path / "housing.csv", people())
    council.register(
        by=CODES["housing"], source=source, name="housing", steward="Housing", made_up=True
    )
    visits = keys_of(council, "visits", "person")
    with council.at_work():
        first = KeyColumn.objects.get()
        run = LinkageRun.objects.get()
    _link_by_hand(council, first, run, visits, pq)
    listed = council.draw_review_sample(by=LOOKER, dataset="visits", number=500, key="person")
    assert listed.withheld > 0
    assert all(pair["other"].startswith("visits:") for pair in listed.pairs)
    seen = council.draw_review_sample(by=DPO, dataset="visits", number=500, key="person")
    assert (seen.withheld, len(seen.pairs)) == (0, len(listed.pairs) + listed.withheld)


def _link_by_hand(council, first, run, visits, pq):
    """Write what a use's linkage of both lists would: every visitor is first on Housing's list."""
    import pyarrow as pa

    from beholden.records.models import DatasetVersion, KeyColumn, LinkageRun

    with council.at_work():
        version = DatasetVersion.objects.get(dataset__name="housing")
        rows = [{**key, "person": f"housing:{key['row']}"} for key in visits]
        together = {**first.method, "run": "run-both", "versions": {"housing": 1, "visits": 1}}
        for name, of in (("housing", version), ("visits", first.version)):
            path = f"datasets/{name}/v1/person-9.parquet"
            mine = rows if name == "housing" else [*rows[:40], *visits[40:]]
            pq.write_table(pa.Table.from_pylist(mine), council.path(path))
            pq.write_table(_pairs_by_hand(name), pairs_beside(council.path(path)))
            key = KeyColumn.objects.create(
                version=of, column="person", number=9, path=path, fingerprint="x",
                rows=len(rows), matched=len(rows), method=together, made_at=council.clock.now(),
            )  # fmt: skip
            LinkageRun.objects.create(
                key=key, columns={"housing": run.columns["visits"], **run.columns},
                threshold=0.95, made_by=run.made_by,
            )  # fmt: skip


def _pairs_by_hand(name):
    """Return each row beside the same of Housing's, or the next of its own list."""
    import pyarrow as pa

    others = ["housing"] * 40 + ["visits"] * 40
    return pa.table(
        {
            "row": list(range(2, 82)),
            "candidate": [f"{of}:{at}" for at, of in enumerate(others, start=1)],
            "probability": [0.96] * 80,
            "matched": [name == "visits"] * 80,
            "reason": ["same surname"] * 80,
            "again": [False] * 80,
        }
    )


def with_ids(rows):
    return [{"visit": f"v{at}", **row} for at, row in enumerate(rows)]


@pytest.fixture(scope="module")
def parted_once(told, tmp_path_factory):
    """Make the home of a council whose list came again with a row corrected that was told apart."""
    folder = tmp_path_factory.mktemp("parted")
    council = opened(copied(told("begin", DAY), folder))
    rows = with_ids(people())
    loaded(council, folder, rows, row_ids={"visits": "visit"})
    assert rows[3]["forename"] != rows[2]["forename"]
    decide(council, "different")
    corrected = [*rows[:3], {**rows[3], "forename": rows[2]["forename"]}, *rows[4:]]
    loaded(council, folder, corrected, row_ids={"visits": "visit"})
    council.close()
    return folder


@pytest.fixture
def parted(parted_once, tmp_path):
    """Give a council whose list came again with a row corrected that had been told apart."""
    council = opened(copied(parted_once, tmp_path))
    yield council
    council.close()


def decide(council, answer):
    council.decide_pair(
        by=LOOKER, dataset="visits", key="person", row=4, candidate="visits:3", answer=answer
    )
    return council.link(by=STEWARD, datasets=["visits"])


def queue(council):
    return council.review_queue(by=LOOKER, dataset="visits", key="person", limit=500).pairs


def together(council):
    keys = keys_of(council, "visits", "person")
    return keys[2]["person"] == keys[3]["person"]


def test_a_parted_pair_is_proposed_again_when_a_row_was_corrected(parted):
    (made,) = parted.link(by=STEWARD, datasets=["visits"])
    first = queue(parted)[0]
    assert (first["row"], first["other"], first["matched"]) == (4, "visits:3", "no")
    assert first["reason"].startswith("decided before: different, and a row may have changed since")
    assert not together(parted)
    assert made.warnings[-1].endswith("beholden review list visits --key person.")


@pytest.mark.parametrize(("answer", "joined"), [("different", False), ("same", True)])
def test_what_is_decided_again_settles_it(parted, answer, joined):
    (made,) = decide(parted, answer)
    assert together(parted) == joined
    assert not any("again" in warning for warning in made.warnings)
    assert all(pair["row"] != 4 for pair in queue(parted) if pair["matched"] == "no")


def test_only_the_review_tells_which_rows_may_be_one_person(parted):
    told = queue(parted)[0]["reason"].partition("now: ")[2]
    assert told
    with parted.at_work():
        shown, record = reading.dataset("visits"), key_record(parted)
    assert told not in json.dumps(shown.to_dict(), default=str)
    assert told not in json.dumps(record.method)


def test_a_record_that_names_pairs_is_shown_without_them(parted):
    from beholden.records.models import KeyColumn

    with parted.at_work():
        last = key_record(parted)
        again = [{"row": 4, "candidate": "visits:3", "score": 0.97, "reason": "same surname"}]
        KeyColumn.objects.create(
            version=last.version, column="person", number=last.number + 1, path=last.path,
            fingerprint=last.fingerprint, rows=last.rows, matched=last.matched,
            method={**last.method, "again": again}, made_at=last.made_at,
        )  # fmt: skip
        shown = reading.dataset("visits").versions[-1].keys[-1]
    assert shown.number == last.number + 1
    of_officers = {"fairness"}
    assert shown.method == {n: told for n, told in last.method.items() if n not in of_officers}


def key_record(council):
    return latest_version("visits").keys.filter(column="person").latest("number")
