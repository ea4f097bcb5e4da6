"""S6 for persons: what is kept of them for a use goes with the last agreement of the use."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pyarrow as pa
import pytest

from beholden.actions.datasets import key_files, latest_version
from beholden.actions.decided_before import people_labels, told_of_people
from beholden.actions.keys_kept import Made, keep_keys
from beholden.actions.persons_kept import keep_persons, kept_persons, pairs_beside
from beholden.actions.rights import Right
from beholden.actions.sweeping import sweep
from beholden.kernel import NotFound, Terms

from .ashmere import CODES, DPO
from .councils import opened

AGREEMENT = "warm-homes-2026"
KEPT = "links/warm-homes/person.keys"


@pytest.fixture
def linked(sealed):
    """Give a council that keeps persons for a use with an agreement, and for one without."""
    keep(sealed, ["accounts", "visits"], use="warm-homes")
    keep(sealed, ["visits"], use="")
    return sealed


def keep(council, datasets, *, use):
    with council.at_work():
        kept = kept_persons(council, datasets=datasets, use=use)
        keep_persons(council, kept, replace(kept.keys, load=1))


def keyed(council, use):
    """Give the accounts persons that were found for a use; return the file of their keys."""
    with council.at_work():
        version = latest_version("council_tax")
    keys = pa.table({"row": [0, 1], "person": ["p1", "p1"], "score": [0.9, 0.9]})
    method = {"kind": "people", "use": use, "versions": {"council_tax": version.number}}
    pair = {"row": 2, "candidate": "council_tax:1", "probability": 0.9, "reason": "same birth"}
    pairs = pa.Table.from_pylist([{**pair, "matched": True, "again": False}])
    made = Made("person", keys, method, {}, 0.9, pairs=pairs)
    keep_keys(council, by=CODES["revenues"], right=Right.PEOPLE_LINK, version=version, made=made)
    with council.at_work():
        return council.path(version.keys.filter(column="person").latest("number").path)


def test_pairs_are_swept_with_keys_that_were_not_recorded(linked):
    kept = keyed(linked, "")
    left = kept.with_name("person-9.parquet")
    left.write_bytes(kept.read_bytes())
    pairs_beside(left).write_bytes(pairs_beside(kept).read_bytes())
    sweep(linked)
    assert (kept.exists(), pairs_beside(kept).exists()) == (True, True)
    assert (left.exists(), pairs_beside(left).exists()) == (False, False)


def newest(council):
    with council.at_work():
        found = key_files(council, latest_version("council_tax")).get("person")
        return council.path(found.path) if found else None


def test_the_keys_of_rows_go_with_their_use(linked):
    of_all, of_use = keyed(linked, ""), keyed(linked, "warm-homes")
    assert newest(linked) == of_use
    linked.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    assert (of_all.exists(), of_use.exists()) == (True, False)
    assert (pairs_beside(of_all).exists(), pairs_beside(of_use).exists()) == (True, False)
    assert newest(linked) == of_all


def test_keys_that_are_gone_are_not_reviewed(linked):
    keyed(linked, "warm-homes")
    linked.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    with pytest.raises(NotFound, match="no linkage to review"):
        linked.review_queue(by=DPO, dataset="council_tax", key="person")


def test_persons_stay_while_the_agreement_does(linked):
    opened(linked.directory)
    assert linked.path(KEPT).exists()


def test_persons_of_a_use_go_when_its_agreement_is_ended(linked):
    linked.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    assert not linked.path(KEPT).exists()
    assert linked.path("datasets/visits/person.keys").exists()


def test_persons_of_a_use_go_when_the_calendar_ends_its_agreement(linked):
    from beholden.records.models import Agreement

    with linked.at_work():
        terms = Terms.from_dict(Agreement.objects.get(state="in_force").terms)
    opened(linked.directory, terms.ends + timedelta(days=1))
    assert not linked.path(KEPT).exists()


def test_persons_stay_while_another_agreement_of_the_use_is_open(linked):
    from beholden.records.models import Agreement

    with linked.at_work():
        first = Agreement.objects.get(state="in_force")
        offered = {"version": first.version + 1, "state": "offered", "pk": None}
        for name, value in offered.items():
            setattr(first, name, value)
        first.name = "warm-homes-2027"
        first.save(force_insert=True)
    linked.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    assert linked.path(KEPT).exists()
    linked.end_agreement(by=DPO, agreement="warm-homes-2027", because="A test.")
    assert not linked.path(KEPT).exists()


def test_a_kill_between_the_record_and_the_persons_is_made_good(linked):
    persons = linked.path(KEPT).read_bytes()
    linked.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    # As if the process had been killed before it destroyed them.
    linked.path(KEPT).write_bytes(persons)
    opened(linked.directory)
    assert not linked.path(KEPT).exists()


def test_after_the_end_persons_begin_under_another_secret(linked):
    with linked.at_work():
        before = kept_persons(linked, datasets=["accounts", "visits"], use="warm-homes").keys
    linked.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    with linked.at_work():
        after = kept_persons(linked, datasets=["accounts", "visits"], use="warm-homes").keys
    assert (before.load, after.load) == (1, 0)
    assert after.secret != before.secret


def decided(council):
    """Tell two rows of the linkage of a use to be the same person."""
    from beholden.records.models import KeyColumn, PairLabel, Person

    with council.at_work():
        key = KeyColumn.objects.filter(column="person").latest("pk")
        PairLabel.objects.create(
            key=key, row=1, candidate="council_tax:2", says="same",
            decided_by=Person.objects.get(code=CODES["looker"]), decided_at=council.clock.now(),
        )  # fmt: skip


def labels_for(council, use):
    with council.at_work():
        versions = {"council_tax": latest_version("council_tax")}
        told = told_of_people(council, by=CODES["revenues"], versions=versions, use=use)
    return people_labels(told)


def renewed(council):
    """State an agreement of the use again."""
    from beholden.records.models import Agreement

    with council.at_work():
        document = Agreement.objects.get(name=AGREEMENT).document
    council.state_agreement(by=DPO, document=document | {"agreement": "warm-homes-again"})


def test_decisions_for_a_use_are_not_heeded_after_its_end_nor_when_it_is_agreed_anew(linked):
    keyed(linked, "warm-homes")
    decided(linked)
    assert len(labels_for(linked, "warm-homes")) == 1
    linked.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    assert (labels_for(linked, ""), labels_for(linked, "warm-homes")) == ((), ())
    renewed(linked)
    assert labels_for(linked, "warm-homes") == ()


def test_keys_of_a_use_do_not_come_back_when_it_is_agreed_anew(linked):
    of_all = keyed(linked, "")
    keyed(linked, "warm-homes")
    linked.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    renewed(linked)
    assert newest(linked) == of_all
